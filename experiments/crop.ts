/**
 * What can be read off the bytes of a crop and a message without making texts of them.
 */
import type { JudgedStep } from "../agents/index.js";
import type { Frame } from "../envs/index.js";

const COLUMNS = 79;
export const SIDE = 9;
/** Where the hero stands in a crop. */
export const CENTRE = 40;

const code = (sign: string): number => sign.charCodeAt(0);
const [CLOSED_DOOR, DASH, BAR] = [code("+"), code("-"), code("|")];

const latin1 = new TextDecoder("latin1");

/** A message up to its first zero. */
export function messageText(message: Uint8Array): string {
  const end = message.indexOf(0);
  return latin1.decode(end < 0 ? message : message.subarray(0, end));
}

/** The rows of a crop; cells beyond the map, which are 0, as blanks. */
export function cropRows(crop: Uint8Array): readonly string[] {
  const cells = latin1.decode(crop).replaceAll("\u0000", " ");
  return Array.from({ length: SIDE }, (_, y) => cells.slice(y * SIDE, (y + 1) * SIDE));
}

const HERO = { x: 4, y: 4 };

/** What a judge is shown of a moment: the whole frame of a world of one's own, KeyRoom's crop. */
export function shownFrame({ frame, crop, message }: JudgedStep["before"]): Frame {
  return frame ?? { rows: cropRows(crop), hero: HERO, message: messageText(message) };
}

/** Whether two crops of one step overlap, and where: the hero's move, or undefined where none is in common. */
export function moveOf({
  cell,
  cellBefore,
}: JudgedStep): { readonly right: number; readonly down: number } | undefined {
  const right = (cell % COLUMNS) - (cellBefore % COLUMNS);
  const down = Math.trunc(cell / COLUMNS) - Math.trunc(cellBefore / COLUMNS);
  return Math.abs(right) < SIDE && Math.abs(down) < SIDE ? { right, down } : undefined;
}

/**
 * Whether `holds` for a cell that both crops of a step show and that differs, leaving out where the hero stood and stands:
 * its place in the crop after, its sign before and after. Row by row, up to the first that does.
 */
export function someChangedCell(step: JudgedStep, holds: (at: number, was: number, is: number) => boolean): boolean {
  const move = moveOf(step);
  if (move === undefined) return false;
  const { right, down } = move;
  const { before, after } = step;
  const left = CENTRE - down * SIDE - right;
  for (let y = Math.max(0, -down); y < Math.min(SIDE, SIDE - down); y++) {
    for (let x = Math.max(0, -right); x < Math.min(SIDE, SIDE - right); x++) {
      const at = y * SIDE + x;
      const [is, was] = [after.crop[at]!, before.crop[at + down * SIDE + right]!];
      if (is !== was && at !== CENTRE && at !== left && holds(at, was, is)) return true;
    }
  }
  return false;
}

const BLANK_ROW = " ".repeat(3 * SIDE);

/** A crop in the middle of a field of three by three crops, moved by so much. */
function placed({ crop, message }: JudgedStep["before"], right: number, down: number): Frame {
  const rows = Array.from({ length: 3 * SIDE }, () => BLANK_ROW);
  for (const [y, row] of cropRows(crop).entries()) {
    rows[SIDE + down + y] = " ".repeat(SIDE + right) + row + " ".repeat(SIDE - right);
  }
  return { rows, hero: { x: SIDE + HERO.x + right, y: SIDE + HERO.y + down }, message: messageText(message) };
}

/** What a judge is shown of a step, both moments in the same coordinates. Crops without a cell in common lie apart. */
export function shownStep(step: JudgedStep): { readonly before: Frame; readonly after: Frame } {
  const { before, after } = step;
  if (before.frame !== undefined && after.frame !== undefined) return { before: before.frame, after: after.frame };
  const { right, down } = moveOf(step) ?? { right: SIDE, down: SIDE };
  return { before: placed(before, 0, 0), after: placed(after, right, down) };
}

/** Signs of closed doors in a crop. Most crops show none or one, and `indexOf` passes over the rest at once. */
export function closedDoors(crop: Uint8Array): number {
  let doors = 0;
  for (let at = crop.indexOf(CLOSED_DOOR); at >= 0; at = crop.indexOf(CLOSED_DOOR, at + 1)) doors++;
  return doors;
}

/**
 * Whether the step brought the hero onto what showed an open door before he stood on it. Walls share its signs, and nobody
 * can stand on a wall.
 */
export function enteredDoorway(step: JudgedStep): boolean {
  if (step.cell === step.cellBefore) return false;
  const move = moveOf(step);
  // Whoever came from farther away did not walk.
  if (move === undefined || Math.abs(move.right) > 1 || Math.abs(move.down) > 1) return false;
  const sign = step.before.crop[CENTRE + move.down * SIDE + move.right];
  return sign === DASH || sign === BAR;
}
