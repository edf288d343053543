/**
 * A game's observation: the keys that somebody asked for and nothing else. Planes and numbers are the state's own
 * arrays; crops, message, pack and terminal are derived from the state after each step that may have changed them.
 */
import type { ObservationKey, ObservationTable } from "../env.js";
import { InputError } from "../errors.js";
import { visible } from "../text.js";
import { blankTable } from "./blank.js";
import { Crops } from "./crops.js";
import { DESCRIPTION_BYTES, Descriptions } from "./descriptions.js";
import { HANDLED, TOOK } from "./events.js";
import { type Game, RUNNING } from "./game.js";
import { MESSAGE_BYTES, MessageLine } from "./message-line.js";
import { copyPosition } from "./observe.js";
import {
  makePackArrays,
  type PackArrays,
  TERMINAL_COLUMNS,
  TERMINAL_ROWS,
  writeCursor,
  writePack,
  writeTerminal,
  writeTerminalColours,
} from "./screen.js";
import { CELL, END_STATUS } from "./state.js";

export type Manners = "calmhack" | "minihack";

export interface ObserverOptions<K extends ObservationKey> {
  readonly keys: readonly K[];
  /** Side of the crops, odd. */
  readonly size: number;
  readonly manners: Manners;
  /** Arrays of others to write into, zeros at first; keys without one have an array of their own. */
  readonly into: Partial<ObservationTable>;
}

type Makers = { readonly [Key in ObservationKey]: () => ObservationTable[Key] };

/** Keys whose arrays the state has. */
const OWN = ["glyphs", "chars", "colors", "specials", "blstats", "internal"] as const;

/** From so many changed cells on, copying whole planes is cheaper. */
const MOST_CELLS = 64;

interface Mirror {
  readonly from: Int16Array | Int32Array | Uint8Array;
  readonly to: Int16Array | Int32Array | Uint8Array;
}

function makersOf({ state }: Game, { size, manners, into }: ObserverOptions<ObservationKey>): Makers {
  const isMiniHack = manners === "minihack";
  const pack = makePackArrays();
  return {
    // The state's own, but a copy where the last observation will be blanked: the state stays true.
    glyphs: () => into.glyphs ?? (isMiniHack ? state.glyphs.slice() : state.glyphs),
    chars: () => into.chars ?? (isMiniHack ? state.chars.slice() : state.chars),
    colors: () => into.colors ?? (isMiniHack ? state.colors.slice() : state.colors),
    specials: () => into.specials ?? (isMiniHack ? state.specials.slice() : state.specials),
    blstats: () => into.blstats ?? (isMiniHack ? state.blstats.slice() : state.blstats),
    message: () => into.message ?? new Uint8Array(MESSAGE_BYTES),
    internal: () => into.internal ?? (isMiniHack ? state.internal.slice() : state.internal),
    glyphs_crop: () => into.glyphs_crop ?? new Int16Array(size * size),
    chars_crop: () => into.chars_crop ?? new Uint8Array(size * size),
    colors_crop: () => into.colors_crop ?? new Uint8Array(size * size),
    specials_crop: () => into.specials_crop ?? new Uint8Array(size * size),
    inv_glyphs: () => into.inv_glyphs ?? pack.inv_glyphs,
    inv_letters: () => into.inv_letters ?? pack.inv_letters,
    inv_oclasses: () => into.inv_oclasses ?? pack.inv_oclasses,
    inv_strs: () => into.inv_strs ?? pack.inv_strs,
    tty_chars: () => into.tty_chars ?? new Uint8Array(TERMINAL_ROWS * TERMINAL_COLUMNS),
    tty_colors: () => into.tty_colors ?? new Uint8Array(TERMINAL_ROWS * TERMINAL_COLUMNS),
    tty_cursor: () => into.tty_cursor ?? new Uint8Array(2),
    screen_descriptions: () => into.screen_descriptions ?? new Uint8Array(DESCRIPTION_BYTES),
  };
}

export class Observer<K extends ObservationKey> {
  readonly observation: Pick<ObservationTable, K>;
  /** What was asked for, by any key. */
  private readonly table: Partial<ObservationTable>;
  private readonly crops: Crops | undefined;
  private readonly line: MessageLine | undefined;
  private readonly pack: PackArrays | undefined;
  private readonly descriptions: Descriptions | undefined;
  /** Planes and numbers that stand in arrays other than the state's. */
  private readonly copies: Partial<ObservationTable>;
  private readonly mirrors: readonly Mirror[];
  private readonly isMiniHack: boolean;

  /** Throws an InputError for a key that is none. */
  constructor(
    private readonly game: Game,
    private readonly options: ObserverOptions<K>,
  ) {
    const { keys, size, manners } = options;
    const { state } = game;
    const makers = makersOf(game, options);
    const missing = keys.find((key) => !Object.hasOwn(makers, key));
    if (missing !== undefined) {
      const accepted = Object.keys(makers).join(" ");
      throw new InputError(`There is no observation key "${visible(missing, 40)}"; accepted are ${accepted}.`);
    }
    // Each key with its own kind of array.
    this.observation = Object.fromEntries(
      [...new Set(keys)].map((key) => [key, makers[key]()]),
    ) as typeof this.observation;
    const table: Partial<ObservationTable> = this.observation;
    this.table = table;
    this.isMiniHack = manners === "minihack";
    const { glyphs_crop: glyphs, chars_crop: chars, colors_crop: colors, specials_crop: specials } = table;
    if (keys.some((key) => key.endsWith("_crop")))
      this.crops = new Crops(state, size, { glyphs, chars, colors, specials });
    if (table.message !== undefined) this.line = new MessageLine(table.message);
    if (table.screen_descriptions !== undefined) this.descriptions = new Descriptions(table.screen_descriptions);
    if (keys.some((key) => key.startsWith("inv_"))) this.pack = { ...makePackArrays(), ...table };
    const copied = OWN.filter((key) => table[key] !== undefined && table[key] !== state[key]);
    this.copies = Object.fromEntries(copied.map((key) => [key, table[key]]));
    this.mirrors = copied.map((key) => ({ from: state[key], to: table[key]! }));
  }

  /** After a reset or a restore: everything. */
  renew(): void {
    const { state } = this.game;
    this.look();
    for (const { from, to } of this.mirrors) to.set(from);
    this.line?.write(state);
    if (this.pack !== undefined) writePack(state, this.pack);
    this.finish();
  }

  /** After a step: what it may have changed. */
  update(): void {
    const { game, line, pack } = this;
    if (game.looked) {
      this.look();
      if (this.mirrors.length > 0) this.copyChanges();
    }
    if (game.hasVitals) this.copyNumbers();
    if (line !== undefined) line.write(game.state);
    if (pack !== undefined && ((game.events & (TOOK | HANDLED)) !== 0 || game.wasMoved)) writePack(game.state, pack);
    this.finish();
  }

  private look(): void {
    const { crops, descriptions, game } = this;
    if (crops !== undefined) crops.write(game.state);
    if (descriptions !== undefined) descriptions.write(game.state);
  }

  /** Brings copies of planes and numbers up to date after a look. */
  private copyChanges(): void {
    const { state, sight } = this.game;
    const { changed, changedFrom, changedTo } = sight;
    const { blstats, internal } = this.copies;
    if (changedTo < 0 || changedTo - changedFrom > MOST_CELLS) {
      for (let i = 0; i < this.mirrors.length; i++) this.mirrors[i]!.to.set(this.mirrors[i]!.from);
      return;
    }
    for (let i = changedFrom; i < changedTo; i++) this.copyCell(changed[i]!);
    this.copyCell(state.hero[CELL]!);
    copyPosition(state, blstats, internal);
  }

  private copyNumbers(): void {
    const { blstats, internal } = this.copies;
    if (blstats !== undefined) blstats.set(this.game.state.blstats);
    if (internal !== undefined) internal.set(this.game.state.internal);
  }

  private copyCell(cell: number): void {
    const { state } = this.game;
    const { glyphs, chars, colors, specials } = this.copies;
    if (specials !== undefined) specials[cell] = state.specials[cell]!;
    if (glyphs !== undefined) glyphs[cell] = state.glyphs[cell]!;
    if (chars !== undefined) chars[cell] = state.chars[cell]!;
    if (colors !== undefined) colors[cell] = state.colors[cell]!;
  }

  private finish(): void {
    const { table, game, isMiniHack } = this;
    if (table.tty_chars !== undefined) writeTerminal(game.state, table.tty_chars);
    if (table.tty_colors !== undefined) writeTerminalColours(game.state, table.tty_colors);
    if (table.tty_cursor !== undefined) writeCursor(game.state, table.tty_cursor);
    if (!isMiniHack || game.state.hero[END_STATUS] === RUNNING) return;
    blankTable(table, this.options.size);
    this.line?.disown();
    this.descriptions?.clear();
  }
}
