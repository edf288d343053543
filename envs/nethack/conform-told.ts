/**
 * What the steps of a recorded episode tell beside what they show: traps, locked and hidden doors, numbers of apples.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import { cellOf, isRun, signAt, targetOf } from "./conform-frames.js";
import { COLUMNS } from "./terrain.js";

/** Traps that show, and where the hero was carried off: the cell that a step led to, when he then stood elsewhere. */
export function trapCells(episode: RecordedEpisode, shown: readonly string[]): ReadonlySet<number> {
  const cells = new Set<number>();
  const note = (frame: Frame) =>
    frame.rows.forEach((row, y) => {
      for (let x = row.indexOf("^"); x >= 0; x = row.indexOf("^", x + 1)) cells.add(y * COLUMNS + x);
    });
  note(episode.start);
  let from = cellOf(episode.start);
  let previous: string | undefined;
  for (const { action, frame } of episode.steps) {
    if (frame === undefined) break;
    const to = cellOf(frame);
    const hasRun = isRun(action, previous);
    previous = action;
    const isCarried = Math.abs((to % COLUMNS) - (from % COLUMNS)) > 1 || Math.abs(to - from) > COLUMNS + 1;
    const target = targetOf(from, action);
    if (!hasRun && isCarried && shown[target] !== "}") cells.add(target);
    note(frame);
    from = to;
  }
  return cells;
}

/** Cells of doors that the hero found locked. */
export const lockedDoors = (episode: RecordedEpisode): ReadonlySet<number> =>
  toldAhead(episode, /This door is locked\.|kick uncovers a secret door/);

/** Cells that the hero found to be trees. */
export const treesTold = (episode: RecordedEpisode): ReadonlySet<number> => toldAhead(episode, /It's a tree\./);

/** Cells that steps led to of which something was said. */
function toldAhead(episode: RecordedEpisode, told: RegExp): ReadonlySet<number> {
  const cells = new Set<number>();
  let from = cellOf(episode.start);
  for (const { action, frame } of episode.steps) {
    if (frame === undefined) break;
    if (told.test(frame.message)) cells.add(targetOf(from, action));
    from = cellOf(frame);
  }
  return cells;
}

/** Cells of doors and passages that came to light, with what they were. */
export function hiddenCells(episode: RecordedEpisode): ReadonlySet<number> {
  const cells = new Set<number>();
  let before = episode.start;
  for (const { frame } of episode.steps) {
    if (frame === undefined) break;
    if (/You find a hidden|Crash!/.test(frame.message)) {
      const isPassage = /passage/.test(frame.message);
      const hero = cellOf(frame);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const cell = hero + dy * COLUMNS + dx;
          const now = signAt(frame, cell);
          const then = signAt(before, cell);
          const isDoor = (then === "|" || then === "-" || then === " ") && (now === "+" || now === "-" || now === "|");
          if (then !== now && (isPassage ? now === "#" && then === " " : isDoor)) cells.add(cell);
        }
      }
    }
    before = frame;
  }
  return cells;
}

/** The cell whose board ended the episode: the last step led there and cost 1. */
export function boardCells({ start, steps }: RecordedEpisode): readonly number[] {
  const last = steps.at(-1);
  if (last === undefined || last.reward > -0.5) return [];
  const { action } = last;
  // Somewhere on the way of a run.
  if (isRun(action, steps.at(-2)?.action)) return [];
  const from = steps.at(-2)?.frame ?? start;
  return [targetOf(cellOf(from), action)];
}

/** How many apples a cell has, where the hero was told. */
export function appleCounts(episode: RecordedEpisode): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { frame } of episode.steps) {
    const [, count] = /You (?:see|feel) here (\d+) apples/.exec(frame?.message ?? "") ?? [];
    if (frame === undefined || count === undefined || counts.has(cellOf(frame))) continue;
    counts.set(cellOf(frame), Number(count));
  }
  return counts;
}

/** Cells to which a boulder was pushed before anything else was shown there. */
export function pushedTo(episode: RecordedEpisode): ReadonlySet<number> {
  const cells = new Set<number>();
  const shown = new Set<number>();
  let before = episode.start;
  const note = ({ rows }: Frame): void =>
    rows.forEach((row, y) => {
      for (let x = 0; x < row.length; x++) if (row[x] !== " ") shown.add(y * COLUMNS + x);
    });
  note(before);
  for (const { frame } of episode.steps) {
    if (frame === undefined) break;
    const to = cellOf(frame);
    const beyond = to + to - cellOf(before);
    if (signAt(before, to) === "`" && signAt(frame, beyond) === "`" && !shown.has(beyond)) cells.add(beyond);
    note(frame);
    before = frame;
  }
  return cells;
}

/** Boulders that no frame shows at first. */
export interface HiddenBoulders {
  /** Cells with one more than is shown: in liquid none is. */
  readonly at: readonly number[];
  /** Liquid that one has filled. */
  readonly filled: ReadonlySet<number>;
}

/**
 * What is told of boulders by what steps do to them: one that lies in liquid is pushed on by who walks in, and ground is
 * seen where liquid was; of two on one cell the second is stuck behind the first.
 */
export function hiddenBoulders({ start, steps }: RecordedEpisode, isLiquid: (cell: number) => boolean): HiddenBoulders {
  const at: number[] = [];
  const filled = new Set<number>();
  let before = start;
  for (const [i, { action, frame }] of steps.entries()) {
    if (frame === undefined) break;
    const target = targetOf(cellOf(before), action);
    const beyond = target + target - cellOf(before);
    const then = signAt(before, beyond);
    const [now, next] = [frame, steps[i + 1]?.frame].map((one) => (one === undefined ? then : signAt(one, beyond)));
    if (isLiquid(target) && isLiquid(beyond) && !filled.has(target)) {
      const fills = now === "." && then !== ".";
      if (fills) filled.add(beyond);
      if (fills || /large splash/.test(frame.message)) at.push(target);
    } else if (/boulder, but in vain/.test(frame.message) && then === "." && (now === "`" || next === "`")) {
      at.push(target);
    }
    before = frame;
  }
  return { at, filled };
}
