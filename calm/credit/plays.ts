/**
 * Groups of episodes to assign credit to: levels of an environment, each played several times by policies that slip more
 * or less often from a shortest way (FULL INFORMATION), so that successes, repaired errors and fatal ones all occur.
 */
import { type Env, type Episode, make, randomStream, recorder } from "../../envs/index.js";
import { type Group, groupOf, playActions } from "./played.js";
import { drawAction, slippingOptimal } from "./policy.js";

export interface PlaysOptions {
  readonly id: string;
  readonly actions: "default" | "paper";
  /** Levels. */
  readonly groups: number;
  /** An episode of each level per share of slips. */
  readonly slips: readonly number[];
  readonly seed: number;
}

/** A group and the same episodes as they are written to a file. */
export interface PlayedGroup {
  readonly group: Group;
  readonly recorded: readonly Episode[];
}

/** Levels of seeds that one seed gives; each policy and level has dice of its own. */
export function* playGroups({
  id,
  actions,
  groups,
  slips,
  seed,
}: PlaysOptions): Generator<PlayedGroup, void, undefined> {
  const env: Env<never> = make<never>(id, { actions, observationKeys: [] });
  const levels = randomStream(seed, "levels of credit");
  for (let g = 0; g < groups; g++) {
    const level = levels.next();
    const graph = groupOf(env, [playActions(env, { seed: level }, [], "start")]).graph();
    const recorded: Episode[] = [];
    const episodes = slips.map((slip, k) => {
      const { rows } = slippingOptimal(slip).on(graph);
      const stream = randomStream(seed, `play ${k} of level ${level}`);
      const game = recorder<never>(id, { actions, observationKeys: [] });
      game.reset({ seed: level });
      const taken: number[] = [];
      for (let state = 0; ; ) {
        const action = drawAction(rows, graph.actions, state, stream.uniform());
        taken.push(action);
        const { terminated, truncated } = game.step(action);
        if (terminated || truncated) break;
        state = graph.next[state * graph.actions + action]!;
      }
      recorded.push({ ...game.episode(), note: `slips ${slip}` });
      return playActions(env, { seed: level }, taken, `level ${level} play ${k + 1}`);
    });
    yield { group: groupOf(env, episodes), recorded };
  }
}
