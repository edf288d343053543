/**
 * What a distilled judge reads off a transition: names of features that are there or not, made of the text that a judge
 * is shown and of nothing else (the crop before and after, the action, the messages). No inventory, no status, no truth.
 *
 * Both crops are centred on the hero, so a walk shifts everything. The shift is found from the crops themselves: the one
 * of nine under which most signs agree. Frames that do not say where the hero is are compared in place.
 *
 * Names are made harmless here (`visible`), once: they travel in judge files and tables.
 */
import type { TransitionView } from "../../annotations/index.js";
import { visible, windowRows } from "../../envs/index.js";

/** Raise it with any change to the features: a judge file is read by the version that it was learned by only. */
export const FEATURES = "crop text/1";

const MOST_WORDS = 40;
const MOST_NAME = 80;
/** Signs of floor and of the unseen, which are everywhere. */
const PLAIN = " .";

type Cells = readonly (readonly string[])[];

const cellsOf = (rows: readonly string[]): Cells => rows.map((row) => [...row]);
const signAt = (cells: Cells, x: number, y: number): string => cells[y]?.[x] ?? " ";

interface Shift {
  readonly x: number;
  readonly y: number;
}

const STAY: Shift = { x: 0, y: 0 };
const SHIFTS: readonly Shift[] = [
  STAY,
  ...[-1, 0, 1].flatMap((y) => [-1, 0, 1].flatMap((x) => (x === 0 && y === 0 ? [] : [{ x, y }]))),
];

/** Signs that agree less signs that differ where the crops overlap, blanks and the hero's two cells left out. */
function agreement(before: Cells, after: Cells, shift: Shift, centre: number): number {
  let sum = 0;
  for (let y = 0; y < after.length; y++) {
    const [now, then] = [after[y]!, before[y + shift.y]];
    if (then === undefined) continue;
    for (let x = 0; x < now.length; x++) {
      const [sign, was] = [now[x]!, then[x + shift.x] ?? " "];
      if (sign === " " || was === " ") continue;
      if ((x === centre && y === centre) || (x === centre - shift.x && y === centre - shift.y)) continue;
      sum += was === sign ? 1 : -1;
    }
  }
  return sum;
}

/** By how many cells the hero moved, as far as the crops tell; the first best of nine, standing still before others. */
export function heroShift(before: Cells, after: Cells, centre: number): Shift {
  let [best, most] = [STAY, Number.NEGATIVE_INFINITY];
  for (const shift of SHIFTS) {
    const score = agreement(before, after, shift, centre);
    if (score > most) [best, most] = [shift, score];
  }
  return best;
}

const wordsOf = (message: string): readonly string[] =>
  [...new Set(message.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MOST_WORDS);

function countsOf(cells: Cells): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of cells) for (const sign of row) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return counts;
}

const AROUND = SHIFTS.slice(1);

/** Names of what is there, each once. */
export function featuresOf({ before, action, after }: TransitionView): readonly string[] {
  const names = new Set<string>();
  const add = (name: string) => names.add(visible(name, MOST_NAME));
  /** A fact of its own, and together with the action. */
  const fact = (name: string) => {
    add(name);
    add(`${action} & ${name}`);
  };
  add(`action ${action}`);
  fact(`said "${after.message}"`);
  for (const word of wordsOf(after.message)) fact(`word ${word}`);
  for (const word of wordsOf(before.message)) add(`word before ${word}`);
  if (after.message === before.message) add("same message");

  const isCrop = before.hero !== undefined && after.hero !== undefined;
  const window = isCrop ? "crop" : "map";
  const [then, now] = [before, after].map((frame) => cellsOf(windowRows(frame, window))) as [Cells, Cells];
  const centre = isCrop ? (then.length - 1) / 2 : Number.NaN;
  const shift = isCrop ? heroShift(then, now, centre) : STAY;
  const isMoved = shift.x !== 0 || shift.y !== 0;
  fact(isMoved ? "moved" : "stayed");
  let changed = 0;
  now.forEach((row, y) => {
    row.forEach((sign, x) => {
      const [left, up] = [x + shift.x, y + shift.y];
      const was = then[up]?.[left];
      if (was === undefined || was === sign) return;
      if (isCrop && ((x === centre && y === centre) || (left === centre && up === centre))) return;
      changed++;
      fact(`${was} to ${sign}`);
      if (isCrop) fact(`${was} to ${sign} at ${left - centre},${up - centre}`);
    });
  });
  fact(`changed ${Math.min(changed, 3)}`);
  if (isCrop && isMoved) {
    fact(`onto ${signAt(then, centre + shift.x, centre + shift.y)}`);
    fact(`left ${signAt(now, centre - shift.x, centre - shift.y)}`);
  }
  const [had, has] = [countsOf(then), countsOf(now)];
  for (const sign of new Set([...had.keys(), ...has.keys()])) {
    const more = (has.get(sign) ?? 0) - (had.get(sign) ?? 0);
    if (PLAIN.includes(sign)) continue;
    add(`sees ${sign}`);
    if (more !== 0) fact(`${more > 0 ? "more" : "fewer"} ${sign}`);
  }
  if (isCrop) {
    for (const { x, y } of AROUND) {
      const sign = signAt(then, centre + x, centre + y);
      if (!PLAIN.includes(sign)) fact(`beside ${sign} at ${x},${y}`);
    }
  }
  return [...names];
}
