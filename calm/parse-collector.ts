/**
 * From objects of keys and values to what they say about subgoals: which entry names which, and whose verdict it is.
 */
import { type KeySense, type NameFinder, type NameMatch, verdictOf } from "./parse-names.js";
import type { ReadEntry, ReadObject, ReadValue, Span } from "./parse-tree.js";

/** What was seen on one subgoal. */
export interface Findings {
  readonly verdicts: Set<"yes" | "no">;
  /** Of the first readable verdict. */
  place: Span | undefined;
  /** The first entry that named the subgoal without a readable verdict. */
  unreadable: string | undefined;
  cut: boolean;
}

/** Whom an object speaks about: the subgoals that its keys name, or those whose value it is. */
export class Collector {
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
      found = { verdicts: new Set(), place: undefined, unreadable: undefined, cut: false };
      this.findings.set(index, found);
    }
    return found;
  }

  add(other: Collector): void {
    for (const [index, from] of other.findings) {
      const to = this.on(index);
      for (const verdict of from.verdicts) to.verdicts.add(verdict);
      to.place ??= from.place;
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
    const read = entry.value.kind === "text" ? entry.value : undefined;
    const verdict = read === undefined ? undefined : verdictOf(read.text);
    for (const index of indices) {
      if (entry.state === "cut") this.on(index).cut = true;
      else if (verdict !== undefined && entry.state === "sealed") {
        this.on(index).verdicts.add(verdict);
        this.on(index).place ??= read?.span;
      } else if (verdict !== undefined)
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

export function excerpt(text: string, length: number): string {
  return `"${oneLine(text, length)}"`;
}

/** One line without control characters, cut between characters. Only the beginning of a long text is looked at. */
export function oneLine(text: string, length: number): string {
  const plain = text
    .slice(0, 4 * length)
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  const characters = Array.from(plain);
  return characters.length <= length ? plain : `${characters.slice(0, length - 1).join("")}…`;
}
