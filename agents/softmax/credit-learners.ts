/**
 * What a table does with a group of plays and the credit that an assigner gave them, each kind by its own way in.
 *
 * Softmax preferences: an advantage (times its weights) multiplies grad log pi; a weight scales the outcome's own gradient;
 * a reward is added, times `bonusWeight`, and becomes returns minus the group's mean; an edit is imitated with its prefix,
 * beside plain outcome learning, as InT does it. Updates are those of REINFORCE (Williams 1992) with a group's mean as
 * baseline. A Q-table: tabular/credited-q.ts.
 */
import type { credit } from "../../calm/index.js";
import type { RandomStream } from "../../envs/index.js";
import type { AdvantageUse } from "../credit-use.js";
import { QTable } from "../q-learning.js";
import { learnQ } from "../tabular/credited-q.js";
import { imitate, learnFromAdvantages, returnsOf, SoftmaxTable, type Steps } from "./softmax-table.js";
import { rowsOf, warmStart } from "./warm-start.js";

export interface GivenCredit {
  readonly from: Pick<credit.Assigner, "name" | "kind">;
  readonly episodes: readonly credit.EpisodeCredit[];
}

export interface CreditLearner {
  act(state: number, stream: RandomStream): number;
  /** Of the policy that acts, states x actions. */
  rows(): Float64Array;
  /** A group of plays with their states; no credit: the outcome alone. */
  learn(episodes: readonly credit.PlayedEpisode[], steps: readonly Steps[], given: GivenCredit | undefined): void;
}

export interface LearnerOptions {
  readonly rate: number;
  readonly bonusWeight: number;
  readonly discount: number;
  /** "softmax" when absent. */
  readonly agent?: "softmax" | "q";
  /** What a Q-table does with advantages; it refuses them when absent. */
  readonly advantage?: AdvantageUse;
  /** Chance with which the first policy wins (`warmStart`); 0 when absent: uniform. */
  readonly start?: number;
}

type Graph = ReturnType<credit.Group["graph"]>;

const known = (steps: number): Uint8Array => new Uint8Array(steps).fill(1);

/** Returns of each episode minus the mean over all steps of the group. */
function centredReturns(returns: readonly Float64Array[]): readonly Float64Array[] {
  const count = returns.reduce((sum, { length }) => sum + length, 0);
  const mean = returns.reduce((sum, list) => sum + list.reduce((a, b) => a + b, 0), 0) / Math.max(1, count);
  return returns.map((list) => list.map((value) => value - mean));
}

function softmaxLearner(graph: Graph, options: LearnerOptions, edited: "verified" | "all"): CreditLearner {
  const { rate, bonusWeight, discount, start = 0 } = options;
  const table = start === 0 ? new SoftmaxTable(graph.actions) : warmStart(graph, start);
  return {
    act: (state, stream) => table.act(state, stream),
    rows: () => rowsOf(table, graph),
    learn(episodes, steps, given) {
      /** Returns, with a reward on top where there is one. */
      const advantages = (bonus: "alone" | "with credit") =>
        centredReturns(
          episodes.map(({ rewards }, i) =>
            returnsOf(rewards, bonus === "alone" ? undefined : given?.episodes[i]?.credit, bonusWeight, discount),
          ),
        );
      const follow = (lists: readonly Float64Array[], weights?: readonly Float64Array[]) => {
        for (const [i, list] of lists.entries()) {
          const scaled = weights === undefined ? {} : { weights: weights[i]! };
          learnFromAdvantages(table, steps[i]!, { credit: list, known: known(list.length), ...scaled }, rate);
        }
      };
      switch (given?.from.kind) {
        case undefined:
          return follow(advantages("alone"));
        case "reward":
          return follow(advantages("with credit"));
        case "weight":
          return follow(
            advantages("alone"),
            given!.episodes.map((one) => one.credit),
          );
        case "edit":
          follow(advantages("alone"));
          for (const [i, { edits = [] }] of given!.episodes.entries()) {
            for (const edit of edits) if (edit.verified || edited === "all") imitate(table, steps[i]!, edit, rate);
          }
          return;
        case "advantage":
          for (const [i, one] of given!.episodes.entries()) learnFromAdvantages(table, steps[i]!, one, rate);
      }
    },
  };
}

const EPSILON = 0.1;
/** How far above the rest an imitated action is put: a hundredth of a success. */
const MARGIN = 0.01;

/** Epsilon-greedy; ties are broken by chance, so the rows share among the best. */
function qLearner(graph: Graph, options: LearnerOptions, edits: "verified" | "all"): CreditLearner {
  const { rate, bonusWeight, discount, advantage = { kind: "refused" } } = options;
  const { states, actions } = graph;
  const table = new QTable({ actions, stepSize: rate, discount });
  const use = { bonusWeight, margin: MARGIN, advantage, edits };
  return {
    act: (state, stream) => table.act(state, EPSILON, stream),
    rows() {
      const rows = new Float64Array(states * actions).fill(EPSILON / actions);
      for (let s = 0; s < states; s++) {
        const best = table.best(s);
        const ties = Array.from({ length: actions }, (_, a) => a).filter((a) => table.value(s, a) === best);
        for (const a of ties) rows[s * actions + a] = rows[s * actions + a]! + (1 - EPSILON) / ties.length;
      }
      return rows;
    },
    learn(episodes, steps, given) {
      for (const [i, { rewards, end }] of episodes.entries()) {
        const { states: visited, actions: taken } = steps[i]!;
        const last = visited.length - 1;
        const after = graph.next[visited[last]! * actions + taken[last]!]!;
        const left = end === "won" || end === "lost" ? "terminated" : "truncated";
        const played = { states: [...Array.from(visited), after], actions: taken, rewards, end: left } as const;
        learnQ(table, played, given && { from: given.from, one: given.episodes[i]! }, use);
      }
    },
  };
}

export const learnerOf = (graph: Graph, options: LearnerOptions, edits: "verified" | "all"): CreditLearner =>
  options.agent === "q" ? qLearner(graph, options, edits) : softmaxLearner(graph, options, edits);
