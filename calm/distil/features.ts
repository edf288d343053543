/**
 * What a distilled judge reads off a transition: names of features that are there or not, made of the text that a judge
 * is shown and of nothing else (the crop before and after, the action, the messages). No inventory, no status, no truth.
 *
 * Both crops are centred on the hero, so a walk shifts everything. The shift is found from the crops themselves
 * (`window.ts`). Frames that do not say where the hero is are compared in place.
 *
 * Names are made harmless here (`visible`), once: they travel in judge files and tables. In training this runs for every
 * distinct text, so cells are numbers until a name is made of them.
 */
import type { TransitionView } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { BLANK, CentredPair, SHIFTS } from "./window.js";

/** Raise it with any change to the features: a judge file is read by the version that it was learned by only. */
export const FEATURES = "crop text/1";

const MOST_WORDS = 40;
const MOST_NAME = 80;
/** Signs of floor and of the unseen, which are everywhere. */
const FLOOR = 46;
const isPlain = (sign: number): boolean => sign === BLANK || sign === FLOOR;

const signText = (sign: number): string =>
  sign >= 32 && sign < 127 ? String.fromCharCode(sign) : visible(String.fromCodePoint(sign));

const wordsOf = (message: string): readonly string[] =>
  message === ""
    ? []
    : [...new Set(message.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])]
        .slice(0, MOST_WORDS)
        .map((word) => visible(word));

const AROUND = SHIFTS.slice(1);

function countsOf(cells: Int32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const sign of cells) if (!isPlain(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return counts;
}

/** Names of what is there, each once. */
export function featuresOf({ before, action, after }: TransitionView): readonly string[] {
  const names = new Set<string>();
  // The parts are harmless already: a cut can only break an escape, never a character.
  const add = (name: string) => names.add(name.length > MOST_NAME ? visible(name, MOST_NAME) : name);
  const act = visible(action, MOST_NAME);
  /** A fact of its own, and together with the action. */
  const fact = (name: string) => {
    add(name);
    add(`${act} & ${name}`);
  };
  add(`action ${act}`);
  fact(`said "${visible(after.message, MOST_NAME)}"`);
  for (const word of wordsOf(after.message)) fact(`word ${word}`);
  for (const word of wordsOf(before.message)) add(`word before ${word}`);
  if (after.message === before.message) add("same message");

  const pair = new CentredPair(before, after);
  const { shift } = pair;
  const isMoved = shift.x !== 0 || shift.y !== 0;
  fact(isMoved ? "moved" : "stayed");
  let [changed, revealed] = [0, 0];
  pair.eachChange((was, now, x, y) => {
    // What comes into sight or leaves it was there before: no change of the world, and much of it hangs together.
    if (was === BLANK || now === BLANK) {
      if (was === BLANK) revealed++;
      return;
    }
    changed++;
    const change = `${signText(was)} to ${signText(now)}`;
    fact(change);
    if (pair.isCentred) fact(`${change} at ${x},${y}`);
  });
  fact(`changed ${Math.min(changed, 3)}`);
  if (revealed > 0) add("reveals cells");
  if (pair.isCentred && isMoved) {
    fact(`onto ${signText(pair.signBefore(shift.x, shift.y))}`);
    fact(`left ${signText(pair.signAfter(-shift.x, -shift.y))}`);
  }
  const [had, has] = [countsOf(pair.before), countsOf(pair.after)];
  for (const sign of new Set([...had.keys(), ...has.keys()])) {
    const more = (has.get(sign) ?? 0) - (had.get(sign) ?? 0);
    add(`sees ${signText(sign)}`);
    if (more !== 0) fact(`${more > 0 ? "more" : "fewer"} ${signText(sign)}`);
  }
  if (pair.isCentred) {
    for (const { x, y } of AROUND) {
      const sign = pair.signBefore(x, y);
      if (!isPlain(sign)) fact(`beside ${signText(sign)} at ${x},${y}`);
    }
  }
  return [...names];
}
