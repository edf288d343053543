/**
 * Monster kinds by number, and what the rules ask of them again and again as columns of numbers.
 */
import { classMonsters } from "./monster-classes.js";
import type { MonsterKind } from "./monster-data.js";
import { FIRST_MONSTERS } from "./monster-table.js";

export type { Attack, MonsterKind } from "./monster-data.js";

/** Number 1 is the first. */
export const MONSTERS: readonly MonsterKind[] = [...FIRST_MONSTERS, ...classMonsters(FIRST_MONSTERS.length + 1)];

export const monsterKind = (number: number): MonsterKind => MONSTERS[number - 1]!;
/** By name; 0 for a monster that this engine does not play. */
export const monsterNumber = (name: string): number => MONSTERS.findIndex((kind) => kind.name === name) + 1;

/** Glyph of the first kind's corpse. */
export const CORPSE_GLYPH = 1144;

/** Columns of numbers for the rules' inner loops; entry 0 is nobody. */
const column = (of: (kind: MonsterKind) => number): Int16Array => Int16Array.from([0, ...MONSTERS.map(of)]);
export const SPEED = column(({ speed }) => speed);
export const LEVEL = column(({ level }) => level);
export const GLYPH = column(({ glyph }) => glyph);
export const IS_STRAIGHT = column(({ gait }) => (gait === "straight" ? 1 : 0));
export const HAS_HANDS = column(({ hands }) => (hands === "hands" ? 1 : 0));
export const SWIMS = column(({ swims }) => (swims === "swims" ? 1 : 0));
export const IS_SAPIENT = column(({ mind }) => (mind === "sapient" ? 1 : 0));
export const TRACKS = column(({ senses }) => (senses === "tracker" ? 1 : 0));
export const FLIES = column(({ flies }) => (flies === "flies" ? 1 : 0));
export const IS_BIG = column(({ build }) => (build === "any" ? 0 : 1));
export const HEALS_FAST = column(({ heals }) => (heals === "each turn" ? 1 : 0));
