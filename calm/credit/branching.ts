/**
 * TempFlow-GRPO (arXiv 2508.04324) in a gridworld: branch at one step, play greedily everywhere else, and credit the step
 * with what its own choice changed; weigh steps by the policy's own noise there.
 *
 * R_t,a: restore s_t, take a, then the greedy policy to the end. Credit "advantage" (when absent): R_t,a_t minus
 * sum_b pi(b|s_t) R_t,b, an exact one-step advantage. "normalised": (R - mean) / (std + 1e-4) over the branches of one
 * start (population deviation), as the paper; "pooled" over all starts of a group at the same step, as the released code,
 * which hides a start's own difficulty. Weights have mean 1 over the branched steps: the release's constant 2.25 is that
 * only for one schedule. Differs: all actions are branches, the last step included; a start is a snapshot of an episode.
 */
import { InputError, randomStream } from "../../envs/index.js";
import { type Assigner, assigner, type EpisodeCredit, type Need } from "./assigner.js";
import { branchWeights, type WeightBy } from "./branch-weights.js";
import { type Critic, countReply, insideSteps } from "./critic.js";
import { statesOf } from "./exact.js";
import { meanAndSpread } from "./normalise.js";
import { playerOf } from "./play-out.js";
import type { PlayedEpisode } from "./played.js";
import { drawAction, type PolicyRule, slippingOptimal } from "./policy.js";

export interface BranchingOptions {
  /** pi, whose likeliest action is the trunk; a shortest way with slips of 0.1 (full information) when absent. */
  readonly policy?: PolicyRule;
  /** "success" when absent; "discounted" also sees errors that are repaired later. */
  readonly returns?: "success" | "discounted";
  /** Of discounted returns; 0.9 when absent. */
  readonly discount?: number;
  /** "advantage" when absent. */
  readonly form?: "advantage" | "normalised" | "pooled";
  /** "gini" when absent. */
  readonly weights?: WeightBy;
  /** Branches of a step: all actions when absent, or so many draws from pi. */
  readonly branches?: "all actions" | number;
  /** Steps to branch at: all when absent, those that a critic names, or so many of the highest entropy. */
  readonly where?: "every step" | Critic | { readonly topEntropy: number };
  readonly seed?: number;
}

/** Returns of the branches of one step. */
interface Branches {
  readonly t: number;
  readonly taken: number;
  /** Per branch its action and return. */
  readonly actions: readonly number[];
  readonly returns: Float64Array;
  /** pi(. | s_t). */
  readonly row: Float64Array;
  /** sum_b pi(b|s_t) R_t,b, or the mean of draws from pi. */
  readonly base: number;
}

const SPREAD_FLOOR = 1e-4;

/** (R - mean) / (std + 1e-4) with the population's deviation. */
export function branchAdvantage(value: number, pool: ArrayLike<number>): number {
  const { mean, std } = meanAndSpread(pool, "population");
  return (value - mean) / (std + SPREAD_FLOOR);
}

export function branching(options: BranchingOptions = {}): Assigner {
  const { policy = slippingOptimal(0.1), returns = "success", discount = 0.9, form = "advantage" } = options;
  const { weights = "gini", branches = "all actions", where = "every step", seed = 1 } = options;
  if (branches !== "all actions" && !(Number.isSafeInteger(branches) && branches >= 1)) {
    throw new InputError(`There are to be ${branches} branches a step; accepted is a whole number from 1.`);
  }
  const asks = typeof where === "object" && "decisive" in where ? where : undefined;
  const needs: readonly Need[] = [
    "snapshots",
    "policy",
    "solver",
    ...(asks === undefined ? [] : (["critic"] as const)),
    ...(form === "pooled" ? (["group"] as const) : []),
  ];
  const at = where === "every step" ? "" : asks === undefined ? ", top entropy" : ", where asked";
  const drawn = branches === "all actions" ? "" : `, ${branches} draws`;
  const about = {
    name: `TempFlow ${returns}${form === "advantage" ? "" : `, ${form}`}, weights ${weights}${drawn}${at}`,
    kind: "advantage",
    needs: new Set(needs),
    told: `Branches at steps of the episode, then the likeliest actions of ${policy.name}.`,
  } as const;

  /** The steps to branch at, and those nobody looks at. */
  async function stepsOf(
    episode: PlayedEpisode,
    entropies: Float64Array,
    ask: (critic: Critic) => Promise<readonly number[]>,
  ): Promise<readonly number[]> {
    const all = episode.actions.map((_, t) => t);
    if (where === "every step") return all;
    if (asks !== undefined) return ask(asks);
    const most = "topEntropy" in where ? where.topEntropy : all.length;
    return [...all]
      .sort((s, t) => entropies[t]! - entropies[s]! || s - t)
      .slice(0, most)
      .sort((s, t) => s - t);
  }

  return assigner(about, async (group, ledger) => {
    const player = playerOf(group, policy, returns === "success" ? 1 : discount, ledger);
    const { graph } = player;
    const width = graph.actions;
    const rowOf = (state: number) => player.policy.rows.subarray(state * width, (state + 1) * width);
    const found: { episode: PlayedEpisode; all: readonly Branches[]; failures: EpisodeCredit["failures"] }[] = [];
    for (const episode of group.episodes) {
      const states = statesOf(episode, graph);
      const failures: EpisodeCredit["failures"][number][] = [];
      const entropies = branchWeights(
        "entropy",
        episode.actions.map((_, t) => ({ row: rowOf(states[t]!), returns: [] })),
        "raw",
      );
      const steps = await stepsOf(episode, entropies, async (critic) => {
        const reply = insideSteps(await critic.decisive({ group, episode }), episode.actions.length);
        countReply(ledger.costs, reply);
        if (reply.ok) return [...new Set(reply.value)];
        failures.push({ failure: reply.failure });
        return [];
      });
      const all = steps.map((t): Branches => {
        const row = rowOf(states[t]!);
        const taken = episode.actions[t]!;
        const stream = randomStream(seed, `branches of step ${t} of ${episode.name}`);
        const chosen =
          branches === "all actions"
            ? Array.from({ length: width }, (_, a) => a)
            : Array.from({ length: branches }, () =>
                drawAction(player.policy.rows, width, states[t]!, stream.uniform()),
              );
        const actions = chosen.includes(taken) ? chosen : [...chosen, taken];
        const values = Float64Array.from(actions, (action) => {
          const { won, discounted } = player.from(episode, t, action);
          return returns === "success" ? Number(won) : discounted;
        });
        const base =
          branches === "all actions"
            ? values.reduce((sum, value, k) => sum + row[actions[k]!]! * value, 0)
            : meanAndSpread(values.subarray(0, branches), "population").mean;
        return { t, taken, actions, returns: values, row, base };
      });
      found.push({ episode, all, failures });
    }
    const pools = new Map<number, number[]>();
    for (const { all } of found)
      for (const { t, returns: values } of all) pools.set(t, [...(pools.get(t) ?? []), ...values]);
    return found.map(({ episode, all, failures }): EpisodeCredit => {
      const steps = episode.actions.length;
      const [credit, known, weight] = [new Float64Array(steps), new Uint8Array(steps), new Float64Array(steps).fill(1)];
      const scaled = branchWeights(weights, all, "mean 1");
      for (const [k, one] of all.entries()) {
        const value = one.returns[one.actions.indexOf(one.taken)]!;
        credit[one.t] =
          form === "advantage"
            ? value - one.base
            : branchAdvantage(value, form === "pooled" ? pools.get(one.t)! : one.returns);
        known[one.t] = 1;
        weight[one.t] = scaled[k]!;
      }
      return { credit, known, weights: weight, failures };
    });
  });
}
