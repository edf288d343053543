/**
 * What a recording never shows may decide what it shows behind. Where a replay sees a cell that the recording does not
 * see, or the other way round, cells on the way to it that no frame shows are taken to be clear or solid accordingly,
 * and the episode is replayed anew.
 */
import type { Guesses } from "./conform-survey.js";
import { COLUMNS } from "./terrain.js";

/** A cell that one sees and the other does not, seen from where the hero stood. */
export interface Misseen {
  readonly cell: number;
  readonly hero: number;
  /** Who sees it. */
  readonly by: "recording" | "replay";
}

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

/** Further guesses from what was seen otherwise; the same map when nothing more can be guessed. */
export function guess(held: Guesses, unseen: ReadonlySet<number>, misseen: readonly Misseen[]): Guesses {
  const next = new Map(held);
  for (const { cell, hero, by } of misseen) {
    const way = between(hero, cell).filter((one) => unseen.has(one) && !held.has(one));
    // One solid cell hides what is behind: the nearest to it is the likeliest.
    const chosen = by === "recording" ? way : way.slice(-1);
    for (const one of chosen) next.set(one, by === "recording" ? "clear" : "solid");
  }
  return next.size === held.size ? held : next;
}
