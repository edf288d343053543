/**
 * Learning curves for a terminal without colours: per arm an area of block characters for the mean success, and under
 * it a line of dots for the seeds. Arms stand below each other on one axis, so none hides another. Pure.
 */
import { visible } from "../envs/index.js";
import {
  type ArmCurve,
  type Axis,
  armCurve,
  axisOf,
  type Curves,
  dotsNote,
  endedNotes,
  heightNote,
  placeOn,
  stepsText,
  ticksOn,
} from "./curves.js";
import { fitted, wrapped } from "./wrapped.js";

const BLOCKS = " ▁▂▃▄▅▆▇█";
/** Up to so many arms get several rows each. */
const FEW = 5;
const ROWS = 3;

/** The last mean at or before each column; undefined left of the first one. */
function means(arm: ArmCurve, axis: Axis, columns: number): readonly (number | undefined)[] {
  const cells: (number | undefined)[] = Array.from({ length: columns });
  const end = arm.censored === 0 ? columns - 1 : -1;
  let last = 0;
  let value: number | undefined;
  for (const { steps, mean } of arm.points) {
    const place = placeOn(axis, steps);
    if (place === undefined) continue;
    const column = Math.min(columns - 1, Math.floor(place * columns));
    if (value !== undefined) cells.fill(value, last, column);
    cells[column] = mean;
    value = mean;
    last = column;
  }
  if (value !== undefined && end > last) cells.fill(value, last, columns);
  return cells;
}

/** Rows of an area, top first. Any success above zero shows, and zero shows as a base line. */
function area(values: readonly (number | undefined)[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, i) => {
    const below = (rows - 1 - i) * 8;
    return values
      .map((value) => {
        if (value === undefined) return " ";
        const eighths = Math.max(1, Math.round(value * rows * 8));
        return BLOCKS[Math.max(0, Math.min(8, eighths - below))];
      })
      .join("");
  });
}

/** One dot a seed; a digit where several share a column, "+" for ten and more; "|" the median where it hides no seed. */
function dotLine(arm: ArmCurve, axis: Axis, columns: number): string {
  const counts = new Array<number>(columns).fill(0);
  const column = (steps: number) => Math.min(columns - 1, Math.floor((placeOn(axis, steps) ?? 0) * columns));
  for (const steps of arm.reached) counts[column(steps)]!++;
  const median = arm.median === undefined ? -1 : column(arm.median);
  return counts
    .map((count, x) =>
      count === 0 ? (x === median ? "|" : " ") : count === 1 ? "•" : count < 10 ? String(count) : "+",
    )
    .join("");
}

/** A line under the axis with numbers at their places; a number that would touch the one before is left out. */
function numbers(axis: Axis, columns: number): string {
  let text = "";
  for (const steps of ticksOn(axis, Math.max(2, Math.floor(columns / 9)))) {
    const label = stepsText(steps);
    const at = Math.min(columns - label.length, Math.floor(placeOn(axis, steps)! * columns));
    if (text === "" || at > text.length + 1) text = text.padEnd(at) + label;
  }
  return text;
}

const LEFT = 6;
const RIGHT = 12;

/** Lines no wider than `columns`, which are at least 40. */
export function curvesText(curves: Curves, columns: number): readonly string[] {
  const arms = curves.arms.map(armCurve);
  const axis = axisOf(curves.budget, arms);
  const room = Math.max(40, columns);
  const plot = room - LEFT - RIGHT;
  const rows = arms.length <= FEW ? ROWS : 1;
  const blocks = arms.flatMap((arm): readonly string[] => {
    const lines = area(means(arm, axis, plot), rows);
    const last = arm.points.at(-1);
    const marks = lines.map((line, i) => {
      const left = rows === 1 ? "" : i === 0 ? "100 %" : i === rows - 1 ? "0 %" : "";
      const right = i === 0 && last !== undefined ? `${Math.round(last.mean * 100)} %` : "";
      return `${left.padStart(LEFT - 1)} ${line} ${right}`;
    });
    const missed = arm.censored === 0 ? "" : `○ ${arm.censored} of ${arm.seeds}`;
    const name = fitted(visible(arm.name, 200), room);
    return [name, ...marks, `${" ".repeat(LEFT)}${dotLine(arm, axis, plot)} ${missed}`];
  });
  const steps = `steps of training${axis.kind === "log" ? ", logarithmic" : ""}`;
  const base = `${" ".repeat(LEFT)}${"─".repeat(plot)}`;
  const signs = { seed: "•, or how many share a place", median: "|", censored: "○" };
  const notes = [heightNote(arms), ...endedNotes(curves.arms), dotsNote(curves.budget, signs)].flatMap((note) =>
    wrapped(note, room),
  );
  return [
    fitted(visible(curves.title, 200), room),
    ...blocks,
    base,
    " ".repeat(LEFT) + numbers(axis, plot),
    `${" ".repeat(LEFT)}${steps}`,
    ...notes,
  ].map((line) => line.trimEnd());
}
