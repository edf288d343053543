/**
 * A stretch of play that waits to be remembered: [steps x games], all games of a step together, with the features before
 * and after each step.
 */
import { bytesText, fillFromText } from "../bytes.js";
import type { SavedStaged } from "./saved-dqn.js";

export interface Staged {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly actions: Uint8Array;
  readonly rewards: Float64Array;
  /** 0 running, 1 terminated, 2 truncated. */
  readonly ends: Uint8Array;
  save(): SavedStaged;
  /** Throws a RangeError for a stretch of another shape. */
  load(saved: SavedStaged): void;
}

export function staged(steps: number, games: number, slots: number): Staged {
  const rows = steps * games;
  const arrays = {
    before: new Int32Array(rows * slots).fill(-1),
    after: new Int32Array(rows * slots).fill(-1),
    actions: new Uint8Array(rows),
    rewards: new Float64Array(rows),
    ends: new Uint8Array(rows),
  };
  const names = Object.keys(arrays) as (keyof typeof arrays)[];
  return {
    ...arrays,
    save: () => Object.fromEntries(names.map((name) => [name, bytesText(arrays[name])])) as SavedStaged,
    load(saved) {
      for (const name of names) fillFromText(arrays[name], saved[name]);
    },
  };
}
