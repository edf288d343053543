/**
 * Steps that a recording cannot decide, by name. A step that no dice of ours give is a miss unless the state before it, or
 * what it reveals, shows that it hangs on something that this engine does not play:
 *
 * - the message names a weapon, a missile or a garment of a monster, or a thing that the hero takes or sees which is none
 *   of ours; a thing that none of our rules lay there comes to light, or one goes that a collector may have taken; or a
 *   collector has such a thing nearby, and goes for it;
 * - a corpse rots away.
 *
 * Monsters out of sight are judged in `conform-outcomes.ts`.
 */
import type { Frame } from "../frame.js";
import { signAt } from "./conform-frames.js";
import { far } from "./conform-monsters.js";
import { messageText } from "./messages.js";
import { monsterKind } from "./monster-kinds.js";
import { CORPSE, OTHER } from "./objects.js";
import { CELL, type State } from "./state.js";
import { CELLS } from "./terrain.js";

export const UNSEEN = "a monster that was out of sight";
export const CARRIED = "things that monsters carry or leave";
export const ROTS = "a corpse that rots away";

export const THINGS = ')[%!?/=+(*$"';
/** Said of monsters that use things: no dice of ours say it. */
export const USES =
  /wields|throws|thrusts|swings|shoots|picks up|puts on|welds|You are (almost )?hit by|\b(dart|dagger|helm|club|axe)s? (misses|hits)/;
const NOT_OURS =
  /(^| {2})[a-zA-Z$] - (?!.*corpse)|You (see|feel) here (?!.*corpse|a boulder)|several objects here|Things that are here/;
const HEARD = "You hear a door open.";
/** Squares at which a collector notices a thing. */
const NOTICES = 5;

const isThing = (sign: string): boolean => sign !== " " && THINGS.includes(sign);

/** Whether a kind goes for things that lie about. */
const collects = (kind: number): boolean => monsterKind(kind).mind === "sapient";

/** Things on the floor that a collector takes: all but corpses. */
function collectable({ floorHead, objectKind }: State): number[] {
  const cells: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const top = floorHead[cell]!;
    if (top !== 0 && objectKind[top - 1] !== CORPSE) cells.push(cell);
  }
  return cells;
}

/** What the state before a step says: a collector that has a thing nearby. */
export function hasCollector(state: State): boolean {
  const collectors = [...state.monsterKind.keys()].filter(
    (row) => state.monsterKind[row] !== 0 && collects(state.monsterKind[row]!),
  );
  if (collectors.length === 0) return false;
  return collectable(state).some((cell) =>
    collectors.some((row) => far(state.monsterCell[row]!, cell) <= NOTICES && isForeign(state, cell)),
  );
}

const isForeign = ({ floorHead, objectKind }: State, cell: number): boolean =>
  objectKind[floorHead[cell]! - 1] === OTHER;

/** Beside the hero stands one of a kind that was seen to take a weapon: its blows are said otherwise, and hurt more. */
export const hasArmed = (state: State, armed: ReadonlySet<string>): boolean =>
  [...state.monsterKind.keys()].some((row) => {
    const kind = state.monsterKind[row]!;
    return kind !== 0 && armed.has(monsterKind(kind).name) && far(state.monsterCell[row]!, state.hero[CELL]!) <= 2;
  });

/** A door that was heard to open, beside what is as it went here: nobody in view has opened one. */
const isHeard = (frame: Frame, state: State): boolean =>
  frame.message.endsWith(HEARD) && `${messageText(state)}  ${HEARD}`.trim() === frame.message;

/** Why nothing can be said of a step that no dice of ours give; undefined for a miss. `state` is as it went here. */
export function reasonOf(
  before: Frame,
  frame: Frame | undefined,
  state: State,
  nearCollector: boolean,
): string | undefined {
  if (frame === undefined) return nearCollector ? CARRIED : undefined;
  if (isHeard(frame, state)) return UNSEEN;
  if (/rots? away/.test(frame.message)) return ROTS;
  if (USES.test(frame.message) || NOT_OURS.test(frame.message)) return CARRIED;
  for (let cell = 0; cell < CELLS; cell++) {
    const now = signAt(frame, cell);
    if (now === signAt(before, cell) || state.chars[cell] === now.charCodeAt(0)) continue;
    // Beneath a monster a thing may have lain before; a corpse's sign where ours is none was no corpse, or not of ours.
    if (isThing(now)) return CARRIED;
    if (isThing(signAt(before, cell)) && now === "." && nearCollector) return CARRIED;
  }
  return nearCollector ? CARRIED : undefined;
}
