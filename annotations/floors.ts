/**
 * Floors: annotators that read less than a whole transition. A judge that does not beat them has shown nothing, however
 * good its figures look. And the noisy truth, which knows the labels and errs at given rates.
 */
import { DefaultMap } from "mnemonist";
import { frameText, randomStream } from "../envs/index.js";
import type { Annotator, Judgement } from "./annotator.js";
import { partOf } from "./dataset.js";
import type { Transition, TransitionView } from "./transition.js";
import type { Verdict } from "./verdict.js";

const yesNo = (yes: boolean): Verdict => (yes ? "yes" : "no");

/** What a judge is shown of a transition, as one text: equal texts are one judgement. */
export function judgedText({ before, action, after, subgoals, task }: TransitionView): string {
  const crop = { window: "crop" } as const;
  return [
    task,
    ...subgoals,
    before.message,
    frameText(before, crop),
    action,
    after.message,
    frameText(after, crop),
  ].join("\u001f");
}

function floor(name: string, note: string, judge: (view: TransitionView) => readonly Verdict[]): Annotator {
  return {
    provenance: { kind: "floor", name, note },
    annotate: (items) => Promise.resolve(items.map((item): Judgement => ({ verdicts: judge(item) }))),
  };
}

export const always = (verdict: "yes" | "no"): Annotator =>
  floor(`always ${verdict}`, `Answers ${verdict} to everything.`, (view) => view.subgoals.map(() => verdict));

interface Tally {
  yes: number;
  total: number;
}

const tallies = () => new DefaultMap<string, Tally>(() => ({ yes: 0, total: 0 }));

/** The labelled transitions that a floor may learn from: the balanced part, or everything where there is none. */
function lessons(labelled: readonly Transition[]): readonly Transition[] {
  const balanced = labelled.filter((item) => partOf(item) === "balanced");
  return balanced.length > 0 ? balanced : labelled;
}

/**
 * A look-up table from one property of a transition to the majority label. It is learned from the balanced part without
 * the hard negatives, and never from an episode in which the judged text occurs (leave one episode out).
 */
function majority(
  name: string,
  note: string,
  property: (view: TransitionView) => string,
  labelled: readonly Transition[],
): Annotator {
  const key = (view: TransitionView, subgoal: string) => `${subgoal}\u001f${property(view)}`;
  const overall = tallies();
  const perEpisode = new DefaultMap<string, DefaultMap<string, Tally>>(tallies);
  const episodesOf = new DefaultMap<string, Set<string>>(() => new Set());
  for (const item of labelled) episodesOf.get(judgedText(item)).add(item.episode ?? item.id);
  for (const item of lessons(labelled)) {
    item.subgoals.forEach((subgoal, i) => {
      const label = item.labels?.[i];
      if (label === undefined || label === "unanswered") return;
      for (const table of [overall, perEpisode.get(item.episode ?? item.id)]) {
        const tally = table.get(key(item, subgoal));
        tally.total++;
        if (label === "yes") tally.yes++;
      }
    });
  }
  return floor(name, note, (view) => {
    const left = [...(episodesOf.peek(judgedText(view)) ?? [])].flatMap((episode) => perEpisode.peek(episode) ?? []);
    return view.subgoals.map((subgoal) => {
      const all = overall.peek(key(view, subgoal)) ?? { yes: 0, total: 0 };
      const out = left.map((table) => table.peek(key(view, subgoal)) ?? { yes: 0, total: 0 });
      const yes = all.yes - out.reduce((sum, tally) => sum + tally.yes, 0);
      const total = all.total - out.reduce((sum, tally) => sum + tally.total, 0);
      return yesNo(2 * yes > total);
    });
  });
}

export const actionOnly = (labelled: readonly Transition[]): Annotator =>
  majority(
    "action only",
    "Reads the action's name alone; majority label of other episodes.",
    (view) => view.action,
    labelled,
  );

export const messageOnly = (labelled: readonly Transition[]): Annotator =>
  majority(
    "message only",
    "Reads the message after the action alone; majority label of other episodes.",
    (view) => view.after.message,
    labelled,
  );

function labelsByText(labelled: readonly Transition[]): ReadonlyMap<string, readonly Verdict[]> {
  return new Map(labelled.map((item) => [judgedText(item), item.labels ?? []]));
}

/** Says yes with the share of yes among the labels of the same part; keyed by text, so equal texts get equal answers. */
export function coin(labelled: readonly Transition[], seed: number): Annotator {
  const shares = tallies();
  const partsOf = new Map(labelled.map((item) => [judgedText(item), partOf(item)]));
  const key = (view: TransitionView, subgoal: string) => `${partsOf.get(judgedText(view)) ?? "all"}\u001f${subgoal}`;
  for (const item of labelled) {
    item.subgoals.forEach((subgoal, i) => {
      const label = item.labels?.[i];
      if (label === undefined || label === "unanswered") return;
      const tally = shares.get(key(item, subgoal));
      tally.total++;
      if (label === "yes") tally.yes++;
    });
  }
  return floor(
    "coin",
    "A coin that falls on yes as often as the labels of its part do; it knows each part's rate.",
    (view) => {
      const stream = randomStream(seed, `coin ${judgedText(view)}`);
      return view.subgoals.map((subgoal) => {
        const { yes, total } = shares.get(key(view, subgoal));
        return yesNo(stream.uniform() * total < yes);
      });
    },
  );
}

export interface NoiseRates {
  /** Share of "no" labels answered yes. */
  readonly falsePositive: number;
  /** Share of "yes" labels answered no. */
  readonly falseNegative: number;
}

/** The labels with errors. Errors are keyed by text: the same text is wrong each time, as with a cached judge. */
export function noisyTruth(labelled: readonly Transition[], rates: NoiseRates, seed: number): Annotator {
  const labels = labelsByText(labelled);
  return {
    provenance: {
      kind: "simulated",
      name: `noisy truth ${rates.falsePositive}/${rates.falseNegative}`,
      note: `Simulated: the labels, with ${rates.falsePositive} of the noes and ${rates.falseNegative} of the yeses turned, keyed by text.`,
    },
    annotate: (items) =>
      Promise.resolve(
        items.map((view): Judgement => {
          const stream = randomStream(seed, `noise ${judgedText(view)}`);
          const known = labels.get(judgedText(view)) ?? [];
          return {
            verdicts: view.subgoals.map((_, i) => {
              const turned = stream.uniform();
              const label = known[i] ?? "unanswered";
              if (label === "yes") return yesNo(turned >= rates.falseNegative);
              return label === "no" ? yesNo(turned < rates.falsePositive) : label;
            }),
          };
        }),
      ),
  };
}

/** All floors, in the order of a table. `labelled` is the whole data set: floors learn from it by other episodes. */
export const floors = (labelled: readonly Transition[], seed: number): readonly Annotator[] => [
  always("yes"),
  always("no"),
  coin(labelled, seed),
  actionOnly(labelled),
  messageOnly(labelled),
];
