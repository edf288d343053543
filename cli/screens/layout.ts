/**
 * What fits on a terminal: pure arithmetic for the viewer. Nothing it shows is ever taller than the window, because a
 * terminal that scrolls loses the top, and that is where one reads first.
 */
import type { Cell } from "../colour.js";

export interface Window {
  readonly columns: number;
  readonly rows: number;
}

type Grid = readonly (readonly Cell[])[];

/** Where the eye should be: the first changed cell, else the hero, else the middle. */
function focus(grids: readonly Grid[]): { readonly x: number; readonly y: number } {
  const find = (wanted: (cell: Cell) => boolean) => {
    for (const grid of grids) {
      for (const [y, row] of grid.entries()) {
        const x = row.findIndex(wanted);
        if (x >= 0) return { x, y };
      }
    }
    return undefined;
  };
  const grid = grids[0] ?? [];
  return (
    find(({ changed }) => changed) ??
    find(({ text }) => text === "@") ?? { x: Math.floor((grid[0]?.length ?? 0) / 2), y: Math.floor(grid.length / 2) }
  );
}

/** The same cut-out of both frames, no larger than the room, around what changed. */
export function cutOut(grids: readonly [Grid, Grid], room: Window): readonly [Grid, Grid] {
  const { x, y } = focus(grids);
  const start = (at: number, whole: number, part: number) =>
    Math.max(0, Math.min(at - Math.floor(part / 2), whole - part));
  const size = {
    rows: Math.max(...grids.map((grid) => grid.length)),
    columns: Math.max(0, ...grids.flatMap((grid) => grid.map((row) => row.length))),
  };
  const top = start(y, size.rows, room.rows);
  const left = start(x, size.columns, room.columns);
  const cut = (grid: Grid): Grid => grid.slice(top, top + room.rows).map((row) => row.slice(left, left + room.columns));
  return [cut(grids[0]), cut(grids[1])];
}

export interface Shares {
  /** Rows of a frame. */
  readonly frame: number;
  readonly subgoals: number;
  readonly raw: number;
}

/** Title, action, blank, heads, two messages, blank, keys, and the row that ink needs for itself. */
const CHROME = 9;
/** Fewer rows show nothing; a window that is lower still is no window for this. */
const LEAST_FRAME = 1;

/** How many rows each thing gets: the frame before the subgoals, these before the raw answer. */
export function shares(rows: number, wanted: { frame: number; subgoals: number; failure: 0 | 1 }): Shares {
  const free = Math.max(0, rows - CHROME - wanted.failure);
  const kept = Math.min(wanted.subgoals, 4, Math.max(1, free - LEAST_FRAME - 2));
  const frame = Math.min(wanted.frame, Math.max(LEAST_FRAME, free - kept - 1));
  const subgoals = Math.max(1, Math.min(wanted.subgoals, free - frame - (wanted.subgoals > kept ? 1 : 0)));
  return { frame, subgoals, raw: Math.max(0, free - frame - subgoals - (wanted.subgoals > subgoals ? 1 : 0)) };
}

/** Of a walk through an episode: title, outcome, step, blank, heads, message, blank, position, keys, and ink's row. */
const WALK_CHROME = 10;

/** How many rows the frame and the subgoals' timelines get; four of these, if there are, before the frame. */
export function walkShares(
  rows: number,
  wanted: { readonly frame: number; readonly subgoals: number },
): Pick<Shares, "frame" | "subgoals"> {
  const free = Math.max(2, rows - WALK_CHROME);
  const kept = Math.min(wanted.subgoals, 4, free - LEAST_FRAME);
  const frame = Math.min(wanted.frame, free - kept - (wanted.subgoals > kept ? 1 : 0));
  const left = free - Math.max(LEAST_FRAME, frame);
  return {
    frame: Math.max(LEAST_FRAME, frame),
    subgoals: wanted.subgoals <= left ? wanted.subgoals : Math.max(0, left - 1),
  };
}

/** The first line to show so that line `at` is seen, as little scrolled as can be. */
export const scrolledTo = (from: number, at: number, page: number): number =>
  Math.max(Math.min(from, at), at - page + 1, 0);

/** The first line to show after a scroll by `lines`. */
export function scrolled(from: number, lines: number, whole: number, page: number): number {
  return Math.max(0, Math.min(from + lines, whole - page));
}
