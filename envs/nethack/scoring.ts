/**
 * What a step pays and when an episode ends, as the classes of MiniHack's families have it. Most end on the stairs down
 * and pay 1 for that; Boxoban, Sokoban and Memento have rules of their own.
 */
import { ATE, FELL, KILLED, PUSHED } from "./events.js";
import { HERO_KILLS } from "./messages.js";
import { monsterNumber } from "./monster-kinds.js";
import { hasBoulder } from "./objects.js";
import { BOARD_SQUEAKS, MONSTER_SQUEAKS, SQUEAK_HEARD } from "./puzzle-messages.js";
import { CELL, COUNTED, type State } from "./state.js";
import { CELLS, FOUNTAIN, STAIRS_DOWN } from "./terrain.js";
import { PIT } from "./traps.js";

export const RUNNING = 0;
export const ABORTED = -1;
export const DEATH = 1;
export const SUCCESS = 2;

/**
 * What is paid besides, or instead of, the stairs: an apple eaten, a half each; boulders on fountains, which replace all
 * other pay and the stairs; pits filled, which replace all other pay; the grid bug's death and a board's squeak.
 */
export type Pays = "apples" | "boulders" | "pits" | "grid bug";

/** For a step that takes no time; the wrapper's APPLY costs it always, though it opens a door in several turns. */
const PENALTY = -0.01;
const APPLE = 0.5;
/** Of Boxoban and Sokoban: for each step, and for each boulder or pit more. */
const STEP = -0.001;
const PART = 0.1;
const BUG = monsterNumber("grid bug");

/** Boulders that stand on fountains, or pits that are left. */
export function countParts(state: State, pays: Pays | undefined): number {
  const { terrain, door } = state;
  let count = 0;
  if (pays === "boulders") {
    for (let cell = terrain.indexOf(FOUNTAIN); cell >= 0; cell = terrain.indexOf(FOUNTAIN, cell + 1)) {
      if (hasBoulder(state, cell)) count++;
    }
  } else if (pays === "pits") {
    for (let cell = door.indexOf(PIT); cell >= 0; cell = door.indexOf(PIT, cell + 1)) count++;
  }
  return count;
}

/** Whether the cells with a boulder are the cells with a fountain. */
function isSorted(state: State): boolean {
  for (let cell = 0; cell < CELLS; cell++) {
    if (hasBoulder(state, cell) !== (state.terrain[cell] === FOUNTAIN)) return false;
  }
  return true;
}

/** Whether this step says something; with an argument, of that. */
function says({ messageParts }: State, template: number, argument?: number): boolean {
  for (let i = 0; i < messageParts[0]!; i++) {
    if (messageParts[1 + 2 * i] !== template) continue;
    if (argument === undefined || messageParts[2 + 2 * i] === argument) return true;
  }
  return false;
}

const killedBug = (state: State, events: number): boolean => (events & KILLED) !== 0 && says(state, HERO_KILLS, BUG);
const squeaked = (state: State): boolean =>
  [BOARD_SQUEAKS, SQUEAK_HEARD, MONSTER_SQUEAKS].some((one) => says(state, one));

/** How a step ends whose hero lives and which is not the last allowed. */
export function endingOf(state: State, pays: Pays | undefined, events: number): number {
  const { terrain, hero } = state;
  if (pays === "boulders") return (events & PUSHED) !== 0 && isSorted(state) ? SUCCESS : RUNNING;
  if ((events & FELL) !== 0) return DEATH;
  if (pays === "grid bug" && (killedBug(state, events) || squeaked(state))) return SUCCESS;
  if (terrain[hero[CELL]!] !== STAIRS_DOWN) return RUNNING;
  return pays === "pits" && countParts(state, pays) > 0 ? RUNNING : SUCCESS;
}

/** What a step pays; `isIdle`: the clock stood still, or MiniHack's wrapper says so. */
export function payOf(state: State, pays: Pays | undefined, events: number, status: number, isIdle: boolean): number {
  if (pays === "boulders" || pays === "pits") {
    const before = state.hero[COUNTED]!;
    if ((events & PUSHED) !== 0) state.hero[COUNTED] = countParts(state, pays);
    if (status !== RUNNING) return status === SUCCESS ? 1 : 0;
    const more = state.hero[COUNTED]! - before;
    return STEP + PART * (pays === "pits" ? -more : more);
  }
  const penalty = isIdle ? PENALTY : 0;
  if (pays === "grid bug") {
    // At the limit, and in death, MiniHack counts nothing.
    if (status !== SUCCESS) return penalty;
    return penalty + (killedBug(state, events) ? 1 : 0) - (squeaked(state) ? 1 : 0);
  }
  const apple = pays === "apples" && (events & ATE) !== 0 ? APPLE : 0;
  return penalty + apple + (status === SUCCESS ? 1 : 0);
}
