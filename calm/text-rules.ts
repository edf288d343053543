/**
 * The keyless baseline: a program, not a model. It reads the same prompt text as a language model, nothing else, and
 * follows the written rules below. What it gains is no evidence about language models.
 *
 * Rules
 * 1. "pick up the (red) X": the message after the action names X as taken ("g - a key …", "You pick up the key.",
 *    "carrying: key"). Where a world says nothing, for a key: the action is a taking one and one sign of a key fewer is on
 *    the map (K, k or "(").
 * 2. "open the (red) door": the action is a using one, and a closed door's sign (+, D, L) became another sign in its place;
 *    or it is a step towards one, whose sign became another.
 * 3. "go through the door": the action is a step to where - or | was, and the map is another after it.
 * 4. "see the X": X's sign is on the map, and was not before; known are the stairs down.
 * 5. "push the boulder into the water": the message after the action says that it went there.
 * Where a rule cannot apply it says so instead of "no": another subgoal, an action without a name, a thing whose sign it
 * does not know, a map without a known door sign and without a legend.
 */
import { type Annotator, type Judgement, type TransitionView, unanswered, type Verdict } from "../annotations/index.js";
import { type PromptTemplate, promptText } from "./prompts/template.js";

interface Moment {
  readonly message: string;
  /** A prompt may hide what was said; that is not the same as silence. */
  readonly hidden?: "message";
  readonly rows: readonly string[];
}

interface ReadPrompt {
  readonly subgoals: readonly string[];
  readonly action: string;
  readonly before: Moment;
  readonly after: Moment;
  /** The prompt says what the signs on the map mean; without it they are guessed. */
  readonly legend: "given" | "none";
}

function readMoment(lines: readonly string[]): Moment {
  const line = lines.find((one) => one.startsWith("message: "));
  const message = line?.slice("message: ".length) ?? "";
  const rows = lines.filter((one) => one.startsWith("  ")).map((one) => one.slice(2));
  return { message, rows, ...(line === undefined ? { hidden: "message" as const } : {}) };
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
    legend: at("Signs on the map:") >= 0 ? "given" : "none",
  };
}

const TAKING = /pick|take|grab|get/i;
const USING = /apply|use|open|unlock|toggle|interact|kick|force/i;
const CLOSED_DOOR = /[+DL]/;

const KEY_SIGNS = "Kk(";

/** The lines of a frame by cells. A screen's first line repeats the message: nothing of it lies on the map. */
const cellsOf = ({ message, rows }: Moment): readonly (readonly string[])[] =>
  rows.map((row, y) => (y === 0 && row !== "" && message.startsWith(row) ? [] : [...row]));

const count = (moment: Moment, signs: string): number =>
  cellsOf(moment).reduce((sum, row) => sum + row.filter((cell) => signs.includes(cell)).length, 0);

/** A verdict, or why there is none. */
type Ruling = { readonly verdict: "yes" | "no" } | { readonly why: string };

const ruling = (yes: boolean): Ruling => ({ verdict: yes ? "yes" : "no" });

const TAKEN = /^[a-z] - |\b(have|carrying|picked up|pick up|take|took|get|got)\b/i;

function taken({ action, before, after }: ReadPrompt, noun: string): Ruling {
  const word = noun.toLowerCase();
  if (after.hidden === "message") return { why: "the prompt does not show the message" };
  if (after.message !== "") return ruling(after.message.toLowerCase().includes(word) && TAKEN.test(after.message));
  if (!TAKING.test(action)) return ruling(false);
  if (word !== "key") return { why: `no sign is known for "${noun}", and the world says nothing` };
  return ruling(count(after, KEY_SIGNS) < count(before, KEY_SIGNS));
}

const STEPS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  N: [0, -1],
  NE: [1, -1],
  E: [1, 0],
  SE: [1, 1],
  S: [0, 1],
  SW: [-1, 1],
  W: [-1, 0],
  NW: [-1, -1],
};

/** The sign to which a step leads, in both moments, as seen from where the player stood before; undefined without a step. */
function ahead({ action, before, after }: ReadPrompt): { readonly was: string; readonly is: string } | undefined {
  const step = STEPS[action];
  const [cells, cellsAfter] = [cellsOf(before), cellsOf(after)];
  const y = cells.findIndex((row) => row.includes("@"));
  if (step === undefined || y < 0) return undefined;
  const [column, row] = [cells[y]!.indexOf("@") + step[0], y + step[1]];
  return { was: cells[row]?.[column] ?? " ", is: cellsAfter[row]?.[column] ?? " " };
}

const isSame = (before: Moment, after: Moment): boolean => cellsOf(before).join("\n") === cellsOf(after).join("\n");

/** A wall that was walked against leaves the map as it was. */
function passed(read: ReadPrompt): Ruling {
  const way = ahead(read);
  return ruling(way !== undefined && /[-|]/.test(way.was) && !isSame(read.before, read.after));
}

const SIGNS: Readonly<Record<string, string>> = { "stairs down": ">" };

function seen({ before, after }: ReadPrompt, thing: string): Ruling {
  const sign = SIGNS[thing.toLowerCase()];
  if (sign === undefined) return { why: `no sign is known for "${thing}"` };
  return ruling(count(before, sign) === 0 && count(after, sign) > 0);
}

function sunk({ after }: ReadPrompt): Ruling {
  if (after.hidden === "message") return { why: "the prompt does not show the message" };
  return ruling(/\bboulder\b.*\binto the water\b/i.test(after.message));
}

function opened(read: ReadPrompt): Ruling {
  const { action, before, after, legend } = read;
  const way = ahead(read);
  // Nobody walks through a closed door: the player stands where he stood.
  if (way !== undefined) return ruling(CLOSED_DOOR.test(way.was) && !CLOSED_DOOR.test(way.is) && way.is !== " ");
  if (!USING.test(action)) return ruling(false);
  const [cellsBefore, cellsAfter] = [cellsOf(before), cellsOf(after)];
  const isClosed = (cell: string) => CLOSED_DOOR.test(cell);
  if (legend === "none" && ![cellsBefore, cellsAfter].some((rows) => rows.some((row) => row.some(isClosed)))) {
    return { why: "no sign of a closed door (+ D L) is on the map, and no legend names another" };
  }
  const changed = cellsBefore.some((row, y) =>
    row.some((cell, x) => {
      const now = cellsAfter[y]?.[x] ?? " ";
      return isClosed(cell) && now !== " " && !isClosed(now);
    }),
  );
  return ruling(changed);
}

/** The article must follow at once; the last word is the thing. */
const TAKE = /^(?:pick up|get|take|grab|collect) (?:the|a|an) (?:[\p{L}-]+ )*([\p{L}-]+)$/iu;
const OPEN_DOOR = /^(?:open|unlock) (?:the|a) (?:[\p{L}-]+ )*door$/iu;

const GO_THROUGH = /^(?:go|walk|pass) through (?:the|a) (?:[\p{L}-]+ )*door(?:way)?$/iu;
const SEE = /^(?:see|find) (?:the|a|an) ([\p{L} -]+)$/iu;
const SINK = /^push (?:the|a) boulder into (?:the )?water$/iu;

/** The rule that covers a subgoal, by its words. */
function ruleOf(subgoal: string): ((read: ReadPrompt) => Ruling) | undefined {
  const noun = TAKE.exec(subgoal)?.[1];
  if (noun !== undefined) return (read) => taken(read, noun);
  const thing = SEE.exec(subgoal)?.[1];
  if (thing !== undefined) return (read) => seen(read, thing);
  if (OPEN_DOOR.test(subgoal)) return opened;
  if (GO_THROUGH.test(subgoal)) return passed;
  return SINK.test(subgoal) ? sunk : undefined;
}

function rule(read: ReadPrompt, subgoal: string): Ruling {
  const judge = ruleOf(subgoal);
  if (judge === undefined) return { why: `no written rule covers "${subgoal}"` };
  if (!/\p{L}/u.test(read.action)) return { why: `the action "${read.action}" has no name` };
  return judge(read);
}

/** The rules applied to a prompt's text; verdicts in the order in which the prompt lists the subgoals. */
export function judgeByRules(text: string): Judgement {
  const read = readPrompt(text);
  if (read === undefined) return { verdicts: [], failure: { reason: "no rule", detail: "not one of our prompts" } };
  const rulings = read.subgoals.map((subgoal) => rule(read, subgoal));
  const verdicts = rulings.map((found): Verdict => ("verdict" in found ? found.verdict : "unanswered"));
  const without = rulings.find((found) => "why" in found);
  if (without === undefined) return { verdicts };
  return { verdicts, failure: { reason: "no rule", detail: without.why } };
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
      note:
        "A program, not a model: it reads the same prompt text and follows written rules, which were made with these " +
        "games at hand.",
    },
    annotate: (items: readonly TransitionView[]) => Promise.resolve(items.map((item) => judgeView(template, item))),
  };
}
