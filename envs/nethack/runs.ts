/**
 * Runs: one key, many turns (NetHack's hack.c, lookaround and domove). Each turn is a step like any other: monsters act,
 * the hero looks round and remembers; then what lies about him may stop him, or turn him round a corner. MiniHack shows
 * the end only (its `runmode` is teleport), with the texts of the whole way.
 */

import {
  CORRIDOR_WIDENS,
  EDGE_OF_LAVA,
  EDGE_OF_WATER,
  LOOSENS,
  MONSTER_BLOCKS,
  MOVE_INTO,
  PULLS_BACK,
  STOP_AT_DOOR,
} from "./command-texts.js";
import { confused, move } from "./commands.js";
import type { Dice } from "./dice.js";
import { cellBeside } from "./doors.js";
import { BUMPED, DX, DY, PUSHED, TOOK } from "./events.js";
import { MONSTER_HITS, MONSTER_JUST_MISSES, MONSTER_MISSES, say } from "./messages.js";
import type { Runner } from "./runner.js";
import { AUTOPICKUP, CELL, CONFUSED, HP, HUNGER, LIVE, PASSES_BY, STUCK, type State, TIME } from "./state.js";
import {
  AIR,
  ALTAR,
  CLOSED,
  CLOUD,
  COLUMNS,
  CORRIDOR,
  DOOR,
  FLOOR,
  FOUNTAIN,
  GRAVE,
  isWater,
  KNOWN_TRAP,
  LAVA,
  LOCKED,
  ROWS,
  STAIRS_DOWN,
  STAIRS_UP,
  TREE,
} from "./terrain.js";

/** How the hero goes: NetHack's `context.run`. A capital letter shifts, `g` rushes, `G` runs. */
export const WALK = 0;
export const SHIFT = 1;
export const RUSH = 2;
export const RUN = 3;

/** No way is longer; a run in a ring would have no end. */
const MOST_STEPS = 2000;
const HALT = -1;

/** What `lookAround` keeps between the steps of one run: how far it has turned already. */
const turned = new Int8Array(1);

/** N 0 … NW 7 by (dy + 1) * 3 + dx + 1. */
const DIRECTIONS = [7, 0, 1, 6, -1, 2, 5, 4, 3] as const;

const isShut = (door: number): boolean => door === CLOSED || door === LOCKED;
const isRoom = (kind: number): boolean => kind === FLOOR || kind === KNOWN_TRAP;
/** Ground that stops whoever runs onto it. */
const isFurniture = (kind: number): boolean =>
  kind === DOOR || kind === STAIRS_UP || kind === STAIRS_DOWN || (kind >= FOUNTAIN && kind <= GRAVE) || kind === ALTAR;

function halt(state: State, template: number, argument = 0): number {
  say(state, template, argument);
  return HALT;
}

/** The direction in which the run goes on, or -1 when something interesting lies about. */
export function lookAround(state: State, heading: number, gait: number): number {
  const { hero, terrain, door, monsterAt } = state;
  const cell = hero[CELL]!;
  const ux = cell % COLUMNS;
  const uy = (cell - ux) / COLUMNS;
  const dx = DX[heading]!;
  const dy = DY[heading]!;
  const inRoom = isRoom(terrain[cell]!);
  let ways = 0;
  let nearest = 9;
  let noTurn = false;
  let x0 = 0;
  let y0 = 0;
  let isMet = true;
  for (let x = ux - 1; x <= ux + 1; x++) {
    for (let y = uy - 1; y <= uy + 1; y++) {
      // NetHack has no column left of ours.
      if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS || (x === ux && y === uy)) continue;
      const at = y * COLUMNS + x;
      const kind = terrain[at]!;
      const inFront = x === ux + dx && y === uy + dy;
      const monster = monsterAt[at]!;
      if (monster !== 0 && (gait !== SHIFT || inFront)) {
        return halt(state, MONSTER_BLOCKS, state.monsterKind[monster - 1]!);
      }
      if (kind < DOOR || kind === TREE || isRoom(kind) || kind === AIR || kind === CLOUD) continue;
      if (x === ux - dx && y === uy - dy) continue;
      const shut = kind === DOOR && isShut(door[at]!);
      if (shut) {
        if (x !== ux && y !== uy) continue;
        if (gait !== SHIFT) return halt(state, STOP_AT_DOOR);
      } else if (kind !== CORRIDOR) {
        if (isWater(kind) || kind === LAVA) {
          if (inFront) return halt(state, kind === LAVA ? EDGE_OF_LAVA : EDGE_OF_WATER);
          continue;
        }
        if (gait !== SHIFT) {
          if (monster !== 0) continue;
          if ((x === ux - dx && y !== uy + dy) || (y === uy - dy && x !== ux + dx)) continue;
          return HALT;
        }
      }
      // A way that a corridor may take.
      if (inRoom) continue;
      if (gait !== RUSH) {
        const far = (x - ux - dx) ** 2 + (y - uy - dy) ** 2;
        if (far > 2) continue;
        if (ways === 1 && (x - x0) ** 2 + (y - y0) ** 2 !== 1) noTurn = true;
        if (far < nearest) {
          nearest = far;
          x0 = x;
          y0 = y;
          isMet = monster !== 0;
        }
      }
      ways++;
    }
  }
  if (ways > 1 && gait === RUSH) return halt(state, CORRIDOR_WIDENS);
  const turns = gait !== RUSH && !noTurn && !isMet && nearest !== 0 && (ways === 1 || (ways === 2 && nearest === 1));
  if (!turns) return heading;
  let turn: number;
  if (nearest === 2) turn = dx === y0 - uy && dy === ux - x0 ? 2 : -2;
  else if (dx !== 0 && dy !== 0) turn = (dx === dy) === (y0 === uy) ? -1 : 1;
  else turn = (x0 - ux === y0 - uy) === (dy === 0) ? 1 : -1;
  turn += turned[0]!;
  if (turn > 2 || turn < -2) return heading;
  turned[0] = turn;
  return DIRECTIONS[(y0 - uy + 1) * 3 + x0 - ux + 1]!;
}

/** Whether monsters struck at the hero in what was said from a part on. */
function isStruckAt({ messageParts }: State, from: number): boolean {
  for (let i = from; i < messageParts[0]!; i++) {
    const template = messageParts[1 + 2 * i]!;
    const isBlow = template === MONSTER_HITS || template === MONSTER_MISSES || template === MONSTER_JUST_MISSES;
    if (isBlow || template === PULLS_BACK || template === LOOSENS) return true;
  }
  return false;
}

/** Whether where the hero has come, or what befell him, ends the run. */
function isHalted(state: State, to: number, events: number, parts: number, hunger: number): boolean {
  const { hero, terrain, door, floorHead } = state;
  const cell = hero[CELL]!;
  if (hero[HP]! <= 0 || hero[HUNGER] !== hunger || cell !== to || (events & (TOOK | PUSHED)) !== 0) return true;
  if (isFurniture(terrain[cell]!) || door[cell] !== 0) return true;
  if (floorHead[cell] !== 0 && hero[AUTOPICKUP] !== PASSES_BY) return true;
  return hero[LIVE] !== 0 && isStruckAt(state, parts);
}

/** Goes on until something stops the hero; returns the events of all steps. */
export function run(game: Runner, direction: number, gait: number): number {
  const { state } = game;
  const { hero } = state;
  let heading = direction;
  let events = 0;
  turned[0] = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (step > 0) heading = lookAround(state, heading, gait);
    if (heading < 0) break;
    if (hero[CONFUSED] !== 0) heading = confused(state, heading, game.playDice);
    const time = hero[TIME]!;
    const hunger = hero[HUNGER]!;
    const parts = state.messageParts[0]!;
    const to = cellBeside(hero[CELL]!, heading);
    const now = stepOn(state, heading, gait, game.playDice);
    events |= now;
    if (hero[TIME] === time) break;
    game.pass(time);
    if (isHalted(state, to, now, parts, hunger)) break;
  }
  return events;
}

/** One step of a run, or of a hero who walks and takes nothing, with `m`: neither attacks. */
export function stepOn(state: State, direction: number, gait: number, dice: Dice): number {
  const { hero, monsterAt } = state;
  const to = cellBeside(hero[CELL]!, direction);
  const row = to < 0 ? -1 : monsterAt[to]! - 1;
  if (row >= 0 && (hero[STUCK] === 0 || hero[STUCK] === row + 1)) {
    // Who runs attacks nobody whom he sees.
    if (gait !== WALK) return BUMPED;
    say(state, MOVE_INTO, state.monsterKind[row]!);
    hero[TIME]! += 1;
    return 0;
  }
  return move(state, direction, dice, gait);
}
