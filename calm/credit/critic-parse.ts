/**
 * The answers about a whole episode, read and checked: hostile text, never evaluated. What cannot be read has one of the
 * reasons that unread judgements have; entries that name no step or action that there is are dropped and counted.
 *
 * Two readable answers in one text that differ are a contradiction, as with verdicts: guessing which was meant would be
 * ours. An empty list is an answer; a list of nothing but steps that there are not is none.
 */
import type { Failure, FailureReason } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import type { Finish } from "../chat.js";
import { isObject, type LooseValue, looseValues } from "../loose-json.js";
import { withoutThoughts } from "../parse-thought.js";
import type { Intervention } from "./critic.js";

export interface AnswerText {
  readonly text: string;
  readonly finish: Finish;
  readonly reasoning?: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly dropped: number }
  | { readonly ok: false; readonly failure: Failure };

const failed = (reason: FailureReason, detail: string): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { reason, detail: visible(detail, 200) },
});

/** What was said, without thoughts, or why nothing was. */
function spoken({ text, finish, reasoning }: AnswerText) {
  if (finish === "refusal" || finish === "content_filter") return failed("refused", `it declined: ${text}`);
  const said = withoutThoughts(text, "answer");
  const isThought = said.thought === "open" || (text.trim() === "" && reasoning !== undefined);
  if (isThought && finish === "length") return failed("thought until the limit", "the limit ended its thinking");
  if (said.thought === "open") return failed("no object", "its thinking never ends");
  return { ok: true, text: said.text } as const;
}

function nothingRead(finish: Finish, end: "whole" | "cut", text: string) {
  if (finish === "length" || end === "cut") return failed("cut off", "the answer ends in its middle");
  return failed("no object", `it begins "${text.trim().slice(0, 80)}"`);
}

const field = (value: LooseValue, pattern: RegExp): readonly [LooseValue] | undefined => {
  const found = isObject(value) ? value.entries.find(([key]) => pattern.test(key.trim())) : undefined;
  return found === undefined ? undefined : [found[1]];
};

/** A whole number, also in letters. */
function stepOf(value: LooseValue): number | undefined {
  const inside = field(value, /^(t|step|index|time|number)$/i);
  if (inside !== undefined) return stepOf(inside[0]);
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === "string" && /^\s*(?:t\s*=?\s*)?\d{1,9}\s*$/i.test(value)
    ? Number(value.replace(/\D/g, ""))
    : undefined;
}

const isList = (value: LooseValue): value is readonly LooseValue[] => Array.isArray(value);

/** Ascending steps of 0 .. steps-1 out of an answer with a list of them. */
export function parseSteps(answer: AnswerText, steps: number): Parsed<readonly number[]> {
  const said = spoken(answer);
  if (!said.ok) return said;
  const { values, end } = looseValues(said.text);
  const lists = values.flatMap((value): (readonly LooseValue[])[] => {
    const under = field(value, /^(wrong|decisive)?[ _-]?(steps|errors|mistakes)$/i);
    if (under !== undefined) return isList(under[0]) ? [under[0]] : [];
    return isList(value) ? [value] : [];
  });
  if (lists.length === 0) {
    if (values.length > 0 && end === "whole") return failed("wrong keys", "its object has no list of steps");
    return nothingRead(answer.finish, end, said.text);
  }
  const read = lists.map((list) => {
    const named = list.map(stepOf);
    const inside = named.filter((t): t is number => t !== undefined && t >= 0 && t < steps);
    return { value: [...new Set(inside)].sort((a, b) => a - b), dropped: named.length - inside.length };
  });
  const first = read[0]!;
  if (read.some(({ value }) => value.join() !== first.value.join())) {
    return failed("contradiction", "it holds two lists of steps that differ");
  }
  if (first.value.length === 0 && first.dropped > 0) {
    return failed("wrong keys", `none of the ${first.dropped} entries of its list is a step of 0 to ${steps - 1}`);
  }
  return { ok: true, ...first };
}

const nameKey = (name: string): string => name.trim().toLowerCase();

/** The repair of an answer; null where it says that there is no error. Steps count from 0. */
export function parseIntervention(
  answer: AnswerText,
  steps: number,
  actions: readonly string[],
): Parsed<Intervention | null> {
  const said = spoken(answer);
  if (!said.ok) return said;
  const { values, end } = looseValues(said.text);
  const found = values.flatMap((value) => {
    const first = field(value, /^(first[ _-]?(critical[ _-]?)?error|error|step|t)$/i);
    return first === undefined
      ? []
      : [{ first: first[0], action: field(value, /^(action|instead|replacement)$/i)?.[0] }];
  });
  const [one, ...others] = found;
  if (one === undefined) {
    if (values.length > 0 && end === "whole") return failed("wrong keys", "its object names no first error");
    return nothingRead(answer.finish, end, said.text);
  }
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(one))) {
    return failed("contradiction", "it names two first errors that differ");
  }
  if (one.first === null) return { ok: true, value: null, dropped: 0 };
  const t = stepOf(one.first);
  if (t === undefined || t >= steps) return failed("wrong keys", `its first error is no step of 0 to ${steps - 1}`);
  const wanted = typeof one.action === "string" ? nameKey(one.action) : undefined;
  const action = actions.findIndex((name) => nameKey(name) === wanted);
  return action < 0
    ? failed("wrong keys", `its action is none of ${actions.join(" ")}`)
    : { ok: true, value: { t, action }, dropped: 0 };
}
