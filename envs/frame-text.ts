/**
 * The one text renderer of frames: what prompts, text rules, viewers and tests show is made here and nowhere else.
 * Pure. The crop is MiniHack's (an odd window centred on the hero); beyond the map's edge it shows blanks where
 * MiniHack's array holds zeros, because a zero byte is no text.
 */
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";

/** crop: a window around the hero. map: all rows. screen: message line, all rows, status lines, as a terminal. */
export type FrameWindow = "crop" | "map" | "screen";

export interface FrameTextOptions {
  readonly window: FrameWindow;
  /** Put between the cells of a row, "" or " ". CALM separates by blanks so that a cell is one token. Crop and map. */
  readonly separator?: string;
  /** Side of the crop in cells, odd. Default 9. */
  readonly size?: number;
}

/** By cells, not by code units: a sign of another world may be a character of two. */
const cellsOf = (row: string): string | readonly string[] => (/[\ud800-\udfff]/.test(row) ? [...row] : row);

/** The rows of a window, top to bottom. A frame that does not say where its hero is has no crop: all rows are given. */
export function windowRows(frame: Frame, window: "crop" | "map", size = 9): readonly string[] {
  if (!(size >= 1 && size % 2 === 1)) throw new InputError(`The crop's side is ${size}; it must be an odd number.`);
  if (window === "map" || frame.hero === undefined) return frame.rows;
  const half = (size - 1) / 2;
  const { x, y } = frame.hero;
  const rows: string[] = [];
  for (let row = y - half; row <= y + half; row++) {
    const line = cellsOf(frame.rows[row] ?? "");
    let cells = "";
    for (let column = x - half; column <= x + half; column++) cells += line[column] ?? " ";
    rows.push(cells);
  }
  return rows;
}

/** One entry a line, whatever the texts hold; lines of the screen are right-trimmed, those of a window keep their width. */
export function frameLines(frame: Frame, options: FrameTextOptions): readonly string[] {
  if (options.window === "screen") {
    return [frame.message, ...frame.rows, ...(frame.status ?? [])].map((line) => line.trimEnd());
  }
  const rows = windowRows(frame, options.window, options.size);
  const separator = options.separator ?? "";
  return separator === "" ? rows : rows.map((row) => [...row].join(separator));
}

/** The lines of a frame joined by "\n". */
export const frameText = (frame: Frame, options: FrameTextOptions): string => frameLines(frame, options).join("\n");
