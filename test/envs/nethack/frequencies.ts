/** How often levels and heroes turn out which way, counted from the state, and what the rules expect. */
import { NETHACK } from "../../../envs/nethack/catalogue.js";
import type { Game } from "../../../envs/nethack/game.js";
import { CELL, type State } from "../../../envs/nethack/state.js";
import { DOOR, FLOOR, STAIRS_DOWN, STAIRS_UP } from "../../../envs/nethack/terrain.js";
import { firstMoves, nextAction } from "./player.js";
import { chiLimit, chiSquare, even, gameOf } from "./support.js";

const WIDTH = 79;

export interface Level {
  readonly start: number;
  readonly goal: number;
  readonly key: number;
  readonly door: number;
  readonly state: State;
}

export const levelOf = (state: State): Level => ({
  state,
  start: state.hero[CELL]!,
  goal: state.terrain.indexOf(STAIRS_DOWN),
  key: state.floorHead.findIndex((head) => head > 0),
  door: state.terrain.indexOf(DOOR),
});

/** Why a level is none: hero or key in a wall, two goals, no way to the goal; "" for a good one. */
export function faultOf({ state, start, goal, key, door }: Level): string {
  const count = (kind: number) => state.terrain.filter((terrain) => terrain === kind).length;
  if (state.terrain[start] !== STAIRS_UP || count(STAIRS_UP) !== 1) return "the start is no stairs up";
  if (goal < 0 || count(STAIRS_DOWN) !== 1) return "not one goal";
  if (key >= 0 && state.terrain[key] !== FLOOR && key !== start) return "the key lies on no floor";
  if (key >= 0 && !firstMoves(state).has(key)) return "no way to the key";
  if (door < 0) return firstMoves(state).has(goal) ? "" : "no way to the goal";
  // A locked door can be reached from one side, and from its other side the goal.
  if (firstMoves(state).has(goal)) return "a way to the goal past the door";
  const isReached = [1, -1, WIDTH, -WIDTH].some((step) => firstMoves(state).has(door + step));
  if (!isReached) return "no way to the door";
  state.door[door] = 1;
  const isOpenWay = firstMoves(state).has(goal);
  state.door[door] = 3;
  return isOpenWay ? "" : "no way to the goal through the door";
}

export interface Fit {
  readonly what: string;
  readonly statistic: number;
  readonly limit: number;
}

/** A fit of counts by key to shares by key; a key that the shares do not have is an error. */
export function fitOf(what: string, counts: ReadonlyMap<string, number>, shares: ReadonlyMap<string, number>): Fit {
  const strange = [...counts.keys()].find((key) => !shares.has(key));
  if (strange !== undefined) throw new Error(`${what}: ${strange} may not be`);
  const keys = [...shares.keys()];
  const statistic = chiSquare(
    keys.map((key) => counts.get(key) ?? 0),
    keys.map((key) => shares.get(key)!),
  );
  return { what, statistic, limit: chiLimit(keys.length - 1) };
}

export class Counts {
  private readonly held = new Map<string, Map<string, number>>();

  add(what: string, key: string | number): void {
    const counts = this.held.get(what) ?? new Map<string, number>();
    counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
    this.held.set(what, counts);
  }

  of(what: string): ReadonlyMap<string, number> {
    return this.held.get(what) ?? new Map();
  }

  names(): readonly string[] {
    return [...this.held.keys()];
  }
}

export const uniform = (keys: readonly (string | number)[]): ReadonlyMap<string, number> =>
  new Map(keys.map((key, i) => [String(key), even(keys.length)[i]!]));

interface Geometry {
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly inner: number;
}

/** Facts of the rooms' places, not read from the engine's plans. */
const S5: Geometry = { left: 37, top: 9, side: 5, inner: 2 };
const S15: Geometry = { left: 32, top: 4, side: 15, inner: 5 };
const OFFSETS = [0, 2, 3, 4, 5, 6, 7, 8];
/** Drawn from 0..8, where 1 becomes 0. */
export const OFFSET_SHARES: ReadonlyMap<string, number> = new Map(
  OFFSETS.map((offset) => [String(offset), offset === 0 ? 2 / 9 : 1 / 9]),
);

/** Subroom offset of a level, from where its walls stand. */
export function offsetOf({ state, goal }: Level, { left, top, side, inner }: Geometry): readonly [number, number] {
  // The goal stands in the subroom: walk from it to the walls.
  let [x, y] = [goal % WIDTH, Math.floor(goal / WIDTH)];
  while (state.terrain[y * WIDTH + x - 1]! > DOOR) x--;
  while (state.terrain[(y - 1) * WIDTH + x]! > DOOR) y--;
  const [dx, dy] = [x - left, y - top];
  if (dx < 0 || dy < 0 || dx + inner > side || dy + inner > side) throw new Error("a subroom outside its room");
  return [dx, dy];
}

/** Outer floor that is neither subroom nor its walls, row by row. */
function outside({ left, top, side, inner }: Geometry, dx: number, dy: number): number[] {
  const cells: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isIn = x >= dx - 1 && x <= dx + inner && y >= dy - 1 && y <= dy + inner;
      if (!isIn) cells.push((top + y) * WIDTH + left + x);
    }
  }
  return cells;
}

function keyRoomFits(id: string, game: Game, levels: number, checkEvery: number): Fit[] {
  const geometry = id.includes("S15") ? S15 : S5;
  const { left, top, inner } = geometry;
  const counts = new Counts();
  for (let i = 0; i < levels; i++) {
    game.reset();
    const level = levelOf(game.state);
    const fault = i % checkEvery === 0 ? faultOf(level) : "";
    if (fault !== "") throw new Error(`${id} level ${i}: ${fault}`);
    const [dx, dy] = offsetOf(level, geometry);
    counts.add("dx", dx);
    counts.add("dy", dy);
    counts.add("dx and dy", `${dx} ${dy}`);
    const [x, y] = [level.door % WIDTH, Math.floor(level.door / WIDTH)];
    const wall = y < top + dy ? "N" : y >= top + dy + inner ? "S" : x < left + dx ? "W" : "E";
    // Which walls a door may stand in: not those of the outer room.
    counts.add(`wall of ${dx > 0 ? "W" : ""}${dy > 0 ? "N" : ""}ES`, wall);
    counts.add("along the wall", wall === "N" || wall === "S" ? x - left - dx : y - top - dy);
    counts.add("door", `${x},${y}`);
    const goal = [(level.goal % WIDTH) - left - dx, Math.floor(level.goal / WIDTH) - top - dy];
    counts.add("goal", goal.join());
    const cells = outside(geometry, dx, dy);
    const [start, key] = [cells.indexOf(level.start), cells.indexOf(level.key)];
    if (start < 0 || key < 0) throw new Error(`${id} level ${i}: start or key inside the subroom or its walls`);
    // Sixteen classes of the set's order each, so that every level counts alike.
    const part = (n: number) => Math.floor((16 * n) / cells.length);
    if (cells.length % 16 === 0) {
      counts.add("start and key", `${part(start)} ${part(key)}`);
      counts.add("start", part(start));
      counts.add("key", part(key));
    } else {
      counts.add(`start of ${cells.length}`, start);
      counts.add(`key of ${cells.length}`, key);
    }
  }
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);
  const pairs = (a: readonly (string | number)[], b: readonly (string | number)[], by: string) =>
    a.flatMap((first) => b.map((second) => `${first}${by}${second}`));
  const fits: Fit[] = [];
  if (geometry === S15) {
    fits.push(fitOf("dx", counts.of("dx"), OFFSET_SHARES), fitOf("dy", counts.of("dy"), OFFSET_SHARES));
    const both = new Map(
      pairs(OFFSETS, OFFSETS, " ").map((pair) => {
        const [dx, dy] = pair.split(" ");
        return [pair, OFFSET_SHARES.get(dx!)! * OFFSET_SHARES.get(dy!)!];
      }),
    );
    fits.push(fitOf("dx and dy", counts.of("dx and dy"), both));
  } else if (id.includes("Fixed")) fits.push(fitOf("door", counts.of("door"), new Map([["39,10", 1]])));
  else fits.push(fitOf("door", counts.of("door"), uniform(["39,9", "39,10", "37,11", "38,11"])));
  if (!id.includes("Fixed")) {
    for (const name of counts.names().filter((what) => what.startsWith("wall of "))) {
      fits.push(fitOf(name, counts.of(name), uniform([...name.slice("wall of ".length)])));
    }
    fits.push(fitOf("along the wall", counts.of("along the wall"), uniform(range(inner))));
  }
  fits.push(fitOf("goal", counts.of("goal"), uniform(pairs(range(inner), range(inner), ","))));
  for (const name of counts.names()) {
    if (name === "start and key") fits.push(fitOf(name, counts.of(name), uniform(pairs(range(16), range(16), " "))));
    else if (name === "start" || name === "key") fits.push(fitOf(name, counts.of(name), uniform(range(16))));
    else if (/^(start|key) of /.test(name)) {
      fits.push(fitOf(name, counts.of(name), uniform(range(Number(name.split(" ").at(-1))))));
    }
  }
  return fits;
}

/** Corner of the floor and its side. */
const roomOf = (id: string): readonly [number, number, number] => (id.includes("15x15") ? [32, 3, 15] : [36, 9, 5]);

/**
 * Chance of each start, goal given: 200 draws over the whole level, of which a free floor cell wins; after 200 in vain
 * the first free cell, column by column.
 */
function startShares([left, top, side]: readonly [number, number, number], goal: number): ReadonlyMap<string, number> {
  const free: number[] = [];
  for (let x = 0; x < side; x++) for (let y = 0; y < side; y++) free.push((top + y) * WIDTH + left + x);
  const cells = free.filter((cell) => cell !== goal);
  const vain = (1 - cells.length / (21 * WIDTH)) ** 200;
  return new Map(cells.map((cell, i) => [String(cell), (1 - vain) / cells.length + (i === 0 ? vain : 0)]));
}

function roomFits(id: string, game: Game, levels: number, checkEvery: number): Fit[] {
  const place = roomOf(id);
  const [left, top, side] = place;
  const counts = new Counts();
  const expected = new Map<string, number>();
  for (let i = 0; i < levels; i++) {
    game.reset();
    const level = levelOf(game.state);
    const fault = i % checkEvery === 0 ? faultOf(level) : "";
    if (fault !== "") throw new Error(`${id} level ${i}: ${fault}`);
    counts.add("goal", level.goal);
    counts.add("start", level.start);
    counts.add("start, goal at the corner", level.goal === top * WIDTH + left ? level.start : -1);
  }
  const floor = Array.from({ length: side * side }, (_, i) => (top + Math.floor(i / side)) * WIDTH + left + (i % side));
  if (!/Random|Dark/.test(id)) {
    const last = floor.at(-1)!;
    return [
      fitOf("start", counts.of("start"), uniform([floor[0]!])),
      fitOf("goal", counts.of("goal"), uniform([last])),
    ];
  }
  for (const goal of floor) {
    for (const [cell, share] of startShares(place, goal)) {
      expected.set(cell, (expected.get(cell) ?? 0) + share / floor.length);
    }
  }
  return [fitOf("goal", counts.of("goal"), uniform(floor)), fitOf("start", counts.of("start"), expected)];
}

/** All fits of an id over so many generated levels; throws at one in so many that is no whole level. */
export function levelFits(id: string, levels: number, seed: number, checkEvery: number): readonly Fit[] {
  if (!NETHACK.has(id)) throw new Error(`no ${id}`);
  const game = gameOf(id);
  game.seed(seed);
  return id.includes("KeyRoom") ? keyRoomFits(id, game, levels, checkEvery) : roomFits(id, game, levels, checkEvery);
}

/** Steps of the shortest solution; undefined when it does not end within the limit. */
export function solutionLength(game: Game, keys: Readonly<Record<string, number>>): number | undefined {
  for (let t = 1; ; t++) {
    const name = nextAction(game.state);
    if (name === undefined) return undefined;
    game.step(keys[name]!);
    if (game.state.hero[16] === 2) return t;
    if (game.state.hero[16] !== 0) return undefined;
  }
}
