/**
 * SIT (NetHack's sit.c): a turn on whatever is below. What we do differently: thrones grant nothing and altars take no
 * offence.
 */
import {
  SIT_DOWN,
  SIT_ON_FLOOR,
  SIT_ON_FOUNTAIN,
  SIT_ON_GROUND,
  SIT_ON_SINK,
  SIT_ON_STAIRS,
  UNCOMFORTABLE,
} from "./command-texts.js";
import type { Dice } from "./dice.js";
import { springTrap } from "./hazards.js";
import { SIT_ON_THING, say } from "./messages.js";
import { CELL, type State, TIME } from "./state.js";
import { CORRIDOR, DOOR, FOUNTAIN, SINK, STAIRS_DOWN, STAIRS_UP } from "./terrain.js";

export function sit(state: State, dice: Dice): number {
  const { hero, terrain, floorHead, door } = state;
  const cell = hero[CELL]!;
  const kind = terrain[cell]!;
  hero[TIME]! += 1;
  if (floorHead[cell] !== 0) {
    say(state, SIT_ON_THING, floorHead[cell]! - 1);
    say(state, UNCOMFORTABLE);
    return 0;
  }
  if (kind !== DOOR && door[cell] !== 0) {
    say(state, SIT_DOWN);
    return springTrap(state, cell, dice);
  }
  if (kind === STAIRS_UP || kind === STAIRS_DOWN) say(state, SIT_ON_STAIRS);
  else if (kind === FOUNTAIN) say(state, SIT_ON_FOUNTAIN);
  else if (kind === SINK) say(state, SIT_ON_SINK);
  else say(state, kind === CORRIDOR ? SIT_ON_GROUND : SIT_ON_FLOOR);
  return 0;
}
