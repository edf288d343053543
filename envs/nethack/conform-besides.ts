/**
 * What monsters of the six classes do besides blows, which this engine does not play: steps of recorded play that hang on it,
 * by name. The message names it, or the state before the step shows who can do it and is near enough.
 */
import type { Frame } from "../frame.js";
import { far } from "./conform-monsters.js";
import { type MonsterKind, monsterKind } from "./monster-kinds.js";
import { CELL, type State } from "./state.js";

export const SPELL = "a monster's spell";
export const BREATH = "a monster's breath or spit";
export const ARMED = "a monster with a weapon of its own";
export const THROWN = "a thrown boulder";

type Deed = MonsterKind["besides"][number];

/** Squares: spells go so far, breath and boulders too; a weapon is drawn so near. */
const REACH: Readonly<Record<Deed, number>> = { spell: 7, breath: 8, boulder: 8, weapon: 3 };

/** What those who stand near enough can do besides. */
export function deedsNear(state: State): ReadonlySet<Deed> {
  const deeds = new Set<Deed>();
  for (let row = 0; row < state.monsterKind.length; row++) {
    const kind = state.monsterKind[row]!;
    if (kind === 0) continue;
    const away = far(state.monsterCell[row]!, state.hero[CELL]!);
    for (const deed of monsterKind(kind).besides) if (away <= REACH[deed]) deeds.add(deed);
  }
  return deeds;
}

const SAID: readonly (readonly [RegExp, string])[] = [
  [/blast of|breathes|smoulders|spits|venom|You don't feel sleepy/, BREATH],
  [/suddenly moving faster|turns to dust|headache|casts a spell|looks better/, SPELL],
  [/boulder/, THROWN],
  [/wields|swings|thrusts|chugging/, ARMED],
];

/** Why a step that no dice give hangs on something not played; undefined where nothing shows that it does. */
export function besidesOf(before: Frame, frame: Frame | undefined, near: ReadonlySet<Deed>): string | undefined {
  const said = SAID.find(([pattern]) => pattern.test(frame?.message ?? ""));
  if (said !== undefined) return said[1];
  const shows = (sign: string) => (one: Frame) => one.rows.some((row) => row.includes(sign));
  if (frame !== undefined && shows("`")(frame) && !shows("`")(before)) return THROWN;
  // Casters hasten, hide and hurt without a word.
  if (near.has("spell")) return SPELL;
  if (near.has("weapon")) return ARMED;
  if (frame !== undefined) return undefined;
  if (near.has("breath")) return BREATH;
  return near.has("boulder") ? THROWN : undefined;
}

/** The sign of one that the hero felt and did not see. */
export const isFelt = (before: Frame, frame: Frame | undefined): boolean =>
  [before, frame].some((one) => one?.rows.some((row) => row.includes("I")) === true) ||
  /\b(It (touches|hits|bites|misses|just misses)|You (miss|hit) it)\b/.test(frame?.message ?? "");
