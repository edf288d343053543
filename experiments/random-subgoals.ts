/**
 * Control: places drawn per seed instead of the subgoals, as many. What it gains is gained by any bonus that makes an
 * agent walk about, not by the subgoals' meaning.
 *
 * Places are drawn from the cells that can be walked to, to four sides and without opening a door, on the seed's own
 * level, as if no monster stood in the way; the start and what ends the episode, lava and the stairs down, are left out.
 * With one level per seed all can therefore be reached; where levels change, a place may lie in a wall or behind a door
 * of some level, and such an episode pays less. In a world of one's own nobody knows which actions are walks: there all
 * cells count that the hero can get to, by a search of bounded size.
 */
import { own } from "../annotations/index.js";
import { InputError, make, randomStream, worlds } from "../envs/index.js";
import type { Finder } from "./once-per-episode.js";

const COLUMNS = 79;

/** Cells (row * 79 + column) that walking alone reaches on the level of `seed`, the start first. */
export function walkableCells(id: string, seed: number): readonly number[] {
  const env = make(id, { observationKeys: ["blstats"] });
  const { blstats } = env.reset({ seed }).observation;
  const here = () => blstats[1]! * COLUMNS + blstats[0]!;
  const walks = env.actions.flatMap((name, action) => (/^[NESW]$/.test(name) ? [action] : []));
  const places = new Map([[here(), worlds.unpeopled(env.snapshot())]]);
  // A map is walked in the order of insertion, what is added on the way included: breadth first.
  for (const from of places.values()) {
    for (const action of walks) {
      env.restore(from);
      const { terminated, truncated } = env.step(action);
      if (!terminated && !truncated && !places.has(here())) places.set(here(), env.snapshot());
    }
  }
  return [...places.keys()];
}

/** Enough for the cells of small worlds, little enough to wait for. */
const MOST_STATES = 5_000;

/** The hero's cells (row * width + column) among the first states that a world's actions lead to, the start first. */
function reachedCells(id: string, seed: number): readonly number[] {
  const env = make(id, { observationKeys: [] });
  env.reset({ seed });
  const here = () => {
    const { hero, rows } = env.frame();
    if (hero !== undefined) return hero.y * rows[0]!.length + hero.x;
    throw new InputError(`${id} does not say where its hero is, so no places can be drawn for "random subgoals".`);
  };
  const fingerprint = () => worlds.fingerprint(env);
  const cells = new Set([here()]);
  const states = new Map([[fingerprint(), env.snapshot()]]);
  for (const from of states.values()) {
    for (let action = 0; action < env.actions.length && states.size < MOST_STATES; action++) {
      env.restore(from);
      const { terminated, truncated } = env.step(action);
      cells.add(here());
      const state = fingerprint();
      if (!terminated && !truncated && !states.has(state)) states.set(state, env.snapshot());
    }
  }
  return [...cells];
}

/** `count`: of the id's subgoals when absent, so that as many are paid as by the other arms. */
export function drawPlaces(id: string, seed: number, count = own.taskOf(id).subgoals.length): readonly number[] {
  const isOwn = worlds.registered(worlds.ground(id)) !== undefined;
  const [, ...cells] = isOwn ? reachedCells(id, seed) : walkableCells(id, seed);
  if (cells.length < count) {
    throw new InputError(
      `On the level of seed ${seed} of ${id} only ${cells.length} cells can be walked to; "random subgoals" needs ${count}.`,
    );
  }
  // By number, so that the draw does not hang on the order of the walk.
  cells.sort((a, b) => a - b);
  const drawn = randomStream(seed, "random subgoals").shuffle(cells);
  return drawn.slice(0, count);
}

export function randomSubgoals(places: readonly number[]): Finder {
  const finder: Finder = {
    reads: "numbers",
    find({ cell }) {
      let found = 0;
      for (let i = 0; i < places.length; i++) if (places[i] === cell) found |= 1 << i;
      return found;
    },
    tester: () => finder,
  };
  return finder;
}
