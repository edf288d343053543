/**
 * Markup that foreign text cannot enter: what is put between the pieces of a template is text unless it is `Html`
 * already, and text is made visible (no control, no hidden, no turning character survives) and escaped.
 */
import { visible, visibleLines } from "../../envs/index.js";
import { escapeHtml } from "../text-table.js";

export interface Html {
  readonly markup: string;
}

export type Part = Html | string | number | undefined | readonly Part[];

/** Two characters that XML forbids; a page that holds one is no SVG any more when a picture is cut out of it. */
const NONCHARACTERS = /[\ufffe\uffff]/g;

export const escaped = (text: string): string => escapeHtml(visible(text).replace(NONCHARACTERS, "\ufffd"));

function written(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(written).join("");
}

/** A page's markup with text between. */
export const html = (pieces: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: pieces.map((piece, i) => piece + written(parts[i])).join(""),
});

/** Markup that was made elsewhere, by code that escapes for itself: the pictures. */
export const madeMarkup = (markup: string): Html => ({ markup });

/** Text of several lines, for an element that keeps line breaks. */
export const linesHtml = (text: string): Html => ({ markup: visibleLines(text).map(escaped).join("\n") });

const encoder = new TextEncoder();
export const bytes = ({ markup }: Html): number => encoder.encode(markup).length;

export interface Clipped {
  readonly body: Html;
  /** Characters of the text that are shown; all of them where nothing was cut. */
  readonly shown: number;
  readonly of: number;
}

/**
 * As much of a text of any length and origin as takes `most` bytes of the page: an escape can be ten times as long as
 * what it stands for, so characters say little.
 */
export function clipped(text: string, most: number): Clipped {
  const whole = text.length <= most ? linesHtml(text) : undefined;
  if (whole !== undefined && bytes(whole) <= most) return { body: whole, shown: text.length, of: text.length };
  let [shown, low, high] = [0, 0, Math.min(text.length, most)];
  // The longest head that fits, by halves: a longer head never takes fewer bytes.
  while (low < high) {
    shown = Math.ceil((low + high) / 2);
    if (bytes(linesHtml(text.slice(0, shown))) <= most) low = shown;
    else high = shown - 1;
  }
  const last = text.charCodeAt(low - 1);
  const end = last >= 0xd800 && last < 0xdc00 ? low - 1 : low;
  return { body: linesHtml(text.slice(0, end)), shown: end, of: text.length };
}
