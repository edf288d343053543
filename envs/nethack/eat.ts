/**
 * Apples, eaten from the floor in one turn (NetHack's eat.c). One that has lain for more than 30 turns may taste rotten.
 *
 * What we do differently: a rotten apple confuses as often as the game's, but it neither blinds nor puts to sleep.
 */
import type { Dice } from "./dice.js";
import { ATE } from "./events.js";
import { EATS_APPLE, LIGHT_HEADED, ROTTEN, say } from "./messages.js";
import { freeObject, takeFromFloor } from "./objects.js";
import { AILING, CELL, CHANGES, CONFUSED, EATEN, type State, TIME } from "./state.js";

const FRESH_TURNS = 30;
const NUTRITION = 50;

export function eatFromFloor(state: State, dice: Dice): number {
  const { hero, floorHead, objectCount } = state;
  const cell = hero[CELL]!;
  const row = floorHead[cell]! - 1;
  // Levels are a turn older than the hero's clock.
  const isRotten = hero[TIME]! > FRESH_TURNS && dice.roll("eat: rotten", 7) === 0;
  if (isRotten) {
    say(state, ROTTEN);
    if (dice.roll("eat: effect", 4) === 0) {
      say(state, LIGHT_HEADED);
      hero[CONFUSED]! += 2 + dice.roll("eat: turns", 4) + dice.roll("eat: turns", 4);
    }
  } else say(state, EATS_APPLE);
  hero[EATEN]! += isRotten ? NUTRITION / 2 : NUTRITION;
  hero[AILING] = 1;
  hero[TIME]! += 1;
  hero[CHANGES]! += 1;
  if (objectCount[row]! > 1) objectCount[row]! -= 1;
  else freeObject(state, takeFromFloor(state, cell));
  return ATE;
}
