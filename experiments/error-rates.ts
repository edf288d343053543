/**
 * How often a judge was wrong, from an evaluation's result: per kind of transition and subgoal, with Wilson's limits.
 * One rate for everything would hide what matters, for a judge that never errs on a plain step may err on every second
 * look-alike, and an agent meets look-alikes at rates of its own.
 *
 * Strata of a subgoal's verdicts: "achieved" (misses); and, where this subgoal was not achieved (false positives),
 * "the other achieved" (any other), each look-alike of the task, and "other". An unanswered verdict counts as "no", since
 * it pays nothing, and is counted apart as well. KeyRoom's look-alikes are recomputed from the frames: parts of a data set
 * are named after how they were drawn. Those of a world of one's own stand in the data (balanced parts leave them out).
 *
 * A stratum of fewer than `FEWEST` verdicts takes its figures from a coarser one, in the order in which `coarser` names
 * them, and `from` says which. Items without labels for all subgoals are left out, for their stratum is unknown. Equal
 * texts count as often as they occur, and transitions of one episode as independent, so limits are if anything too narrow.
 */
import { own, type Transition, type Verdict } from "../annotations/index.js";
import type { StoredResult } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import { wilson } from "../stats/index.js";

export const ACHIEVED = "achieved";
export const OTHER_ACHIEVED = "the other achieved";
export const OTHER = "other";
const ANY_LOOK_ALIKE = "any look-alike";
const ANY_NEGATIVE = "any not achieved";

/** Below this, one wrong verdict more or less would move the rate by more than a fifth. */
const FEWEST = 5;

export interface ErrorCell {
  /** Verdicts in this stratum, how many of them were wrong, and how many of all were missing. */
  readonly judged: number;
  readonly wrong: number;
  readonly unanswered: number;
  /** The stratum whose counts make the three figures below. */
  readonly from: string;
  readonly rate: number;
  /** Wilson's 95 % limits. */
  readonly low: number;
  readonly high: number;
}

/** Figures per subgoal: of KeyRoom the key, the door. */
export interface ErrorStratum {
  readonly name: string;
  readonly cells: readonly ErrorCell[];
}

export interface ErrorTable {
  /** Who judged, in the words of the result. */
  readonly row: { readonly name: string; readonly kind: string };
  readonly data: { readonly name: string; readonly version: string; readonly hash: string; readonly selection: string };
  /** Hash of the prompt's words. */
  readonly prompt: string;
  /** Labelled transitions that were judged. */
  readonly items: number;
  /** The strata of training, then the coarser ones. */
  readonly strata: readonly ErrorStratum[];
}

interface Tally {
  judged: number;
  wrong: number;
  unanswered: number;
}

/** Where a thin stratum's figures come from, nearest first; what is not named here stands alone. */
function coarser(name: string, { lookAlikes }: own.Task): readonly string[] {
  if (lookAlikes.includes(name)) return [ANY_LOOK_ALIKE, ANY_NEGATIVE];
  return name === OTHER || name === OTHER_ACHIEVED ? [ANY_NEGATIVE] : [];
}

const strataNames = ({ lookAlikes }: own.Task): readonly string[] => [
  ACHIEVED,
  OTHER_ACHIEVED,
  ...lookAlikes,
  OTHER,
  ANY_LOOK_ALIKE,
  ANY_NEGATIVE,
];

/** Without a number of its step no transition can be told to be an episode's first. */
function kindOf(item: Transition, task: own.Task): string | undefined {
  if (task.family === "keyroom") return task.kind({ ...item, number: item.step ?? 0, events: 0 });
  return task.lookAlikes.find((name) => name === item.kind);
}

/** The strata that a verdict on subgoal `subgoal` counts in. */
function strataOf(item: Transition, task: own.Task, labels: readonly Verdict[], subgoal: number): readonly string[] {
  if (labels[subgoal] === "yes") return [ACHIEVED];
  if (labels.includes("yes")) return [OTHER_ACHIEVED, ANY_NEGATIVE];
  const kind = kindOf(item, task);
  return kind === undefined ? [OTHER, ANY_NEGATIVE] : [kind, ANY_LOOK_ALIKE, ANY_NEGATIVE];
}

function rowIndex({ result }: StoredResult, row: string): number {
  const names = result.annotators.map(({ provenance }) => provenance.name);
  const index = names.indexOf(row);
  if (index >= 0) return index;
  const listed = names.map((name) => visible(name, 60)).join(", ");
  throw new InputError(`The result has no row "${visible(row, 60)}"; its rows are ${listed}.`);
}

function requireTask(items: readonly Transition[], task: own.Task): void {
  const other = items.find(({ subgoals }) => subgoals.join("\n") !== task.subgoals.join("\n"));
  if (other === undefined) return;
  const asked = other.subgoals.map((name) => `"${visible(name, 60)}"`).join(", ");
  const needed = task.subgoals.map((name) => `"${name}"`).join(" and ");
  throw new InputError(`The result is about ${asked}; errors can be simulated from one about ${needed}.`);
}

type Tallies = ReadonlyMap<string, readonly Tally[]>;

const empty = (): Tally => ({ judged: 0, wrong: 0, unanswered: 0 });

function add(tallies: Tallies, item: Transition, task: own.Task, verdicts: readonly Verdict[]): void {
  const labels = item.labels ?? [];
  for (const [subgoal] of task.subgoals.entries()) {
    const verdict = verdicts[subgoal];
    for (const name of strataOf(item, task, labels, subgoal)) {
      const tally = tallies.get(name)![subgoal]!;
      tally.judged++;
      if ((verdict === "yes") !== (labels[subgoal] === "yes")) tally.wrong++;
      if (verdict === "unanswered") tally.unanswered++;
    }
  }
}

function cellOf(tallies: Tallies, name: string, task: own.Task, subgoal: number): ErrorCell {
  const tally = tallies.get(name)![subgoal]!;
  const chain = [name, ...coarser(name, task)];
  const judged = (stratum: string) => tallies.get(stratum)![subgoal]!.judged;
  const from = chain.find((stratum) => judged(stratum) >= FEWEST) ?? chain.at(-1)!;
  const { wrong, judged: of } = tallies.get(from)![subgoal]!;
  const interval = wilson({ successes: wrong, trials: of });
  if (!interval.ok) {
    const what = `"${task.subgoals[subgoal]}" was ${name === ACHIEVED ? "achieved" : "not achieved"}`;
    throw new InputError(`The result judged no labelled transition in which ${what}; evaluate more of the data.`);
  }
  return { ...tally, from, rate: interval.estimate, low: interval.low, high: interval.high };
}

/** The errors of one row of a result. Throws an InputError for another row, or a result on other subgoals than the task's. */
export function errorTable(stored: StoredResult, row: string, task: own.Task = own.KEYROOM_PLAY): ErrorTable {
  const { result, items, judgements } = stored;
  const index = rowIndex(stored, row);
  requireTask(items, task);
  const names = strataNames(task);
  const tallies: Tallies = new Map(names.map((name) => [name, task.subgoals.map(empty)]));
  let labelled = 0;
  items.forEach((item, i) => {
    if (item.labels === undefined || item.labels.includes("unanswered")) return;
    labelled++;
    add(tallies, item, task, judgements[i]!.answers[index]!.verdicts);
  });
  const { name, version, hash, selection } = result.data;
  return {
    row: { name: row, kind: result.annotators[index]!.provenance.kind },
    data: { name, version, hash, selection },
    prompt: result.prompt.hash,
    items: labelled,
    strata: names.map((stratum) => ({
      name: stratum,
      cells: task.subgoals.map((_, i) => cellOf(tallies, stratum, task, i)),
    })),
  };
}
