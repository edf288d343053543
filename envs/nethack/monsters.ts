/**
 * The monsters of a level: rows of columns in the state, and who stands where. Row i is i + 1 in `monsterAt`.
 *
 * What we do differently: monsters carry nothing, so goblins have no daggers and kobolds throw no darts.
 */
import type { Dice } from "./dice.js";
import { FLIES, LEVEL, MONSTERS, monsterKind, SWIMS } from "./monster-kinds.js";
import { CELL, LIVE, MOST_MONSTERS, STUCK, type State, TRACKS_KEPT } from "./state.js";
import { BARS, CLOSED, COLUMNS, DOOR, isWater, LAVA, LOCKED, ROWS, TREE } from "./terrain.js";

/** In `monsterFlees`: until it is well again, and then some. */
export const FLEES_ON = 255;

const TOTAL = MONSTERS.reduce((sum, { weight }) => sum + weight, 0);

/** In `monsterFlags`: it sleeps until it is struck or a board squeaks; the Rogue's own steps wake nobody. */
export const ASLEEP = 2;

/** The game's usual choice for the first level and a new hero. */
export function randomKind(dice: Dice): number {
  let roll = dice.roll("level: monster", TOTAL);
  let number = 1;
  while (roll >= monsterKind(number).weight) roll -= monsterKind(number++).weight;
  return number;
}

/** One of a class, as the game draws it on the first level; 0 for a class that no level draws from. */
export function randomOfClass(character: string, dice: Dice): number {
  const shares = MONSTERS.map((kind) => (kind.character === character ? kind.classWeight : 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return 0;
  let roll = dice.roll("level: monster", total);
  let index = 0;
  while (roll >= shares[index]!) roll -= shares[index++]!;
  return index + 1;
}

/** Whether a monster of a kind can stand on a cell, whoever is there. */
export function isGround({ terrain, door }: State, cell: number, kind: number): boolean {
  const ground = terrain[cell]!;
  if (ground < DOOR || ground === TREE || ground === BARS) return false;
  if (ground === DOOR) return door[cell] !== CLOSED && door[cell] !== LOCKED;
  if (isWater(ground)) return SWIMS[kind] === 1 || FLIES[kind] === 1;
  if (ground === LAVA) return FLIES[kind] === 1;
  return ground <= BARS;
}

/** d4 at level 0, else as many d8 as the level says; a dragon's are d4, and one for each more. */
function drawHitPoints(kind: number, dice: Dice): number {
  const level = LEVEL[kind]!;
  if (level === 0) return 1 + dice.roll("level: monster", 4);
  const isDragon = monsterKind(kind).build === "dragon";
  let points = isDragon ? 2 * level : level;
  for (let die = 0; die < level; die++) points += dice.roll("level: monster", isDragon ? 4 : 8);
  return points;
}

/** Puts a monster on a free cell; false when the level holds no more. */
export function addMonster(state: State, kind: number, cell: number, dice: Dice): boolean {
  const { monsterKind: kinds, hero } = state;
  let row = 0;
  while (row < MOST_MONSTERS && kinds[row] !== 0) row++;
  if (row === MOST_MONSTERS) return false;
  kinds[row] = kind;
  state.monsterHp[row] = state.monsterHpMax[row] = drawHitPoints(kind, dice);
  state.monsterFlees[row] = 0;
  state.monsterMove[row] = 0;
  state.monsterFlags[row] = 0;
  state.monsterCell[row] = cell;
  state.monsterAt[cell] = row + 1;
  for (let i = 0; i < TRACKS_KEPT; i++) state.monsterTrack[row * TRACKS_KEPT + i] = -1;
  hero[LIVE]! += 1;
  return true;
}

/** Wakes who is not so far, squared. */
export function wakeNear(state: State, cell: number, far: number): void {
  const { monsterKind: kinds, monsterCell, monsterFlags } = state;
  for (let row = 0; row < MOST_MONSTERS; row++) {
    if (kinds[row] === 0) continue;
    const dx = (monsterCell[row]! % COLUMNS) - (cell % COLUMNS);
    const dy = Math.trunc(monsterCell[row]! / COLUMNS) - Math.trunc(cell / COLUMNS);
    if (dx * dx + dy * dy < far) monsterFlags[row]! &= ~ASLEEP;
  }
}

export function removeMonster(state: State, row: number): void {
  state.monsterAt[state.monsterCell[row]!] = 0;
  state.monsterKind[row] = 0;
  state.hero[LIVE]! -= 1;
  if (state.hero[STUCK] === row + 1) state.hero[STUCK] = 0;
}

/** Makes two monsters act in each other's order. */
export function swapMonsters(state: State, a: number, b: number): void {
  const { monsterKind, monsterCell, monsterHp, monsterHpMax, monsterMove, monsterFlags, monsterFlees } = state;
  const columns = [monsterKind, monsterCell, monsterHp, monsterHpMax, monsterMove, monsterFlags, monsterFlees];
  for (const column of columns) [column[a], column[b]] = [column[b]!, column[a]!];
  const { monsterTrack, hero } = state;
  for (let i = 0; i < TRACKS_KEPT; i++) {
    const [one, other] = [a * TRACKS_KEPT + i, b * TRACKS_KEPT + i];
    [monsterTrack[one], monsterTrack[other]] = [monsterTrack[other]!, monsterTrack[one]!];
  }
  for (const row of [a, b]) if (monsterKind[row] !== 0) state.monsterAt[monsterCell[row]!] = row + 1;
  if (hero[STUCK] === a + 1) hero[STUCK] = b + 1;
  else if (hero[STUCK] === b + 1) hero[STUCK] = a + 1;
}

export function moveMonster(state: State, row: number, to: number): void {
  state.monsterAt[state.monsterCell[row]!] = 0;
  state.monsterCell[row] = to;
  state.monsterAt[to] = row + 1;
}

/** A free cell next to another, in rings about it; -1 when the level has none. */
export function freeCellNear(state: State, cell: number, kind: number, dice: Dice): number {
  const x = cell % COLUMNS;
  const y = Math.trunc(cell / COLUMNS);
  for (let range = 1; range < COLUMNS; range++) {
    const free: number[] = [];
    for (let dy = -range; dy <= range; dy++) {
      for (let dx = -range; dx <= range; dx++) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) !== range) continue;
        const [cx, cy] = [x + dx, y + dy];
        if (cx < 0 || cx >= COLUMNS || cy < 0 || cy >= ROWS) continue;
        const at = cy * COLUMNS + cx;
        if (state.monsterAt[at] === 0 && at !== state.hero[CELL] && isGround(state, at, kind)) free.push(at);
      }
    }
    if (free.length > 0) return free[dice.roll("level: monster", free.length)]!;
  }
  return -1;
}
