/**
 * A kick at a monster (NetHack's dokick.c): some who are quick and not big block it or jump aside.
 *
 * What we do differently: who carries a lot does not kick clumsily here.
 */
import type { Dice } from "./dice.js";
import { skillOf } from "./doors.js";
import { HIT, KILLED } from "./events.js";
import { die } from "./fight.js";
import { HERO_KILLS, KICK_BLOCKED, KICK_EVADED, KICK_MONSTER, say } from "./messages.js";
import { HAS_HANDS, IS_BIG, IS_STRAIGHT, monsterKind, SPEED } from "./monster-kinds.js";
import { ASLEEP, freeCellNear, moveMonster } from "./monsters.js";
import { CELL, CHANGES, type State } from "./state.js";

/** A hide that no kick harms: dragons' and nagas'. */
const THICK = "DN";
const QUICK = 12;
/** A kick takes up to a fifth of what `skillOf` makes of strength, dexterity and constitution. */
const SHARE = 5;

/** Whether it gets away, and says how. One time in three who has hands blocks; a grid bug's are too small for doors only. */
function evades(state: State, row: number, dice: Dice): boolean {
  const kind = state.monsterKind[row]!;
  if ((HAS_HANDS[kind] === 1 || IS_STRAIGHT[kind] === 1) && dice.roll("kick: blocked", 3) === 0) {
    say(state, KICK_BLOCKED, kind);
    return true;
  }
  const to = freeCellNear(state, state.hero[CELL]!, kind, dice);
  if (to < 0) return false;
  moveMonster(state, row, to);
  state.hero[CHANGES]! += 1;
  say(state, KICK_EVADED, kind);
  return true;
}

/** The clock has gone on; what the kick does to a monster beside the hero. */
export function kickMonster(state: State, row: number, dice: Dice): number {
  const kind = state.monsterKind[row]!;
  const isAwake = (state.monsterFlags[row]! & ASLEEP) === 0;
  state.monsterFlags[row]! &= ~ASLEEP;
  say(state, KICK_MONSTER, kind);
  const isThick = THICK.includes(monsterKind(kind).character);
  const mayEvade = isAwake && SPEED[kind]! >= QUICK && IS_BIG[kind] === 0 && !isThick;
  // The game rolls for all.
  if (dice.roll("kick: evaded", 4) === 0 && mayEvade && evades(state, row, dice)) return HIT;
  const most = Math.trunc(skillOf(state) / SHARE);
  if (!isThick && most > 0) state.monsterHp[row]! -= 1 + dice.roll("kick: monster", most);
  if (state.monsterHp[row]! > 0) return HIT;
  say(state, HERO_KILLS, kind);
  die(state, row, dice);
  return HIT | KILLED;
}
