/**
 * A rater's label file as text: JSON lines that are only ever added to. First the head (who, of which data, under which
 * instructions, since when), then plans (what is shown, in which order) and sheets (all that one showing holds after a
 * key; the last one of a showing counts).
 *
 * Invariants: a line counts only with its line end; every line carries a check over itself and the check before it, so
 * that a line changed, lost, added or moved anywhere is found. What no check can find is whole lines missing at the end.
 */
import { z } from "zod";
import { InputError, visible } from "../../envs/index.js";
import { sha256 } from "../dataset-file.js";
import type { Showing } from "./plan.js";
import { parseRater } from "./rater.js";

export const LABELS_FORMAT = "calmhack-labels/1";

/** open: no answer yet; unsure: an answer, but no label. */
const mark = z.enum(["yes", "no", "unsure", "open"]);
export type Mark = z.infer<typeof mark>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const when = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const check = z.string();

const headLine = z.strictObject({
  format: z.literal(LABELS_FORMAT),
  rater: z.string(),
  data: z.strictObject({ name: z.string(), version: z.string(), hash }),
  instructions: z.strictObject({ hash, text: z.string() }),
  /** What of a frame is shown. */
  window: z.enum(["crop", "map"]),
  began: when,
  calmhack: z.string(),
  /** Present in an adjudication: whose disagreements were looked at, and the SHA-256 of their files. */
  adjudicates: z.array(z.strictObject({ rater: z.string(), hash })).optional(),
});
export type LabelHead = z.infer<typeof headLine>;

const planLine = z.strictObject({
  at: when,
  plan: z.array(z.tuple([z.string(), z.union([z.literal(1), z.literal(2)])])),
  check,
});

const sheetLine = z.strictObject({
  at: when,
  showing: z.number().int().min(0),
  id: z.string(),
  time: z.union([z.literal(1), z.literal(2)]),
  marks: z.array(mark).min(1),
  state: z.enum(["open", "done", "skipped"]),
  /** Seconds on the screen so far. */
  seconds: z.number().min(0),
  note: z.string().optional(),
  /** This line takes the last one back. */
  undo: z.literal(true).optional(),
  check,
});

/** What one showing holds. */
export interface Sheet {
  readonly marks: readonly Mark[];
  readonly note: string;
  readonly state: "open" | "done" | "skipped";
  readonly seconds: number;
}

/** A change that can be taken back: which showing, and what it held before (nothing, for the first change). */
export interface Change {
  readonly showing: number;
  readonly before: Sheet | undefined;
}

export interface LabelLog {
  readonly head: LabelHead;
  readonly plan: readonly Showing[];
  /** Aligned with the plan. */
  readonly sheets: readonly (Sheet | undefined)[];
  readonly changes: readonly Change[];
  readonly lastAt: string;
  /** Of the last line. */
  readonly check: string;
  /** "cut": the last line has no end, and does not count. */
  readonly end: "whole" | "cut";
}

const checkOf = (before: string, body: string): string => sha256(`${before}\n${body}`).slice(0, 16);

/** The line of a value, line end included, and its check. */
function sealed(value: object, before: string): { readonly text: string; readonly check: string } {
  const body = JSON.stringify(value);
  const made = checkOf(before, body);
  return { text: `${body.slice(0, -1)},"check":"${made}"}\n`, check: made };
}

export type Sealed = ReturnType<typeof sealed>;

export const headText = (head: LabelHead): Sealed => sealed(head, "");

export const planText = (plan: readonly Showing[], at: string, before: string): Sealed =>
  sealed({ at, plan: plan.map(({ id, time }) => [id, time]) }, before);

export interface SheetEntry {
  readonly at: string;
  readonly showing: number;
  readonly of: Showing;
  readonly sheet: Sheet;
  readonly why: "key" | "undo";
}

export function sheetText({ at, showing, of, sheet, why }: SheetEntry, before: string): Sealed {
  const { marks, state, note } = sheet;
  const seconds = Math.round(sheet.seconds * 10) / 10;
  const optional = { ...(note === "" ? {} : { note }), ...(why === "undo" ? { undo: true } : {}) };
  return sealed({ at, showing, id: of.id, time: of.time, marks, state, seconds, ...optional }, before);
}

const SEAL = /,"check":"([0-9a-f]{16})"\}$/;

function parsed<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const place = visible(outcome.error.issues[0]?.path.join(".") || "the line", 60);
  throw new InputError(`${where} is no line of a label file of format ${LABELS_FORMAT} (${place}).`);
}

/** The value of a line whose check is right. */
function opened(text: string, before: string, where: string): { readonly value: unknown; readonly check: string } {
  const found = SEAL.exec(text);
  const made = found?.[1] ?? "";
  const body = found === null ? "" : `${text.slice(0, found.index)}}`;
  if (found === null || checkOf(before, body) !== made) {
    throw new InputError(`${where} is damaged or was changed: its check does not fit; labels count only as given.`);
  }
  return { value: JSON.parse(text), check: made };
}

function headOf(value: unknown, name: string, where: string): LabelHead {
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format !== LABELS_FORMAT) {
    throw new InputError(`${name} is no label file of format ${LABELS_FORMAT}; "npx calmhack annotate" makes one.`);
  }
  const { check: _seal, ...head } = parsed(headLine.extend({ check }), value, where);
  parseRater(head.rater);
  return head;
}

/** What a label file holds. Throws an InputError that names the line. */
export function parseLog(text: string, path: string): LabelLog {
  const name = visible(path);
  const lines = text.split("\n");
  const rest = lines.pop() ?? "";
  const where = (i: number) => `${name}:${i + 1}`;
  const [first, ...others] = lines;
  const looks = (first ?? rest).startsWith(`{"format":"${LABELS_FORMAT}"`);
  if (!looks || first === undefined) headOf(undefined, name, where(0));
  const top = opened(first ?? "", "", where(0));
  const head = headOf(top.value, name, where(0));
  const plan: Showing[] = [];
  const sheets: (Sheet | undefined)[] = [];
  const changes: Change[] = [];
  let [last, at] = [top.check, head.began];
  others.forEach((line, i) => {
    const { value, check: made } = opened(line, last, where(i + 1));
    last = made;
    if (typeof value === "object" && value !== null && "plan" in value) {
      const { plan: more, at: then } = parsed(planLine, value, where(i + 1));
      plan.push(...more.map(([id, time]) => ({ id, time })));
      at = then;
      return;
    }
    const { showing, id, time, marks, state, seconds, note, undo, at: then } = parsed(sheetLine, value, where(i + 1));
    const of = plan[showing];
    if (of?.id !== id || of.time !== time) {
      throw new InputError(`${where(i + 1)} labels a showing that was not planned.`);
    }
    if (undo === true) changes.pop();
    else changes.push({ showing, before: sheets[showing] });
    sheets[showing] = { marks, state, seconds, note: note ?? "" };
    at = then;
  });
  const shown = new Set(plan.map(({ id, time }) => `${time} ${id}`));
  if (shown.size !== plan.length) throw new InputError(`${name} plans an item twice for the same time.`);
  return {
    head,
    plan,
    sheets: plan.map((_, i) => sheets[i]),
    changes,
    lastAt: at,
    check: last,
    end: rest === "" ? "whole" : "cut",
  };
}
