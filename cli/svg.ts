/**
 * The pieces of a hand-written SVG: text that is never markup, lines, and how much text fits.
 */
import { visible } from "../envs/index.js";
import { escapeHtml, width } from "./text-table.js";

/** Two characters that XML forbids are no markup, but a file that holds one is not read at all. */
export const svgText = (text: string): string => escapeHtml(visible(text).replace(/[\ufffe\uffff]/g, "\ufffd"));

/** Pixels of a character in a broad sans serif of 12.5 pixels; an estimate, on the safe side. */
function breadth(character: string): number {
  if (width(character) > 1) return 13;
  if (/[A-Z@%mw…]/.test(character)) return 10;
  return /[ijlft.,:;'|!() ]/.test(character) ? 5 : 8;
}

/** About so many pixels are taken by a name; rather more than fewer. */
export const breadthOf = (name: string): number =>
  [...visible(name, 200)].reduce((sum, character) => sum + breadth(character), 0);

/** As much of a name as fits. */
export function fitted(name: string, pixels: number): string {
  const shown = [...visible(name, 200)];
  let room = pixels;
  const end = shown.findIndex((character) => {
    room -= breadth(character);
    return room < 0;
  });
  return end < 0 ? shown.join("") : `${shown.slice(0, Math.max(0, end - 1)).join("")}…`;
}

export const pixel = (value: number): string => String(Math.round(value * 10) / 10);

type Anchor = "start" | "middle" | "end";
interface TextLook {
  readonly anchor?: Anchor;
  readonly colour?: string;
  readonly weight?: "bold";
}

export function words(x: number, y: number, text: string, { anchor, colour, weight }: TextLook = {}): string {
  const look = [
    anchor === undefined ? "" : ` text-anchor="${anchor}"`,
    colour === undefined ? "" : ` fill="${colour}"`,
    weight === undefined ? "" : ` font-weight="${weight}"`,
  ].join("");
  return `<text x="${pixel(x)}" y="${pixel(y)}"${look}>${svgText(text)}</text>`;
}

export const line = (x1: number, y1: number, x2: number, y2: number, colour: string, more = ""): string =>
  `<path d="M${pixel(x1)} ${pixel(y1)}L${pixel(x2)} ${pixel(y2)}" stroke="${colour}" fill="none"${more}/>`;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Closer than this, points cannot be told apart. */
const FINEST = 0.8;

/** A point between two of its own height adds nothing to a line, nor does one as close to the last as nothing is. */
export function path(spots: readonly Spot[]): string {
  const text = ({ x, y }: Spot) => `${pixel(x)} ${pixel(y)}`;
  let last = Number.NEGATIVE_INFINITY;
  const seen = spots.filter(({ x }, i) => {
    const isKept = i === 0 || i === spots.length - 1 || Math.abs(x - last) >= FINEST;
    if (isKept) last = x;
    return isKept;
  });
  const kept = seen.filter((spot, i) => seen[i - 1]?.y !== spot.y || seen[i + 1]?.y !== spot.y);
  return kept.length === 0 ? "" : `M${kept.map(text).join("L")}`;
}

/** Breaks at blanks; a word longer than a line keeps its line. */
export function broken(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
