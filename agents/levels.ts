/**
 * Which levels an agent is evaluated on.
 *
 * A small KeyRoom has few layouts (S5 4,096, Fixed-S5 1,024: door places x key places x goal places x starts), so a
 * held-out seed is no held-out level. There evaluation takes layouts: all of them, or a fixed sample, each once. S15 has
 * far too many to list, and evaluation takes seeds that training does not use.
 */
import { InputError, make, randomStream, worlds } from "../envs/index.js";

export interface Levels {
  /** Level seeds; episode i takes level i modulo their number. */
  readonly seeds: readonly number[];
  readonly episodes: number;
}

/** Layouts of the ids that have few. */
const LAYOUTS: Readonly<Record<string, number>> = {
  "MiniHack-KeyRoom-Fixed-S5-v0": 16 * 4 * 16,
  "MiniHack-KeyRoom-S5-v0": 4 * 16 * 4 * 16,
  "MiniHack-KeyRoom-Dark-S5-v0": 4 * 16 * 4 * 16,
};

/** First level seeds of evaluation where layouts cannot be listed: while training, and for the figure at the end. */
const HELD_OUT = { "while training": 1_000_000_000, "at the end": 1_500_000_000 } as const;

/** How many layouts the id has, where they can be listed. */
export const layoutCount = (id: string): number | undefined => LAYOUTS[worlds.ground(id)];

/** A level seed for each layout of the id, the first that draws it, in order of drawing. */
function allLayouts(id: string, count: number): readonly number[] {
  const env = make(id, { observationKeys: ["message"] });
  const seeds = new Map<string, number>();
  // Coupons: 4,096 layouts are met within about 36,000 levels, and never to be missed within 100 draws each.
  for (let seed = 0; seeds.size < count && seed < count * 100; seed++) {
    env.reset({ seed });
    const layout = worlds.fingerprint(env);
    if (!seeds.has(layout)) seeds.set(layout, seed);
  }
  if (seeds.size !== count) throw new RangeError(`${id} has ${seeds.size} layouts, not ${count}`);
  return [...seeds.values()];
}

/**
 * Level seeds for evaluation: `count` of the id's layouts, the same ones for everybody, or every one of them.
 * Throws an InputError for all of an id whose layouts cannot be listed.
 */
export function evaluationLevels(
  id: string,
  count: number | "all",
  set: keyof typeof HELD_OUT = "while training",
): readonly number[] {
  const layouts = layoutCount(id);
  if (layouts === undefined) {
    if (count === "all") throw new InputError(`${id} has too many layouts to evaluate on all; give a number.`);
    return Array.from({ length: count }, (_, i) => HELD_OUT[set] + i);
  }
  const all = allLayouts(worlds.ground(id), layouts);
  if (count === "all" || count >= layouts) return all;
  return randomStream(1, "evaluation layouts")
    .shuffle([...all])
    .slice(0, count);
}
