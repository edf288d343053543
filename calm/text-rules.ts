/**
 * The keyless baseline: a program, not a model. It reads the same prompt text as a language model, nothing else, and
 * follows the written rules below. What it gains is no evidence about language models.
 *
 * Rules
 * 1. "pick up the X": the message after the action names X as taken ("g - a key …", "You pick up the key."). Where a
 *    world says nothing, the action is a taking one and one sign of X fewer is on the map (K, k or "(" for a key).
 * 2. "open the door": the action is no walk but a using one, and a closed door's sign (+, D, L) became another sign in
 *    its place.
 * On any other subgoal it has no rule, and says so.
 */
import { type Annotator, type Judgement, type TransitionView, unanswered, type Verdict } from "../annotations/index.js";
import { type PromptTemplate, promptText } from "./prompts/template.js";

interface Moment {
  readonly message: string;
  readonly rows: readonly string[];
}

interface ReadPrompt {
  readonly subgoals: readonly string[];
  readonly action: string;
  readonly before: Moment;
  readonly after: Moment;
}

function readMoment(lines: readonly string[]): Moment {
  const message = lines.find((line) => line.startsWith("message: "))?.slice("message: ".length) ?? "";
  return { message, rows: lines.filter((line) => line.startsWith("  ")).map((line) => line.slice(2)) };
}

/** The name of a subgoal's line; what is no JSON text is a name as it stands, so that no later name moves up. */
function readName(line: string): readonly string[] {
  if (!line.startsWith("- ")) return [];
  try {
    const name: unknown = JSON.parse(line.slice(2));
    return [typeof name === "string" ? name : line.slice(2)];
  } catch {
    return [line.slice(2)];
  }
}

/** What the prompt's lines say; undefined when its parts do not stand where our prompts put them. */
export function readPrompt(text: string): ReadPrompt | undefined {
  const lines = text.split("\n");
  const at = (mark: string) => lines.findIndex((line) => line.startsWith(mark));
  const [list, before, action, after] = [
    at("Subgoals:"),
    at("Before the action"),
    at("Action: "),
    at("After the action"),
  ];
  if (list < 0 || before < 0 || action < before || after < action) return undefined;
  const names = lines.slice(list + 1, before);
  const end = names.indexOf("");
  return {
    subgoals: (end < 0 ? names : names.slice(0, end)).flatMap(readName),
    action: lines[action]?.slice("Action: ".length) ?? "",
    before: readMoment(lines.slice(before, action)),
    after: readMoment(lines.slice(after)),
  };
}

const TAKING = /pick|take|grab|get/i;
const USING = /apply|use|open|unlock|toggle|interact|kick|force/i;
const CLOSED_DOOR = /[+DL]/;

const signsOf = (noun: string): string => (noun === "key" ? "Kk(" : `${noun[0]?.toUpperCase() ?? ""}`);

/** The lines of a frame by cells. A screen's first line repeats the message: nothing of it lies on the map. */
const cellsOf = ({ message, rows }: Moment): readonly (readonly string[])[] =>
  rows.map((row, y) => (y === 0 && row !== "" && message.startsWith(row) ? [] : [...row]));

const count = (moment: Moment, signs: string): number =>
  cellsOf(moment).reduce((sum, row) => sum + row.filter((cell) => signs.includes(cell)).length, 0);

function taken({ action, before, after }: ReadPrompt, noun: string): boolean {
  const word = noun.toLowerCase();
  const said = after.message.toLowerCase();
  if (said.includes(word) && /^[a-z] - |you (now )?(have|pick up|picked up|take|took|get|got) /i.test(after.message)) {
    return true;
  }
  return said === "" && TAKING.test(action) && count(after, signsOf(word)) < count(before, signsOf(word));
}

function opened({ action, before, after }: ReadPrompt): boolean {
  if (!USING.test(action)) return false;
  const rowsAfter = cellsOf(after);
  return cellsOf(before).some((row, y) =>
    row.some((cell, x) => {
      const now = rowsAfter[y]?.[x] ?? " ";
      return CLOSED_DOOR.test(cell) && now !== " " && !CLOSED_DOOR.test(now);
    }),
  );
}

function judgeOne(read: ReadPrompt, subgoal: string): Verdict {
  const take = /^(?:pick up|get|take|grab|collect) (?:the |a |an )?(\w+)\b/i.exec(subgoal);
  if (take?.[1] !== undefined) return taken(read, take[1]) ? "yes" : "no";
  if (/^(?:open|unlock) (?:the |a )?door\b/i.test(subgoal)) return opened(read) ? "yes" : "no";
  return "unanswered";
}

/** The rules applied to a prompt's text; verdicts in the order in which the prompt lists the subgoals. */
export function judgeByRules(text: string): Judgement {
  const read = readPrompt(text);
  if (read === undefined) return { verdicts: [], failure: { reason: "no rule", detail: "not one of our prompts" } };
  const verdicts = read.subgoals.map((subgoal) => judgeOne(read, subgoal));
  const missing = read.subgoals.find((_, i) => verdicts[i] === "unanswered");
  if (missing === undefined) return { verdicts };
  return { verdicts, failure: { reason: "no rule", detail: `no written rule covers "${missing}"` } };
}

function judgeView(template: PromptTemplate, view: TransitionView): Judgement {
  const judgement = judgeByRules(promptText(template, view));
  const count = view.subgoals.length;
  return judgement.verdicts.length === count ? judgement : unanswered(count, "no rule", "not one of our prompts");
}

/** The text rules as an annotator. */
export function textRules(template: PromptTemplate): Annotator {
  return {
    provenance: {
      kind: "rules",
      name: "text rules",
      note: "A program, not a model: it reads the same prompt text and follows written rules.",
    },
    annotate: (items: readonly TransitionView[]) => Promise.resolve(items.map((item) => judgeView(template, item))),
  };
}
