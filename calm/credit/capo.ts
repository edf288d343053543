/**
 * CAPO (arXiv 2508.02298): a critic names the wrong steps of a whole episode, several times; votes decide; a wrong step
 * costs, a success pays every step; the group is normalised.
 *
 * R_t = r_v W_whole - [t wrong] W_process with W_whole 2, W_process 1, then (R_t - mean) / std over all steps of the group.
 * Formulas and settings are second-hand (the code was never released); "average" (soft weight n / K) and "greedy" (one
 * critique) are our readings. Differs: critiques that cannot be read are taken out of K instead of counting as clean, an
 * episode without any is unknown, and the pool of the normalisation can be chosen (normalise.ts). The majority of the
 * paper is not strict: with four critiques two suffice; "strict" is ours.
 */
import { InputError } from "../../envs/index.js";
import { type Assigner, assigner, type EpisodeCredit, type StepFailure } from "./assigner.js";
import { type Critic, countReply, insideSteps } from "./critic.js";
import { type Normalisation, normalised, type Spread } from "./normalise.js";

export type VoteRule = "intersection" | "majority" | "strict" | "union" | "average" | "greedy";
export const VOTE_RULES: readonly VoteRule[] = ["intersection", "majority", "strict", "union", "average", "greedy"];

/** How wrong a step counts, in [0, 1]: it was named by `named` of `votes` critiques, votes >= 1. */
export function flagOf(rule: VoteRule, named: number, votes: number): number {
  switch (rule) {
    case "intersection":
      return named === votes ? 1 : 0;
    case "majority":
      return 2 * named >= votes ? 1 : 0;
    case "strict":
      return 2 * named > votes ? 1 : 0;
    case "union":
    case "greedy":
      return named >= 1 ? 1 : 0;
    case "average":
      return named / votes;
  }
}

/** In how many critiques each of `steps` steps was named. */
export function voteCounts(steps: number, critiques: readonly (readonly number[])[]): Float64Array {
  const counts = new Float64Array(steps);
  for (const critique of critiques) for (const t of new Set(critique)) counts[t] = counts[t]! + 1;
  return counts;
}

export interface CapoOptions {
  readonly critic: Critic;
  /** K, 4 when absent; "greedy" takes one. */
  readonly votes?: number;
  /** "majority" when absent. */
  readonly rule?: VoteRule;
  /** W_whole, 2 when absent. */
  readonly wholeWeight?: number;
  /** W_process, 1 when absent. */
  readonly processWeight?: number;
  /** "advantage" when absent; "reward" leaves R_t as it is. */
  readonly output?: "advantage" | "reward";
  /** "group-token" when absent, as the paper. */
  readonly normalise?: Normalisation;
  /** "population" when absent. */
  readonly spread?: Spread;
}

/** Throws an InputError for a number of votes that is none. */
export function capo(options: CapoOptions): Assigner {
  const { critic, rule = "majority", wholeWeight = 2, processWeight = 1, output = "advantage" } = options;
  const { normalise = "group-token", spread = "population" } = options;
  const votes = rule === "greedy" ? 1 : (options.votes ?? 4);
  if (!Number.isSafeInteger(votes) || votes < 1) {
    throw new InputError(`CAPO asks for ${votes} critiques an episode; accepted is a whole number from 1.`);
  }
  const pool = output === "reward" ? ", rewards" : normalise === "group-token" ? "" : `, ${normalise}`;
  const about = {
    name: `CAPO ${rule} of ${votes}${pool}`,
    kind: output,
    needs: new Set(output === "reward" ? (["critic"] as const) : (["critic", "group"] as const)),
    told: `${votes} critiques an episode by ${critic.provenance.name}, a step is wrong by ${rule}.`,
  } as const;
  return assigner(about, async (group, { costs, note }) => {
    const found: (EpisodeCredit & { readonly flags: Float64Array })[] = [];
    for (const episode of group.episodes) {
      const steps = episode.actions.length;
      const asked = await Promise.all(
        Array.from({ length: votes }, (_, sample) => critic.wrongSteps({ group, episode }, sample)),
      );
      const replies = asked.map((reply) => insideSteps(reply, steps));
      for (const reply of replies) countReply(costs, reply);
      const read = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
      const failures = replies.flatMap((reply): StepFailure[] => (reply.ok ? [] : [{ failure: reply.failure }]));
      const known = new Uint8Array(steps).fill(read.length > 0 ? 1 : 0);
      const counts = voteCounts(steps, read);
      const flags = counts.map((named) => (read.length === 0 ? 0 : flagOf(rule, named, read.length)));
      const won = episode.end === "won" ? 1 : 0;
      const credit = flags.map((flag) => won * wholeWeight - flag * processWeight);
      if (read.length === 0) note("An episode whose critiques could not be read is unknown throughout.");
      const first = flags.findIndex((flag) => flag >= 0.5);
      const wrongShare = counts.map((named) => (read.length === 0 ? 0 : named / read.length));
      const claimed = read.length === 0 ? {} : { wrongShare, firstError: first < 0 ? null : first };
      found.push({ credit, known, flags, failures, ...claimed });
    }
    const advantages =
      output === "reward"
        ? found.map(({ credit }) => credit)
        : normalised(
            {
              total: found.map(({ credit }) => credit),
              outcome: group.episodes.map(({ actions, end }) =>
                new Float64Array(actions.length).fill(end === "won" ? wholeWeight : 0),
              ),
              steps: found.map(({ flags }) => flags.map((flag) => 0 - flag * processWeight)),
              // Made only where states are compared.
              get seen() {
                return group.episodes.map(({ seen }) => seen);
              },
            },
            normalise,
            spread,
          );
    return found.map(({ flags: _, ...rest }, i) => ({ ...rest, credit: advantages[i]! }));
  });
}
