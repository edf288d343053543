/**
 * MatchTIR (arXiv 2601.10712) in a gridworld: the subgoals that an episode achieved are its calls, those of a shortest way
 * from the same start are the reference; who matches earns, and the group is compared on two levels (dual-level.ts).
 *
 * A turn is a step; a step's reward is the mean of its calls' rewards, 0 without any; the last step's is the outcome.
 * Differs from the release: the assignment is exact by default (matching.ts), the reference is the solver's plan (FULL
 * INFORMATION) or a trace that is given, an episode that is alone in its group is unknown on both levels instead of 0.
 */
import { type Assigner, assigner, blankCredit, type EpisodeCredit, type Ledger, type Need } from "./assigner.js";
import { type DualLevelOptions, dualLevel } from "./dual-level.js";
import { type Call, type MatchOptions, matchRewards, similarities } from "./matching.js";
import { type Group, type PlayedEpisode, stateNamer } from "./played.js";
import { bestAction } from "./policy.js";

export const REACH_GOAL = "reach the goal";

type Trace = Pick<PlayedEpisode, "actions" | "events" | "frames" | "end">;

/** Where a call acted: a cell that showed a closed door and shows it no longer, else the hero's own cell. */
function placeOf({ frames }: Trace, t: number): Call["params"] {
  const [before, after] = [frames[t]!, frames[t + 1]!];
  for (const [y, row] of before.rows.entries()) {
    for (let x = row.indexOf("+"); x >= 0; x = row.indexOf("+", x + 1)) {
      if ("-|".includes(after.rows[y]?.[x] ?? " "))
        return [
          ["x", x],
          ["y", y],
        ];
    }
  }
  return after.hero === undefined
    ? []
    : [
        ["x", after.hero.x],
        ["y", after.hero.y],
      ];
}

/** The calls of a play: a call per achieved subgoal, and one for success. */
export function callsOf(trace: Trace, subgoals: readonly string[]): readonly Call[] {
  const last = trace.actions.length - 1;
  return trace.events.flatMap((set, t) => {
    const achieved = subgoals.flatMap((name, i): Call[] =>
      (set >> i) & 1 ? [{ t, name, params: placeOf(trace, t) }] : [],
    );
    const goal: Call[] = t === last && trace.end === "won" ? [{ t, name: REACH_GOAL, params: [] }] : [];
    return [...achieved, ...goal];
  });
}

/** The calls of a shortest way from the group's start, played in its environment; undefined where no way leads to success. */
function plannedCalls(group: Group, { costs }: Ledger): readonly Call[] | undefined {
  const { env, subgoals } = group;
  const start = group.episodes[0]!.snapshots[0]!;
  const graph = group.graph();
  const nameOf = stateNamer(env, start);
  env.restore(start);
  costs.restores += 1;
  const frames = [env.frame()];
  const events: number[] = [];
  const actions: number[] = [];
  for (let state = graph.indexOf(nameOf(start))!; graph.distances[state]! > 0; ) {
    const action = bestAction(graph, state);
    if (action < 0) return undefined;
    const { info } = env.step(action);
    costs.envSteps += 1;
    actions.push(action);
    frames.push(env.frame());
    events.push(group.achievedIn(frames.at(-2)!, env.actions[action]!, frames.at(-1)!, info.events, actions.length));
    state = graph.next[state * graph.actions + action]!;
    if (info.endStatus !== 0 && info.endStatus !== 2) break;
  }
  return callsOf({ actions, events, frames, end: "won" }, subgoals);
}

export interface MatchTirOptions extends Partial<MatchOptions>, DualLevelOptions {
  /** "shortest way" when absent; or calls that somebody gives. */
  readonly reference?: "shortest way" | readonly Call[];
  /** "advantage": both levels (when absent). "reward": the turn rewards as they are. */
  readonly output?: "advantage" | "reward";
  /** Of the order kernel; none when absent. */
  readonly orderWidth?: number;
}

export function matchTir(options: MatchTirOptions = {}): Assigner {
  const { mode = "exact", reference = "shortest way", output = "advantage", orderWidth } = options;
  const needs: readonly Need[] = [
    ...(reference === "shortest way" ? (["solver", "snapshots"] as const) : []),
    "reference",
    ...(output === "advantage" ? (["group"] as const) : []),
  ];
  const levels = output === "reward" ? ", turn rewards" : options.loneTurns === "raw" ? ", lone turns raw" : "";
  const from = reference === "shortest way" ? "a shortest way's (full information)" : "a given trace's";
  const about = {
    name: `MatchTIR ${mode}${levels}`,
    kind: output,
    needs: new Set(needs),
    told: `Achieved subgoals matched with ${from}, ${mode}.`,
  } as const;
  return assigner(about, async (group, ledger): Promise<readonly EpisodeCredit[]> => {
    const expected = reference === "shortest way" ? plannedCalls(group, ledger) : reference;
    if (expected === undefined) {
      ledger.note("No way leads to success from the start, so there is no reference: unknown.");
      return group.episodes.map(({ actions }) => blankCredit(actions.length));
    }
    const turns = group.episodes.map((episode) => {
      const calls = callsOf(episode, group.subgoals);
      const scores = similarities(calls, expected, orderWidth);
      const { rewards } = matchRewards(scores, expected.length, { ...options, mode });
      const steps = episode.actions.length;
      const [sums, counts] = [new Float64Array(steps), new Float64Array(steps)];
      for (const [i, { t }] of calls.entries()) {
        sums[t] = sums[t]! + rewards[i]!;
        counts[t] = counts[t]! + 1;
      }
      const turn = sums.map((sum, t) => (counts[t] === 0 ? 0 : sum / counts[t]!));
      turn[steps - 1] = episode.end === "won" ? 1 : 0;
      return turn;
    });
    const isAlone = output === "advantage" && turns.length === 1;
    if (isAlone) ledger.note("An episode that is alone in its group has nothing to be compared with: unknown.");
    const credit = output === "advantage" ? dualLevel(turns, options) : turns;
    return credit.map((list) => ({
      credit: list,
      known: new Uint8Array(list.length).fill(isAlone ? 0 : 1),
      failures: [],
    }));
  });
}
