/**
 * The environment interface: Gymnasium's semantics, synchronous, with typed observations and one-copy snapshots.
 */
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";

/** Observation keys with NLE's names, shapes and numbering (see `docs/environments.md`). */
export interface ObservationTable {
  /** 21 x 79, row by row. */
  readonly glyphs: Int16Array;
  readonly chars: Uint8Array;
  readonly colors: Uint8Array;
  readonly specials: Uint8Array;
  /** 27 numbers; Int32 where NLE has Int64. */
  readonly blstats: Int32Array;
  /** 256 bytes, zero-padded. */
  readonly message: Uint8Array;
  /** 9 numbers. */
  readonly internal: Int32Array;
  /** size x size, row by row. */
  readonly glyphs_crop: Int16Array;
  readonly chars_crop: Uint8Array;
  readonly colors_crop: Uint8Array;
  readonly specials_crop: Uint8Array;
  /** 55 entries; fillers as in NLE. */
  readonly inv_glyphs: Int16Array;
  readonly inv_letters: Uint8Array;
  readonly inv_oclasses: Uint8Array;
  /** 55 x 80. */
  readonly inv_strs: Uint8Array;
  /** 24 x 80. */
  readonly tty_chars: Uint8Array;
  /** 24 x 80; Uint8 where NLE has Int8. */
  readonly tty_colors: Uint8Array;
  /** Row, column. */
  readonly tty_cursor: Uint8Array;
  /** 21 x 79 x 80: what the look-around command says of each cell, zero-padded. */
  readonly screen_descriptions: Uint8Array;
}

export type ObservationKey = keyof ObservationTable;

export interface Info {
  /** -1 step limit, 0 running, 1 death, 2 success. */
  endStatus: number;
  /**
   * What happened in the step, bits: 1 moved, 2 bumped, 4 took, 8 unlocked, 16 opened. Of a world or of subgoals of one's
   * own: the subgoals that it achieved (`eventsOf` in `world.ts`).
   */
  events: number;
  /** The game's clock, in turns; 1 at the start. */
  time: number;
}

/** A step's result. The object and the observation's buffers are reused by the next step: `keep` copies. */
export interface Step<K extends ObservationKey> {
  readonly observation: Pick<ObservationTable, K>;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: Readonly<Info>;
}

/** All of an environment's state. Only the same id with the same options and layout takes it back. */
export interface Snapshot {
  readonly format: "calmhack-snapshot/1";
  readonly id: string;
  readonly layout: string;
  readonly block: Uint8Array;
}

export interface Env<K extends ObservationKey = ObservationKey> {
  readonly id: string;
  /** Names in index order. */
  readonly actions: readonly string[];
  /** Steps after which an episode is truncated. */
  readonly limit: number;
  /**
   * Starts an episode. With `seed` all streams start anew; without one they go on. `level` is a seed of the level's
   * stream alone: level and hero are those of `reset({ seed: level })`, while every other stream goes on, or starts
   * from `seed` when that is given too; later resets without a `level` go on with the level's stream from there. So a
   * fixed set of levels can be played again and again with other dice each time. Whole numbers only; the first reset
   * needs a `seed`, for a `level` gives the dice of play nothing to start from.
   */
  reset(options?: { readonly seed?: number; readonly level?: number }): {
    readonly observation: Pick<ObservationTable, K>;
    readonly info: Readonly<Info>;
  };
  /** Throws an InputError for an unknown action or after the end. */
  step(action: number): Step<K>;
  /** Copies into `into` when given (no allocation), else into a fresh one. */
  snapshot(into?: Snapshot): Snapshot;
  /** Throws an InputError for another environment's or version's snapshot. */
  restore(snapshot: Snapshot): void;
  /** What an observer sees now, as text. */
  frame(): Frame;
}

/** Throws an InputError for a seed or level that is no whole number. */
export function checkSeed(name: "seed" | "level", value: number | undefined): void {
  if (value === undefined || Number.isSafeInteger(value)) return;
  throw new InputError(`The ${name} is ${value}; accepted is a whole number.`);
}

/** A deep copy of an observation, safe from the next step. */
export function keep<K extends ObservationKey>(observation: Pick<ObservationTable, K>): Pick<ObservationTable, K> {
  // Same keys, each array copied by its own slice.
  return Object.fromEntries(
    Object.entries<ObservationTable[K]>(observation).map(([key, array]) => [key, array.slice()]),
  ) as Pick<ObservationTable, K>;
}
