/**
 * The displayed map written anew from the rules, slowly: at every look each row is searched for its runs, each wall keeps
 * the set of directions from which it was ever seen, and the memory is replayed from the start of the episode. Shares no
 * code with the engine; only the true state is read.
 *
 * Rules: NetHack 3.6.7's vision.c ("algorithm C") and display.c (wall modes), as replays of 9.8 million recorded cells
 * confirm them.
 */
import type { State } from "../../../envs/nethack/state.js";
import { couldBeSeen } from "./slow-sight.js";

const WIDTH = 79;
const HEIGHT = 21;

const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
const STEPS = [
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
] as const;
/** Glyphs of walls by which straight directions they join, as NLE numbers them (a lone or one-armed wall: by its line). */
const SHAPE: Readonly<Record<string, number>> = {
  "N S": 2360,
  N: 2360,
  S: 2360,
  "E W": 2361,
  E: 2361,
  W: 2361,
  "": 2361,
  "E S": 2362,
  "S W": 2363,
  "N E": 2364,
  "N W": 2365,
  "N E S W": 2366,
  "N E W": 2367,
  "E S W": 2368,
  "N S W": 2369,
  "N E S": 2370,
};
const CHARACTERS: Readonly<Record<number, readonly [string, number]>> = {
  2359: [" ", 0],
  2360: ["|", 7],
  2361: ["-", 7],
  2362: ["-", 7],
  2363: ["-", 7],
  2364: ["-", 7],
  2365: ["-", 7],
  2366: ["-", 7],
  2367: ["-", 7],
  2368: ["-", 7],
  2369: ["|", 7],
  2370: ["|", 7],
  2371: [".", 7],
  2372: ["-", 3],
  2373: ["|", 3],
  2374: ["+", 3],
  2375: ["+", 3],
  2378: [".", 7],
  2379: [".", 8],
  2382: ["<", 7],
  2383: [">", 7],
  2102: ["(", 6],
  337: ["@", 15],
};

export type Kind = "stone" | "wall" | "door" | "doorway" | "open door" | "floor" | "up" | "down";

/** What is where, in words: the engine's numbers are read here and nowhere else. */
export interface World {
  readonly kind: (x: number, y: number) => Kind;
  readonly isLit: (x: number, y: number) => boolean;
  readonly hasKey: (x: number, y: number) => boolean;
}

export function worldOf(state: State): World {
  const inside = (x: number, y: number) => x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT;
  const at = (plane: Uint8Array, x: number, y: number) => (inside(x, y) ? plane[y * WIDTH + x]! : 0);
  return {
    kind: (x, y) => {
      const terrain = at(state.terrain, x, y);
      if (terrain === 0) return "stone";
      if (terrain < 12) return "wall";
      if (terrain === 12) return (["doorway", "open door", "door", "door"] as const)[at(state.door, x, y)]!;
      return (["floor", "up", "down"] as const)[terrain - 13]!;
    },
    isLit: (x, y) => at(state.lit, x, y) === 1,
    hasKey: (x, y) => at(state.floorHead, x, y) !== 0,
  };
}

/** What a T shows whose stem is turned south, from the names of the directions that it was seen from. */
export function shownT(rock: "N" | "SW" | "SE" | "none", from: ReadonlySet<string>): string {
  const some = (...names: string[]) => names.some((name) => from.has(name));
  const onlyOf = (...names: string[]) => [...from].every((name) => names.includes(name));
  switch (rock) {
    case "N":
      if (some("S") || (some("E", "SE") && some("W", "SW"))) return "T";
      if (some("E", "SE")) return "E S";
      return some("W", "SW") ? "S W" : "blank";
    case "SW":
      if (onlyOf("SE", "S")) return "E S";
      if (some("NW", "N", "NE", "W") && !some("E", "SE", "S")) return "E W";
      return onlyOf("SW") ? "blank" : "T";
    case "SE":
      if (onlyOf("SW", "S")) return "S W";
      if (some("NE", "N", "NW", "E") && !some("W", "SW", "S")) return "E W";
      return onlyOf("SE") ? "blank" : "T";
    default:
      if (onlyOf("SE")) return "E S";
      if (onlyOf("SW")) return "S W";
      if (some("E", "S", "W") || (from.has("SE") && from.has("SW"))) return "T";
      return some("SE", "SW") ? "T" : "E W";
  }
}

/** Directions' names turned by so many eighths, in compass order. */
export const turned = (names: Iterable<string>, eighths: number): string[] =>
  [...names].map((name) => COMPASS[(COMPASS.indexOf(name) + eighths + 8) % 8]!);

const isRock = (kind: Kind): boolean => kind === "stone" || kind === "wall";

export function wallLook({ kind }: World, x: number, y: number, from: ReadonlySet<string>): number {
  const near = (name: string): Kind => {
    const [dx, dy] = STEPS[COMPASS.indexOf(name)]!;
    return kind(x + dx, y + dy);
  };
  const joins = (name: string) => !["stone", "floor", "up", "down"].includes(near(name));
  const arms = ["N", "E", "S", "W"].filter(joins);
  const shape = SHAPE[arms.join(" ")]!;
  if (shape === 2360 || shape === 2361) {
    const [before, behind] = shape === 2360 ? ["W", "E"] : ["N", "S"];
    if (isRock(near(before!)) === isRock(near(behind!))) return shape;
    const open = isRock(near(before!)) ? behind! : before!;
    const shownFrom = turned([open], -2).concat(turned([open], -1), [open], turned([open], 1), turned([open], 2));
    return shownFrom.some((name) => from.has(name)) ? shape : 2359;
  }
  if (arms.length !== 3) return shape;
  // The stem stands opposite the missing arm.
  const missing = ["N", "E", "S", "W"].find((name) => !arms.includes(name))!;
  const eighths = { N: 0, E: -2, S: 4, W: 2 }[missing]!;
  const rocks = (["N", "SW", "SE"] as const).filter((name) => isRock(near(turned([name], -eighths)[0]!)));
  const shown = shownT(rocks.length === 1 ? rocks[0]! : "none", new Set(turned(from, eighths)));
  if (shown === "T") return shape;
  if (shown === "blank") return 2359;
  const real = turned(shown.split(" "), -eighths);
  return SHAPE[["N", "E", "S", "W"].filter((name) => real.includes(name)).join(" ")]!;
}

/** The hero's memory, from the episode's first look on. */
export class SlowView {
  readonly glyphs: number[] = Array.from({ length: WIDTH * HEIGHT }, () => 2359);
  private readonly seenFrom = new Map<number, Set<string>>();

  get chars(): number[] {
    return this.glyphs.map((glyph) => CHARACTERS[glyph]![0].charCodeAt(0));
  }

  get colors(): number[] {
    return this.glyphs.map((glyph) => CHARACTERS[glyph]![1]);
  }

  /** A window of a plane, row by row; 0 beyond the map. */
  crop(plane: readonly number[], size: number, hx: number, hy: number): number[] {
    return Array.from({ length: size * size }, (_, i) => {
      const x = hx - (size - 1) / 2 + (i % size);
      const y = hy - (size - 1) / 2 + Math.floor(i / size);
      return x < 0 || x >= WIDTH || y < 0 || y >= HEIGHT ? 0 : plane[y * WIDTH + x]!;
    });
  }

  look(world: World, hx: number, hy: number): void {
    const blocks = (x: number, y: number) => ["stone", "wall", "door"].includes(world.kind(x, y));
    const could = couldBeSeen(blocks, hx, hy);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const cell = y * WIDTH + x;
        const isBeside = Math.max(Math.abs(hx - x), Math.abs(hy - y)) === 1;
        const nearer = [x + Math.sign(hx - x), y + Math.sign(hy - y)] as const;
        const isLit = world.isLit(x, y) && (!blocks(x, y) || world.isLit(...nearer));
        if (could.has(cell) && (isBeside || isLit)) this.glyphs[cell] = this.see(world, x, y, hx, hy);
        // Floor out of sight is remembered as dark floor, lit or not (recorded with glyphs at every step).
        else if (this.glyphs[cell] === 2378) this.glyphs[cell] = 2379;
      }
    }
    this.glyphs[hy * WIDTH + hx] = 337;
  }

  private see(world: World, x: number, y: number, hx: number, hy: number): number {
    const kind = world.kind(x, y);
    if (world.hasKey(x, y)) return 2102;
    const runsNorth = ["wall", "door", "open door", "doorway"].includes(world.kind(x, y - 1));
    switch (kind) {
      case "stone":
        return 2359;
      case "wall":
        return wallLook(world, x, y, this.seenDirections(world, x, y, hx, hy));
      case "doorway":
        return 2371;
      case "open door":
        return runsNorth ? 2372 : 2373;
      case "door":
        return runsNorth ? 2374 : 2375;
      case "floor":
        return 2378;
      case "up":
        return 2382;
      default:
        return 2383;
    }
  }

  private seenDirections(world: World, x: number, y: number, hx: number, hy: number): ReadonlySet<string> {
    const seen = this.seenFrom.get(y * WIDTH + x) ?? new Set<string>();
    this.seenFrom.set(y * WIDTH + x, seen);
    const [dx, dy] = [Math.sign(hx - x), Math.sign(hy - y)];
    const name = (a: number, b: number) => COMPASS[STEPS.findIndex(([u, v]) => u === a && v === b)]!;
    seen.add(name(dx, dy));
    if (dx !== 0 && dy !== 0) {
      // Clear is what never had a door: an open one keeps the look of the wall beside it (26 of 26 recorded junctions).
      const isClear = (kind: Kind) => ["floor", "up", "down"].includes(kind);
      if (isClear(world.kind(x + dx, y))) seen.add(name(dx, 0));
      if (isClear(world.kind(x, y + dy))) seen.add(name(0, dy));
    }
    return seen;
  }
}
