/**
 * Where actions lead, on records: the rules of `nethack/commands.ts`, `doors.ts`, `kick.ts`, `search.ts`, `boulders.ts` and
 * `hazards.ts` with the dice falling well. A test plays both side by side.
 *
 * Falling well: a door opens, a lock gives way, a kick breaks, a search finds all that is hidden beside the hero, a boulder
 * fills water (nine times in ten), a hero who falls into water crawls out where he likes. Not counted on: a boulder fills
 * lava (one time in ten) unless asked for, and then sinks; a teleportation trap, which leads anywhere, is kept off, as lava
 * is; he crawls onto no boulder. Left out, for nothing is won by them: OPEN, where walking at a door does it in one action,
 * and EAT; answers to a question that already stands are there. Things that are kicked stay where they are.
 */
import { CELLS, DOOR, STONE } from "../nethack/terrain.js";
import {
  ASKED,
  BLOCKED,
  CLOSED_DOOR,
  changeAt,
  FILLED,
  FLAGS,
  FREE,
  HERO,
  HOLDS_KEY,
  IS_CLOSED,
  IS_GONE,
  IS_HIDDEN,
  IS_LOCKED,
  IS_OPEN,
  kindIn,
  LAVA_HERE,
  type LevelMap,
  LOCKED_DOOR,
  NEAR,
  NOWHERE,
  OPEN_DOOR,
  setChange,
  TRAP_HERE,
  WATER_HERE,
  WOUND,
} from "./map.js";

const DIRECTIONS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
export const COMMANDS = ["PICKUP", "APPLY", "OPEN", "CLOSE", "KICK", "SEARCH", "EAT"] as const;
export type Command = (typeof COMMANDS)[number];
/** A direction 0 … 7, or a command. */
export type Action = number | Command;

/** The action of a name; undefined for one that the solver does not know. */
export function actionOf(name: string): Action | undefined {
  const direction = DIRECTIONS.indexOf(name);
  return direction >= 0 ? direction : COMMANDS.find((command) => command === name);
}

/** In which order MiniHack's APPLY looks for a closed door: NW N NE W E SW S SE. */
const APPLIED = [7, 0, 1, 6, 2, 5, 4, 3];
/** Of a question: `prompts.ts`. */
const [OPEN_WHERE, CLOSE_WHERE, KICK_WHERE, EAT_IT] = [1, 2, 3, 4];
/** The keys of these directions say yes and no. */
const [YES, NO] = [7, 3];
const MOST_WOUND = 15;

/** A kick, eating, and SEARCH, whose key names the hero's own cell: he tries to close it in vain. */
function takesTurn(asked: number, action: Action): boolean {
  if (asked === KICK_WHERE) return typeof action === "number";
  return asked === CLOSE_WHERE ? action === "SEARCH" : asked === EAT_IT && action === YES;
}

export interface Chances {
  /** What becomes of a boulder in lava. */
  readonly lava: "sinks" | "fills";
}

/** Called for each state that an action can lead to; the record is reused. */
export type Emit = (action: number, to: Uint16Array) => void;

export class Rules {
  private readonly to: Uint16Array;
  /** Boulders by cell, and what was filled, of the record that is looked at. */
  private readonly boulders = new Uint8Array(CELLS);
  private readonly filled = new Uint8Array(CELLS);
  private readonly canKick: boolean;

  constructor(
    private readonly map: LevelMap,
    private readonly actions: readonly Action[],
    private readonly chances: Chances,
  ) {
    this.to = new Uint16Array(map.width);
    this.canKick = actions.includes("KICK");
  }

  /** Says all states that differ from this one and that an action leads to. */
  expand(from: Uint16Array, emit: Emit): void {
    const asked = from[FLAGS]! & ASKED;
    this.mark(from, 1);
    for (let i = 0; i < this.actions.length; i++) {
      const action = this.actions[i]!;
      if (asked !== 0) this.answer(from, asked, action, i, emit);
      else if (typeof action === "number") this.move(from, action, i, emit);
      else this.command(from, action, i, emit);
    }
    this.mark(from, 0);
  }

  private mark(record: Uint16Array, sign: 0 | 1): void {
    for (let slot = this.map.first; slot < record.length; slot++) {
      const word = record[slot]!;
      if (word < FILLED) this.boulders[word] = sign;
      else if (word !== NOWHERE) this.filled[word & ~FILLED] = sign;
    }
  }

  private kindAt(record: Uint16Array, cell: number): number {
    return this.filled[cell] === 1 ? FREE : kindIn(this.map, record, cell);
  }

  /** A copy to be changed, `turns` later. */
  private after(from: Uint16Array, turns: number): Uint16Array {
    const { to } = this;
    to.set(from);
    const wound = from[FLAGS]! >> WOUND;
    if (wound !== 0) to[FLAGS] = (from[FLAGS]! & ~(MOST_WOUND << WOUND)) | (Math.max(0, wound - turns) << WOUND);
    return to;
  }

  private changed(from: Uint16Array, cell: number, state: number, turns: number): Uint16Array {
    const to = this.after(from, turns);
    setChange(to, this.map.numberOf[cell]!, state);
    return to;
  }

  private move(from: Uint16Array, direction: number, action: number, emit: Emit): void {
    const cell = from[HERO]!;
    const target = NEAR[cell * 8 + direction]!;
    if (target < 0) return;
    const kind = this.kindAt(from, target);
    const isDiagonal = (direction & 1) === 1;
    if (kind === BLOCKED || kind === LOCKED_DOOR || kind === TRAP_HERE || kind === LAVA_HERE) return;
    if (kind === CLOSED_DOOR) {
      emit(action, this.changed(from, target, IS_OPEN, 1));
      return;
    }
    if (isDiagonal && (kind === OPEN_DOOR || this.kindAt(from, cell) === OPEN_DOOR)) return;
    if (this.boulders[target] === 1) this.push(from, target, direction, action, emit);
    else if (kind === WATER_HERE) this.crawl(from, target, action, emit);
    else emit(action, this.stepped(from, target));
  }

  private stepped(from: Uint16Array, cell: number): Uint16Array {
    const to = this.after(from, 1);
    to[HERO] = cell;
    return to;
  }

  private push(from: Uint16Array, cell: number, direction: number, action: number, emit: Emit): void {
    const next = NEAR[cell * 8 + direction]!;
    if (next < 0 || this.boulders[next] === 1) return;
    const kind = this.kindAt(from, next);
    if (kind === BLOCKED || kind === CLOSED_DOOR || kind === LOCKED_DOOR) return;
    if (kind === OPEN_DOOR && (direction & 1) === 1) return;
    const to = this.stepped(from, cell);
    const isFilled = kind === WATER_HERE || (kind === LAVA_HERE && this.chances.lava === "fills");
    this.replace(to, cell, isFilled ? FILLED | next : kind === LAVA_HERE ? NOWHERE : next);
    emit(action, to);
  }

  /** One boulder's word becomes another; words stay in order. */
  private replace(record: Uint16Array, was: number, now: number): void {
    let slot = this.map.first;
    while (record[slot] !== was) slot++;
    for (; slot + 1 < record.length && record[slot + 1]! < now; slot++) record[slot] = record[slot + 1]!;
    for (; slot > this.map.first && record[slot - 1]! > now; slot--) record[slot] = record[slot - 1]!;
    record[slot] = now;
  }

  private crawl(from: Uint16Array, water: number, action: number, emit: Emit): void {
    const { terrain, numberOf } = this.map;
    for (let direction = 0; direction < 8; direction++) {
      const land = NEAR[water * 8 + direction]!;
      if (land < 0 || this.boulders[land] === 1) continue;
      const kind = this.kindAt(from, land);
      if (kind !== FREE && kind !== OPEN_DOOR && kind !== TRAP_HERE) continue;
      const isDoor = terrain[land] === DOOR || (numberOf[land]! >= 0 && terrain[land] !== STONE);
      if (isDoor && (direction & 1) === 1) continue;
      emit(action, this.stepped(from, land));
    }
  }

  private command(from: Uint16Array, command: Command, action: number, emit: Emit): void {
    const cell = from[HERO]!;
    const flags = from[FLAGS]!;
    if (command === "PICKUP") {
      if ((flags & HOLDS_KEY) !== 0 || !this.map.keys.has(cell)) return;
      const to = this.after(from, 1);
      to[FLAGS]! |= HOLDS_KEY;
      emit(action, to);
    } else if (command === "APPLY") this.apply(from, action, emit);
    else if (command === "SEARCH") this.search(from, action, emit);
    else if (command === "KICK" && flags >> WOUND === 0 && this.isShutBeside(from))
      this.ask(from, KICK_WHERE, action, emit);
    else if (command === "CLOSE" && this.canKick && this.hasBeside(from, IS_OPEN)) {
      this.ask(from, CLOSE_WHERE, action, emit);
    }
  }

  private ask(from: Uint16Array, question: number, action: number, emit: Emit): void {
    const to = this.after(from, 0);
    to[FLAGS]! |= question;
    emit(action, to);
  }

  /** The state of a changing cell in a direction; undefined for others. */
  private changeBeside(from: Uint16Array, direction: number): number | undefined {
    const cell = NEAR[from[HERO]! * 8 + direction]!;
    const number = cell < 0 ? -1 : this.map.numberOf[cell]!;
    return number < 0 ? undefined : changeAt(from, number);
  }

  private hasBeside(from: Uint16Array, state: number): boolean {
    for (let direction = 0; direction < 8; direction++) {
      if (this.changeBeside(from, direction) === state) return true;
    }
    return false;
  }

  private isShutBeside(from: Uint16Array): boolean {
    return this.hasBeside(from, IS_CLOSED) || this.hasBeside(from, IS_LOCKED) || this.hasBeside(from, IS_HIDDEN);
  }

  private apply(from: Uint16Array, action: number, emit: Emit): void {
    if ((from[FLAGS]! & HOLDS_KEY) === 0) return;
    for (const direction of APPLIED) {
      const state = this.changeBeside(from, direction);
      if (state !== IS_CLOSED && state !== IS_LOCKED) continue;
      const cell = NEAR[from[HERO]! * 8 + direction]!;
      emit(action, this.changed(from, cell, IS_OPEN, state === IS_LOCKED ? 2 : 1));
      return;
    }
  }

  /** Finds what is hidden beside the hero; a hero with a hurt leg can also wait so. */
  private search(from: Uint16Array, action: number, emit: Emit): void {
    const { map } = this;
    if (from[FLAGS]! >> WOUND === 0 && !this.hasBeside(from, IS_HIDDEN)) return;
    const to = this.after(from, 1);
    for (let direction = 0; direction < 8; direction++) {
      if (this.changeBeside(from, direction) !== IS_HIDDEN) continue;
      const number = map.numberOf[NEAR[from[HERO]! * 8 + direction]!]!;
      setChange(to, number, map.under[number]!);
    }
    emit(action, to);
  }

  /** A key that answers a question. */
  private answer(from: Uint16Array, asked: number, action: Action, index: number, emit: Emit): void {
    if (asked === EAT_IT && action !== YES && action !== NO) return;
    const turns = takesTurn(asked, action) ? 1 : 0;
    const change = typeof action === "number" && asked !== EAT_IT ? this.changeBeside(from, action) : undefined;
    const cell = typeof action === "number" ? NEAR[from[HERO]! * 8 + action]! : -1;
    const becomes = change === undefined ? undefined : this.answered(asked, change, cell);
    const to = becomes === undefined ? this.after(from, turns) : this.changed(from, cell, becomes, 1);
    to[FLAGS]! &= ~ASKED;
    emit(index, to);
  }

  /** What a changing cell becomes by the answer that names it; undefined when it stays. */
  private answered(asked: number, change: number, cell: number): number | undefined {
    const { map, boulders } = this;
    if (asked === OPEN_WHERE) return change === IS_CLOSED ? IS_OPEN : undefined;
    const isCovered = map.things[cell] === 1 || boulders[cell] === 1;
    if (isCovered) return undefined;
    if (asked === CLOSE_WHERE) return change === IS_OPEN ? IS_CLOSED : undefined;
    if (change === IS_CLOSED || change === IS_LOCKED) return IS_GONE;
    if (change !== IS_HIDDEN) return undefined;
    if (map.terrain[cell] === STONE) return IS_GONE;
    return map.under[map.numberOf[cell]!] === IS_LOCKED ? IS_LOCKED : IS_OPEN;
  }
}
