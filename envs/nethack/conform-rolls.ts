/**
 * Outcomes of a roll among monsters that differ, as far as what was recorded of the step allows them.
 */
import { DEAD_END, upTo } from "./conform-path.js";
import type { Site } from "./dice.js";
import type { Sight } from "./look.js";
import { LEVEL, monsterKind } from "./monster-kinds.js";
import { isGround } from "./monsters.js";
import { ARMOR_CLASS, CELL, HP, type State } from "./state.js";
import { CELLS } from "./terrain.js";

const DEATH = 1;

/**
 * "free": every way is walked to its end; "line broken": what was said first may be lost, as the game
 * does where the line has no more room.
 */
export type Pruning = "strict" | "line broken" | "free";

/** What a step's recording says. */
export interface Said {
  readonly message: string;
  readonly hitPoints: number;
  readonly endStatus: number;
  readonly rows: readonly string[] | undefined;
  /** Where the hero is after it; -1 where nothing is shown. */
  readonly place: number;
  readonly turns: number;
  /** Where monsters are shown after it. */
  readonly places: readonly number[];
  readonly pruning: Pruning;
}

/** Undefined where the recording tells the roll. */
export function outcomesOf(
  said: Said,
  state: State,
  sight: Sight,
  site: Site,
  sides: number,
): readonly number[] | undefined {
  const { message } = said;
  switch (site) {
    case "hero: hit":
      if (/You miss/.test(message)) return [sides - 1];
      return /You (hit|kill|destroy)/.test(message) ? [0] : [0, sides - 1];
    case "hero: damage":
      // A hard blow takes more than four, what strength and the weapon add included.
      if (/You hit [^.!]*!/.test(message)) return [4, 3, 2, 1, 5].filter((roll) => roll < sides);
      return /You hit/.test(message) ? [0] : [sides - 1, 0];
    case "hero: scare":
      return sides === 25 ? [/turns to flee/.test(message) ? 0 : sides - 1] : [sides - 1];
    case "hero: escape":
      return /pull free/.test(message) ? [0] : [sides - 1];
    case "kick: evaded":
      return [/ your kick\./.test(message) ? 0 : sides - 1];
    case "kick: blocked":
      return [/blocks your kick\./.test(message) ? 0 : sides - 1];
    // Monsters may hurt, too.
    case "kick: damage":
      return damages(said, state, sides);
    case "kick: monster":
      return [0, sides - 1];
    // Where one that evades a kick jumps to.
    case "level: monster":
      return upTo(sides);
    case "corpse":
      return [0, 1];
    case "monster: hit":
      return /just misses/.test(message) ? [0, sides - 1, ...narrow(state, sides)] : [0, sides - 1];
    case "monster: damage":
      return damages(said, state, sides);
    case "level gained":
      return upTo(sides);
    case "monster: magic":
      return [9, 0];
    case "monster: track":
      return [1, 0];
    case "monster: trap":
      return [0, 1];
    case "water: tool":
      return [0, sides - 1];
    case "monster: teleport":
      return targets(said, state, sight);
    default:
      return undefined;
  }
}

/** A monster's blow where the message must go on as it was recorded: what it says next of that monster. */
export function hitsAsSaid(message: string, said: string, state: State, row: number, sides: number): readonly number[] {
  const { name, level } = monsterKind(state.monsterKind[row]!);
  const next = said === "" ? message : message.slice(said.length + 2);
  if (!next.startsWith(`The ${name} `)) throw DEAD_END;
  const does = next.slice(name.length + 5);
  if (does.startsWith("misses")) return [sides - 1];
  if (!does.startsWith("just misses")) return [0];
  const just = 9 + state.hero[ARMOR_CLASS]! + level;
  return just >= 0 && just < sides ? [just] : [sides - 1];
}

/** Damage that leaves the hero what he has in the end; of a deadly step the most. */
function damages({ endStatus, pruning, rows, turns, hitPoints }: Said, { hero }: State, sides: number) {
  if (endStatus === DEATH || pruning === "free") return [sides - 1];
  const most = rows === undefined ? hero[HP]! - 1 : hero[HP]! + turns - hitPoints;
  if (most < 1) throw DEAD_END;
  return upTo(Math.min(sides, most));
}

/** Rolls with which a monster misses narrowly: by its level. */
function narrow({ monsterKind: kinds, hero }: State, sides: number): readonly number[] {
  const levels = new Set([...kinds].filter((kind) => kind !== 0).map((kind) => LEVEL[kind]!));
  return [...levels].map((level) => 9 + hero[ARMOR_CLASS]! + level).filter((roll) => roll >= 0 && roll < sides);
}

/** Where a monster may be carried to: where one is shown, or out of sight. */
function targets({ places }: Said, state: State, sight: Sight): readonly number[] {
  const isFree = (cell: number) => state.monsterAt[cell] === 0 && cell !== state.hero[CELL] && isGround(state, cell, 1);
  const shown = places.filter(isFree);
  for (let cell = 0; cell < CELLS; cell++) {
    if (isFree(cell) && !sight.sees(state, cell)) return [...shown, cell];
  }
  return shown.length > 0 ? shown : [upTo(CELLS).find(isFree) ?? 0];
}
