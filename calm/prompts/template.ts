/**
 * A prompt is data: CALM's nine parts (arXiv 2409.12798: role, legend, task, subgoals, instruction, remark, output
 * format, input, output remark) in our own words, a window in which frames are shown, and a version. The hash of all of
 * it stands in every recording and result, so an answer to other words can never pass for an answer to these.
 *
 * Parts may hold slots: {task} {subgoals} {example} {before} {after} {messageBefore} {messageAfter} {action}
 * {inventoryBefore} {inventoryAfter} {steps} {firstOnly} {firstOnlyTimes}. Slots are filled once, from left to right; filled text is never read again.
 */
import { z } from "zod";
import type { TransitionView } from "../../annotations/index.js";
import { type Frame, frameLines, InputError, visible } from "../../envs/index.js";
import { contentHash } from "../canonical.js";
import { changedLines } from "./changed-cells.js";

export const PART_NAMES = [
  "role",
  "legend",
  "task",
  "subgoals",
  "instruction",
  "remark",
  "format",
  "input",
  "closing",
] as const;

export const promptSchema = z.strictObject({
  /** Name and version, e.g. "crop/1". */
  id: z.string().regex(/^[\w.-]+\/\d+$/, "a name and a version, such as crop/1"),
  /** changes: of both frames the cells that changed (`changed-cells.ts`), and none without a change. */
  window: z.enum(["crop", "map", "screen", "changes"]),
  separator: z.enum(["", " "]),
  /**
   * How an answer is read; "verdicts" when absent. free: verdicts without structured output. times: lists of times, of
   * which 1 is the step's. found: the model names subgoals of its own, and any of them is meant.
   */
  answer: z.enum(["verdicts", "free", "times", "found"]).exactOptional(),
  /** The message line of a screen is blanked, too. */
  message: z.literal("hidden").exactOptional(),
  parts: z.strictObject({
    role: z.string(),
    legend: z.string(),
    task: z.string(),
    subgoals: z.string(),
    instruction: z.string(),
    remark: z.string(),
    format: z.string(),
    input: z.string(),
    closing: z.string(),
  }),
});

export type PromptTemplate = z.infer<typeof promptSchema>;

/** Identity of the words: SHA-256 over the canonical template, 64 hex digits. */
export const promptHash = (template: PromptTemplate): string => contentHash(template);

/**
 * A frame's lines are indented, all other lines of a prompt begin at the margin: no row of a map, however hostile, can
 * pass for a line of the prompt.
 */
function block(view: TransitionView, moment: "before" | "after", template: PromptTemplate): string {
  return linesOf(view, moment, template)
    .map((line) => `  ${visible(line)}`)
    .join("\n");
}

function linesOf(view: TransitionView, moment: "before" | "after", template: PromptTemplate): readonly string[] {
  const { window, separator } = template;
  if (window === "changes") {
    const lines = changedLines(view.before, view.after, moment);
    return lines.length === 0 ? ["no cell changed"] : lines;
  }
  const frame = view[moment];
  return frameLines(template.message === "hidden" ? { ...frame, message: "" } : frame, { window, separator });
}

/** A name as JSON that shows all of it: what `visible` would escape is escaped as JSON escapes, so it reads back. */
function quoted(name: string): string {
  const escaped = (character: string) =>
    Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`);
  return [...JSON.stringify(name)].map((c) => (visible(c) === c ? c : escaped(c).join(""))).join("");
}

function carried(frame: Frame): string {
  if (frame.inventory === undefined) return "not told";
  if (frame.inventory.length === 0) return "nothing";
  return visible(
    frame.inventory.map((item) => `${item.letter === "" ? "" : `${item.letter} - `}${item.text}`).join("; "),
  );
}

function slots(template: PromptTemplate, view: TransitionView): ReadonlyMap<string, string> {
  const names = view.subgoals.map(quoted);
  return new Map([
    ["task", visible(view.task)],
    ["subgoals", names.map((name) => `- ${name}`).join("\n")],
    ["example", `{${names.map((name) => `${name}: BOOLEAN`).join(", ")}}`],
    ["steps", view.subgoals.map((name, i) => `${i + 1}. ${visible(name)}`).join(", ")],
    ["firstOnly", `{${names.map((name, i) => `${name}: ${i === 0}`).join(", ")}}`],
    ["firstOnlyTimes", `{${names.map((name, i) => `${name}: ${i === 0 ? "[1]" : "[]"}`).join(", ")}}`],
    ["before", block(view, "before", template)],
    ["after", block(view, "after", template)],
    ["messageBefore", visible(view.before.message)],
    ["messageAfter", visible(view.after.message)],
    ["action", visible(view.action)],
    ["inventoryBefore", carried(view.before)],
    ["inventoryAfter", carried(view.after)],
  ]);
}

/** The prompt's text for one transition: the parts in order, empty ones left out, a blank line between them. */
export function promptText(template: PromptTemplate, view: TransitionView): string {
  const filled = slots(template, view);
  return PART_NAMES.map((name) => template.parts[name])
    .filter((part) => part !== "")
    .map((part) => part.replace(/\{(\w+)\}/g, (slot, name: string) => filled.get(name) ?? slot))
    .join("\n\n");
}

/** A template from foreign JSON. Throws an InputError that says what does not fit. */
export function parsePrompt(text: string, name: string): PromptTemplate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${visible(name)} is no JSON; a prompt is an object of id, window, separator and nine parts.`);
  }
  const parsed = promptSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const said = issue?.message.replace("received undefined", "but it is missing");
  throw new InputError(
    `${visible(name)} is no prompt (${visible(`${issue?.path.join(".") || "the object"}: ${said}`, 120)}).`,
  );
}
