/**
 * A critic with errors at stated rates, as simulated judges have: what a judge of that quality would be worth. SIMULATED.
 *
 * An item is a step (and a subgoal). A true one is dropped with the rate of misses, a false one raised with the rate of
 * false alarms, a raised one named as another subgoal with the rate of swaps. `systematic` is the share of items on which
 * every sample errs alike, as a model does that misunderstands; voting can only repair the rest. Alike is in the same step
 * of the same episode, or wherever the same is seen and done: a learner meets those errors again and again, and they do not
 * average out over episodes either. An intervention is moved
 * by a geometric number of steps with the rate of misses, its action replaced with the rate of false alarms.
 */
import type { Judgement, Verdict } from "../../annotations/index.js";
import { InputError, type RandomStream, randomStream } from "../../envs/index.js";
import type { Critic, Intervention, Question, Reply } from "./critic.js";

export interface CriticNoise {
  /** Share of false items that are raised. */
  readonly falsePositive: number;
  /** Share of true items that are dropped. */
  readonly falseNegative: number;
  /** Share of raised subgoals that get another's name; 0 when absent. */
  readonly swap?: number;
  /** Share of items on which all samples share one coin; 1 when absent. */
  readonly systematic?: number;
  /** What a shared coin belongs to; "step" of an episode when absent. */
  readonly sharedBy?: "step" | "what is seen";
  readonly seed: number;
}

const changed = <T, U>(reply: Reply<T>, change: (value: T) => U): Reply<U> =>
  reply.ok ? { ...reply, value: change(reply.value) } : reply;

/** Throws an InputError for a rate that is none. */
export function noisyCritic(critic: Critic, noise: CriticNoise): Critic {
  const { falsePositive, falseNegative, swap = 0, systematic = 1, sharedBy = "step", seed } = noise;
  for (const [name, rate] of Object.entries({ falsePositive, falseNegative, swap, systematic })) {
    if (!(rate >= 0 && rate <= 1)) throw new InputError(`The rate ${name} is ${rate}; accepted is 0 to 1.`);
  }
  const coin = ({ episode }: Question, what: string, t: number | undefined, sample: number): RandomStream => {
    const own = t === undefined ? `${what} of ${episode.name}` : `${what} ${t} of ${episode.name}`;
    const isSeen = sharedBy === "what is seen" && t !== undefined;
    const shared = isSeen ? `${what}, ${episode.actions[t]} at ${episode.seen[t]}` : own;
    // Nothing to draw where all items are of one kind.
    const isShared =
      systematic === 1 || (systematic > 0 && randomStream(seed, `kind of ${shared}`).uniform() < systematic);
    return randomStream(seed, isShared ? shared : `${own}, sample ${sample}`);
  };
  const heard = (isTrue: boolean, stream: RandomStream): boolean => {
    const u = stream.uniform();
    return isTrue ? u >= falseNegative : u < falsePositive;
  };
  const steps = (question: Question, what: string, sample: number) => (value: readonly number[]) => {
    const truth = new Set(value);
    return question.episode.actions.flatMap((_, t) =>
      heard(truth.has(t), coin(question, what, t, sample)) ? [t] : [],
    );
  };
  function judged(question: Question, { verdicts }: Judgement, t: number): Judgement {
    const raised = new Set<number>();
    verdicts.forEach((verdict, i) => {
      const stream = coin(question, `subgoal ${i} at`, t, 0);
      if (!heard(verdict === "yes", stream)) return;
      const others = verdicts.length - 1;
      const isSwapped = others > 0 && swap > 0 && stream.uniform() < swap;
      raised.add(isSwapped ? (i + 1 + stream.below(others)) % verdicts.length : i);
    });
    return {
      verdicts: verdicts.map(
        (verdict, i): Verdict => (verdict === "unanswered" ? verdict : raised.has(i) ? "yes" : "no"),
      ),
    };
  }
  function moved(question: Question, found: Intervention | null): Intervention | null {
    const { episode, group } = question;
    const stream = coin(question, "intervention", undefined, 0);
    const isMissed = stream.uniform() < falseNegative;
    const [last, actions] = [episode.actions.length - 1, group.env.actions.length];
    if (found === null) {
      if (!(stream.uniform() < falsePositive) || actions < 2) return null;
      const t = stream.below(last + 1);
      return { t, action: (episode.actions[t]! + 1 + stream.below(actions - 1)) % actions };
    }
    let { t, action } = found;
    if (isMissed) {
      const sign = stream.uniform() < 0.5 ? -1 : 1;
      let by = 1;
      while (by < last && stream.uniform() < 0.5) by += 1;
      t = Math.max(0, Math.min(last, t + sign * by));
    }
    const isWrong = stream.uniform() < falsePositive;
    if ((isWrong || action === episode.actions[t]) && actions > 1) {
      action = (episode.actions[t]! + 1 + stream.below(actions - 1)) % actions;
    }
    return { t, action };
  }
  const seen = sharedBy === "step" ? "" : ", alike wherever the same is seen and done";
  const shared = `${systematic === 1 ? "" : `, ${systematic} of it systematic`}${seen}`;
  return {
    provenance: {
      kind: "simulated",
      name: `${critic.provenance.name} with errors ${falsePositive}/${falseNegative}`,
      note: `Simulated: ${critic.provenance.name}, with ${falsePositive} of the noes and ${falseNegative} of the yeses turned${shared}.`,
    },
    achieved: async (question) =>
      changed(await critic.achieved(question), (value) => value.map((one, t) => judged(question, one, t))),
    wrongSteps: async (question, sample) =>
      changed(await critic.wrongSteps(question, sample), steps(question, "wrong step", sample)),
    intervention: async (question) => changed(await critic.intervention(question), (found) => moved(question, found)),
    decisive: async (question) => changed(await critic.decisive(question), steps(question, "decisive step", 0)),
  };
}
