/**
 * Reads answers of two other shapes of CALM's (arXiv 2409.12798) than verdicts on given subgoals: lists of times per
 * subgoal, and verdicts on subgoals that the model named itself. What cannot be read is "unanswered" with its reason; a
 * name with two values that disagree is a contradiction.
 */
import type { FailureReason, Verdict } from "../annotations/index.js";
import { visible } from "../envs/index.js";
import { isObject, type LooseObject, type LooseText, type LooseValue, looseValues } from "./loose-json.js";
import type { AnswerContext, ReadVerdicts } from "./parse.js";
import { withoutThoughts } from "./parse-thought.js";

/** The time after the action, as the prompt counts. */
const STEP = 1;

const NEVER = /^(never|no|not achieved|n\/a)?$/i;

/** Whether a value says that the step completed the subgoal; undefined when it says neither. */
function verdictOfTimes(value: LooseValue): "yes" | "no" | undefined {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null) return "no";
  if (typeof value === "number") return value === STEP ? "yes" : value === 0 || value === -1 ? "no" : undefined;
  if (typeof value === "string") {
    if (/^(true|yes)$/i.test(value.trim())) return "yes";
    if (/^false$/i.test(value.trim()) || NEVER.test(value.trim())) return "no";
    return value.trim() !== "" && Number.isFinite(Number(value)) ? verdictOfTimes(Number(value)) : undefined;
  }
  if (isObject(value)) return undefined;
  const each = value.map(verdictOfTimes);
  if (each.includes(undefined)) return undefined;
  return each.includes("yes") ? "yes" : "no";
}

interface Spoken {
  readonly read: LooseText;
  readonly failure?: { readonly reason: FailureReason; readonly detail: string };
}

function spoken(text: string, { finish, begins }: AnswerContext): Spoken {
  const without = withoutThoughts(text, begins ?? "answer");
  const read = looseValues(without.text);
  const failed = (reason: FailureReason, detail: string): Spoken => ({ read, failure: { reason, detail } });
  if (finish === "refusal" || finish === "content_filter") return failed("refused", "the answer was declined");
  if (without.thought === "open") return failed("thought until the limit", "the answer ends inside the thinking");
  if (read.end === "cut") return failed("cut off", "the answer ends inside a bracket");
  if (read.values.some(isObject)) return { read };
  if (finish === "length") return failed("cut off", "the limit was reached before an object");
  return failed("no object", `no object in "${visible(without.text.trim(), 80)}"`);
}

const normal = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();

/** Every value under a name, objects inside objects included. */
function namedValues(
  value: LooseValue,
  into: (readonly [string, LooseValue])[] = [],
): readonly (readonly [string, LooseValue])[] {
  if (isObject(value)) {
    for (const entry of value.entries) {
      if (isObject(entry[1])) namedValues(entry[1], into);
      else into.push(entry);
    }
  }
  return into;
}

const objectsOf = ({ values }: LooseText): readonly LooseObject[] =>
  values.flatMap((value) => (isObject(value) ? [value] : []));

/** Lists of times per given subgoal. */
export function parseTimes(text: string, subgoals: readonly string[], context: AnswerContext = {}): ReadVerdicts {
  const { read, failure } = spoken(text, context);
  if (failure !== undefined) return { verdicts: subgoals.map((): Verdict => "unanswered"), failure };
  const said = objectsOf(read).flatMap((object) => namedValues(object));
  let first: { reason: FailureReason; detail: string } | undefined;
  const verdicts = subgoals.map((subgoal): Verdict => {
    const found = said.filter(([name]) => normal(name) === normal(subgoal)).map(([, value]) => verdictOfTimes(value));
    const [verdict] = found;
    if (verdict !== undefined && found.every((one) => one === verdict)) return verdict;
    const name = visible(subgoal, 40);
    if (found.length === 0) first ??= { reason: "wrong keys", detail: `"${name}" is missing` };
    else if (found.includes(undefined)) first ??= { reason: "wrong keys", detail: `"${name}" has no list of times` };
    else first ??= { reason: "contradiction", detail: `"${name}" has two answers` };
    return "unanswered";
  });
  return first === undefined ? { verdicts } : { verdicts, failure: first };
}

/** One verdict: whether any subgoal that the model named is said to be completed. An empty object completes nothing. */
export function parseFound(text: string, context: AnswerContext = {}): ReadVerdicts {
  const { read, failure } = spoken(text, context);
  if (failure !== undefined) return { verdicts: ["unanswered"], failure };
  // The last object is the answer: those before it are plans and examples.
  const last = objectsOf(read).at(-1);
  const each =
    last === undefined ? [] : namedValues(last).map(([name, value]) => [name, verdictOfTimes(value)] as const);
  const strange = each.find(([, verdict]) => verdict === undefined);
  if (each.some(([, verdict]) => verdict === "yes")) return { verdicts: ["yes"] };
  if (strange === undefined) return { verdicts: ["no"] };
  const detail = `"${visible(strange[0], 40)}" has a value that is no verdict`;
  return { verdicts: ["unanswered"], failure: { reason: "wrong keys", detail } };
}
