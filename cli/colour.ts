/**
 * The game's colours. Recordings hold none per step, so a cell is coloured by its character, as the game would colour
 * the things that KeyRoom holds; a changed cell is shown inverse.
 */
import type { Frame } from "../envs/index.js";
import { visible, windowRows } from "../envs/index.js";

export type Colour = "white" | "gray" | "yellow" | "cyan" | "magenta" | "blue" | "green" | "red";

const COLOURS: ReadonlyMap<string, Colour> = new Map([
  ["@", "white"],
  ["(", "cyan"],
  ["+", "yellow"],
  ["<", "white"],
  [">", "white"],
  ["}", "blue"],
  ["{", "blue"],
  ["^", "magenta"],
  ["#", "green"],
]);

export interface Cell {
  readonly text: string;
  readonly colour: Colour;
  /** Differs from the same map cell of the other frame. */
  readonly changed: boolean;
}

const ANSI: Readonly<Record<Colour, number>> = {
  white: 97,
  gray: 37,
  yellow: 33,
  cyan: 36,
  magenta: 35,
  blue: 34,
  green: 32,
  red: 31,
};

/**
 * Rows of cells of a frame's crop (or whole map). `other` is the frame before or after it: cells are compared place by
 * place on the map, not in the window, because the window moves with the hero.
 */
export function frameCells(
  frame: Frame,
  other: Frame | undefined,
  window: "crop" | "map",
): readonly (readonly Cell[])[] {
  const half = 4;
  const origin =
    window === "map" || frame.hero === undefined ? { x: 0, y: 0 } : { x: frame.hero.x - half, y: frame.hero.y - half };
  return windowRows(frame, window).map((row, y) =>
    [...row].map((character, x): Cell => {
      const then = other?.rows[origin.y + y]?.[origin.x + x];
      const isSeen = character !== " " || (then !== undefined && then !== " ");
      const isChanged = other !== undefined && isSeen && (then ?? " ") !== character;
      const openedDoor = then === "+" && (character === "-" || character === "|");
      const colour = openedDoor ? "yellow" : (COLOURS.get(character) ?? "gray");
      return { text: visible(character), colour, changed: isChanged };
    }),
  );
}

/** One row of cells as terminal text, with escape codes only where colours are wanted. */
export function rowText(cells: readonly Cell[], style: "plain" | "colour"): string {
  if (style === "plain") return cells.map((cell) => cell.text).join("");
  return cells
    .map(({ text, colour, changed }) => `\u001b[${ANSI[colour]}${changed ? ";7" : ""}m${text}\u001b[0m`)
    .join("");
}
