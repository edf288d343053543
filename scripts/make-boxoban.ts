/**
 * Makes our own levels for the Boxoban ids, data/levels/boxoban-SET.txt, in the text format of DeepMind's Boxoban.
 *
 *   npx tsx --conditions=calmhack-source scripts/make-boxoban.ts
 *
 * A room is carved into 10 x 10 cells, four targets are drawn, and four boxes are pulled away from them backwards, breadth
 * first: so each level can be solved, and the number of pulls is the least number of pushes that solve it. The sets differ
 * in that number. Same seed, same bytes. Takes some minutes.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type RandomStream, randomStream } from "../envs/index.js";

const SIDE = 10;
const BOXES = 4;
const STEPS = [-SIDE, 1, SIDE, -1] as const;
const LEVELS = 200;

interface LevelSet {
  readonly name: string;
  /** Least and most pushes. */
  readonly least: number;
  readonly most: number;
  /** States that a search may look at. */
  readonly states: number;
}

const SETS: readonly LevelSet[] = [
  { name: "unfiltered", least: 6, most: 15, states: 6_000 },
  { name: "medium", least: 16, most: 27, states: 25_000 },
  { name: "hard", least: 28, most: 60, states: 60_000 },
];

/** What a step of the carving opens, as offsets. */
const STAMPS = [[0], [0, 1], [0, SIDE], [0, 1, SIDE, SIDE + 1], [0, -1, 1]] as const;

/** Cells that are floor, within a border of walls. */
function carve(random: RandomStream): Uint8Array {
  const floor = new Uint8Array(SIDE * SIDE);
  const isInside = (cell: number) => {
    const x = cell % SIDE;
    return cell >= SIDE && cell < SIDE * (SIDE - 1) && x > 0 && x < SIDE - 1;
  };
  let at = (1 + random.below(SIDE - 2)) * SIDE + 1 + random.below(SIDE - 2);
  let step = STEPS[random.below(4)]!;
  for (let i = 0; i < 26; i++) {
    if (random.below(100) < 40) step = STEPS[random.below(4)]!;
    for (const offset of STAMPS[random.below(STAMPS.length)]!) if (isInside(at + offset)) floor[at + offset] = 1;
    if (isInside(at + step)) at += step;
  }
  return floor;
}

/** Cells that the player reaches, a mark each; returns the least of them as the region's name. */
function reach(floor: Uint8Array, boxes: readonly number[], from: number, marks: Uint8Array): number {
  marks.fill(0);
  const open = [from];
  marks[from] = 1;
  let least = from;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (cell < least) least = cell;
    for (const step of STEPS) {
      const to = cell + step;
      if (marks[to] === 1 || floor[to] === 0 || boxes.includes(to)) continue;
      marks[to] = 1;
      open.push(to);
    }
  }
  return least;
}

interface State {
  readonly boxes: readonly number[];
  readonly player: number;
  readonly pulls: number;
}

const sorted = (boxes: readonly number[]): number[] => [...boxes].sort((a, b) => a - b);

/** States in the order of their pulls, from every way to stand beside the solved boxes. */
function pullAll(floor: Uint8Array, targets: readonly number[], most: number): State[] {
  const marks = new Uint8Array(SIDE * SIDE);
  const seen = new Set<string>();
  const states: State[] = [];
  const add = (boxes: readonly number[], from: number, pulls: number): void => {
    const player = reach(floor, boxes, from, marks);
    const key = `${boxes.join(" ")},${player}`;
    if (seen.has(key)) return;
    seen.add(key);
    states.push({ boxes, player, pulls });
  };
  floor.forEach((isFloor, cell) => {
    if (isFloor === 1 && !targets.includes(cell)) add(sorted(targets), cell, 0);
  });
  const around = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < states.length && states.length < most; i++) {
    const { boxes, player, pulls } = states[i]!;
    reach(floor, boxes, player, around);
    for (const [b, box] of boxes.entries()) {
      for (const step of STEPS) {
        const stand = box + step;
        const behind = stand + step;
        if (around[stand] === 0 || floor[behind] !== 1 || boxes.includes(behind)) continue;
        add(sorted(boxes.map((one, i) => (i === b ? stand : one))), behind, pulls + 1);
      }
    }
  }
  return states;
}

/** A level's rows, or undefined where this room has none for the set. */
function draw({ least, most, states }: LevelSet, random: RandomStream): string[] | undefined {
  const floor = carve(random);
  const cells = [...floor.keys()].filter((cell) => floor[cell] === 1);
  if (cells.length < 20) return undefined;
  const targets: number[] = [];
  while (targets.length < BOXES) {
    const cell = cells[random.below(cells.length)]!;
    if (!targets.includes(cell)) targets.push(cell);
  }
  const found = pullAll(floor, targets, states);
  // The last depth of a search that was cut may be incomplete, but no state has fewer pulls than it says.
  const fit = found.filter(
    ({ boxes, pulls }) => pulls >= least && pulls <= most && boxes.every((box) => !targets.includes(box)),
  );
  if (fit.length === 0) return undefined;
  const { boxes, player } = fit[random.below(fit.length)]!;
  const marks = new Uint8Array(SIDE * SIDE);
  reach(floor, boxes, player, marks);
  // The player stands on no target: the format has no sign for that.
  const stands = cells.filter((cell) => marks[cell] === 1 && !targets.includes(cell));
  if (stands.length === 0) return undefined;
  const at = stands[random.below(stands.length)]!;
  const sign = (cell: number): string => {
    if (cell === at) return "@";
    if (boxes.includes(cell)) return "$";
    if (targets.includes(cell)) return ".";
    return floor[cell] === 1 ? " " : "#";
  };
  return Array.from({ length: SIDE }, (_, y) => Array.from({ length: SIDE }, (_, x) => sign(y * SIDE + x)).join(""));
}

for (const set of SETS) {
  const random = randomStream(1, `boxoban ${set.name}`);
  const levels: string[] = [];
  while (levels.length < LEVELS) {
    const rows = draw(set, random);
    if (rows === undefined) continue;
    levels.push(`; ${levels.length}\n${rows.join("\n")}\n\n`);
  }
  const path = fileURLToPath(new URL(`../data/levels/boxoban-${set.name}.txt`, import.meta.url));
  writeFileSync(path, levels.join(""));
}
