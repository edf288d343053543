/**
 * Where MiniHack's level generators put things, as exact probabilities written from the facts about them
 * (`minihack.md` §5.1: KeyRoom; §6: Room) and from nothing of the engine. Cells are `y * 79 + x`.
 */
const WIDTH = 79;
const MAP_CELLS = 21 * WIDTH;

/** What a level is made of; a Room has neither key nor door. `dx`, `dy`: offset of the subroom's floor. */
export interface Places {
  readonly start: number;
  readonly goal: number;
  readonly key: number;
  readonly door: number;
  readonly dx: number;
  readonly dy: number;
}

/** One statement about levels: the class that a level falls in, and the chance of each class. */
export interface Rule {
  readonly what: string;
  readonly classOf: (places: Places) => number | string;
  readonly shares: ReadonlyMap<string, number>;
}

interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

export interface KeyRoomGround extends Square {
  readonly inner: number;
}

export const S5: KeyRoomGround = { left: 37, top: 9, side: 5, inner: 2 };
export const S15: KeyRoomGround = { left: 32, top: 4, side: 15, inner: 5 };

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const cellAt = ({ left, top }: Square, x: number, y: number): number => (top + y) * WIDTH + left + x;
const relative = ({ left, top }: Square, cell: number): readonly [x: number, y: number] => [
  (cell % WIDTH) - left,
  Math.floor(cell / WIDTH) - top,
];

/** Three by three blocks of the square; coarse enough for pairs of places on 15 x 15. */
const blockOf = (square: Square, cell: number): number => {
  const [x, y] = relative(square, cell);
  const third = (n: number) => Math.floor((3 * n) / square.side);
  return third(y) * 3 + third(x);
};

type Weighted<T> = readonly (readonly [value: T, share: number])[];

const even = <T>(values: readonly T[]): Weighted<T> => values.map((value) => [value, 1 / values.length]);

/** Given the offset, start, key, goal and door are independent of each other. */
interface Layout {
  readonly dx: number;
  readonly dy: number;
  readonly share: number;
  readonly outside: Weighted<number>;
  readonly goals: Weighted<number>;
  readonly doors: Weighted<number>;
}

/** "drawn uniformly from 0..8, 1 becomes 0". */
const OFFSETS: Weighted<number> = [0, 2, 3, 4, 5, 6, 7, 8].map((offset) => [offset, offset === 0 ? 2 / 9 : 1 / 9]);

function layoutAt(ground: KeyRoomGround, dx: number, dy: number, share: number, fixed: boolean): Layout {
  const { side, inner } = ground;
  const isOutside = (x: number, y: number) => x < dx - 1 || x > dx + inner || y < dy - 1 || y > dy + inner;
  const outside = range(side * side).filter((i) => isOutside(i % side, Math.floor(i / side)));
  // "uniform over allowed walls first, then uniform along the wall"; a wall shared with the outer room takes no door.
  const along = (at: (i: number) => readonly [number, number]) => range(inner).map((i) => cellAt(ground, ...at(i)));
  const walls = [
    along((i) => [dx + i, dy + inner]),
    along((i) => [dx + inner, dy + i]),
    ...(dy > 0 ? [along((i) => [dx + i, dy - 1])] : []),
    ...(dx > 0 ? [along((i) => [dx - 1, dy + i])] : []),
  ];
  const doors = walls.flatMap((wall) => wall.map((cell) => [cell, 1 / (walls.length * inner)] as const));
  return {
    dx,
    dy,
    share,
    outside: even(outside.map((i) => cellAt(ground, i % side, Math.floor(i / side)))),
    goals: even(range(inner * inner).map((i) => cellAt(ground, dx + (i % inner), dy + Math.floor(i / inner)))),
    doors: fixed ? [[10 * WIDTH + 39, 1]] : doors,
  };
}

function layoutsOf(id: string): readonly Layout[] {
  if (!id.includes("S15")) return [layoutAt(S5, 0, 0, 1, id.includes("Fixed"))];
  return OFFSETS.flatMap(([dx, p]) => OFFSETS.map(([dy, q]) => layoutAt(S15, dx, dy, p * q, false)));
}

const put = (shares: Map<string, number>, name: number | string, share: number): void => {
  shares.set(String(name), (shares.get(String(name)) ?? 0) + share);
};

const NOWHERE: Places = { start: -1, goal: -1, key: -1, door: -1, dx: 0, dy: 0 };

/** Sums the chances of a class over all layouts and all values of the parts that it looks at. */
function keyRoomRule(
  layouts: readonly Layout[],
  what: string,
  parts: readonly ("start" | "key" | "goal" | "door")[],
  classOf: Rule["classOf"],
): Rule {
  const shares = new Map<string, number>();
  for (const layout of layouts) {
    const { dx, dy, outside, goals, doors } = layout;
    const of = { start: outside, key: outside, goal: goals, door: doors };
    const fill = (at: number, places: Places, share: number): void => {
      const part = parts[at];
      if (part === undefined) put(shares, classOf(places), share);
      else for (const [cell, p] of of[part]) fill(at + 1, { ...places, [part]: cell }, share * p);
    };
    fill(0, { ...NOWHERE, dx, dy }, layout.share);
  }
  return { what, classOf, shares };
}

function keyRoomRules(id: string): readonly Rule[] {
  const layouts = layoutsOf(id);
  const ground = id.includes("S15") ? S15 : S5;
  const block = (cell: number) => blockOf(ground, cell);
  const inSubroom = ({ dx, dy }: Places, cell: number) => relative(ground, cell - dy * WIDTH - dx).join();
  const pair = (a: number | string, b: number | string) => `${a} ${b}`;
  const isSmall = ground === S5;
  return [
    keyRoomRule(layouts, "subroom", [], ({ dx, dy }) => pair(dx, dy)),
    keyRoomRule(layouts, "start", ["start"], ({ start }) => start),
    keyRoomRule(layouts, "key", ["key"], ({ key }) => key),
    keyRoomRule(layouts, "goal", ["goal"], ({ goal }) => goal),
    keyRoomRule(layouts, "door", ["door"], ({ door }) => door),
    keyRoomRule(layouts, "key on start", ["start", "key"], ({ start, key }) => +(start === key)),
    keyRoomRule(layouts, "start x key", ["start", "key"], ({ start, key }) =>
      isSmall ? pair(start, key) : pair(block(start), block(key)),
    ),
    keyRoomRule(layouts, "door x goal in the subroom", ["door", "goal"], (places) =>
      pair(inSubroom(places, places.door), inSubroom(places, places.goal)),
    ),
    keyRoomRule(layouts, "start x door", ["start", "door"], ({ start, door }) =>
      isSmall ? pair(start, door) : pair(block(start), block(door)),
    ),
    keyRoomRule(layouts, "key x goal", ["key", "goal"], ({ key, goal }) =>
      isSmall ? pair(key, goal) : pair(block(key), block(goal)),
    ),
  ];
}

const SMALL: Square = { left: 36, top: 9, side: 5 };
const LARGE: Square = { left: 32, top: 3, side: 15 };

/** 200 draws over the whole level, the first free floor cell wins; after 200 in vain the first one, column by column. */
function roomStarts(free: readonly number[]): Weighted<number> {
  const byColumn = [...free].sort((a, b) => (a % WIDTH) - (b % WIDTH) || a - b);
  const inVain = (1 - free.length / MAP_CELLS) ** 200;
  return byColumn.map((cell, i) => [cell, (1 - inVain) / free.length + (i === 0 ? inVain : 0)]);
}

function roomRules(id: string): readonly Rule[] {
  const square = id.includes("15x15") ? LARGE : SMALL;
  const floor = range(square.side ** 2).map((i) => cellAt(square, i % square.side, Math.floor(i / square.side)));
  const [first, last] = [floor[0]!, floor.at(-1)!];
  const goals: Weighted<number> = /Random|Dark/.test(id) ? even(floor) : [[last, 1]];
  const rule = (what: string, classOf: Rule["classOf"]): Rule => {
    const shares = new Map<string, number>();
    for (const [goal, p] of goals) {
      const starts: Weighted<number> =
        goals.length === 1 ? [[first, 1]] : roomStarts(floor.filter((cell) => cell !== goal));
      for (const [start, q] of starts) put(shares, classOf({ ...NOWHERE, start, goal }), p * q);
    }
    return { what, classOf, shares };
  };
  const of = (cell: number) => (square === SMALL ? cell : blockOf(square, cell));
  return [
    rule("start", ({ start }) => start),
    rule("goal", ({ goal }) => goal),
    rule("start x goal", ({ start, goal }) => `${of(start)} ${of(goal)}`),
  ];
}

/** All rules of an id; the shares of each add up to 1. */
export const rulesOf = (id: string): readonly Rule[] => (id.includes("KeyRoom") ? keyRoomRules(id) : roomRules(id));

export interface Goodness {
  readonly what: string;
  readonly statistic: number;
  readonly freedom: number;
  /** Chance of a larger statistic if the rule holds; 1 where there is only one class. */
  readonly p: number;
}

/** A rule about single cells, told for the nine blocks of the floor only: for samples too small for cells. */
export function byBlock({ what, classOf, shares }: Rule, id: string): Rule {
  const square = id.includes("KeyRoom") ? (id.includes("S15") ? S15 : S5) : id.includes("15x15") ? LARGE : SMALL;
  const blocks = new Map<string, number>();
  for (const [cell, share] of shares) put(blocks, blockOf(square, Number(cell)), share);
  return { what: `${what} by block`, classOf: (places) => blockOf(square, Number(classOf(places))), shares: blocks };
}

/** Regularised upper incomplete gamma function at half of both: the chance that chi-square exceeds `x`. */
export function chiSquareTail(x: number, freedom: number): number {
  if (freedom === 0) return 1;
  // Below 1e-50, and the series' first term would be 0.
  if (x > 1000 + 2 * freedom) return 0;
  // log Gamma(a + 1) for a whole or a half a, by its product down to Gamma(1) or Gamma(1/2).
  const a = freedom / 2;
  let logGamma = freedom % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let factor = freedom % 2 === 0 ? 1 : 0.5; factor <= a; factor++) logGamma += Math.log(factor);
  let term = Math.exp(a * Math.log(x / 2) - x / 2 - logGamma);
  let sum = term;
  for (let n = 1; term > sum * 1e-16; n++) sum += term *= x / 2 / (a + n);
  return Math.max(0, 1 - sum);
}

/** Pearson's statistic of levels against a rule. A class that may not be is an error. */
export function goodness({ what, classOf, shares }: Rule, levels: readonly Places[]): Goodness {
  const counts = new Map<string, number>();
  for (const places of levels) {
    const name = String(classOf(places));
    if (!shares.has(name)) throw new Error(`${what}: ${name} may not be`);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  let statistic = 0;
  for (const [name, share] of shares) {
    const expected = levels.length * share;
    statistic += ((counts.get(name) ?? 0) - expected) ** 2 / expected;
  }
  const freedom = shares.size - 1;
  return { what, statistic, freedom, p: chiSquareTail(statistic, freedom) };
}
