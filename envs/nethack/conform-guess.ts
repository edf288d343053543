/**
 * What a recording never shows may decide what it shows behind. At the first moment where a replay sees a cell that the
 * recording does not see, or the other way round, cells that no frame shows are taken to be clear or solid, alone or all
 * those on the way to such a cell, as it brings the two looks nearer to each other; then the episode is replayed anew. Where
 * boulders are about, one may lie in liquid, which hides it, and hide what is behind.
 */
import type { Frame } from "../frame.js";
import { misseen } from "./conform-frames.js";
import { far } from "./conform-monsters.js";
import { type Guess, type Guesses, guessAt } from "./conform-survey.js";
import type { Game, Written } from "./game.js";
import { hashGeometry } from "./geometry.js";
import { CELL, LAST_LOOK } from "./state.js";
import { BLANK, CELLS, COLUMNS } from "./terrain.js";

/** The first moment of a replay that differs. */
export interface Scene {
  readonly bytes: Uint8Array;
  readonly frame: Frame;
  /** What was shown before it; nothing before the start. */
  readonly before: Frame | undefined;
}

/** Cells that are guessed otherwise, all together. */
type Change = readonly (readonly [cell: number, guess: Guess])[];

const BLANK_CHARACTER = 32;
/** Changes at most in one round; cells tried at most, and those of which two are tried together. */
const MOST_CHANGES = 8;
const MOST_CELLS = 300;
const MOST_PAIRED = 20;
/** Of changes that are as good, so many are tried. */
const ALTERNATIVES = 3;

/** Cells strictly between two, as sight goes through them. */
function between(from: number, to: number): number[] {
  const x0 = from % COLUMNS;
  const y0 = Math.trunc(from / COLUMNS);
  const dx = Math.abs((to % COLUMNS) - x0);
  const dy = Math.abs(Math.trunc(to / COLUMNS) - y0);
  const sx = Math.sign((to % COLUMNS) - x0);
  const sy = Math.sign(Math.trunc(to / COLUMNS) - y0);
  const long = Math.max(dx, dy);
  const short = Math.min(dx, dy);
  const cells: number[] = [];
  let error = 2 * short - long;
  let x = x0;
  let y = y0;
  for (let step = 1; step < long; step++) {
    if (error >= 0) {
      if (dy > dx) x += sx;
      else y += sy;
      error -= 2 * long;
    }
    if (dy > dx) y += sy;
    else x += sx;
    error += 2 * short;
    cells.push(y * COLUMNS + x);
  }
  return cells;
}

/** What the hero sees of a scene when some cells are otherwise than in it: the cells that one side alone shows. */
function lookAt(game: Game, plan: Written, { bytes, frame, before }: Scene, change: Change): number[] {
  const { state } = game;
  game.bytes.set(bytes);
  for (let cell = 0; cell < CELLS; cell++) {
    if (before !== undefined && before.rows[Math.trunc(cell / COLUMNS)]![cell % COLUMNS] !== " ") continue;
    state.glyphs[cell] = BLANK;
    state.chars[cell] = BLANK_CHARACTER;
    state.seenFrom[cell] = 0;
  }
  for (const [cell, guess] of change) {
    guessAt(state, plan, cell, guess);
    state.opaque[cell] = guess === "clear" ? 0 : 1;
  }
  hashGeometry(state);
  state.drawnCount[0] = 0;
  state.hero[LAST_LOOK] = -1;
  game.renew();
  return misseen(state, frame);
}

const cellsOf = ({ rows }: Frame, sign: string): number[] =>
  rows.flatMap((row, y) => [...row].flatMap((one, x) => (one === sign ? [y * COLUMNS + x] : [])));

/** Steps of a king from a cell to the nearest of some. */
const away = (cell: number, from: readonly number[]): number => Math.min(...from.map((one) => far(cell, one)));

/** Those cells of a set that lie about the hero and what is seen otherwise, the nearest to some cells first. */
function about(among: Iterable<number>, hero: number, wrong: readonly number[], near: readonly number[]): number[] {
  const xs = [hero, ...wrong].map((cell) => cell % COLUMNS);
  const ys = [hero, ...wrong].map((cell) => Math.trunc(cell / COLUMNS));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const isAbout = (cell: number) => {
    const x = cell % COLUMNS;
    const y = Math.trunc(cell / COLUMNS);
    return x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;
  };
  return [...among]
    .filter(isAbout)
    .sort((a, b) => away(a, near) - away(b, near))
    .slice(0, MOST_CELLS);
}

/** Further guesses from what was seen otherwise, by which of several as good each time is taken; none when there are none. */
export function guessesFrom(
  game: Game,
  plan: Written,
  held: Guesses,
  unseen: ReadonlySet<number>,
  scene: Scene | undefined,
): readonly Guesses[] {
  const found = new Map<string, Guesses>();
  for (let which = 0; which < ALTERNATIVES && scene !== undefined; which++) {
    const change = changeOf(game, plan, unseen, scene, which);
    if (change.length > 0) found.set(JSON.stringify(change), new Map([...held, ...change]));
  }
  return [...found.values()];
}

function changeOf(game: Game, plan: Written, unseen: ReadonlySet<number>, scene: Scene, which: number): Change {
  const { state } = game;
  const liquid = scene.frame.rows.some((row) => row.includes("`")) ? cellsOf(scene.frame, "}") : [];
  let chosen: Change = [];
  let wrong = lookAt(game, plan, scene, chosen);
  for (let round = 0; round < MOST_CHANGES && wrong.length > 0; round++) {
    const hero = state.hero[CELL]!;
    const isOpaque = (cell: number) => state.opaque[cell] === 1;
    const sunk = (cell: number): Change => [[cell, "boulder"]];
    const other = (cell: number): Change => [[cell, isOpaque(cell) ? "clear" : "solid"]];
    const singles = [...about(unseen, hero, wrong, wrong).map(other), ...about(liquid, hero, wrong, [hero]).map(sunk)];
    const ways = wrong.map(
      (cell): Change => between(hero, cell).flatMap((one) => (unseen.has(one) && isOpaque(one) ? other(one) : [])),
    );
    const near = singles.slice(0, MOST_PAIRED);
    const pairs = near.flatMap((one, i) => near.slice(i + 1).map((two): Change => [...one, ...two]));
    const allWays: Change = [...new Map(ways.flat())];
    let better = bestOf(game, plan, scene, chosen, [...singles, ...ways, allWays]);
    if (better.length === 0) better = bestOf(game, plan, scene, chosen, pairs);
    if (better.length === 0) break;
    chosen = better[Math.min(which, better.length - 1)]!;
    wrong = lookAt(game, plan, scene, chosen);
  }
  return chosen;
}

/** The changes, beside those that are chosen, with which the fewest cells are seen otherwise; none where none is better. */
function bestOf(game: Game, plan: Written, scene: Scene, chosen: Change, changes: readonly Change[]): Change[] {
  let least = lookAt(game, plan, scene, chosen).length;
  let best: Change[] = [];
  for (const more of changes) {
    if (more.length === 0) continue;
    const change = [...chosen, ...more];
    const { length } = lookAt(game, plan, scene, change);
    if (length < least) best = [];
    if (length < least || (length === least && best.length > 0)) best.push(change);
    least = Math.min(least, length);
  }
  return best;
}
