/**
 * Which levels have which subgoals. KeyRoom's stand in annotations/keyroom.ts: they are the shipped data's.
 */
import { BOXOBAN, SOKOBAN } from "./boulders.js";
import { CORRIDORS } from "./corridor.js";
import { LAVA_CROSSING, SIMPLE_CROSSING } from "./crossing.js";
import { FINDING } from "./finding.js";
import { MEMENTO } from "./memento.js";
import { MULTIROOM } from "./multiroom.js";
import { RIVER } from "./river.js";
import type { FamilyTask } from "./task.js";

const FAMILIES: readonly (readonly [RegExp, FamilyTask])[] = [
  [/^MiniHack-MultiRoom-/, MULTIROOM],
  [/^MiniHack-River-/, RIVER],
  [/^MiniHack-LavaCrossing/, LAVA_CROSSING],
  [/^MiniHack-SimpleCrossing/, SIMPLE_CROSSING],
  // CorridorBattle too: what a Knight should do there is to fight in the corridor.
  [/^MiniHack-Corridor(Battle)?-/, CORRIDORS],
  [/^MiniHack-Boxoban-/, BOXOBAN],
  [/^MiniHack-Sokoban/, SOKOBAN],
  [/^MiniHack-Memento-/, MEMENTO],
  // In a lit room without walls the stairs are seen from the start.
  [/^MiniHack-(Room-Dark|Room-Ultimate|MazeWalk|ExploreMaze|HideNSeek|Labyrinth)-/, FINDING],
];

/** Families that have subgoals, in words. */
export const FAMILY_NAMES =
  "KeyRoom, MultiRoom, River, LavaCrossing, SimpleCrossing, Corridor, CorridorBattle, Boxoban, Sokoban, Memento, HideNSeek, dark rooms and mazes";

/** Undefined for KeyRoom, and for levels of one's own. */
export const familyTask = (id: string): FamilyTask | undefined => FAMILIES.find(([ids]) => ids.test(id))?.[1];
