/**
 * Control: two places drawn per seed instead of the two subgoals. What it gains is gained by any bonus that makes an
 * agent walk about, not by the subgoals' meaning.
 *
 * Places are drawn from the cells that can be walked to without opening the door on the seed's own level, the start left
 * out. With one level per seed both can therefore be reached; where levels change, a place may lie in a wall or behind
 * the door of some level, and such an episode pays less.
 */
import { make, randomStream } from "../envs/index.js";
import type { Finder } from "./once-per-episode.js";

const COLUMNS = 79;

/** Cells (row * 79 + column) that walking alone reaches on the level of `seed`, the start first. */
export function walkableCells(id: string, seed: number): readonly number[] {
  const env = make(id, { observationKeys: ["blstats"], actions: "paper" });
  const { blstats } = env.reset({ seed }).observation;
  const here = () => blstats[1]! * COLUMNS + blstats[0]!;
  const steps = env.actions.flatMap((name, action) => (/^[NESW]$/.test(name) ? [action] : []));
  const places = new Map([[here(), env.snapshot()]]);
  // A map is walked in the order of insertion, what is added on the way included: breadth first.
  for (const from of places.values()) {
    for (const action of steps) {
      env.restore(from);
      env.step(action);
      if (!places.has(here())) places.set(here(), env.snapshot());
    }
  }
  return [...places.keys()];
}

export function drawPlaces(id: string, seed: number): readonly [number, number] {
  const [, ...cells] = walkableCells(id, seed);
  // By number, so that the draw does not hang on the order of the walk.
  cells.sort((a, b) => a - b);
  const [first = -1, second = -1] = randomStream(seed, "random subgoals").shuffle(cells);
  return [first, second];
}

export function randomSubgoals([first, second]: readonly [number, number]): Finder {
  const finder: Finder = {
    reads: "numbers",
    find: ({ cell }) => (cell === first ? 1 : 0) | (cell === second ? 2 : 0),
    tester: () => finder,
  };
  return finder;
}
