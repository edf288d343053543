/**
 * What `view` shows, apart from how: the judged items of one row of a result, each with its truth.
 */
import { type Transition, type Verdict, viewOf } from "../annotations/index.js";
import { promptText, type StoredResult } from "../calm/index.js";
import { type Frame, InputError, visible } from "../envs/index.js";
import { type Cell, frameCells, rowText } from "./colour.js";
import { boundingBox, boxCells } from "./episode-strip.js";

export interface Entry {
  readonly item: Transition;
  readonly row: string;
  /** Aligned with the subgoals. */
  readonly verdicts: readonly Verdict[];
  /** P(yes) per subgoal, where the row states it. */
  readonly confidence: readonly (number | null)[];
  readonly failure: string | undefined;
  readonly raw: string | undefined;
  /** A labelled subgoal is answered otherwise, or not answered. */
  readonly wrong: boolean;
}

export const rowNames = ({ result }: StoredResult): readonly string[] =>
  result.annotators.map(({ provenance }) => provenance.name);

/** The first model; where there is none, the floor that errs most instructively. */
export function defaultRow(stored: StoredResult): string {
  const isModel = (kind: string) => kind === "model" || kind === "replayed" || kind === "mock";
  const model = stored.result.annotators.find(({ provenance }) => isModel(provenance.kind));
  const names = rowNames(stored);
  return model?.provenance.name ?? names.find((name) => name === "action only") ?? names[0] ?? "";
}

/** Of a majority: every answer under its number. */
const samplesText = (samples: StoredResult["judgements"][number]["answers"][number]["samples"]): string | undefined =>
  samples?.map(({ raw, failure }, k) => `${k + 1}: ${raw ?? failure?.reason ?? "no answer"}`).join("\n");

/** Throws an InputError when the result has no such row. */
export function entriesOf(stored: StoredResult, row: string): readonly Entry[] {
  const index = rowNames(stored).indexOf(row);
  if (index < 0) {
    const names = rowNames(stored).map((name) => visible(name, 40));
    throw new InputError(`The result has no row "${visible(row, 40)}"; its rows are ${names.join(", ")}.`);
  }
  return stored.items.map((item, i): Entry => {
    const answer = stored.judgements[i]?.answers[index];
    const verdicts = answer?.verdicts ?? [];
    const failure = answer?.failure;
    return {
      item,
      row,
      verdicts,
      confidence: answer?.confidence ?? [],
      failure: failure === undefined ? undefined : `${failure.reason}: ${failure.detail}`,
      raw: answer?.raw ?? samplesText(answer?.samples),
      wrong: item.labels?.some((label, s) => label !== "unanswered" && label !== verdicts[s]) ?? false,
    };
  });
}

export interface FramePair {
  readonly before: readonly (readonly Cell[])[];
  readonly after: readonly (readonly Cell[])[];
}

/** The crop that a crop prompt shows; else the part of the map on which anything is seen. */
export function framePair(item: Transition, window: "crop" | "map"): FramePair {
  const { before, after } = item;
  const hasCrop = window === "crop" && before.hero !== undefined && after.hero !== undefined;
  if (hasCrop) return { before: frameCells(before, after, "crop"), after: frameCells(after, before, "crop") };
  const box = boundingBox([before, after]);
  const cells = (frame: Frame, other: Frame) => boxCells(frame, other, box);
  return { before: cells(before, after), after: cells(after, before) };
}

/** What was done and said, and both frames side by side: plain lines. */
export function momentLines(item: Transition, window: "crop" | "map"): readonly string[] {
  const { before, after } = framePair(item, window);
  const width = Math.max(24, ...before.map((row) => row.length)) + 4;
  const frames = Array.from({ length: Math.max(before.length, after.length) }, (_, y) =>
    `${rowText(before[y] ?? [], "plain").padEnd(width)}${rowText(after[y] ?? [], "plain")}`.trimEnd(),
  );
  return [
    `action ${visible(item.action)}; message before "${visible(item.before.message)}", after "${visible(item.after.message)}"`,
    ...frames,
  ];
}

/** Whose labels an item is judged by: the truth, or a rater who stands in its place. */
export function referenceName({ labelledBy }: Transition): string {
  const isRater = labelledBy?.startsWith("human:") || labelledBy?.startsWith("script:");
  return isRater ? visible(labelledBy ?? "", 40) : "truth";
}

export interface SubgoalLine {
  readonly name: string;
  readonly truth: string;
  /** With the confidence that the row states. */
  readonly verdict: string;
  readonly wrong: boolean;
}

export function subgoalLines({ item, verdicts, confidence }: Entry): readonly SubgoalLine[] {
  return item.subgoals.map((name, i) => {
    const truth = item.labels?.[i] ?? "unanswered";
    const verdict = verdicts[i] ?? "unanswered";
    const known = truth !== "unanswered";
    const stated = confidence[i] ?? null;
    return {
      name: visible(name, 40),
      truth: known ? truth : "no label",
      verdict: stated === null ? verdict : `${verdict} (P(yes) ${stated.toFixed(2)})`,
      wrong: known && truth !== verdict,
    };
  });
}

export function entryTitle({ item, row }: Entry): string {
  const place = [item.part, item.kind].flatMap((text) => (text === undefined ? [] : [visible(text, 40)])).join(": ");
  return `${visible(row, 40)}: ${visible(item.id, 60)}${place === "" ? "" : `, ${place}`}`;
}

/** Where the item of an id stands. Throws an InputError when it is not there. */
export function placeOf(entries: readonly Entry[], id: string): number {
  const place = entries.findIndex(({ item }) => item.id === id);
  if (place >= 0) return place;
  throw new InputError(`There is no item "${visible(id, 60)}" among the ${entries.length} transitions.`);
}

/** The prompt that was asked, from the words that the result holds. */
export const entryPrompt = (stored: StoredResult, { item }: Entry): string =>
  promptText(stored.result.prompt.template, viewOf(item));
