/**
 * Where a rater is, and what a key does. Pure: every key gives a new desk and says which sheet it changed, so that the
 * screen can save it before it shows it, and a script can work at the same desk without a screen.
 */
import type { labelling } from "../annotations/index.js";

type Mark = labelling.Mark;
type Sheet = labelling.Sheet;

export interface Desk {
  readonly plan: readonly labelling.Showing[];
  /** Subgoals of each showing. */
  readonly sizes: readonly number[];
  readonly sheets: readonly (Sheet | undefined)[];
  readonly changes: readonly labelling.Change[];
  /** Index into the plan; its length when everything has been shown. */
  readonly at: number;
  /** The subgoal that "unsure" is about. */
  readonly selected: number;
  readonly page: "instructions" | "item" | "note";
  /** What the note was before it was opened. */
  readonly noteBefore: string;
  /** Milliseconds at which the time of the showing was last counted. */
  readonly since: number;
  /** One line about the last key, where it did nothing that can be seen. */
  readonly remark: string;
}

/** What a key did to the labels, if anything. */
export interface Saved {
  readonly showing: number;
  readonly sheet: Sheet;
  readonly why: "key" | "undo";
}

export interface Step {
  readonly desk: Desk;
  readonly saved: Saved | undefined;
}

export const LONGEST_NOTE = 500;
/** Subgoals that digits reach at once. */
export const GROUP = 9;

const blank = (size: number): Sheet => ({
  marks: Array.from({ length: size }, (): Mark => "open"),
  note: "",
  state: "open",
  seconds: 0,
});

export const sheetAt = ({ sheets, sizes }: Desk, showing: number): Sheet =>
  sheets[showing] ?? blank(sizes[showing] ?? 1);

export const isFinished = (sheet: Sheet | undefined): boolean => sheet !== undefined && sheet.state !== "open";

/** The desk as a rater finds it: at the first showing that is not finished. */
export function openDesk(
  from: Pick<Desk, "plan" | "sizes" | "sheets" | "changes">,
  page: "instructions" | "item",
  now: number,
): Desk {
  const first = from.plan.findIndex((_, i) => !isFinished(from.sheets[i]));
  const at = first < 0 ? from.plan.length : first;
  return { ...from, at, selected: 0, page, noteBefore: "", since: now, remark: "" };
}

const quiet = (desk: Desk, remark = ""): Step => ({ desk: { ...desk, remark }, saved: undefined });

/** The sheet of the showing in front, changed; its time is counted. */
function changed(desk: Desk, now: number, change: Partial<Sheet>, move: Partial<Desk> = {}): Step {
  const before = desk.sheets[desk.at];
  const held = sheetAt(desk, desk.at);
  const sheet: Sheet = { ...held, ...change, seconds: held.seconds + Math.max(0, now - desk.since) / 1000 };
  return {
    desk: {
      ...desk,
      sheets: desk.plan.map((_, i) => (i === desk.at ? sheet : desk.sheets[i])),
      changes: [...desk.changes, { showing: desk.at, before }],
      since: now,
      remark: "",
      ...move,
    },
    saved: { showing: desk.at, sheet, why: "key" },
  };
}

/** Answers changed: what was done stays done, what was skipped is answered after all and open until it is passed. */
function answered(desk: Desk, now: number, marks: readonly Mark[], move: Partial<Desk> = {}): Step {
  const state = sheetAt(desk, desk.at).state === "done" ? "done" : "open";
  return changed(desk, now, { marks, state }, move);
}

function marked(desk: Desk, now: number, subgoal: number, mark: Mark): Step {
  const { marks } = sheetAt(desk, desk.at);
  const next = marks.map((held, i) => (i === subgoal ? mark : held));
  return answered(desk, now, next, { selected: subgoal });
}

/** First subgoal of the group that digits reach. */
export const groupStart = (selected: number): number => Math.floor(selected / GROUP) * GROUP;

function toggled(desk: Desk, now: number, digit: number): Step {
  const { marks } = sheetAt(desk, desk.at);
  const subgoal = groupStart(desk.selected) + digit - 1;
  const held = marks[subgoal];
  if (held === undefined) return quiet(desk, `There is no subgoal ${subgoal + 1} here.`);
  return marked(desk, now, subgoal, held === "yes" ? "no" : "yes");
}

const moved = (desk: Desk, now: number, at: number): Step =>
  quiet({ ...desk, at: Math.max(0, Math.min(desk.plan.length, at)), selected: 0, since: now });

function passed(desk: Desk, now: number): Step {
  const sheet = sheetAt(desk, desk.at);
  if (isFinished(desk.sheets[desk.at])) return moved(desk, now, desk.at + 1);
  const open = sheet.marks.indexOf("open");
  if (open >= 0) {
    const said = `Subgoal ${open + 1} has no answer yet: yes, no or unsure, or s to skip the item.`;
    return quiet({ ...desk, selected: open }, said);
  }
  return changed(desk, now, { state: "done" }, { at: desk.at + 1, selected: 0 });
}

function undone(desk: Desk, now: number): Step {
  const last = desk.changes.at(-1);
  if (last === undefined) return quiet(desk, "There is nothing to undo.");
  const { showing, before } = last;
  // Time that was spent stays spent.
  const sheet = { ...(before ?? blank(desk.sizes[showing] ?? 1)), seconds: sheetAt(desk, showing).seconds };
  return {
    desk: {
      ...desk,
      sheets: desk.plan.map((_, i) => (i === showing ? sheet : desk.sheets[i])),
      changes: desk.changes.slice(0, -1),
      at: showing,
      selected: 0,
      since: now,
      remark: "The last change is undone.",
    },
    saved: { showing, sheet, why: "undo" },
  };
}

function withUnsure(desk: Desk, now: number): Step {
  const step = marked(desk, now, desk.selected, "unsure");
  const open = sheetAt(step.desk, desk.at).marks.indexOf("open");
  return open < 0 ? step : { ...step, desk: { ...step.desk, selected: open } };
}

function noted(desk: Desk, key: string, now: number): Step {
  const { note } = sheetAt(desk, desk.at);
  if (key === "return") return quiet({ ...desk, page: "item" });
  if (key === "escape") {
    return note === desk.noteBefore
      ? quiet({ ...desk, page: "item" })
      : changed(desk, now, { note: desk.noteBefore }, { page: "item" });
  }
  if (key === "backspace") {
    return note === "" ? quiet(desk) : changed(desk, now, { note: [...note].slice(0, -1).join("") });
  }
  // Names of keys are longer than the one character that is written.
  if ([...key].length !== 1) return quiet(desk);
  if (note.length + key.length > LONGEST_NOTE) return quiet(desk, `A note has at most ${LONGEST_NOTE} characters.`);
  return changed(desk, now, { note: note + key });
}

/** `key`: a character, or "return", "escape", "backspace" or the name of an arrow ("left", …). */
export function afterKey(desk: Desk, key: string, now: number): Step {
  if (desk.page === "instructions") {
    // Reading the instructions is no time spent on an item.
    return quiet({ ...desk, page: "item", since: now });
  }
  if (key === "z") return desk.page === "note" ? noted(desk, key, now) : undone(desk, now);
  if (desk.at >= desk.plan.length) {
    if (key === "b" || key === "left") return moved(desk, now, desk.at - 1);
    return quiet(key === "i" ? { ...desk, page: "instructions" } : desk);
  }
  if (desk.page === "note") return noted(desk, key, now);
  if (/^[1-9]$/.test(key)) return toggled(desk, now, Number(key));
  const { marks, note } = sheetAt(desk, desk.at);
  switch (key) {
    case "0":
      if (!marks.includes("open")) return quiet(desk, "Every subgoal has an answer already.");
      return answered(
        desk,
        now,
        marks.map((held) => (held === "open" ? "no" : held)),
      );
    case "u":
      return withUnsure(desk, now);
    case "s":
      return changed(desk, now, { state: "skipped" }, { at: desk.at + 1, selected: 0 });
    case "n":
      return quiet({ ...desk, page: "note", noteBefore: note });
    case "i":
      return quiet({ ...desk, page: "instructions" });
    case "b":
    case "left":
      return desk.at === 0 ? quiet(desk, "This is the first item.") : moved(desk, now, desk.at - 1);
    case "return":
    case "right":
    case " ":
      return passed(desk, now);
    case "down":
      return quiet({ ...desk, selected: Math.min(marks.length - 1, desk.selected + 1) });
    case "up":
      return quiet({ ...desk, selected: Math.max(0, desk.selected - 1) });
    default:
      return quiet(desk);
  }
}

/** The keys that give these answers to a blank sheet. */
export function keysFor(marks: readonly Mark[], note: string): readonly string[] {
  const answers = marks.flatMap((mark, i): readonly string[] => {
    // From the first subgoal down to this one; a digit reaches only its own group.
    const way = [...marks.map(() => "up"), ...Array.from({ length: i }, () => "down")];
    const digit = String((i % GROUP) + 1);
    if (mark === "unsure") return [...way, "u"];
    return mark === "yes" ? [...way, digit] : [...way, digit, digit];
  });
  const written = note === "" ? [] : ["n", ...note.slice(0, LONGEST_NOTE), "return"];
  return [...answers, ...written, "return"];
}

/** The middle of the seconds that finished showings took; undefined before there are any. */
export function medianSeconds({ sheets }: Desk): number | undefined {
  const seconds = sheets.flatMap((sheet) => (sheet?.state === "done" ? [sheet.seconds] : [])).sort((a, b) => a - b);
  const middle = Math.floor(seconds.length / 2);
  return seconds.length % 2 === 1 ? seconds[middle] : mean(seconds[middle - 1], seconds[middle]);
}

const mean = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : (a + b) / 2;

/** Showings that are done or skipped. */
export const finishedCount = ({ sheets }: Desk): number => sheets.filter(isFinished).length;
