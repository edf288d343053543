/**
 * Reads a language model's answer to "which of these subgoals were achieved by this transition".
 *
 * The answer should be an object {subgoal name: boolean}; models wrap, quote, comment and cut it in many ways. Invariants:
 * - The text is data. It is never evaluated, and no answer makes the parser throw or work more than linearly.
 * - What could not be read is "unanswered" with its reason, never "no". A subgoal's failure leaves the others alone.
 * - All readable verdicts on a subgoal, in whichever object, must agree. An object that broke off or lost a quote may
 *   have been a correction: subgoals that it did not reach are unanswered, even if another object judged them.
 * - Objects under keys that are neither a subgoal nor a known wrapper ("not achieved", "before") are not read.
 */
import type { Failure, FailureReason, Judgement, Verdict } from "../annotations/index.js";
import { Collector, excerpt, type Findings, oneLine } from "./parse-collector.js";
import { nameFinder } from "./parse-names.js";
import { readObjects } from "./parse-read.js";
import { placeInAnswer, withoutThoughts } from "./parse-thought.js";
import type { ReadObject, Span } from "./parse-tree.js";

/** Why the model stopped, as far as the server says. */
export type AnswerFinish = "stop" | "length" | "content_filter" | "refusal";

export interface AnswerContext {
  readonly finish?: AnswerFinish | undefined;
  /** thought: the prompt already opened the thinking, so the text begins inside it. Default "answer". */
  readonly begins?: "answer" | "thought" | undefined;
}

export type ReadVerdicts = Pick<Judgement, "verdicts" | "failure">;

/** And where the verdicts stand. */
export interface PlacedVerdicts {
  readonly read: ReadVerdicts;
  /** Per subgoal, in the answer's text; undefined for one without a verdict. */
  readonly places: readonly (Span | undefined)[];
}

export const parseVerdicts = (text: string, subgoals: readonly string[], context: AnswerContext = {}): ReadVerdicts =>
  parsePlaced(text, subgoals, context).read;

export function parsePlaced(text: string, subgoals: readonly string[], context: AnswerContext = {}): PlacedVerdicts {
  const { finish } = context;
  if (finish === "refusal") return allFail(subgoals, "refused", "the model declined to answer");
  if (finish === "content_filter") return allFail(subgoals, "refused", "a content filter stopped the answer");
  const spoken = withoutThoughts(text, context.begins ?? "answer");
  if (spoken.thought === "open") {
    // "stop" says that no limit ended the thought; without a finish the limit is by far the likeliest end.
    return finish === "stop"
      ? allFail(subgoals, "no object", "the thinking was never closed and nothing follows it")
      : allFail(subgoals, "thought until the limit", "the answer ends inside the thinking");
  }
  if (finish === "length" && spoken.text.trim() === "") {
    return allFail(subgoals, "thought until the limit", "the limit was reached and no answer was begun");
  }
  const objects = readObjects(spoken.text);
  if (!objects.some(isAttempt)) {
    return finish === "length"
      ? allFail(subgoals, "cut off", "the limit was reached before an object of verdicts")
      : allFail(subgoals, "no object", `no object of verdicts in ${excerpt(spoken.text, 80)}`);
  }
  const { read, places } = judged(subgoals, objects, finish);
  const inAnswer = (place: number) => placeInAnswer(spoken, place);
  return {
    read,
    places: places.map((span) => span && { from: inAnswer(span.from), to: inAnswer(span.to - 1) + 1 }),
  };
}

/** Braces around prose or code hold no keys. An empty object, or one that broke off in a name, is an attempt. */
function isAttempt(object: ReadObject): boolean {
  if (object.entries.length > 0 || object.ended === "in quotes" || object.objects.some(isAttempt)) return true;
  return object.content === "none" && object.end === "closed";
}

function judged(
  subgoals: readonly string[],
  objects: readonly ReadObject[],
  finish: AnswerFinish | undefined,
): PlacedVerdicts {
  const names = nameFinder(subgoals);
  const all = new Collector();
  const vetoed = new Set<number>();
  for (const object of objects) {
    const own = new Collector();
    own.readAnswer(object, names);
    // A verdict under a wrong name may correct an earlier object; it spares later ones, since examples come first.
    for (const index of own.strangers === "judged" ? all.findings.keys() : []) {
      if (!own.findings.has(index)) vetoed.add(index);
    }
    all.add(own);
    for (const index of own.swallowed) vetoed.add(index);
    const wasAnswer = own.isTouched() || object.ended === "in quotes";
    const isWhole = object.end !== "lost" && !(object.end === "ended" && wasAnswer) && own.state === "whole";
    if (isWhole) continue;
    for (const index of subgoals.keys()) {
      if (!own.findings.get(index)?.verdicts.size) vetoed.add(index);
    }
  }
  const brokeOff = objects.some((object) => object.end === "ended" || object.end === "fenced");
  const missing = brokeOff || (finish === "length" && !all.isTouched()) ? "cut off" : "wrong keys";
  const failures = subgoals.map((subgoal, index) => {
    return failureOf(subgoal, all.on(index), vetoed.has(index), missing, all.unknown);
  });
  const verdicts = failures.map((failure, index): Verdict => {
    const [only] = all.on(index).verdicts;
    return failure === undefined && only !== undefined ? only : "unanswered";
  });
  const first = failures.find((failure) => failure !== undefined);
  const places = verdicts.map((verdict, index) => (verdict === "unanswered" ? undefined : all.on(index).place));
  if (first === undefined) return { read: { verdicts }, places };
  const others = verdicts.filter((verdict) => verdict === "unanswered").length - 1;
  const detail = others === 0 ? first.detail : `${oneLine(first.detail, 130)} (and ${others} more unanswered)`;
  return { read: { verdicts, failure: { reason: first.reason, detail: oneLine(detail, 160) } }, places };
}

function failureOf(
  subgoal: string,
  findings: Findings,
  vetoed: boolean,
  missing: "cut off" | "wrong keys",
  unknown: readonly string[],
): Failure | undefined {
  const name = excerpt(subgoal, 40);
  if (findings.verdicts.size > 1) return { reason: "contradiction", detail: `${name} is both true and false` };
  if (findings.cut) return { reason: "cut off", detail: `the answer ends inside the entry of ${name}` };
  if (findings.verdicts.size === 1 && !vetoed) return undefined;
  if (findings.verdicts.size === 1) {
    return { reason: missing, detail: `what else was said on ${name} is broken` };
  }
  if (findings.unreadable !== undefined) return { reason: "wrong keys", detail: findings.unreadable };
  if (missing === "cut off") return { reason: "cut off", detail: `the answer breaks off without ${name}` };
  const found = unknown.length === 0 ? "" : `; found instead: ${unknown.join(", ")}`;
  return { reason: "wrong keys", detail: `${name} is missing${found}` };
}

function allFail(subgoals: readonly string[], reason: FailureReason, detail: string): PlacedVerdicts {
  const verdicts = subgoals.map((): Verdict => "unanswered");
  const read = subgoals.length === 0 ? { verdicts } : { verdicts, failure: { reason, detail: oneLine(detail, 160) } };
  return { read, places: subgoals.map(() => undefined) };
}
