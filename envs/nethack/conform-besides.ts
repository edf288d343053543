/**
 * What monsters of the six classes do besides blows, which this engine does not play: steps of recorded play that hang on it,
 * by name. The message names it, or the state before the step shows who can do it and is near enough.
 */
import type { Frame } from "../frame.js";
import type { RecordedStep } from "../trace-file.js";
import { signAt } from "./conform-frames.js";
import { far } from "./conform-monsters.js";
import { messageText } from "./messages.js";
import { type MonsterKind, monsterKind } from "./monster-kinds.js";
import { CELL, type State } from "./state.js";
import { CELLS } from "./terrain.js";

export const SPELL = "a monster's spell";
export const BREATH = "a monster's breath or spit";
export const ARMED = "a monster with a weapon of its own";
export const THROWN = "a thrown boulder";

/** Its index among the status numbers. */
const HIT_POINTS = 10;

type Deed = MonsterKind["besides"][number];

/** Squares: spells go so far, breath and boulders too; a weapon is drawn so near. */
const REACH: Readonly<Record<Deed, number>> = { spell: 7, breath: 8, boulder: 8, weapon: 3 };

/** One that stands near enough to do something besides. */
export interface Doer {
  readonly deed: Deed;
  readonly kind: MonsterKind;
}

export function doersNear(state: State): readonly Doer[] {
  const doers: Doer[] = [];
  for (let row = 0; row < state.monsterKind.length; row++) {
    if (state.monsterKind[row] === 0) continue;
    const kind = monsterKind(state.monsterKind[row]!);
    const away = far(state.monsterCell[row]!, state.hero[CELL]!);
    for (const deed of kind.besides) if (away <= REACH[deed]) doers.push({ deed, kind });
  }
  return doers;
}

/**
 * Whether what a monster did could be how a step differs from ours: it hurt, it is what is said, or it is where it stands.
 * `state` is as it went here.
 */
function couldBe({ kind: { name, character } }: Doer, { frame, stats }: RecordedStep, state: State): boolean {
  if (frame === undefined || state.blstats[HIT_POINTS] !== stats[HIT_POINTS]) return true;
  const ours = messageText(state);
  if (ours !== frame.message && `${ours} ${frame.message}`.includes(name)) return true;
  for (let cell = 0; cell < CELLS; cell++) {
    const our = String.fromCharCode(state.chars[cell]!);
    const their = signAt(frame, cell);
    if (our !== their && (our === character || their === character)) return true;
  }
  return false;
}

const SAID: readonly (readonly [RegExp, string])[] = [
  [/blast of|breathes|smoulders|spits|venom|You don't feel sleepy/, BREATH],
  [
    /as if you need some help|suddenly feel weaker|head suddenly aches|suddenly moving faster|turns to dust|headache|casts a spell|looks better/,
    SPELL,
  ],
  [/boulder/, THROWN],
  [/wields|swings|thrusts|chugging/, ARMED],
];

/** Why a step that no dice give hangs on something not played; undefined where nothing shows that it does. */
export function besidesOf(before: Frame, step: RecordedStep, near: readonly Doer[], state: State): string | undefined {
  const { frame } = step;
  const said = SAID.find(([pattern]) => pattern.test(frame?.message ?? ""));
  if (said !== undefined) return said[1];
  const shows = (sign: string) => (one: Frame) => one.rows.some((row) => row.includes(sign));
  if (frame !== undefined && shows("`")(frame) !== shows("`")(before)) return THROWN;
  const able = new Set(near.filter((doer) => couldBe(doer, step, state)).map(({ deed }) => deed));
  // Casters hasten, hide and hurt without a word.
  if (able.has("spell")) return SPELL;
  if (able.has("weapon")) return ARMED;
  // A giant takes boulders up.
  if (near.some(({ deed }) => deed === "boulder") && movesBoulder(state, frame)) return THROWN;
  if (frame !== undefined) return undefined;
  if (able.has("breath")) return BREATH;
  return able.has("boulder") ? THROWN : undefined;
}

/** Whether one side shows a boulder where the other shows none. */
function movesBoulder({ chars }: State, frame: Frame | undefined): boolean {
  if (frame === undefined) return false;
  return chars.some((char, cell) => (String.fromCharCode(char) === "`") !== (signAt(frame, cell) === "`"));
}

/** The sign of one that the hero felt and did not see. */
export const isFelt = (before: Frame, frame: Frame | undefined): boolean =>
  [before, frame].some((one) => one?.rows.some((row) => row.includes("I")) === true) ||
  /\b(It (touches|hits|bites|misses|just misses)|You (miss|hit) it)\b/.test(frame?.message ?? "");
