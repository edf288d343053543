/**
 * Exact credit of an episode, with FULL INFORMATION: distances, progress and slack, regret, the on-policy advantage,
 * first errors with the limit in the state, hindsight and counterfactual lift.
 *
 * Sources: optimal values and regret as usual; on-policy advantage A_t = Q_t - V_t, whose sum is the outcome minus the
 * start's value (a test holds it); hindsight credit 1 - P(z|s) / P(z|s,a) after Harutyunyan et al. 2019
 * (arXiv 1912.02503); "first critical error" after InT (arXiv 2601.14209), here as least slack turning negative. Differs
 * from estimates by reruns (VinePPO, arXiv 2410.01679): nothing is drawn, so there is no interval.
 */
import { InputError, visible } from "../../envs/index.js";
import { LazyPlay } from "./lazy-play.js";
import type { PlayedEpisode } from "./played.js";
import type { StateGraph } from "./state-graph.js";
import { actionValue, optimalActionValue, optimalValue, type PolicyValues } from "./values.js";

/** "time": too few steps are left. "dead end": no number of steps would do. */
export type FatalCause = "time" | "dead end";

export type FirstFatal =
  | { readonly ok: true; readonly t: number; readonly cause: FatalCause }
  | { readonly ok: false; readonly why: "out of reach from the start" | "success stayed within reach" };

/** What distances say of an episode; no policy is asked. */
export interface ExactPath {
  /** T + 1 states of the graph. */
  readonly states: Int32Array;
  /** d*, T + 1; Infinity where success is out of reach. */
  readonly distances: Float64Array;
  /** d*(s_t) - d*(s_t+1), T; at most 1, -Infinity for a step into a dead end, 0 for one inside it. */
  readonly progress: Float64Array;
  /** Steps that are left to win, minus d*, T + 1; -Infinity in a dead end. */
  readonly slack: Float64Array;
  /** V* - Q* >= 0, T. */
  readonly regret: Float64Array;
  /** T marks: progress <= 0; inside a dead end no step is wrong, there is nothing left to lose. */
  readonly wrong: Uint8Array;
  /** T marks: progress < 0. */
  readonly harmful: Uint8Array;
  readonly firstError: number | null;
  readonly firstFatal: FirstFatal;
}

export interface ExactEpisode extends ExactPath {
  /** On-policy advantage under the policy of `values`, T. */
  readonly advantage: Float64Array;
  /** V after each number of steps, T + 1; after the end the outcome is in the rewards, so 0. */
  readonly values: Float64Array;
}

/** States of the graph, T + 1. Throws an InputError for an episode that leaves the graph. */
export function statesOf(episode: PlayedEpisode, graph: StateGraph): Int32Array {
  if (episode instanceof LazyPlay && episode.graph === graph) return episode.path;
  const last = episode.states.length - 1;
  return Int32Array.from(episode.states, (name, t) => {
    const lost = t === last && episode.end === "lost" ? graph.indexOf(`lost ${name}`) : undefined;
    const state = lost ?? graph.indexOf(name);
    if (state === undefined) {
      throw new InputError(`${visible(episode.name, 80)} is after step ${t} where nothing leads from the start.`);
    }
    return state;
  });
}

function fatal(slack: Float64Array, distances: Float64Array, won: boolean): FirstFatal {
  if (slack[0]! < 0) return { ok: false, why: "out of reach from the start" };
  if (!won) {
    for (let t = 0; t + 1 < slack.length; t++) {
      if (slack[t]! < 0 || slack[t + 1]! >= 0) continue;
      return { ok: true, t, cause: distances[t + 1] === Number.POSITIVE_INFINITY ? "dead end" : "time" };
    }
  }
  return { ok: false, why: "success stayed within reach" };
}

/** `discount`: of regret. */
export function exactPath(episode: PlayedEpisode, graph: StateGraph, discount: number): ExactPath {
  const states = statesOf(episode, graph);
  const distances = Float64Array.from(states, (s) => graph.distances[s]!);
  const slack = distances.map((distance, t) => graph.winsUntil - t - distance);
  const taken = Int32Array.from(episode.actions);
  const progress = Float64Array.from(taken, (_, t) => {
    const [before, after] = [distances[t]!, distances[t + 1]!];
    return before === after ? 0 : before - after;
  });
  const regret = Float64Array.from(taken, (action, t) => {
    const s = states[t]!;
    return optimalValue(graph, discount, s) - optimalActionValue(graph, discount, s, action);
  });
  const wrong = Uint8Array.from(progress, (by, t) => (by <= 0 && distances[t]! < Number.POSITIVE_INFINITY ? 1 : 0));
  const first = wrong.indexOf(1);
  return {
    states,
    distances,
    progress,
    slack,
    regret,
    wrong,
    harmful: Uint8Array.from(progress, (by) => (by < 0 ? 1 : 0)),
    firstError: first < 0 ? null : first,
    firstFatal: fatal(slack, distances, episode.end === "won"),
  };
}

/** The path, and values and advantages under the policy of `policyValues`. */
export function exactEpisode(episode: PlayedEpisode, policyValues: PolicyValues, discount: number): ExactEpisode {
  const { graph, objective } = policyValues;
  const path = exactPath(episode, graph, discount);
  const { states } = path;
  const steps = episode.actions.length;
  const hasEnded = episode.end !== "open";
  const values = Float64Array.from(states, (s, t) => (t === steps && hasEnded ? 0 : policyValues.at(t, s)));
  const advantage = Float64Array.from(
    episode.actions,
    (action, t) => actionValue(policyValues, t, states[t]!, action) - values[t]!,
  );
  if (objective.kind === "success" && hasEnded && steps > 0) {
    // The episode's own end decides, not the table's: the two agree but where a limit and a goal meet.
    advantage[steps - 1] = (episode.end === "won" ? 1 : 0) - values[steps - 1]!;
  }
  return { ...path, advantage, values };
}

/** Value of `instead` minus value of the action taken at step t. */
export function exactLift(episode: PlayedEpisode, values: PolicyValues, t: number, instead: number): number {
  const state = statesOf(episode, values.graph)[t]!;
  return actionValue(values, t, state, instead) - actionValue(values, t, state, episode.actions[t]!);
}

const LEAST_HINDSIGHT = -10;

/**
 * Credit of each step for a success, had it come: 1 - P(success|s) / P(success|s,a), T. Where the step cannot occur on
 * a success the ratio has no bound: the credit is -10, and `clipped` counts it. 0 where success was impossible before.
 * `values` are those of success.
 */
export function hindsightCredit(
  episode: PlayedEpisode,
  values: PolicyValues,
): { readonly credit: Float64Array; readonly clipped: number } {
  const states = statesOf(episode, values.graph);
  let clipped = 0;
  const credit = Float64Array.from(episode.actions, (action, t) => {
    const before = values.at(t, states[t]!);
    const after = actionValue(values, t, states[t]!, action);
    if (before === 0) return 0;
    const ratio = after === 0 ? Number.NEGATIVE_INFINITY : 1 - before / after;
    if (ratio >= LEAST_HINDSIGHT) return ratio;
    clipped += 1;
    return LEAST_HINDSIGHT;
  });
  return { credit, clipped };
}

/**
 * Whether, in these episodes, a frame tells the state: then what is seen has the same exact credit as the state. `known`
 * carries what was met before; state names must be the same in all of its episodes, as those of a world of one's own are.
 */
export function frameTells(
  episodes: readonly PlayedEpisode[],
  known = new Map<string, string>(),
): "the state" | "less than the state" {
  for (const { seen, states } of episodes) {
    for (const [t, frame] of seen.entries()) {
      const before = known.get(frame);
      if (before !== undefined && before !== states[t]) return "less than the state";
      known.set(frame, states[t]!);
    }
  }
  return "the state";
}
