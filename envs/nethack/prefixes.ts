/**
 * Prefixes: a key that asks nothing and waits for the next (NetHack's rhack, cmd.c). `F` fights, `m` moves without taking or
 * attacking, `M` runs so, `g` rushes, `G` runs. The message line stays as it was until the next key.
 */

import { HARMLESS, ILLEGAL_MOVE, INVALID_DIRECTION, NOT_AT_YOURSELF, NOT_DOWNWARD, THIN_AIR } from "./command-texts.js";
import { command, confused, isFaint, meet } from "./commands.js";
import type { Dice } from "./dice.js";
import { cellBeside } from "./doors.js";
import { askEatFromPack } from "./eat-pack.js";
import { KEYS, PREFIX_KEYS, RUN_OF_KEY } from "./keys.js";
import { MAP_EDGE, say } from "./messages.js";
import { hasBoulder } from "./objects.js";
import type { Runner } from "./runner.js";
import { RUN, RUSH, run, SHIFT, stepOn, WALK } from "./runs.js";
import { AUTOPICKUP, CELL, CONFUSED, JUMPING, LIVE, PASSES_BY, PREFIXES, PROMPT, type State, TIME } from "./state.js";
import { BARS, CLOSED, DOOR, isWall, LOCKED } from "./terrain.js";

/** Values of `PROMPT`, in this order. */
const FIGHT = PREFIXES;
const MOVE = PREFIXES + 1;
const MOVE_FAR = PREFIXES + 2;
const RUSHES = PREFIXES + 3;
const RUNS = PREFIXES + 4;

const ESCAPE = 27;

/** Commands that `m` may stand before; it makes no difference but to EAT, which passes over what lies on the floor. */
const AFTER_MOVE: ReadonlySet<number> = new Set(
  ["APPLY", "EAT", "LOOT", "OFFER", "PICKUP", "TIP", "DOWN"].map((name) => KEYS[name]!),
);

/** Hard things by their number in HARMLESS, -1 for thin air. */
const BOULDER_THERE = 255;
const NEVER_SEEN = 254;

function hardness(state: State, cell: number): number {
  const { terrain, door, seenFrom } = state;
  const kind = terrain[cell]!;
  if (hasBoulder(state, cell)) return BOULDER_THERE;
  if (isWall(kind) && seenFrom[cell] === 0) return NEVER_SEEN;
  if (kind < DOOR || kind >= BARS) return kind;
  return kind === DOOR && (door[cell] === CLOSED || door[cell] === LOCKED) ? kind : -1;
}

/** A blow in a direction, whoever is there; a turn. */
function fight(state: State, direction: number, dice: Dice): number {
  const { hero } = state;
  if (isFaint(state)) return 0;
  const to = cellBeside(hero[CELL]!, direction);
  if (to < 0) {
    say(state, MAP_EDGE, direction);
    return 0;
  }
  const met = hero[LIVE] === 0 ? undefined : meet(state, to, dice);
  if (met !== undefined) return met;
  const what = hardness(state, to);
  say(state, what < 0 ? THIN_AIR : HARMLESS, Math.max(0, what));
  hero[TIME]! += 1;
  return 0;
}

/** One step or a run that takes nothing up on its way. */
function passBy(game: Runner, direction: number, gait: number): number {
  const { state } = game;
  const { hero } = state;
  const takes = hero[AUTOPICKUP]!;
  hero[AUTOPICKUP] = PASSES_BY;
  let events: number;
  if (gait === WALK) {
    const time = hero[TIME]!;
    const to = hero[CONFUSED] === 0 ? direction : confused(state, direction, game.playDice);
    events = stepOn(state, to, WALK, game.playDice);
    if (hero[TIME] !== time) game.pass(time);
  } else events = run(game, direction, gait);
  hero[AUTOPICKUP] = takes;
  return events;
}

/** The key after a prefix; `direction` is its direction, -1 for a key that has none. */
export function prefixed(game: Runner, key: number, direction: number): number {
  const { state } = game;
  const { hero } = state;
  const prefix = hero[PROMPT]!;
  const prefixKey = PREFIX_KEYS[prefix - PREFIXES]!;
  hero[PROMPT] = 0;
  // What we do differently: no key leads the cursor about, so a Knight gives his jump up.
  if (prefix === JUMPING) {
    if (key === KEYS.WAIT) say(state, ILLEGAL_MOVE);
    return 0;
  }
  if (key === ESCAPE) return 0;
  const far = Math.max(direction, RUN_OF_KEY[key]!);
  if (prefix === FIGHT && direction >= 0) {
    return fight(state, hero[CONFUSED] === 0 ? direction : confused(state, direction, game.playDice), game.playDice);
  }
  if (prefix === MOVE && direction >= 0) return passBy(game, direction, WALK);
  if (prefix === MOVE_FAR && far >= 0) return passBy(game, far, SHIFT);
  if (prefix === RUSHES && direction >= 0) return run(game, direction, RUSH);
  if (prefix === RUNS && far >= 0) return run(game, far, RUN);
  if (prefix === MOVE && AFTER_MOVE.has(key)) {
    return key === KEYS.EAT ? askEatFromPack(state) : command(game, key);
  }
  if (key === KEYS.DOWN) say(state, NOT_DOWNWARD, prefixKey);
  else say(state, key === KEYS.WAIT ? NOT_AT_YOURSELF : INVALID_DIRECTION, prefixKey);
  return 0;
}
