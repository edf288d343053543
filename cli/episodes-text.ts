/**
 * Recorded episodes as plain text, for a pipe: each with its timeline, then moment by moment.
 */
import { visible } from "../envs/index.js";
import { rowText } from "./colour.js";
import {
  cellsOf,
  gameText,
  MARK_WORDS,
  type Moment,
  momentsOf,
  momentTitle,
  noteText,
  outcomeText,
  type ShownEpisode,
  SIGNS,
  timeline,
} from "./view-model-episodes.js";

const COLUMNS = 72;

function momentText(shown: ShownEpisode, moment: Moment): readonly string[] {
  const { before = [], after } = cellsOf(shown, moment);
  const width = Math.max(24, ...before.map((row) => row.length)) + 4;
  const rows = after.map((row, y) => {
    const then = moment.before === undefined ? "" : rowText(before[y] ?? [], "plain").padEnd(width);
    return `${then}${rowText(row, "plain")}`.trimEnd();
  });
  const { message } = moment.frame;
  return [
    momentTitle(moment),
    ...(message === "" ? [] : [`"${visible(message, 200)}"`]),
    ...rows,
    ...moment.marks.map(({ subgoal, kind }) => `${SIGNS[kind]} ${visible(subgoal, 60)}: ${MARK_WORDS[kind]}`),
    "",
  ];
}

/** One episode; `place` says which of how many. */
export function episodeText(shown: ShownEpisode, filter: "all" | "wrong", place: string): string {
  const lines = shown.subgoals.flatMap((subgoal) => [
    `  ${visible(subgoal, 60)}`,
    `  ${timeline(shown, subgoal, COLUMNS)}`,
  ]);
  return [
    `${place}: ${noteText(shown)}`,
    gameText(shown),
    outcomeText(shown),
    ...lines,
    "",
    ...momentsOf(shown, filter).flatMap((moment) => momentText(shown, moment)),
  ].join("\n");
}
