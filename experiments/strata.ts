/**
 * Kinds of steps on which a judge's errors are counted apart, because they differ by orders of magnitude: KeyRoom's
 * look-alikes, and what looks like nothing. Counting reads frames (`KEYROOM.lookAlikes`); training has the step alone, so
 * the same kinds are told here from crops, messages, action and memory.
 *
 * Nothing is lost by that as long as the agent's memory holds the key when the pack does. "Start on the key, not taken"
 * needs more than the step: its number within its episode.
 */
import type { JudgedStep } from "../agents/index.js";
import { KEYROOM } from "../annotations/index.js";
import { closedDoors, enteredDoorway } from "./crop.js";

export const LOOK_ALIKES: readonly string[] = KEYROOM.lookAlikes.map(({ name }) => name);

const kind = (name: string): number => LOOK_ALIKES.indexOf(name);
const START_ON_KEY = kind("start on the key, not taken");
const BUMPED_DOOR = kind("locked door bumped");
const APPLY_WITH_KEY = kind("apply with the key, no door beside");
const APPLY_WITHOUT = kind("apply without a key");
const PICKUP_NOTHING = kind("pickup of nothing");
const ONTO_KEY = kind("step onto the key");
const ONTO_DOOR = kind("step onto the open door");
const DOOR_ENTERS = kind("door enters the crop");
const DOOR_LEAVES = kind("door leaves the crop");
/** No look-alike. */
const OTHER = LOOK_ALIKES.length;

const HOLDS_KEY = 1;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const LOCKED = bytes("This door is locked.\u0000");
const SEE_HERE = bytes("You see here ");
const KEY = bytes("key");

function begins(message: Uint8Array, text: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (message[at + i] !== text[i]) return false;
  return true;
}

/** Where a text begins in a message, from `from` on; -1 when it is not there. */
function find(message: Uint8Array, text: Uint8Array, from: number): number {
  for (let at = message.indexOf(text[0]!, from); at >= 0; at = message.indexOf(text[0]!, at + 1)) {
    if (begins(message, text, at)) return at;
  }
  return -1;
}

const isWord = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || byte === 95 || (byte >= 97 && byte <= 122));

/** "You see here …", and "key" as a word after it. */
function seesKey({ message }: JudgedStep["before"]): boolean {
  if (message[0] === 0) return false;
  const here = find(message, SEE_HERE, 0);
  if (here < 0) return false;
  for (let at = find(message, KEY, here + SEE_HERE.length); at >= 0; at = find(message, KEY, at + 1)) {
    if (!isWord(message[at - 1]) && !isWord(message[at + KEY.length])) return true;
  }
  return false;
}

/**
 * Index in `LOOK_ALIKES` of what a step that achieved nothing looks like, their number when it looks like nothing;
 * `number` counts the episode's steps from 1. The order is that of `KEYROOM.lookAlikes`: the first that holds.
 */
export function lookAlikeOf(step: JudgedStep, number: number): number {
  const { action, before, after } = step;
  if (number === 1 && seesKey(before)) return START_ON_KEY;
  if (begins(after.message, LOCKED, 0)) return BUMPED_DOOR;
  // Applying takes nothing, so the key held after it was held before it.
  if (action === "APPLY") return step.remembered & HOLDS_KEY ? APPLY_WITH_KEY : APPLY_WITHOUT;
  if (action === "PICKUP") return PICKUP_NOTHING;
  if (seesKey(after)) return ONTO_KEY;
  if (enteredDoorway(step)) return ONTO_DOOR;
  const more = closedDoors(after.crop) - closedDoors(before.crop);
  if (more === 0) return OTHER;
  return more > 0 ? DOOR_ENTERS : DOOR_LEAVES;
}
