/**
 * What a teacher said, made ready for learning: one row per distinct text and fold, with how often each subgoal was
 * answered yes and no. An episode lies in one fold whole, so nothing is chosen by the episodes it was learned from.
 */
import type { TransitionView, Verdict } from "../../annotations/index.js";
import { frameText, randomStream } from "../../envs/index.js";
import type { logistic } from "../../stats/index.js";
import { featuresOf } from "./features.js";

/** A transition with what the teacher said of it, aligned with its subgoals. */
export interface Lesson {
  readonly view: TransitionView;
  /** Transitions of one episode share this. */
  readonly episode: string;
  readonly verdicts: readonly Verdict[];
}

/** What the student is shown, as one text: equal texts have equal features. Task and subgoals are no part of it. */
export function lessonText({ before, action, after }: TransitionView): string {
  const crop = { window: "crop" } as const;
  return [before.message, frameText(before, crop), action, after.message, frameText(after, crop)].join("\u001f");
}

export interface Row {
  readonly text: number;
  readonly fold: number;
  /** Per subgoal. */
  readonly yes: number[];
  readonly no: number[];
}

export interface Lessons {
  readonly subgoals: readonly string[];
  readonly rows: readonly Row[];
  /** Distinct texts, in the order in which they first occur. */
  readonly texts: readonly string[];
  /** Names of the columns, sorted. */
  readonly names: readonly string[];
  /** Per text its columns, ascending. */
  readonly columns: readonly Int32Array[];
  readonly folds: number;
  readonly episodes: number;
}

const MOST_FOLDS = 5;
const MOST_NAMES = 4096;

/** Features in too few texts are left out: nothing can be learned from them but these texts. */
function vocabulary(features: readonly (readonly string[])[], fewest: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const names of features) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...counts]
    .filter(([, count]) => count >= fewest)
    .sort(([a, m], [b, n]) => n - m || compare(a, b))
    .slice(0, MOST_NAMES)
    .map(([name]) => name)
    .sort(compare);
}

/** Folds of episodes, drawn by a stream of the seed; the same whatever the order of the lessons. */
function foldsOf(episodes: readonly string[], seed: number): ReadonlyMap<string, number> {
  const folds = Math.min(MOST_FOLDS, episodes.length);
  const order = randomStream(seed, "folds of distilling").shuffle([...episodes].sort());
  return new Map(order.map((episode, i) => [episode, i % folds]));
}

export interface LessonOptions {
  readonly subgoals: readonly string[];
  readonly seed: number;
  /** Texts in which a feature has to occur; 3 when absent. */
  readonly fewestTexts?: number;
}

export function prepareLessons(lessons: readonly Lesson[], options: LessonOptions): Lessons {
  const { subgoals, seed, fewestTexts = 3 } = options;
  const episodes = [...new Set(lessons.map(({ episode }) => episode))];
  const folds = foldsOf(episodes, seed);
  const texts = new Map<string, number>();
  const features: (readonly string[])[] = [];
  const rows = new Map<string, Row>();
  for (const { view, episode, verdicts } of lessons) {
    const key = lessonText(view);
    let text = texts.get(key);
    if (text === undefined) {
      text = texts.size;
      texts.set(key, text);
      features.push(featuresOf(view));
    }
    const fold = folds.get(episode)!;
    const place = `${fold} ${text}`;
    const row = rows.get(place) ?? { text, fold, yes: subgoals.map(() => 0), no: subgoals.map(() => 0) };
    rows.set(place, row);
    subgoals.forEach((name, s) => {
      const verdict = verdicts[view.subgoals.indexOf(name)];
      if (verdict === "yes") row.yes[s]!++;
      if (verdict === "no") row.no[s]!++;
    });
  }
  const names = vocabulary(features, fewestTexts);
  const index = new Map(names.map((name, i) => [name, i]));
  const columns = features.map((own) => Int32Array.from(own.flatMap((name) => index.get(name) ?? [])).sort());
  return {
    subgoals,
    rows: [...rows.values()],
    texts: [...texts.keys()],
    names,
    columns,
    folds: Math.min(MOST_FOLDS, episodes.length),
    episodes: episodes.length,
  };
}

/** The rows that a fold's student learns from (all for -1), for one subgoal. */
export function dataWithout({ rows, columns, names }: Lessons, fold: number, subgoal: number): logistic.LogisticData {
  const kept = rows.filter((row) => row.fold !== fold && row.yes[subgoal]! + row.no[subgoal]! > 0);
  const starts = new Int32Array(kept.length + 1);
  kept.forEach(({ text }, r) => {
    starts[r + 1] = starts[r]! + columns[text]!.length;
  });
  const all = new Int32Array(starts[kept.length]!);
  kept.forEach(({ text }, r) => {
    all.set(columns[text]!, starts[r]!);
  });
  const indicators: logistic.IndicatorRows = { starts, columns: all, width: names.length };
  return {
    rows: indicators,
    yes: Float64Array.from(kept, (row) => row.yes[subgoal]!),
    no: Float64Array.from(kept, (row) => row.no[subgoal]!),
  };
}
