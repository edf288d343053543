/** What fits on a rater's screen: pure arithmetic. */

/** Lines of prose are no longer on a wide screen: the eye would lose them. */
const PROSE = 100;

/** Columns of the task and the instructions. */
export const proseWidth = (columns: number): number => Math.min(columns, PROSE) - 1;

export interface DeskShares {
  readonly task: number;
  readonly frame: number;
  readonly subgoals: number;
}

/** Title, action, heads, two messages, note, remark, two lines of keys, and the row that ink needs for itself. */
const CHROME = 10;

/** How many rows each thing gets: some subgoals first, then the frame, then the task, then all subgoals. */
export function deskShares(rows: number, wanted: DeskShares): DeskShares {
  const free = Math.max(3, rows - CHROME);
  const kept = Math.min(wanted.subgoals, 4, free - 2);
  const frame = Math.min(wanted.frame, free - kept - 1);
  const task = Math.min(wanted.task, free - kept - frame);
  return { task, frame, subgoals: Math.min(wanted.subgoals, free - frame - task) };
}

/** The first of `room` subgoals to show so that the selected one is seen. */
export const firstShown = (selected: number, count: number, room: number): number =>
  Math.max(0, Math.min(count - room, selected - Math.floor(room / 2)));
