/**
 * What the frames of a recorded episode show.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import type { State } from "./state.js";
import { CELLS, COLUMNS } from "./terrain.js";

/** Builds rooms, walls and light into a cleared state. */
export type Rooms = (state: State) => void;

export const cellOf = (frame: Frame): number => (frame.hero?.y ?? 0) * COLUMNS + (frame.hero?.x ?? 0);

/** Whether an action is, or ends, a command that may go many cells. */
export const isRun = (action: string, before: string | undefined): boolean =>
  action.startsWith("LONG_") || before === "MOVEFAR" || before === "RUSH" || before === "RUSH2";

/** What a frame shows at a cell; a blank beyond it. */
export const signAt = ({ rows }: Frame, cell: number): string =>
  rows[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS] ?? " ";

/** The cell that an action leads to from one; for what is no move the cell itself. */
export function targetOf(cell: number, action: string): number {
  if (!/^[NS]?[EW]?$/.test(action)) return cell;
  const dx = /E/.test(action) ? 1 : /W/.test(action) ? -1 : 0;
  const dy = /N/.test(action) ? -1 : /S/.test(action) ? 1 : 0;
  return cell + dy * COLUMNS + dx;
}

/** The first character that each cell shows, the hero and monsters aside; " " where nothing ever shows. */
export function shownFirst(frames: readonly Frame[]): string[] {
  const shown: string[] = Array.from({ length: CELLS }, () => " ");
  for (const frame of frames) {
    frame.rows.forEach((row, y) => {
      for (let x = 0; x < row.length; x++) {
        const character = row[x]!;
        if (character === " " || character === "@" || /[A-Za-z:]/.test(character) || shown[y * COLUMNS + x] !== " ")
          continue;
        shown[y * COLUMNS + x] = character;
      }
    });
  }
  return shown;
}

/** The start, and what each step showed. */
export const framesOf = (episode: RecordedEpisode): readonly Frame[] => [
  episode.start,
  ...episode.steps.flatMap(({ frame }) => frame ?? []),
];

const BLANK_CHARACTER = 32;

/** Cells that one side, a game's state or a frame, shows and the other does not. */
export function misseen({ chars }: State, { rows }: Frame): number[] {
  const cells: number[] = [];
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < COLUMNS; x++) {
      const cell = y * COLUMNS + x;
      if ((chars[cell] === BLANK_CHARACTER) !== (row.charCodeAt(x) === BLANK_CHARACTER)) cells.push(cell);
    }
  }
  return cells;
}
