/**
 * The worst errors of one row, by a declared rule. Where the row states probabilities: the surest first. Elsewhere one
 * error of each group in turn, false rewards on look-alikes first (a group a kind, the frequent ones first), then other
 * false rewards, misses, unanswered: so that the few that are shown are of as many kinds as there are. Ties go by the
 * order of the data. Transitions that read the same count once. Pure.
 */
import { DefaultMap } from "mnemonist";
import { type Judgement, partOf, type Transition } from "../../annotations/index.js";

export type ErrorClass = "false reward on a look-alike" | "false reward" | "missed" | "not answered";

const CLASSES: readonly ErrorClass[] = ["false reward on a look-alike", "false reward", "missed", "not answered"];

export interface WrongItem {
  /** Its place among the items. */
  readonly index: number;
  readonly what: ErrorClass;
  /** The kind of look-alike, where the data name one. */
  readonly kind: string | undefined;
  /** Probability that the row gave to the most wrong of its verdicts. */
  readonly sure: number | undefined;
  /** How many wrong transitions read the same, itself among them. */
  readonly alike: number;
}

export interface WorstErrors {
  readonly rule: "surest first" | "of each group in turn";
  /** Wrong transitions, and what of them. */
  readonly total: number;
  readonly counts: Readonly<Record<ErrorClass, number>>;
  /** Those that read differently. */
  readonly distinct: number;
  /** The chosen ones in the order of the rule. */
  readonly chosen: readonly WrongItem[];
}

/** A probability of yes a subgoal; none where the row states none. */
export interface Stated {
  readonly verdicts: Judgement["verdicts"];
  readonly confidence?: readonly (number | null)[];
}

export interface JudgedItems {
  readonly items: readonly Transition[];
  /** Aligned with `items`. */
  readonly judgements: readonly Stated[];
  /** What the row reads of an item: equal texts are one error. */
  readonly textOf: (item: Transition) => string;
}

/** Undefined where every labelled subgoal is answered rightly. */
function classOf(item: Transition, verdicts: Judgement["verdicts"]): ErrorClass | undefined {
  const labelled = item.subgoals.flatMap((_, i) => {
    const label = item.labels?.[i];
    return label === "yes" || label === "no" ? [{ label, verdict: verdicts[i] ?? "unanswered" }] : [];
  });
  if (labelled.some(({ label, verdict }) => label === "no" && verdict === "yes")) {
    const isLookAlike = item.kind !== undefined || partOf(item) === "hard negatives";
    return isLookAlike ? "false reward on a look-alike" : "false reward";
  }
  if (labelled.some(({ label, verdict }) => label === "yes" && verdict === "no")) return "missed";
  return labelled.some(({ verdict }) => verdict === "unanswered") ? "not answered" : undefined;
}

function sureness(item: Transition, { verdicts, confidence }: Stated): number | undefined {
  if (confidence === undefined) return undefined;
  const wrong = item.subgoals.flatMap((_, i) => {
    const [label, verdict, yes] = [item.labels?.[i], verdicts[i], confidence[i]];
    if (yes === undefined || yes === null || label === "unanswered" || label === undefined || verdict === label)
      return [];
    return verdict === "yes" ? [yes] : verdict === "no" ? [1 - yes] : [];
  });
  return wrong.length === 0 ? undefined : Math.max(...wrong);
}

/** First all of the first places, then all of the second ones, … */
export function inTurn<T>(groups: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => groups.flatMap((group) => group[turn] ?? [])).flat();
}

export function worstErrors({ items, judgements, textOf }: JudgedItems, most: number): WorstErrors {
  const counts = { "false reward on a look-alike": 0, "false reward": 0, missed: 0, "not answered": 0 };
  const first = new Map<string, WrongItem>();
  let total = 0;
  items.forEach((item, index) => {
    const judgement = judgements[index];
    const what = judgement === undefined ? undefined : classOf(item, judgement.verdicts);
    if (judgement === undefined || what === undefined) return;
    total++;
    counts[what]++;
    const text = `${what}\u001f${textOf(item)}`;
    const held = first.get(text);
    const sure = sureness(item, judgement);
    const one: WrongItem = held ?? { index, what, kind: item.kind, sure, alike: 0 };
    first.set(text, { ...one, alike: one.alike + 1 });
  });
  const wrong = [...first.values()];
  const isSure = wrong.some(({ sure }) => sure !== undefined);
  const surest = [...wrong].sort((a, b) => (b.sure ?? -1) - (a.sure ?? -1) || rank(a) - rank(b) || a.index - b.index);
  const chosen = isSure ? surest : inTurn(groupsOf(wrong));
  return {
    rule: isSure ? "surest first" : "of each group in turn",
    total,
    counts,
    distinct: wrong.length,
    chosen: chosen.slice(0, most),
  };
}

const rank = ({ what }: WrongItem): number => CLASSES.indexOf(what);

function groupsOf(wrong: readonly WrongItem[]): readonly (readonly WrongItem[])[] {
  const groups = new DefaultMap<string, WrongItem[]>(() => []);
  for (const one of wrong) groups.get(groupName(one)).push(one);
  return [...groups.values()].sort(
    ([a], [b]) =>
      rank(a!) - rank(b!) ||
      size(groups.get(groupName(b!))) - size(groups.get(groupName(a!))) ||
      (groupName(a!) < groupName(b!) ? -1 : 1),
  );
}

const size = (group: readonly WrongItem[]): number => group.reduce((sum, { alike }) => sum + alike, 0);

/** "false reward on a look-alike: apply without a key". */
export const groupName = ({ what, kind }: WrongItem): string =>
  what === "false reward on a look-alike" && kind !== undefined ? `${what}: ${kind}` : what;

/** The chosen ones by group, groups and members in the order in which the rule took them. */
export function byGroup(chosen: readonly WrongItem[]): readonly (readonly [string, readonly WrongItem[]])[] {
  const groups = new DefaultMap<string, WrongItem[]>(() => []);
  for (const one of chosen) groups.get(groupName(one)).push(one);
  return [...groups.entries()];
}

/** How they were chosen, in a sentence for the page. */
export const RULE_WORDS: Readonly<Record<WorstErrors["rule"], string>> = {
  "surest first": "Chosen: those of which the row was surest first, then in the order of the data.",
  "of each group in turn":
    "Chosen: one of each group in turn, false rewards on look-alikes first (kinds with most errors first), then other false rewards, misses and what was not answered; within a group in the order of the data.",
};
