/**
 * The one interface of all credit assigners: a group of episodes in, a number per step out, with what was looked at, what
 * it cost and what could not be read.
 *
 * Invariants, held here for everybody and not by each assigner: one result per episode in the same order; as many numbers
 * as actions, all finite; a step that nobody looked at is `known` 0, which is not the same as credit 0; the environment is
 * left in the state in which it was found, also when the work fails; an episode without actions costs nothing; equal
 * episodes, seeds and answers give equal bits. What cannot have been meant is an InputError, never a silent zero.
 */
import type { Failure } from "../../annotations/index.js";
import { InputError, visible } from "../../envs/index.js";
import { LazyPlay } from "./lazy-play.js";
import type { Group, PlayedEpisode } from "./played.js";

/** What an assigner cannot work without. */
export type Need =
  | "snapshots" // plays on from states of the episode
  | "critic" // asks somebody about the episode: a model, a rule, the truth with errors
  | "solver" // full information: distances, plans, values of the true state
  | "reference" // a trace of events to compare with
  | "policy" // probabilities of actions
  | "group"; // says little about an episode that is alone

/**
 * How the numbers may be used. reward: may be added to the task's reward. advantage: multiplies the gradient of log pi
 * and is no reward. weight: says how much a step matters, not whether it was good. edit: names an action to be imitated.
 */
export type CreditKind = "reward" | "advantage" | "weight" | "edit";

/** What an assignment took; all counts. */
export interface Costs {
  /** Environment steps of branches, reruns and references; the episodes themselves are not counted. */
  readonly envSteps: number;
  readonly restores: number;
  /** Questions that were answered, or failed. */
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Answers of which nothing could be read. */
  readonly unread: number;
  /** Entries of answers that named no step, action or event that there is. */
  readonly dropped: number;
}

export type Tally = { -readonly [Name in keyof Costs]: number };

export const noCosts = (): Tally => ({
  envSteps: 0,
  restores: 0,
  calls: 0,
  tokensIn: 0,
  tokensOut: 0,
  unread: 0,
  dropped: 0,
});

export function addCosts(into: Tally, more: Costs): void {
  into.envSteps += more.envSteps;
  into.restores += more.restores;
  into.calls += more.calls;
  into.tokensIn += more.tokensIn;
  into.tokensOut += more.tokensOut;
  into.unread += more.unread;
  into.dropped += more.dropped;
}

/** Another action in the place of one that was taken. */
export interface Edit {
  readonly t: number;
  /** Index of the action. */
  readonly action: number;
  /** Share of reruns that succeed with it, minus that with the action that was taken. */
  readonly lift: number;
  /** 95 % limits. */
  readonly low: number;
  readonly high: number;
  readonly verified: boolean;
  /** Steps before `t` that are to be imitated too; 0: only the edit. */
  readonly prefix: number;
}

/** What could not be read or checked; for one step, or for the episode. */
export interface StepFailure {
  readonly t?: number;
  readonly failure: Failure;
}

/** Of one episode with T actions. */
export interface EpisodeCredit {
  /** T finite numbers. */
  readonly credit: Float64Array;
  /** T marks: 1 where the assigner looked. */
  readonly known: Uint8Array;
  /** T factors of mean 1 where an assigner has weights. */
  readonly weights?: Float64Array;
  /** T stated probabilities that the step was wrong, where an assigner states them. */
  readonly wrongShare?: Float64Array;
  /** The step that is taken for the first error; null: none; absent: the assigner names none. */
  readonly firstError?: number | null;
  /** Subgoals that ended at a step. */
  readonly terminations?: readonly { readonly t: number; readonly subgoal: string }[];
  readonly edits?: readonly Edit[];
  readonly failures: readonly StepFailure[];
}

export interface Credit {
  readonly episodes: readonly EpisodeCredit[];
  readonly costs: Costs;
  /** Sentences for a reader: what was clipped, left out, taken for something else. */
  readonly notes: readonly string[];
}

export interface Assigner {
  /** Unique within a table. */
  readonly name: string;
  readonly kind: CreditKind;
  readonly needs: ReadonlySet<Need>;
  /** One sentence: what it reads, and who answers. */
  readonly told: string;
  assign(group: Group): Promise<Credit>;
}

/** What an assigner's work may write into while it runs. */
export interface Ledger {
  readonly costs: Tally;
  note(sentence: string): void;
}

type Work = (group: Group, ledger: Ledger) => Promise<readonly EpisodeCredit[]>;

/** Nothing known: the start of every assigner's result. */
export const blankCredit = (steps: number): EpisodeCredit => ({
  credit: new Float64Array(steps),
  known: new Uint8Array(steps),
  failures: [],
});

const NEED_SNAPSHOTS: readonly Need[] = ["snapshots", "solver"];

/** Throws an InputError for an episode whose parts do not fit one another. */
function checkEpisode(
  episode: PlayedEpisode,
  actions: number,
  { name, needs }: Pick<Assigner, "name" | "needs">,
): void {
  const steps = episode.actions.length;
  const refuse = (what: string) =>
    new InputError(`${visible(episode.name, 80)} ${what}; ${steps} actions need ${steps} of each and one state more.`);
  const { rewards } = episode;
  if (rewards.length !== steps) throw refuse(`has ${rewards.length} rewards`);
  // The other parts of a lazy play fit because it makes them itself; looking at them would make them.
  if (!(episode instanceof LazyPlay)) {
    const { events, frames, snapshots, states, seen } = episode;
    if (events.length !== steps) throw refuse(`has ${events.length} events`);
    // Without snapshots there are no names of states either; who needs neither goes without.
    const isBare = snapshots.length === 0 && states.length === 0;
    if (isBare && NEED_SNAPSHOTS.some((need) => needs.has(need))) {
      throw new InputError(
        `${name} plays on from states of an episode, and ${visible(episode.name, 80)} has no snapshots; play it again from its seed and actions.`,
      );
    }
    for (const list of isBare ? [frames, seen] : [frames, snapshots, states, seen]) {
      if (list.length !== steps + 1) throw refuse(`has ${list.length} states or frames`);
    }
  }
  const wild = episode.actions.find((action) => !(Number.isInteger(action) && action >= 0 && action < actions));
  if (wild !== undefined) throw new InputError(`${visible(episode.name, 80)} has action ${wild} of ${actions}.`);
  if (!rewards.every(Number.isFinite))
    throw new InputError(`${visible(episode.name, 80)} has a reward that is no number.`);
}

/** The promise of an assigner towards its reader; a broken one is a defect of ours. */
function checkResult(name: string, { actions }: PlayedEpisode, result: EpisodeCredit): void {
  const { credit, known, weights, wrongShare } = result;
  for (const list of [credit, known, weights, wrongShare]) {
    if (list === undefined) continue;
    if (list.length !== actions.length) throw new RangeError(`${name} gives ${list.length} of ${actions.length} steps`);
    if (!list.every(Number.isFinite)) throw new RangeError(`${name} gives a number that is not finite`);
  }
}

/** Makes an assigner of its work. */
export function assigner(about: Omit<Assigner, "assign">, work: Work): Assigner {
  return {
    ...about,
    async assign(group) {
      for (const episode of group.episodes) checkEpisode(episode, group.env.actions.length, about);
      const costs = noCosts();
      const notes = new Set<string>();
      const played = group.episodes.filter(({ actions }) => actions.length > 0);
      const found = played.length > 0 ? group.env.snapshot() : undefined;
      try {
        const ledger = { costs, note: (sentence: string) => void notes.add(sentence) };
        const results = played.length === 0 ? [] : await work({ ...group, episodes: played }, ledger);
        if (results.length !== played.length) throw new RangeError(`${about.name} forgets an episode`);
        played.forEach((episode, i) => {
          checkResult(about.name, episode, results[i]!);
        });
        const rest = results[Symbol.iterator]();
        const episodes = group.episodes.map(({ actions }) =>
          actions.length === 0 ? blankCredit(0) : (rest.next().value ?? blankCredit(actions.length)),
        );
        return { episodes, costs, notes: [...notes] };
      } finally {
        if (found !== undefined) group.env.restore(found);
      }
    },
  };
}
