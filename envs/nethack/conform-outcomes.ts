/**
 * One recorded step on a level with monsters: all outcomes that the dice allow, until one is as recorded.
 */
import type { Frame } from "../frame.js";
import type { RecordedStep } from "../trace-file.js";
import type { Moment, RecordedDice } from "./conform-dice.js";
import { cellOf } from "./conform-frames.js";
import { addNewcomers, monstersOf, resyncMonsters, type SearchDice } from "./conform-monsters.js";
import type { StepVerdict } from "./conform-verdict.js";
import type { Game } from "./game.js";
import { KEYS } from "./keys.js";
import { messageText } from "./messages.js";
import { swapMonsters } from "./monsters.js";
import { HERO_STATS } from "./observe.js";
import { CELL, CHANGES, END_STATUS, EXPERIENCE, EXPERIENCE_LEVEL, LOAD, type State, TIME } from "./state.js";
import { COLUMNS } from "./terrain.js";

/** Ways tried at most. */
const MOST_WAYS = 1_000;

/** Status numbers that an outcome must have: hit points, clock, experience. */
const TELLING = [10, 19, 20];

function isAsRecorded(state: State, { frame, stats, endStatus }: RecordedStep): boolean {
  if (frame === undefined) return state.hero[END_STATUS] === endStatus;
  if (state.hero[END_STATUS] !== endStatus || state.hero[CELL] !== cellOf(frame)) return false;
  if (TELLING.some((index) => state.blstats[index] !== stats[index])) return false;
  for (let y = 0; y < frame.rows.length; y++) {
    const row = frame.rows[y]!;
    for (let x = 0; x < COLUMNS; x++) if (state.chars[y * COLUMNS + x] !== row.charCodeAt(x)) return false;
  }
  return messageText(state) === frame.message;
}

const MOST_ORDERS = 24;

/** Swaps of two that lead through the orders of the monsters, one after another (Heap's algorithm). */
function orders({ monsterKind }: State): (readonly [number, number])[] {
  const rows = [...monsterKind.keys()].filter((row) => monsterKind[row] !== 0);
  const swaps: (readonly [number, number])[] = [];
  const visit = (count: number): void => {
    for (let i = 0; i < count - 1 && swaps.length < MOST_ORDERS; i++) {
      visit(count - 1);
      if (swaps.length >= MOST_ORDERS) return;
      swaps.push([rows[count % 2 === 0 ? i : 0]!, rows[count - 1]!]);
    }
    if (count > 1 && swaps.length < MOST_ORDERS) visit(count - 1);
  };
  visit(rows.length);
  return swaps;
}

/** Plays the step as recorded if the rules allow it, else by the first way; how many monsters came into view. */
export function tryOutcomes(
  game: Game,
  search: SearchDice,
  told: RecordedDice,
  step: RecordedStep,
  moment: Moment,
): number {
  const { state, bytes } = game;
  const key = KEYS[step.action] ?? 0;
  const shown = step.frame === undefined ? [] : monstersOf(step.frame, step.planes.glyphs);
  const before = bytes.slice();
  const attempt = (): boolean => {
    search.begin(step.frame?.message ?? "", [...shown.map(({ cell }) => cell)]);
    for (let way = 0; way < MOST_WAYS; way++) {
      told.expect(state, moment);
      game.step(key);
      if (isAsRecorded(state, step)) return true;
      bytes.set(before);
      if (!search.next()) break;
    }
    return false;
  };
  if (attempt()) return 0;
  // In which order monsters act is not recorded either.
  for (const [a, b] of orders(state)) {
    swapMonsters(state, a, b);
    before.set(bytes);
    if (attempt()) return 0;
  }
  const newcomers = addNewcomers(state, shown);
  if (newcomers > 0) {
    before.set(bytes);
    if (attempt()) return newcomers;
  }
  search.begin(step.frame?.message ?? "", []);
  told.expect(state, moment);
  game.step(key);
  return newcomers;
}

const CARRIED = "things that monsters carry or leave";
const THINGS = ')[%!?/=+(*$"`';

/** Why nothing can be said of a step; `state` is as it went here. */
export function reasonOf(
  { frame }: RecordedStep,
  { differences }: StepVerdict,
  newcomers: number,
  { chars }: State,
): string | undefined {
  if (newcomers > 0) return "a monster that was out of sight";
  if (differences.length === 0 || frame === undefined) return undefined;
  if (/wields|throws|thrusts|swings|picks up|hit by|\b(dart|dagger|helm|club)\b/.test(frame.message)) return CARRIED;
  if (/^[a-zA-Z$] - (?!.*corpse)|You see here (?!.*corpse)/.test(frame.message)) return CARRIED;
  if (differences.every((difference) => difference.startsWith("pack is"))) return CARRIED;
  // A thing lies there that is none here, and it lies there for good.
  const isThing = frame.rows.some((row, y) =>
    [...row].some((sign, x) => THINGS.includes(sign) && chars[y * COLUMNS + x] !== sign.charCodeAt(0)),
  );
  return isThing ? CARRIED : undefined;
}

/** After a step that went otherwise the game goes on from what was recorded. */
export function resync(game: Game, { stats, planes }: RecordedStep, frame: Frame): void {
  const { state } = game;
  const { hero } = state;
  hero[CELL] = cellOf(frame);
  hero[TIME] = stats[20] ?? hero[TIME]!;
  for (const [index, to] of HERO_STATS) hero[to] = stats[index] ?? 0;
  hero[EXPERIENCE_LEVEL] = stats[18] ?? 1;
  hero[EXPERIENCE] = stats[19] ?? 0;
  hero[LOAD] = stats[22] ?? 0;
  hero[END_STATUS] = 0;
  resyncMonsters(state, monstersOf(frame, planes.glyphs), (cell) => {
    const sign = frame.rows[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS] ?? " ";
    return sign !== " " && state.lit[cell] === 1;
  });
  hero[CHANGES]! += 1;
  game.renew();
}
