/**
 * A recorded game as a strip of small panels, one per moment: what was done, what the game said, the map, and which
 * subgoal was achieved according to the game's state.
 */
import { KEYROOM } from "../annotations/index.js";
import { type conforming, type Frame, visible } from "../envs/index.js";
import { type Cell, frameCells, rowText } from "./colour.js";

const PANEL = 19;
const PER_ROW = 4;

interface Panel {
  readonly title: string;
  readonly message: string;
  readonly cells: readonly (readonly Cell[])[];
  readonly achieved: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The smallest box around everything that any of the frames shows. */
export function boundingBox(frames: readonly Frame[]): Box {
  const box = { left: Number.POSITIVE_INFINITY, right: 0, top: Number.POSITIVE_INFINITY, bottom: 0 };
  for (const { rows } of frames) {
    rows.forEach((row, y) => {
      if (row.trim() === "") return;
      box.left = Math.min(box.left, row.length - row.trimStart().length);
      box.right = Math.max(box.right, row.trimEnd().length);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    });
  }
  return box.right === 0 ? { left: 0, right: 0, top: 0, bottom: 0 } : box;
}

/** The cells of a frame within a box, with blanks where the frame's rows are shorter. */
export function boxCells(frame: Frame, other: Frame | undefined, box: Box): readonly (readonly Cell[])[] {
  const blank: Cell = { text: " ", colour: "gray", changed: false };
  const cells = frameCells(frame, other, "map");
  return Array.from({ length: box.bottom - box.top }, (_, y) =>
    Array.from({ length: box.right - box.left }, (_, x) => cells[box.top + y]?.[box.left + x] ?? blank),
  );
}

function panels(episode: conforming.RecordedEpisode): readonly Panel[] {
  // The last frame of an episode is blank in the recordings, so it has no panel.
  const shown = episode.steps.flatMap(({ action, frame }) => (frame === undefined ? [] : [{ action, frame }]));
  const moments = [{ action: "start", frame: episode.start }, ...shown];
  const box = boundingBox(moments.map(({ frame }) => frame));
  let before: Frame | undefined;
  return moments.map(({ action, frame }, t): Panel => {
    const title = t === 0 ? "start" : `${t} ${action}`;
    const truth = before === undefined ? [] : KEYROOM.truth({ before, after: frame });
    const achieved = KEYROOM.subgoals.filter((_, i) => truth[i] === "yes").map((name) => `✓ ${name}`);
    const panel = { title, message: frame.message, cells: boxCells(frame, before, box), achieved: achieved.join(" ") };
    before = frame;
    return panel;
  });
}

const pad = (text: string): string => visible(text, PANEL - 2).padEnd(PANEL);

/** Lines of text, `PER_ROW` panels side by side. */
export function episodeStrip(episode: conforming.RecordedEpisode, style: "plain" | "colour"): readonly string[] {
  const all = panels(episode);
  const height = Math.max(...all.map(({ cells }) => cells.length));
  const lines: string[] = [];
  for (let first = 0; first < all.length; first += PER_ROW) {
    const row = all.slice(first, first + PER_ROW);
    const cellLine = (y: number) =>
      row.map(({ cells }) => rowText(cells[y] ?? [], style) + " ".repeat(PANEL - (cells[y]?.length ?? 0))).join("");
    lines.push(
      row.map(({ title }) => pad(title)).join(""),
      row.map(({ message }) => pad(message === "" ? "" : `"${message}"`)).join(""),
      ...Array.from({ length: height }, (_, y) => cellLine(y)),
      row.map(({ achieved }) => pad(achieved)).join(""),
      "",
    );
  }
  return lines.map((line) => line.trimEnd());
}
