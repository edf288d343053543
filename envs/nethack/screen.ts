/**
 * Observations that are made only for who asks for them: the pack's arrays and the terminal. Derived from the block.
 */
import { statusLines } from "../status-lines.js";
import { messageText } from "./messages.js";
import { objectClass, objectGlyph, objectName } from "./objects.js";
import { ROLES } from "./roles.js";
import { CELL, isAsked, ROLE, type State } from "./state.js";
import { COLUMNS, ROWS } from "./terrain.js";

const PACK = 55;
const PACK_TEXT = 80;
/** NLE's fillers: one past the last glyph, one past the last class. */
const NO_GLYPH = 5976;
const NO_CLASS = 18;

export const TERMINAL_ROWS = 24;
export const TERMINAL_COLUMNS = 80;
/** What the status line calls the hero. */
export const titleOf = ({ hero }: State): string => ROLES[hero[ROLE]!]!.title;

export interface PackArrays {
  readonly inv_glyphs: Int16Array;
  readonly inv_letters: Uint8Array;
  readonly inv_oclasses: Uint8Array;
  readonly inv_strs: Uint8Array;
}

export const makePackArrays = (): PackArrays => ({
  inv_glyphs: new Int16Array(PACK),
  inv_letters: new Uint8Array(PACK),
  inv_oclasses: new Uint8Array(PACK),
  inv_strs: new Uint8Array(PACK * PACK_TEXT),
});

/** Rows of the pack in its order. */
export function packRows(state: State): readonly number[] {
  const rows: number[] = [];
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) rows.push(link - 1);
  return rows;
}

export function writePack(state: State, arrays: PackArrays): void {
  arrays.inv_glyphs.fill(NO_GLYPH);
  arrays.inv_letters.fill(0);
  arrays.inv_oclasses.fill(NO_CLASS);
  arrays.inv_strs.fill(0);
  for (const [i, row] of packRows(state).entries()) {
    arrays.inv_glyphs[i] = objectGlyph(state, row);
    arrays.inv_letters[i] = state.objectLetter[row]!;
    arrays.inv_oclasses[i] = objectClass(state, row);
    const text = objectName(state, row);
    for (let c = 0; c < text.length; c++) arrays.inv_strs[i * PACK_TEXT + c] = text.charCodeAt(c);
  }
}

/** The terminal's last column stays empty: of a status line that reaches it, the game shows one character less. */
const LINE = TERMINAL_COLUMNS - 1;

function writeLine(screen: Uint8Array, row: number, text: string): void {
  for (let c = 0; c < text.length && c < LINE; c++) screen[row * TERMINAL_COLUMNS + c] = text.charCodeAt(c);
}

/** The terminal's first line: a declined question stands there without its answer, which the message has. */
function topLine(state: State): string {
  const text = messageText(state);
  return / \[ynq?\] \(n\) [nq]$/.test(text) ? text.slice(0, -1) : text;
}

/** Message line, map, two status lines. */
export function writeTerminal(state: State, screen: Uint8Array): void {
  screen.fill(32);
  writeLine(screen, 0, topLine(state));
  for (let y = 0; y < ROWS; y++) {
    screen.set(state.chars.subarray(y * COLUMNS, (y + 1) * COLUMNS), (y + 1) * TERMINAL_COLUMNS);
  }
  const [first, second] = statusLines(titleOf(state), [...state.blstats]);
  writeLine(screen, ROWS + 1, first);
  writeLine(screen, ROWS + 2, second);
}

const TEXT_COLOUR = 7;

/** The map's cells in their colours, text gray, blanks 0. */
export function writeTerminalColours(state: State, colours: Uint8Array): void {
  colours.fill(0);
  for (let y = 0; y < ROWS; y++) {
    colours.set(state.colors.subarray(y * COLUMNS, (y + 1) * COLUMNS), (y + 1) * TERMINAL_COLUMNS);
  }
  const [first, second] = statusLines(titleOf(state), [...state.blstats]);
  colourLine(colours, 0, topLine(state));
  colourLine(colours, ROWS + 1, first);
  colourLine(colours, ROWS + 2, second);
}

function colourLine(colours: Uint8Array, row: number, text: string): void {
  for (let c = 0; c < text.length && c < LINE; c++) {
    if (text[c] !== " ") colours[row * TERMINAL_COLUMNS + c] = TEXT_COLOUR;
  }
}

/** The cursor rests on the hero, or behind a question. */
export function writeCursor(state: State, cursor: Uint8Array): void {
  if (isAsked(state)) {
    cursor[0] = 0;
    cursor[1] = messageText(state).length;
    return;
  }
  const cell = state.hero[CELL]!;
  cursor[0] = Math.trunc(cell / COLUMNS) + 1;
  cursor[1] = cell % COLUMNS;
}
