/**
 * What water does to the pack (NetHack's trap.c, water_damage and erode_obj): iron rusts, potions dilute, a sack fills. Each
 * thing is spared one time in four, and blessed iron one time in four again. A lock pick's rust is told but not shown.
 */
import type { Dice } from "./dice.js";
import { DILUTES, RUSTS, say, WATER_IN_SACK } from "./messages.js";
import {
  BLESSED,
  DAGGER,
  DILUTED,
  KNIGHT_ARMOR,
  LANCE,
  LOCK_PICK,
  LONG_SWORD,
  MOST_RUST,
  POTION_OF_SICKNESS,
  POTION_OF_WATER,
  RUST,
  rustOf,
  SACK,
  SHORT_SWORD,
} from "./objects.js";
import type { State } from "./state.js";

const IRON: ReadonlySet<number> = new Set([SHORT_SWORD, DAGGER, LOCK_PICK, LONG_SWORD, LANCE, ...KNIGHT_ARMOR]);
const SPARED = 5;

/** Argument of `RUSTS` and `DILUTES`: row, and how much it had before. */
const told = (row: number, before: number): number => row + 256 * before;

export function soakPack(state: State, dice: Dice): void {
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    const row = link - 1;
    const kind = state.objectKind[row]!;
    if (kind === SACK) {
      say(state, WATER_IN_SACK);
      continue;
    }
    const site = kind === LOCK_PICK ? "water: tool" : "water: thing";
    if (dice.roll(site, 20) < SPARED) continue;
    if (kind === POTION_OF_SICKNESS) dilute(state, row);
    else if (IRON.has(kind)) rust(state, row, dice);
  }
}

function dilute(state: State, row: number): void {
  const wasDiluted = (state.objectDetail[row]! & DILUTED) !== 0;
  say(state, DILUTES, told(row, wasDiluted ? 1 : 0));
  if (!wasDiluted) {
    state.objectDetail[row]! += DILUTED;
    return;
  }
  state.objectKind[row] = POTION_OF_WATER;
  state.objectDetail[row] = 0;
}

function rust(state: State, row: number, dice: Dice): void {
  const detail = state.objectDetail[row]!;
  if ((detail & BLESSED) !== 0 && dice.roll("water: blessed", 4) === 0) return;
  const before = rustOf(state, row);
  if (before === MOST_RUST) return;
  say(state, RUSTS, told(row, before));
  state.objectDetail[row] = detail + RUST;
}
