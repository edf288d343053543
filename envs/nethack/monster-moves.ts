/**
 * What monsters do between two actions of the hero (NetHack's mon.c and monmove.c): each has movement for a turn, and acts
 * with every twelve of it. Beside the hero it attacks, elsewhere it comes nearer, and it seldom goes back where it has been.
 */
import { isNarrow } from "./boulders.js";
import type { Dice } from "./dice.js";
import { cellBeside } from "./doors.js";
import { attackHero } from "./fight.js";
import { clearDoor } from "./geometry.js";
import { DOOR_HEARD, MONSTER_ESCAPES, MONSTER_OPENS, MONSTER_VANISHES, say } from "./messages.js";
import { HAS_HANDS, HEALS_FAST, IS_BIG, IS_SAPIENT, IS_STRAIGHT, SPEED, TRACKS } from "./monster-kinds.js";
import { ASLEEP, FLEES_ON, isGround, moveMonster, removeMonster, wakeNear } from "./monsters.js";
import { hasBoulder } from "./objects.js";
import { MONSTER_SQUEAKS, SQUEAK_HEARD } from "./puzzle-messages.js";
import { isClearLine } from "./sight.js";
import { CELL, CHANGES, HP, LIVE, MOST_MONSTERS, STEPS_KEPT, STEPS_NOTED, type State, TRACKS_KEPT } from "./state.js";
import { CELLS, CLOSED, COLUMNS, DOOR, KNOWN_TRAP, OPEN, STAIRS_DOWN, STAIRS_UP, stands, X, Y } from "./terrain.js";
import { isBoard, SQUEAKY_BOARD, TELEPORT_TRAP } from "./traps.js";

const ACTION = 12;
/** A hero who is at most so far away, squared, can be seen. */
const SIGHT = 36;
/** In `monsterFlags`: it knows teleportation traps. */
const KNOWS_TRAP = 1;
const TELEPORTS = 1000;
/** A wounded monster with fewer hit points, and less than a fifth of them, saves itself; from a hero who is so near, squared. */
const BADLY_OFF = 10;
const NEAR_ENOUGH = 25;
/** A hit point comes back every so many turns, if not in each. */
const HEALS = 20;

/** N NE E SE S SW W NW as NetHack tries cells: column by column. */
const ORDER = [7, 6, 5, 0, 4, 1, 2, 3] as const;
const choices = new Int16Array(9);

const distance = (a: number, b: number): number => {
  const dx = X[a]! - X[b]!;
  const dy = Y[a]! - Y[b]!;
  return dx * dx + dy * dy;
};

/** Whether a monster can strike from one cell to another. */
const isNear = (from: number, to: number, kind: number): boolean => {
  const far = distance(from, to);
  return far < 3 && !(far === 2 && IS_STRAIGHT[kind] === 1);
};

/** The hero's latest step that lies beside a cell; -1 for none, or when the cell itself was one. */
function scent({ heroTrack, hero }: State, cell: number): number {
  const kept = Math.min(STEPS_KEPT, hero[STEPS_NOTED]!);
  let note = hero[STEPS_NOTED]! % STEPS_KEPT;
  for (let back = 1; back <= kept; back++) {
    note = note === 0 ? STEPS_KEPT - 1 : note - 1;
    const at = heroTrack[note]!;
    // Most are far away, which is seen at once.
    if (at - cell > COLUMNS + 1 || cell - at > COLUMNS + 1) continue;
    const far = distance(at, cell);
    if (far < 3) return far === 0 ? -1 : at;
  }
  return -1;
}

const isShut = (door: number): boolean => door === CLOSED;

/** Whether a monster may step from a cell to a neighbour; the hero's own cell counts as free. */
function mayStep(state: State, from: number, to: number, direction: number, kind: number, knowsTrap: boolean): boolean {
  const { terrain, door, monsterAt } = state;
  if (monsterAt[to] !== 0) return false;
  const isDoor = terrain[to] === DOOR;
  if (isDoor && isShut(door[to]!)) {
    if (HAS_HANDS[kind] === 0) return false;
  } else if (!isGround(state, to, kind)) return false;
  if ((direction & 1) === 1) {
    if (IS_STRAIGHT[kind] === 1) return false;
    if (IS_BIG[kind] === 1 && isNarrow(state, from, to)) return false;
    if (isDoor && stands(door[to]!)) return false;
    if (terrain[from] === DOOR && stands(door[from]!)) return false;
  }
  if (hasBoulder(state, to)) return false;
  return !(knowsTrap && !isDoor && door[to] === TELEPORT_TRAP);
}

/** One step towards the hero, away from him when it flees, or wherever; whether it moved. */
function stepMonster(state: State, row: number, dice: Dice): boolean {
  const { hero, monsterCell, monsterKind, monsterTrack, lit, opaque } = state;
  const kind = monsterKind[row]!;
  const from = monsterCell[row]!;
  let goal = hero[CELL]!;
  const isSeen =
    distance(from, goal) <= SIGHT && (lit[goal] === 1 || lit[from] === 0) && isClearLine(opaque, goal, from);
  if (!isSeen && TRACKS[kind] === 1) {
    const step = scent(state, from);
    if (step >= 0) goal = step;
  }
  const knowsTrap = (state.monsterFlags[row]! & KNOWS_TRAP) !== 0;
  let count = 0;
  for (let i = 0; i < 8; i++) {
    const to = cellBeside(from, ORDER[i]!);
    if (to >= 0 && mayStep(state, from, to, ORDER[i]!, kind, knowsTrap)) choices[count++] = to;
  }
  const flees = state.monsterFlees[row] !== 0;
  let best = -1;
  let bestDistance = distance(from, goal);
  const remembered = Math.min(TRACKS_KEPT, count - 1);
  for (let i = 0; i < count; i++) {
    const to = choices[i]!;
    let avoids = false;
    for (let j = 0; j < remembered && !avoids; j++) {
      avoids = monsterTrack[row * TRACKS_KEPT + j] === to && dice.roll("monster: track", 4 * (count - j)) !== 0;
    }
    if (avoids) continue;
    const far = distance(to, goal);
    if (far < bestDistance !== flees || best < 0) {
      best = to;
      bestDistance = far;
    }
  }
  if (best < 0 || best === hero[CELL]) return false;
  for (let j = TRACKS_KEPT - 1; j > 0; j--) {
    monsterTrack[row * TRACKS_KEPT + j] = monsterTrack[row * TRACKS_KEPT + j - 1]!;
  }
  monsterTrack[row * TRACKS_KEPT] = from;
  moveMonster(state, row, best);
  arrive(state, row, dice);
  return true;
}

/** Sleepers who are not so far, squared, are woken by a board under a monster. */
const SQUEAK = 40;

/** A board squeaks under a monster; one that is seen is known from then on. */
function squeak(state: State, row: number, note: number): void {
  const { terrain, monsterCell, monsterKind, hero } = state;
  const cell = monsterCell[row]!;
  if (isInView(state, cell)) {
    say(state, MONSTER_SQUEAKS, 16 * monsterKind[row]! + note);
    terrain[cell] = KNOWN_TRAP;
    hero[CHANGES]! += 1;
  } else say(state, SQUEAK_HEARD, note);
  wakeNear(state, cell, SQUEAK);
}

/** What happens where a monster has come: a door opens, a trap carries it off. */
function arrive(state: State, row: number, dice: Dice): void {
  const { terrain, door, monsterCell, hero } = state;
  const cell = monsterCell[row]!;
  if (terrain[cell] === DOOR) {
    if (!isShut(door[cell]!)) return;
    const isSeen = isInView(state, cell);
    say(state, isSeen ? MONSTER_OPENS : DOOR_HEARD, state.monsterKind[row]!);
    door[cell] = OPEN;
    clearDoor(state, cell);
    hero[CHANGES]! += 1;
    return;
  }
  if (isBoard(door[cell]!)) squeak(state, row, door[cell]! - SQUEAKY_BOARD);
  if (door[cell] !== TELEPORT_TRAP) return;
  const known = (state.monsterFlags[row]! & KNOWS_TRAP) !== 0;
  if (known && dice.roll("monster: trap", 4) !== 0) return;
  state.monsterFlags[row]! |= KNOWS_TRAP;
  if (isInView(state, cell)) {
    say(state, MONSTER_VANISHES, state.monsterKind[row]!);
    if (terrain[cell] !== KNOWN_TRAP) terrain[cell] = KNOWN_TRAP;
    hero[CHANGES]! += 1;
  }
  for (let draw = 0; draw < TELEPORTS; draw++) {
    const to = dice.roll("monster: teleport", CELLS);
    if (to === hero[CELL] || state.monsterAt[to] !== 0 || !isGround(state, to, state.monsterKind[row]!)) continue;
    moveMonster(state, row, to);
    return;
  }
}

/** Whether the hero sees a cell: lit or beside him, and nothing between. */
function isInView(state: State, cell: number): boolean {
  const from = state.hero[CELL]!;
  return (state.lit[cell] === 1 || distance(from, cell) < 3) && isClearLine(state.opaque, from, cell);
}

/** A hurt monster with a mind leaves by the stairs that it stands on, if the hero is not far. */
function escapes(state: State, row: number): boolean {
  const { monsterHp, monsterHpMax, monsterCell, terrain } = state;
  const cell = monsterCell[row]!;
  const kind = state.monsterKind[row]!;
  if (monsterHp[row]! >= monsterHpMax[row]! || IS_SAPIENT[kind] === 0) return false;
  if (terrain[cell] !== STAIRS_UP && terrain[cell] !== STAIRS_DOWN) return false;
  const isWell = monsterHp[row]! >= BADLY_OFF && monsterHp[row]! * 5 >= monsterHpMax[row]!;
  if (isWell || distance(cell, state.hero[CELL]!) > NEAR_ENOUGH) return false;
  if (terrain[cell] === STAIRS_UP && isInView(state, cell)) say(state, MONSTER_ESCAPES, kind);
  removeMonster(state, row);
  return true;
}

/** One action of a monster. */
function act(state: State, row: number, dice: Dice): void {
  if ((state.monsterFlags[row]! & ASLEEP) !== 0) return;
  if (escapes(state, row)) return;
  const kind = state.monsterKind[row]!;
  const isBeside = isNear(state.monsterCell[row]!, state.hero[CELL]!, kind);
  const staysToFight = isBeside && state.monsterFlees[row] === 0;
  if (!staysToFight && stepMonster(state, row, dice)) return;
  if (isNear(state.monsterCell[row]!, state.hero[CELL]!, kind)) attackHero(state, row, dice);
}

/** Every monster that has movement acts once, the latest first; whether any can act again. */
function actAll(state: State, dice: Dice): boolean {
  const { monsterKind, monsterMove, hero } = state;
  let again = false;
  for (let place = MOST_MONSTERS - 1; place >= 0; place--) {
    const row = dice.order === undefined ? place : dice.order(state, place);
    if (row < 0) break;
    if (monsterKind[row] === 0 || monsterMove[row]! < ACTION) continue;
    monsterMove[row]! -= ACTION;
    if (monsterMove[row]! >= ACTION) again = true;
    act(state, row, dice);
    if (hero[HP]! <= 0) return false;
  }
  return again;
}

/**
 * The movement of a turn: whole actions, and one more by chance for the rest of the speed. The game grants it when the turn
 * before ends; here it is drawn when it is used, which is the same to a player.
 */
function grantMovement({ monsterKind, monsterMove }: State, dice: Dice): void {
  for (let row = MOST_MONSTERS - 1; row >= 0; row--) {
    const kind = monsterKind[row]!;
    if (kind === 0) continue;
    const speed = SPEED[kind]!;
    const rest = speed % ACTION;
    const more = rest !== 0 && dice.roll("monster: speed", ACTION) < rest ? ACTION : 0;
    monsterMove[row]! += speed - rest + more;
  }
}

/** With the clock wounds heal, and fear passes. */
function recover(state: State, turn: number): void {
  const { monsterKind, monsterHp, monsterHpMax, monsterFlees } = state;
  for (let row = 0; row < MOST_MONSTERS; row++) {
    if (monsterKind[row] === 0) continue;
    if (monsterFlees[row] !== 0 && monsterFlees[row] !== FLEES_ON) monsterFlees[row]! -= 1;
    const heals = turn % HEALS === 0 || HEALS_FAST[monsterKind[row]!] === 1;
    if (heals && monsterHp[row]! < monsterHpMax[row]!) monsterHp[row]! += 1;
  }
}

/** The monsters' part of a turn. In the first they have no movement yet. */
export function monstersAct(state: State, turn: number, dice: Dice): void {
  const { hero, heroTrack } = state;
  if (hero[LIVE] === 0) return;
  if (hero[STEPS_NOTED] !== 0) {
    grantMovement(state, dice);
    while (actAll(state, dice));
    recover(state, turn);
  }
  heroTrack[hero[STEPS_NOTED]! % STEPS_KEPT] = hero[CELL]!;
  hero[STEPS_NOTED]! += 1;
}
