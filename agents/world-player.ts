/**
 * A game by its frames, as an agent plays it: a world of one's own, or MiniHack's levels beside KeyRoom. The agent's state is
 * the reading's `key` of what is seen, else a hash of the whole frame; a judge is shown the frame. Nothing is remembered
 * beside it: what the agent shall remember, the frame shows.
 *
 * Of a frame 45 bits of a hash make the state, 53 bits of frame, action and frame the key of a judge's text; among a
 * million states the chance that any two meet is about 1 in 70.
 */
import { type Env, type Frame, hashing, InputError, make, worlds } from "../envs/index.js";
import { bytesText, textBytes } from "./bytes.js";
import type { JudgedStep, Seen, TrainingJudge } from "./judged-step.js";
import type { Play, PlayOptions, SavedPlay } from "./play.js";

const CROP_SIDE = 9;
const MESSAGE = 256;

const hash = new hashing.TwoLanes();

function textCode(text: string): number {
  hash.begin();
  hash.addText(text);
  return hash.bits(13);
}

function addFrame({ rows, hero, message, inventory = [], status = [] }: Frame): void {
  for (const row of rows) hash.addText(row);
  hash.add(hero === undefined ? -1 : hero.y * 65_536 + hero.x);
  hash.addText(message);
  for (const { letter, text } of inventory) hash.addText(letter + text);
  for (const line of status) hash.addText(line);
}

function frameCode(frame: Frame): number {
  hash.begin();
  addFrame(frame);
  return hash.bits(13);
}

/** What is seen of a moment; its bytes are made when a judge asks for them. */
class WorldSight implements Seen {
  readonly frame: Frame;
  /** The agent's state, made when it is asked for; -1 until then. */
  code = -1;
  private bytes: { readonly crop: Uint8Array; readonly message: Uint8Array } | undefined;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  private made() {
    if (this.bytes !== undefined) return this.bytes;
    const crop = new Uint8Array(CROP_SIDE * CROP_SIDE);
    const message = new Uint8Array(MESSAGE);
    worlds.writeCrop(this.frame, CROP_SIDE, crop);
    worlds.writeMessage(this.frame.message, message);
    this.bytes = { crop, message };
    return this.bytes;
  }

  get crop(): Uint8Array {
    return this.made().crop;
  }

  get message(): Uint8Array {
    return this.made().message;
  }
}

const cellOf = ({ hero, rows }: Frame): number => (hero === undefined ? -1 : hero.y * rows[0]!.length + hero.x);

/** How a game's frames are read. */
export interface Reading {
  readonly kind: "world" | "levels";
  readonly subgoals: number;
  /** Bits of the subgoals that a step achieved. TRUTH. */
  truth(before: Frame, action: string, after: Frame, events: number): number;
  /** What is seen of a frame. */
  seen(frame: Frame): Frame;
  /** What a tabular agent tells states by; absent: all that is seen. */
  key?(seen: Frame): string | number;
}

/** Of a world of one's own, or of subgoals on one. Throws an InputError for any other id. */
export function worldReading(id: string): Reading {
  const own = worlds.registered(id);
  const world = worlds.registered(worlds.ground(id))?.definition;
  if (own === undefined || world?.kind !== "world") throw new InputError(`${id} is no world of your own.`);
  return {
    kind: "world",
    subgoals: own.definition.subgoals.length,
    truth: (_before, _action, _after, events) => worlds.achievedBits(events),
    seen: (frame) => frame,
    ...(world.key === undefined ? {} : { key: (seen: Frame) => world.key?.(seen) ?? "" }),
  };
}

/**
 * Of MiniHack's levels: map, hero and message are seen. Status lines hold the clock, by which no state would ever be met
 * again. The message is no part of a tabular agent's state.
 */
export function levelsReading(family: worlds.FamilyTask): Reading {
  return {
    kind: "levels",
    subgoals: family.subgoals.length,
    truth: (before, action, after) => worlds.achievedBits(worlds.eventsOf(family, before, action, after)),
    seen: ({ rows, hero, message }) => ({ rows, message, ...(hero && { hero }) }),
    key: ({ rows, hero }) => frameCode({ rows, message: "", ...(hero && { hero }) }),
  };
}

/**
 * Of subgoals of one's own on MiniHack's levels, or on a level of one's own: the pack is seen, too, for a subgoal may be to
 * take something.
 */
export function ownSubgoalsReading({ subgoals }: worlds.Subgoals): Reading {
  return {
    kind: "levels",
    subgoals: subgoals.length,
    truth: (_before, _action, _after, events) => worlds.achievedBits(events),
    seen: ({ rows, hero, message, inventory }) => ({
      rows,
      message,
      ...(hero && { hero }),
      ...(inventory && { inventory }),
    }),
    key: ({ rows, hero, inventory }) =>
      frameCode({ rows, message: "", ...(hero && { hero }), ...(inventory && { inventory }) }),
  };
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export class WorldPlayer implements Play {
  readonly actions: readonly string[];
  readonly limit: number;
  readonly subgoals: number;
  readonly judged: JudgedStep;
  private readonly env: Env<never>;
  private readonly step: Mutable<JudgedStep>;
  private readonly reads: TrainingJudge["reads"];
  readonly reading: Reading;
  private sight: WorldSight;

  constructor({ id, actions }: PlayOptions, reads: TrainingJudge["reads"], reading: Reading) {
    this.env = make<never>(id, { observationKeys: [], actions });
    this.actions = this.env.actions;
    this.limit = this.env.limit;
    this.subgoals = reading.subgoals;
    this.reads = reads;
    this.reading = reading;
    this.sight = new WorldSight({ rows: [], message: "" });
    const [before, after] = [this.sight, this.sight];
    this.step = {
      at: 0,
      action: "",
      before,
      after,
      cell: -1,
      cellBefore: -1,
      remembered: 0,
      truth: 0,
      events: 0,
      key: 0,
    };
    this.judged = this.step;
  }

  /** What is seen now; empty before the first episode. */
  get frame(): Frame {
    return this.sight.frame;
  }

  begin(given: { readonly seed?: number; readonly level?: number }): void {
    this.env.reset(given);
    this.sight = this.look();
  }

  private look(): WorldSight {
    return new WorldSight(this.reading.seen(this.env.frame()));
  }

  act(action: number, at: number): ReturnType<Play["act"]> {
    const { env, step } = this;
    const before = this.sight;
    const result = env.step(action);
    const after = this.look();
    this.sight = after;
    step.at = at;
    step.action = this.actions[action]!;
    step.before = before;
    step.after = after;
    step.cellBefore = cellOf(before.frame);
    step.cell = cellOf(after.frame);
    step.events = result.info.events;
    step.truth = this.reading.truth(before.frame, step.action, after.frame, step.events);
    if (this.reads === "text") {
      hash.begin();
      addFrame(before.frame);
      hash.add(action);
      addFrame(after.frame);
      step.key = hash.bits(21);
    }
    return result;
  }

  code(): number {
    const { sight } = this;
    if (sight.code < 0) sight.code = this.codeOf(sight.frame);
    return sight.code;
  }

  private codeOf(frame: Frame): number {
    const key = this.reading.key?.(frame);
    if (key === undefined) return frameCode(frame);
    return typeof key === "number" ? key : textCode(key);
  }

  save(): SavedPlay {
    const { id, layout, block } = this.env.snapshot();
    return { game: { id, layout, block: bytesText(block) } };
  }

  load({ game: { id, layout, block } }: SavedPlay): void {
    this.env.restore({ format: "calmhack-snapshot/1", id, layout, block: textBytes(block) });
    this.sight = this.look();
  }
}
