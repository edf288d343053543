/**
 * Kicks (NetHack's dokick.c): at monsters (`kick-monster.ts`); at doors, which may break, hidden or not; at walls, which hurt;
 * at nothing; at things on the floor, which fly.
 *
 * What we do differently: a kicked tree drops no fruit and holds no bees, and fountains, sinks and altars hurt as walls do.
 */
import type { Dice } from "./dice.js";
import { cellBeside, skillOf } from "./doors.js";
import { BROKE, FOUND } from "./events.js";
import { clearDoor, setOpaque } from "./geometry.js";
import { kickMonster } from "./kick-monster.js";
import {
  KICK_FAILS,
  KICK_HURTS,
  KICK_OPENS,
  KICK_OPENS_HIDDEN,
  KICK_PASSAGE,
  KICK_SHATTERS,
  KICK_SPACE,
  KICK_SPLASHES,
  KICK_STRAINS,
  KICK_THUMP,
  KICK_UNCOVERS,
  say,
} from "./messages.js";
import { BOULDER, makeObject, stackOnFloor, takeFromFloor } from "./objects.js";
import { CELL, CHANGES, CONSTITUTION, DEXTERITY, STRENGTH, STRENGTH_125, type State, TIME } from "./state.js";
import {
  ALTAR,
  BARS,
  BROKEN,
  CLOSED,
  CORRIDOR,
  DOOR,
  FOUNTAIN,
  GRAVE,
  isWall,
  isWater,
  LOCKED,
  NO_DOOR,
  OPEN,
  SECRET,
  STAIRS_UP,
  STONE,
  TREE,
} from "./terrain.js";
import { hurt, woundLeg } from "./vitals.js";

/** 5 + 1..5 turns. */
const woundFor = (state: State, dice: Dice): void => woundLeg(state, 6 + dice.roll("kick: turns", 5));

function hurtFoot(state: State, dice: Dice): number {
  say(state, KICK_HURTS);
  if (dice.roll("kick: wound", 3) === 0) woundFor(state, dice);
  hurt(state, 1 + dice.roll("kick: damage", state.hero[CONSTITUTION]! > 15 ? 3 : 5));
  return 0;
}

function kickNothing(state: State, dice: Dice): number {
  if (state.hero[DEXTERITY]! >= 16 || dice.roll("kick: strain", 3) !== 0) say(state, KICK_SPACE);
  else {
    say(state, KICK_STRAINS);
    woundFor(state, dice);
  }
  return 0;
}

/** A wall or stone that hides a door or a passage. */
function kickHidden(state: State, cell: number, dice: Dice): number {
  if (dice.roll("kick: hidden", 30) >= skillOf(state)) return hurtFoot(state, dice);
  const { terrain, door, hero } = state;
  const hidden = door[cell]! - SECRET;
  hero[CHANGES]! += 1;
  if (terrain[cell] === STONE) {
    say(state, KICK_PASSAGE);
    terrain[cell] = CORRIDOR;
    door[cell] = 0;
    setOpaque(state, cell, 0);
    return FOUND;
  }
  say(state, hidden === LOCKED ? KICK_UNCOVERS : KICK_OPENS_HIDDEN);
  terrain[cell] = DOOR;
  door[cell] = hidden === LOCKED ? LOCKED : OPEN;
  if (hidden !== LOCKED) clearDoor(state, cell);
  return FOUND;
}

/** A shut door; who is stronger than 18 may shatter it. */
function kickDoor(state: State, cell: number, dice: Dice): number {
  const { hero, door } = state;
  if (dice.roll("kick: door", 35) >= skillOf(state)) {
    say(state, KICK_FAILS);
    return 0;
  }
  const shatters = hero[STRENGTH_125]! > 18 && dice.roll("kick: shatter", 5) === 0;
  say(state, shatters ? KICK_SHATTERS : KICK_OPENS);
  clearDoor(state, cell);
  door[cell] = shatters ? NO_DOOR : BROKEN;
  hero[CHANGES]! += 1;
  return BROKE;
}

/** Where nothing flies: rock, and doors that are shut. */
function stops({ terrain, door }: State, cell: number): boolean {
  if (cell < 0) return true;
  const kind = terrain[cell]!;
  if (kind === DOOR) return door[cell] === CLOSED || door[cell] === LOCKED;
  return kind < DOOR || kind === TREE || kind === BARS;
}

/** The top thing flies half the hero's strength in cells; one that cannot move may hurt, a boulder always does. */
function kickThing(state: State, cell: number, direction: number, dice: Dice): number {
  const { hero, floorHead, objectKind, objectCount } = state;
  const row = floorHead[cell]! - 1;
  if (objectKind[row] === BOULDER) return hurtFoot(state, dice);
  const range = stops(state, cellBeside(cell, direction)) ? 1 : Math.trunc(hero[STRENGTH]! / 2);
  if (range < 2) {
    say(state, KICK_THUMP);
    return dice.roll("kick: thump", 3) === 0 ? 0 : hurtFoot(state, dice);
  }
  let to = cell;
  for (let left = range - 1; left > 0; left--) {
    const next = cellBeside(to, direction);
    if (stops(state, next)) break;
    to = next;
    if (isWater(state.terrain[to]!)) break;
  }
  if (objectCount[row]! > 1) {
    objectCount[row]! -= 1;
    stackOnFloor(state, makeObject(state, objectKind[row]!, 1, state.objectDetail[row]!), to);
  } else stackOnFloor(state, takeFromFloor(state, cell), to);
  hero[CHANGES]! += 1;
  return 0;
}

/** One kick; a turn. */
export function kick(state: State, direction: number, dice: Dice): number {
  const { hero, terrain, door } = state;
  hero[TIME]! += 1;
  const cell = cellBeside(hero[CELL]!, direction);
  if (cell < 0) return hurtFoot(state, dice);
  if (state.monsterAt[cell] !== 0) return kickMonster(state, state.monsterAt[cell]! - 1, dice);
  const kind = terrain[cell]!;
  if (isWater(kind)) {
    say(state, KICK_SPLASHES);
    return 0;
  }
  if (state.floorHead[cell] !== 0) return kickThing(state, cell, direction, dice);
  if (kind === DOOR) {
    const isShut = door[cell] === CLOSED || door[cell] === LOCKED;
    return isShut ? kickDoor(state, cell, dice) : kickNothing(state, dice);
  }
  if (kind < DOOR && door[cell]! >= SECRET) return kickHidden(state, cell, dice);
  const isFeature = kind >= FOUNTAIN && kind <= GRAVE && kind <= ALTAR;
  const isHard = isWall(kind) || kind === STONE || kind === STAIRS_UP || kind === BARS || kind === TREE || isFeature;
  return isHard ? hurtFoot(state, dice) : kickNothing(state, dice);
}
