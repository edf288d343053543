/**
 * The published line format of transitions: one JSON object a line,
 * `{task, subgoals, before, action, after, message?, labels?, episode?, step?, …}`, frames as one text, as rows, or as
 * an object that also says where the hero is. Ours, MiniGrid's, anybody's. `data/schema/transition.schema.json` is made
 * from the schema below.
 */
import { z } from "zod";
import { type Frame, InputError, type Line, readLines, visible } from "../envs/index.js";
import { ANY } from "./score.js";
import type { Transition } from "./transition.js";
import type { Verdict } from "./verdict.js";

const LONGEST_TEXT = 20_000;
const text = z.string().max(LONGEST_TEXT);
const rows = z
  .union([text, z.array(z.string().max(2_000)).max(1_000)])
  .describe("The map: one text with line breaks, or a list of rows.");

const frameInput = z
  .union([
    rows,
    z
      .strictObject({
        rows,
        hero: z
          .union([
            z.strictObject({ x: z.number().int(), y: z.number().int() }),
            z.tuple([z.number().int(), z.number().int()]),
          ])
          .optional()
          .describe("Column and row of the hero, 0 at the top left."),
        message: text.optional().describe("The message line of this moment."),
        inventory: z
          .array(z.union([text, z.strictObject({ letter: z.string().max(8), text })]))
          .max(200)
          .optional(),
        status: z.array(text).max(10).optional().describe("Status lines as a terminal shows them below the map."),
      })
      .describe("A frame with what else the observer sees."),
  ])
  .describe("A frame: what an observer of one moment sees.");

export const transitionLine = z
  .strictObject({
    id: z.string().min(1).max(300).optional().describe("Unique within the file; the line's number when absent."),
    task: text.describe("The task in words."),
    subgoals: z
      .array(z.string().min(1).max(300))
      .min(1)
      .max(64)
      .describe("Names of the subgoals that are asked about, all different."),
    before: frameInput,
    action: z.string().min(1).max(300),
    after: frameInput,
    message: text.optional().describe("What the game said in answer to the action."),
    labels: z
      .record(z.string(), z.union([z.boolean(), z.null()]))
      .optional()
      .describe("Per subgoal: achieved by this transition or not; null where nobody labelled it."),
    labelledBy: z.string().min(1).max(100).optional().describe("truth, human:NAME, script:NAME or given."),
    episode: z.union([z.string().min(1).max(300), z.number()]).optional(),
    step: z.number().int().min(0).optional(),
    part: z.string().min(1).max(100).optional(),
    kind: z.string().min(1).max(200).optional(),
    split: z.string().min(1).max(100).optional(),
  })
  .describe("One transition of a gridworld, one JSON object a line.");

type LineInput = z.infer<typeof transitionLine>;

/** The published JSON schema of a line (draft 2020-12). */
export function transitionJsonSchema(): Record<string, unknown> {
  return { title: "calmhack transition", ...z.toJSONSchema(transitionLine, { io: "input" }) };
}

/** Right-trimmed, as they are written: a transition that was stored gives the prompt that it gave before. */
function rowsOf(input: string | readonly string[]): readonly string[] {
  const lines = typeof input === "string" ? input.replace(/\r/g, "").replace(/\n$/, "").split("\n") : input;
  return lines.map((row) => row.trimEnd());
}

/** A unique "@" is the hero when the file does not say where the hero is. */
function findHero(frameRows: readonly string[]): Frame["hero"] {
  const found = frameRows.flatMap((row, y) =>
    row.includes("@") ? [...row].flatMap((cell, x) => (cell === "@" ? [{ x, y }] : [])) : [],
  );
  return found.length === 1 ? found[0] : undefined;
}

function frameOf(input: LineInput["before"], message: string | undefined): Frame {
  const full = typeof input === "string" || Array.isArray(input) ? { rows: input } : input;
  const frameRows = rowsOf(full.rows);
  const said = full.hero;
  const hero = said === undefined ? findHero(frameRows) : "x" in said ? said : { x: said[0], y: said[1] };
  return {
    rows: frameRows,
    message: message ?? full.message ?? "",
    ...(hero === undefined ? {} : { hero }),
    ...(full.inventory === undefined
      ? {}
      : { inventory: full.inventory.map((item) => (typeof item === "string" ? { letter: "", text: item } : item)) }),
    ...(full.status === undefined ? {} : { status: full.status }),
  };
}

/** The labels as they stand in the line: the schema has checked them, but leaves out a name "__proto__". */
function givenLabels(value: unknown): ReadonlyMap<string, unknown> {
  const labels: unknown = Object.getOwnPropertyDescriptor(value, "labels")?.value;
  return new Map(Object.entries(labels ?? {}));
}

function labelsOf(input: LineInput, value: unknown, where: string): readonly Verdict[] | undefined {
  if (input.labels === undefined) return undefined;
  const labels = givenLabels(value);
  for (const [name, label] of labels) {
    if (!input.subgoals.includes(name)) {
      throw new InputError(`${where}: a label names "${visible(name, 60)}", which is not among the subgoals.`);
    }
    if (typeof label !== "boolean" && label !== null) {
      throw new InputError(`${where}: the label of "${visible(name, 60)}" is neither true, false nor null.`);
    }
  }
  return input.subgoals.map((name) => {
    const label = labels.get(name);
    return label === true ? "yes" : label === false ? "no" : "unanswered";
  });
}

interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a value that fits none of several forms, the one that it came nearest to is the one that was meant. */
function nearest(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Complaint {
  const path = [...above, ...issue.path];
  if (issue.code !== "invalid_union") return { path, message: issue.message };
  const within = issue.errors.flatMap((branch) => branch.slice(0, 1).map((inner) => nearest(inner, path)));
  const deepest = within.reduce<Complaint>((a, b) => (b.path.length > a.path.length ? b : a), { path, message: "" });
  return deepest.message === "" ? { path, message: issue.message } : deepest;
}

/** The shortest true sentence about why a value does not fit the schema. */
function complaint(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "it does not fit";
  const { path, message } = nearest(issue, []);
  const said = message.replace("received undefined", "but it is missing");
  return visible(`${path.join(".") || "the object"}: ${said}`, 160);
}

/** One line to one transition. Throws an InputError that names file and line. */
export function parseTransition(line: Line, file: string): Transition {
  const where = `${visible(file)}:${line.number}`;
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    throw new InputError(`${where}: this line is no JSON object; a transition is one JSON object a line.`);
  }
  const parsed = transitionLine.safeParse(value);
  if (!parsed.success) {
    throw new InputError(`${where}: not a transition (${complaint(parsed.error)}).`);
  }
  const input = parsed.data;
  if (new Set(input.subgoals).size !== input.subgoals.length) {
    throw new InputError(`${where}: a subgoal is named twice; names must differ.`);
  }
  if (input.subgoals.includes(ANY)) {
    throw new InputError(`${where}: a subgoal is named "${ANY}", which is the name of a column of every table.`);
  }
  const labels = labelsOf(input, value, where);
  const optional = {
    ...(labels === undefined ? {} : { labels, labelledBy: input.labelledBy ?? "given" }),
    ...(input.episode === undefined ? {} : { episode: String(input.episode) }),
    ...(input.step === undefined ? {} : { step: input.step }),
    ...(input.part === undefined ? {} : { part: input.part }),
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.split === undefined ? {} : { split: input.split }),
  };
  return {
    id: input.id ?? `line ${line.number}`,
    task: input.task,
    subgoals: input.subgoals,
    before: frameOf(input.before, undefined),
    action: input.action,
    after: frameOf(input.after, input.message),
    ...optional,
  };
}

export interface ReadOptions {
  /** What a line that is no transition becomes: the end of the reading, or a value in its place. */
  readonly damaged: "throw" | "report";
}

/**
 * Transitions of a stream of any length, one in memory at a time; blank lines are passed over. With "report", a line
 * that is no transition comes out as the InputError that names it, in its place.
 */
export function readTransitions(path: string, options: { damaged: "throw" }): AsyncGenerator<Transition>;
export function readTransitions(path: string, options: ReadOptions): AsyncGenerator<Transition | InputError>;
export async function* readTransitions(path: string, options: ReadOptions): AsyncGenerator<Transition | InputError> {
  const name = path === "-" ? "standard input" : path;
  for await (const line of readLines(path)) {
    if (line.text.trim() === "") continue;
    try {
      yield parseTransition(line, name);
    } catch (error) {
      if (options.damaged === "throw" || !(error instanceof InputError)) throw error;
      yield error;
    }
  }
}

function frameLine(frame: Frame): LineInput["before"] {
  const { hero, inventory, status } = frame;
  return {
    rows: frame.rows.map((row) => row.trimEnd()),
    ...(hero === undefined ? {} : { hero: [hero.x, hero.y] }),
    ...(frame.message === "" ? {} : { message: frame.message }),
    ...(inventory === undefined ? {} : { inventory: inventory.map(({ letter, text }) => ({ letter, text })) }),
    ...(status === undefined ? {} : { status: [...status] }),
  };
}

/** The line of a transition, keys in a fixed order, no line break at the end. */
export function transitionText(transition: Transition): string {
  const { labels, subgoals } = transition;
  const line: LineInput = {
    id: transition.id,
    ...(transition.part === undefined ? {} : { part: transition.part }),
    ...(transition.kind === undefined ? {} : { kind: transition.kind }),
    ...(transition.split === undefined ? {} : { split: transition.split }),
    ...(transition.episode === undefined ? {} : { episode: transition.episode }),
    ...(transition.step === undefined ? {} : { step: transition.step }),
    task: transition.task,
    subgoals: [...subgoals],
    action: transition.action,
    ...(labels === undefined
      ? {}
      : {
          labels: Object.fromEntries(
            subgoals.map((name, i) => [name, labels[i] === "yes" || (labels[i] === "no" ? false : null)]),
          ),
          labelledBy: transition.labelledBy ?? "given",
        }),
    before: frameLine(transition.before),
    after: frameLine(transition.after),
  };
  return JSON.stringify(line);
}
