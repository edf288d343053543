/**
 * Transitions as rows of flat, typed columns: what CSV and Parquet files hold and what table readers (pandas, polars,
 * Hugging Face `datasets`) show. A row becomes a transition through the published line format, so a table is checked by
 * the same rules as a JSONL file.
 *
 * Frames are text, lines joined by "\n". Labels are a list aligned with `subgoals`; null where nobody labelled.
 */
import { type Frame, InputError, visible } from "../envs/index.js";
import type { Transition } from "./transition.js";
import { parseTransition } from "./transition-file.js";

/** A cell; null is "not known", which differs from an empty text or list. */
export type Cell = string | number | null | readonly string[] | readonly (boolean | null)[];
export type TableRow = Readonly<Record<string, Cell>>;

export interface Column {
  readonly name: string;
  readonly kind: "text" | "integer" | "texts" | "flags";
  /** "required": a table needs it. "given": written always, may be absent. "nullable": cells may be null. */
  readonly presence: "required" | "given" | "nullable";
}

const column = (name: string, kind: Column["kind"], presence: Column["presence"]): Column => ({ name, kind, presence });

const frameColumns = (name: "before" | "after", message: string): readonly Column[] => [
  column(name, "text", "nullable"),
  column(message, "text", "given"),
  column(`${name}_hero_x`, "integer", "nullable"),
  column(`${name}_hero_y`, "integer", "nullable"),
  column(`${name}_inventory_letters`, "texts", "nullable"),
  column(`${name}_inventory`, "texts", "nullable"),
  column(`${name}_status`, "texts", "nullable"),
];

/** In the order in which they are written. */
export const COLUMNS: readonly Column[] = [
  column("id", "text", "given"),
  column("part", "text", "nullable"),
  column("kind", "text", "nullable"),
  column("split", "text", "nullable"),
  column("episode", "text", "nullable"),
  column("step", "integer", "nullable"),
  column("task", "text", "required"),
  column("subgoals", "texts", "required"),
  column("action", "text", "required"),
  column("labels", "flags", "nullable"),
  column("labelled_by", "text", "nullable"),
  ...frameColumns("before", "before_message"),
  ...frameColumns("after", "message"),
];

/** Of a folder for the Hub: the row's place in the whole, over all files. */
export const POSITION: Column = column("position", "integer", "nullable");

const NEEDED = ["task", "subgoals", "action", "before", "after"];
/** Written by pandas when nobody asked for it. */
const INDEX_COLUMN = "__index_level_0__";

/** Throws an InputError for a column that is missing, misspelt or there twice. */
export function requireColumns(names: readonly string[], path: string): void {
  const accepted = [...COLUMNS, POSITION].map(({ name }) => name);
  const shown = visible(path);
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new InputError(`${shown} has no column ${missing.join(", ")}; needed are ${NEEDED.join(", ")}.`);
  }
  const unknown = names.find((name) => !accepted.includes(name) && name !== INDEX_COLUMN);
  if (unknown !== undefined) {
    throw new InputError(
      `${shown} has a column "${visible(unknown, 60)}" that is unknown; accepted are ${accepted.join(", ")}.`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${shown} has the column ${twice} twice.`);
}

function frameCells(name: "before" | "after", message: string, frame: Frame, id: string): TableRow {
  const { rows, hero, inventory, status } = frame;
  if (rows.some((row) => row.includes("\n"))) {
    throw new InputError(
      `${visible(id, 80)}: a row of its map holds a line break, which a column of text cannot keep; use JSONL.`,
    );
  }
  return {
    [name]: rows.length === 0 ? null : rows.map((row) => row.trimEnd()).join("\n"),
    [message]: frame.message,
    [`${name}_hero_x`]: hero?.x ?? null,
    [`${name}_hero_y`]: hero?.y ?? null,
    [`${name}_inventory_letters`]: inventory?.map(({ letter }) => letter) ?? null,
    [`${name}_inventory`]: inventory?.map(({ text }) => text) ?? null,
    [`${name}_status`]: status ?? null,
  };
}

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** UTF-8, which both formats are written in, has no code for half of a pair. */
function requireText(row: TableRow, id: string): void {
  for (const [name, cell] of Object.entries(row)) {
    const texts = typeof cell === "string" ? [cell] : Array.isArray(cell) ? cell : [];
    if (texts.every((text: unknown) => typeof text !== "string" || isWellFormed(text))) continue;
    throw new InputError(
      `${visible(id, 80)}: its ${name} holds half of a surrogate pair, which UTF-8 cannot keep; use JSONL.`,
    );
  }
}

/** All columns, in order. Throws an InputError for what a table cannot keep exactly. */
export function rowOf(transition: Transition): TableRow {
  const { id, part, kind, split, episode, step, task, subgoals, action, labels, labelledBy } = transition;
  const flags = labels?.map((label) => label === "yes" || (label === "no" ? false : null));
  const row: TableRow = {
    id,
    part: part ?? null,
    kind: kind ?? null,
    split: split ?? null,
    episode: episode ?? null,
    step: step ?? null,
    task,
    subgoals,
    action,
    labels: flags ?? null,
    labelled_by: labels === undefined ? null : (labelledBy ?? "given"),
    ...frameCells("before", "before_message", transition.before, id),
    ...frameCells("after", "message", transition.after, id),
  };
  requireText(row, id);
  return row;
}

const known = (row: TableRow, name: string): Cell | undefined => row[name] ?? undefined;

function inventoryLine(row: TableRow, name: string, where: string): object {
  const texts = known(row, `${name}_inventory`);
  const letters = known(row, `${name}_inventory_letters`);
  if (!Array.isArray(texts)) return {};
  if (letters === undefined) return { inventory: texts };
  if (!Array.isArray(letters) || letters.length !== texts.length) {
    throw new InputError(`${where}: ${name}_inventory and ${name}_inventory_letters differ in length.`);
  }
  return { inventory: texts.map((text, i) => ({ letter: letters[i], text })) };
}

function frameLine(row: TableRow, name: "before" | "after", where: string): object {
  const [text, x, y] = [name, `${name}_hero_x`, `${name}_hero_y`].map((key) => known(row, key));
  if ((x === undefined) !== (y === undefined)) {
    throw new InputError(`${where}: of ${name}_hero_x and ${name}_hero_y one is missing.`);
  }
  return {
    rows: typeof text === "string" ? text.split("\n") : [],
    ...(x === undefined ? {} : { hero: [x, y] }),
    message: known(row, name === "before" ? "before_message" : "message") ?? "",
    ...inventoryLine(row, name, where),
    ...(known(row, `${name}_status`) === undefined ? {} : { status: known(row, `${name}_status`) }),
  };
}

function labelsLine(row: TableRow, where: string): object {
  const labels = known(row, "labels");
  const { subgoals } = row;
  if (labels === undefined) return {};
  if (!Array.isArray(labels) || !Array.isArray(subgoals) || labels.length !== subgoals.length) {
    throw new InputError(`${where}: labels and subgoals differ in length.`);
  }
  return {
    labels: Object.fromEntries(subgoals.map((name, i) => [name, labels[i]])),
    labelledBy: known(row, "labelled_by"),
  };
}

/** Where a row stands: the file, and its line (CSV) or its number from 1 (Parquet). */
export interface RowPlace {
  readonly path: string;
  readonly number: number;
}

/**
 * A row as a transition, checked by the rules of the line format. A hero that is not given is looked for as there,
 * so a frame whose only "@" is no hero cannot come back exactly: neither can it in JSONL.
 */
export function transitionOf(row: TableRow, { path, number }: RowPlace): Transition {
  const where = `${visible(path)}:${number}`;
  const plain = Object.fromEntries(
    ["id", "part", "kind", "split", "episode", "step", "task", "subgoals", "action"].map((name) => [
      name,
      known(row, name),
    ]),
  );
  const line = {
    ...plain,
    ...labelsLine(row, where),
    before: frameLine(row, "before", where),
    after: frameLine(row, "after", where),
  };
  return parseTransition({ number, text: JSON.stringify(line) }, path);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isFlag = (value: unknown): value is boolean | null => typeof value === "boolean" || value === null;

/** A list that a file holds as such or as JSON text. */
function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.map((entry: unknown) => entry ?? null);
  if (!isText(value) || !value.startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function integerOf(value: unknown): number | undefined {
  // What pandas makes of whole numbers in a column with gaps.
  const number = isText(value) ? (/^-?\d{1,15}(\.0*)?$/.test(value) ? Number(value) : Number.NaN) : Number(value);
  const isNumber = typeof value === "number" || typeof value === "bigint" || isText(value);
  return isNumber && Number.isSafeInteger(number) ? number : undefined;
}

/** What a file gave for a column, as that column's kind. Throws an InputError that names file, row and column. */
export function cellOf({ name, kind }: Column, value: unknown, { path, number }: RowPlace): Cell {
  // pandas' gap in a column of numbers.
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  const refuse = (what: string) => new InputError(`${visible(path)}:${number}: the column ${name} needs ${what}.`);
  if (kind === "text") {
    // An episode may be a number, as in the line format.
    const text = isText(value)
      ? value
      : typeof value === "bigint" || typeof value === "number"
        ? `${value}`
        : undefined;
    if (text === undefined) throw refuse("text");
    return text;
  }
  if (kind === "integer") {
    const integer = integerOf(value);
    if (integer === undefined) throw refuse(`a whole number, not "${visible(String(value), 40)}"`);
    return integer;
  }
  const list = listOf(value);
  if (kind === "texts") {
    if (list?.every(isText)) return list;
    throw refuse('a list of texts, such as ["open the door"]');
  }
  if (list?.every(isFlag)) return list;
  throw refuse("a list of true, false and null, such as [true, null]");
}
