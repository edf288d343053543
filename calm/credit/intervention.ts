/**
 * InT (arXiv 2601.14209): name the first critical error of a failed episode and one action in its place, check the repair
 * by reruns, imitate the prefix and the repair, never the rest.
 *
 * The repair's lift is the share of reruns that succeed with it minus that with the action that was taken, N each, with
 * Newcombe's 95 % interval. Both arms draw from the same streams (common random numbers), which makes them more alike, so
 * an interval for independent samples is if anything too wide. Rule "any" keeps a repair when one rerun succeeds, as the
 * paper; "interval" (ours) asks the lower limit to be above 0: at a true success rate of 1 %, one of 32 succeeds in 27.5 %
 * of all checks. Credit is -lift at the repaired step, 0 before it, unknown after it: no blame for the suffix. Without
 * reruns nothing is checked: the repair stands as proposed, its lift lies anywhere, and its step stays unknown.
 */
import { InputError, randomStream, visible } from "../../envs/index.js";
import { newcombeDifference } from "../../stats/index.js";
import { type Assigner, assigner, blankCredit, type Edit, type EpisodeCredit, type Ledger } from "./assigner.js";
import { type Critic, countReply, type Intervention } from "./critic.js";
import { type Player, playerOf } from "./play-out.js";
import type { PlayedEpisode } from "./played.js";
import { type PolicyRule, slippingOptimal } from "./policy.js";

export interface InterventionOptions {
  readonly critic: Critic;
  /** Who plays on; a shortest way with slips of 0.1 (full information) when absent. */
  readonly continuation?: PolicyRule;
  /** N, 32 when absent; 0: nothing is checked. */
  readonly reruns?: number;
  /** "interval" when absent. */
  readonly rule?: "interval" | "any";
  /** Whether steps before the repair are to be imitated; they are when absent. */
  readonly prefix?: "imitated" | "left alone";
  readonly seed?: number;
}

/** What became of a critic's proposal. */
export type RepairClass = "none proposed" | "too late" | "useless" | "not verified" | "verified";

interface Verified {
  readonly lift: number;
  readonly low: number;
  readonly high: number;
  readonly successes: number;
}

/** Reruns of both arms from the state before t. */
function verify(
  player: Player,
  episode: PlayedEpisode,
  { t, action }: Intervention,
  reruns: number,
  seed: number,
): Verified {
  const successes = (first: number): number => {
    let won = 0;
    for (let k = 0; k < reruns; k++) {
      const stream = randomStream(seed, `rerun ${k} of step ${t} of ${episode.name}`);
      if (player.from(episode, t, first, stream).won) won += 1;
    }
    return won;
  };
  if (reruns === 0) return { lift: 0, low: -1, high: 1, successes: 0 };
  const [fixed, taken] = [successes(action), successes(episode.actions[t]!)];
  const interval = newcombeDifference({ successes: fixed, trials: reruns }, { successes: taken, trials: reruns });
  if (!interval.ok) throw new RangeError(interval.why);
  return { lift: interval.estimate, low: interval.low, high: interval.high, successes: fixed };
}

function checkProposal({ t, action }: Intervention, episode: PlayedEpisode, actions: number): string | undefined {
  if (!Number.isSafeInteger(t) || t < 0 || t >= episode.actions.length) return `step ${t} is none of the episode's`;
  if (!Number.isSafeInteger(action) || action < 0 || action >= actions) return `there is no action ${action}`;
  return action === episode.actions[t] ? "the action is the one that was taken" : undefined;
}

export function intervention(options: InterventionOptions): Assigner {
  const { critic, continuation = slippingOptimal(0.1), reruns = 32, rule = "interval", prefix = "imitated" } = options;
  const { seed = 1 } = options;
  if (!Number.isSafeInteger(reruns) || reruns < 0) {
    throw new InputError(`InT reruns ${reruns} times; accepted is a whole number from 0.`);
  }
  const check = reruns === 0 ? "not checked" : `checked by ${reruns} reruns of ${continuation.name}`;
  const about = {
    name: reruns === 0 ? "InT unchecked" : `InT ${reruns} reruns${rule === "any" ? ", any success" : ""}`,
    kind: "edit",
    needs: new Set(["critic", "snapshots", "solver"] as const),
    told: `One repair of a failed episode by ${critic.provenance.name}, ${check}.`,
  } as const;

  async function one(
    episode: PlayedEpisode,
    player: Player,
    group: Parameters<Assigner["assign"]>[0],
    ledger: Ledger,
  ): Promise<EpisodeCredit> {
    const steps = episode.actions.length;
    const blank = blankCredit(steps);
    // A success has no error to repair, and nothing is asked.
    if (episode.end === "won") return { ...blank, known: blank.known.fill(1), firstError: null };
    const reply = await critic.intervention({ group, episode });
    countReply(ledger.costs, reply);
    if (!reply.ok) return { ...blank, failures: [{ failure: reply.failure }] };
    const proposal = reply.value;
    if (proposal === null) return { ...blank, known: blank.known.fill(1), firstError: null };
    const wrong = checkProposal(proposal, episode, group.env.actions.length);
    if (wrong !== undefined) {
      ledger.costs.dropped += 1;
      const detail = visible(wrong, 120);
      return { ...blank, failures: [{ failure: { reason: "wrong keys", detail } }] };
    }
    const { t, action } = proposal;
    const { lift, low, high, successes } = verify(player, episode, proposal, reruns, seed);
    const verified = rule === "any" ? successes > 0 : low > 0;
    const edit: Edit = { t, action, lift, low, high, verified, prefix: prefix === "imitated" ? t : 0 };
    blank.credit[t] = 0 - lift;
    blank.known.fill(1, 0, reruns === 0 ? t : t + 1);
    return { ...blank, firstError: t, edits: [edit] };
  }

  return assigner(about, async (group, ledger) => {
    const player = playerOf(group, continuation, 1, ledger);
    const results: EpisodeCredit[] = [];
    for (const episode of group.episodes) results.push(await one(episode, player, group, ledger));
    return results;
  });
}

/** What became of the proposal, given the last step from which success was within reach (null: none was lost). */
export function repairClass({ firstError, edits }: EpisodeCredit, fatal: number | null): RepairClass {
  const edit = edits?.[0];
  if (firstError == null || edit === undefined) return "none proposed";
  if (edit.verified) return "verified";
  if (fatal !== null && edit.t > fatal) return "too late";
  return edit.lift > 0 ? "not verified" : "useless";
}
