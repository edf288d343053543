/**
 * Playing on from a state of an episode: restore, take an action, follow a policy to the end. The environment really
 * plays, so its rewards and limit count; the table of reachable states only says which row of the policy comes next (a
 * test holds the two together).
 */
import { InputError, type RandomStream } from "../../envs/index.js";
import type { Ledger } from "./assigner.js";
import { statesOf } from "./exact.js";
import type { Group, PlayedEpisode } from "./played.js";
import { drawAction, type GraphPolicy, greedyAction, type PolicyRule } from "./policy.js";
import type { StateGraph } from "./state-graph.js";

export interface PlayedOut {
  readonly won: boolean;
  /** Discounted from the first action on. */
  readonly discounted: number;
}

export interface Player {
  readonly graph: StateGraph;
  readonly policy: GraphPolicy;
  /** From the state before step t of the episode; a `stream` draws from the policy, none takes its likeliest action. */
  from(episode: PlayedEpisode, t: number, action: number, stream?: RandomStream): PlayedOut;
}

const WON = 2;

/** `discount`: of what is played out. */
export function playerOf(group: Group, rule: PolicyRule, discount: number, { costs }: Ledger): Player {
  if (!(discount >= 0 && discount <= 1)) throw new InputError(`The discount is ${discount}; accepted is 0 to 1.`);
  const { env } = group;
  const graph = group.graph();
  const policy = rule.on(graph);
  const { actions, next } = graph;
  const known = new Map<PlayedEpisode, Int32Array>();
  return {
    graph,
    policy,
    from(episode, t, action, stream) {
      const states = known.get(episode) ?? statesOf(episode, graph);
      known.set(episode, states);
      env.restore(episode.snapshots[t]!);
      costs.restores += 1;
      let state = states[t]!;
      let [chosen, factor, discounted] = [action, 1, 0];
      for (;;) {
        const { reward, terminated, truncated, info } = env.step(chosen);
        costs.envSteps += 1;
        discounted += factor * reward;
        factor *= discount;
        if (terminated || truncated) return { won: info.endStatus === WON, discounted };
        state = next[state * actions + chosen]!;
        chosen =
          stream === undefined
            ? greedyAction(policy.rows, actions, state)
            : drawAction(policy.rows, actions, state, stream.uniform());
      }
    },
  };
}
