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
import { type KeySense, type NameFinder, type NameMatch, nameFinder, verdictOf } from "./parse-names.js";
import { readObjects } from "./parse-read.js";
import { withoutThoughts } from "./parse-thought.js";
import type { ReadEntry, ReadObject, ReadValue } from "./parse-tree.js";

/** Why the model stopped, as far as the server says. */
export type AnswerFinish = "stop" | "length" | "content_filter" | "refusal";

export interface AnswerContext {
  readonly finish?: AnswerFinish | undefined;
  /** thought: the prompt already opened the thinking, so the text begins inside it. Default "answer". */
  readonly begins?: "answer" | "thought" | undefined;
}

export type ReadVerdicts = Pick<Judgement, "verdicts" | "failure">;

/** What was seen on one subgoal. */
interface Findings {
  readonly verdicts: Set<"yes" | "no">;
  /** The first entry that named the subgoal without a readable verdict. */
  unreadable: string | undefined;
  cut: boolean;
}

export function parseVerdicts(text: string, subgoals: readonly string[], context: AnswerContext = {}): ReadVerdicts {
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
  return judged(subgoals, objects, finish);
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
): ReadVerdicts {
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
  if (first === undefined) return { verdicts };
  const others = verdicts.filter((verdict) => verdict === "unanswered").length - 1;
  const detail = others === 0 ? first.detail : `${oneLine(first.detail, 130)} (and ${others} more unanswered)`;
  return { verdicts, failure: { reason: first.reason, detail: oneLine(detail, 160) } };
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

/** Whom an object speaks about: the subgoals that its keys name, or those whose value it is. */
class Collector {
  /** By subgoal; only those that were spoken about, because a hostile answer has many objects. */
  readonly findings = new Map<number, Findings>();
  /** The first few names that fit no subgoal. */
  readonly unknown: string[] = [];
  /** damaged: a key swallowed other entries, because a quote was lost. */
  state: "whole" | "damaged" = "whole";
  /** judged: true or false is said of a name that is no subgoal's. */
  strangers: "none" | "judged" = "none";
  /** The subgoals whose names stand in such a key: what was said of them is lost in part. */
  readonly swallowed = new Set<number>();

  on(index: number): Findings {
    let found = this.findings.get(index);
    if (found === undefined) {
      found = { verdicts: new Set(), unreadable: undefined, cut: false };
      this.findings.set(index, found);
    }
    return found;
  }

  add(other: Collector): void {
    for (const [index, from] of other.findings) {
      const to = this.on(index);
      for (const verdict of from.verdicts) to.verdicts.add(verdict);
      to.unreadable ??= from.unreadable;
      to.cut ||= from.cut;
    }
    for (const name of other.unknown) this.addUnknown(name);
  }

  isTouched(): boolean {
    return this.findings.size > 0;
  }

  readAnswer(object: ReadObject, names: NameFinder): void {
    const record = this.readRecord(object, names);
    for (const entry of object.entries) {
      const match = findKey(entry, names);
      if (match.kind === "subgoals") this.readEntry(match.indices, entry, names);
      else if (match.kind === "ambiguous") {
        for (const index of match.indices) this.fail(index, `the key ${excerpt(entry.key, 40)} fits two subgoals`);
      } else {
        const sense = names.sense(entry.key);
        this.readBrokenKey(entry.rawKey, names);
        if (entry.value.kind === "object" && sense.wraps) this.readAnswer(entry.value.object, names);
        else if (entry.value.kind === "list" && sense.wraps) {
          for (const item of entry.value.objects) this.readAnswer(item, names);
        } else if (record === "none") {
          this.addUnknown(excerpt(entry.key, 30));
          if (entry.value.kind === "text" && isSpokenVerdict(entry.value.text)) this.strangers = "judged";
        } else if (!(sense.names || sense.judges)) this.addUnknown(excerpt(entry.key, 30));
      }
    }
    for (const child of object.objects) this.readAnswer(child, names);
  }

  /** {"subgoal": name, "achieved": boolean}: two names in one record, or a name that was broken, are nobody's. */
  private readRecord(object: ReadObject, names: NameFinder): "none" | "found" {
    const named = object.entries.filter((entry) => senseOf(entry, names)?.names === true);
    const [name] = named;
    if (name?.value.kind !== "text") return "none";
    const match = names.find(name.value.text);
    if (match.kind === "unknown") this.addUnknown(excerpt(name.value.text, 30));
    if (match.kind === "unknown") return "found";
    const verdicts = object.entries.filter((entry) => senseOf(entry, names)?.judges === true);
    const whole = named.length === 1 && name.state === "sealed" && match.kind === "subgoals";
    if (!whole) {
      const detail = match.kind === "ambiguous" ? "fits two subgoals" : "shares its record with another name";
      for (const index of match.indices) this.fail(index, `the name ${excerpt(name.value.text, 40)} ${detail}`);
    } else if (verdicts.length === 0) {
      for (const index of match.indices) this.fail(index, `${excerpt(name.value.text, 40)} has no verdict beside it`);
    } else for (const entry of verdicts) this.readEntry(match.indices, entry, names);
    return "found";
  }

  private readEntry(indices: readonly number[], entry: ReadEntry, names: NameFinder): void {
    if (entry.value.kind === "object") {
      this.readOwned(indices, entry, entry.value.object, names);
      return;
    }
    const verdict = entry.value.kind === "text" ? verdictOf(entry.value.text) : undefined;
    for (const index of indices) {
      if (entry.state === "cut") this.on(index).cut = true;
      else if (verdict !== undefined && entry.state === "sealed") this.on(index).verdicts.add(verdict);
      else if (verdict !== undefined)
        this.fail(index, `${excerpt(entry.key, 40)} has a value that does not end clearly`);
      else this.fail(index, `${excerpt(entry.key, 40)} has the value ${shown(entry.value)}, which is no verdict`);
    }
  }

  /** {"open the door": {"achieved": false, "reason": "…"}}: only the verdict keys of the inner object count. */
  private readOwned(indices: readonly number[], owner: ReadEntry, object: ReadObject, names: NameFinder): void {
    let found = false;
    for (const entry of object.entries) {
      const sense = senseOf(entry, names);
      if (sense?.names && entry.value.kind === "text" && !isSame(names.find(entry.value.text), indices)) {
        for (const index of indices) this.fail(index, `${excerpt(owner.key, 40)} holds a record of another name`);
        return;
      }
    }
    for (const entry of object.entries) {
      if (entry.value.kind === "object" || senseOf(entry, names)?.judges !== true) continue;
      found = true;
      this.readEntry(indices, entry, names);
    }
    for (const index of found ? [] : indices) {
      if (object.end === "ended") this.on(index).cut = true;
      else this.fail(index, `${excerpt(owner.key, 40)} has an object without a verdict as its value`);
    }
  }

  private readBrokenKey(rawKey: string, names: NameFinder): void {
    const key = rawKey.slice(0, 300);
    if (!/[:,]/.test(key)) return;
    if (/["'“”]/.test(key)) this.state = "damaged";
    for (const index of names.mentionedIn(key)) this.swallowed.add(index);
  }

  private fail(index: number, detail: string): void {
    this.on(index).unreadable ??= detail;
  }

  private addUnknown(name: string): void {
    if (this.unknown.length < 4 && !this.unknown.includes(name)) this.unknown.push(name);
  }
}

function findKey(entry: ReadEntry, names: NameFinder): NameMatch {
  const match = names.find(entry.key);
  return match.kind === "unknown" && entry.rawKey !== entry.key ? names.find(entry.rawKey) : match;
}

/** A number beside an unknown name is rather a confidence or a time. */
function isSpokenVerdict(value: string): boolean {
  return verdictOf(value) !== undefined && !/\d/.test(value);
}

/** The sense of a key that is no subgoal's name: a subgoal called "achieved" is a subgoal first. */
function senseOf(entry: ReadEntry, names: NameFinder): KeySense | undefined {
  return findKey(entry, names).kind === "unknown" ? names.sense(entry.key) : undefined;
}

function isSame(match: NameMatch, indices: readonly number[]): boolean {
  return match.kind === "subgoals" && match.indices.join() === indices.join();
}

function shown(value: ReadValue): string {
  if (value.kind === "text") return excerpt(value.text, 40);
  return value.kind === "none" ? "nothing readable" : `a${value.kind === "list" ? " list" : "n object"}`;
}

function allFail(subgoals: readonly string[], reason: FailureReason, detail: string): ReadVerdicts {
  const verdicts = subgoals.map((): Verdict => "unanswered");
  return subgoals.length === 0 ? { verdicts } : { verdicts, failure: { reason, detail: oneLine(detail, 160) } };
}

function excerpt(text: string, length: number): string {
  return `"${oneLine(text, length)}"`;
}

/** One line without control characters, cut between characters. Only the beginning of a long text is looked at. */
function oneLine(text: string, length: number): string {
  const plain = text
    .slice(0, 4 * length)
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  const characters = Array.from(plain);
  return characters.length <= length ? plain : `${characters.slice(0, length - 1).join("")}…`;
}
