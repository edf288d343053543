/**
 * The frame before and after a step, side by side: what differs is marked, the hero is outlined. The cells are those of
 * the viewer (`view-model.ts`); nothing here decides what is seen.
 */
import type { Transition } from "../../annotations/index.js";
import type { Cell, Colour } from "../colour.js";
import { framePair } from "../view-model.js";
import { escaped, type Html, html, madeMarkup } from "./markup.js";

/** Larger maps are cut: a page is read, and a map of a thousand rows is not. */
const MOST_COLUMNS = 100;
const MOST_LINES = 40;

/** Grey is the text's own colour. */
const CLASSES: Readonly<Record<Colour, string>> = {
  gray: "",
  white: "fw",
  yellow: "fy",
  cyan: "fc",
  magenta: "fm",
  blue: "fb",
  green: "fg",
  red: "fm",
};

interface Run {
  readonly text: string;
  readonly look: string;
  readonly changed: boolean;
  readonly hero: boolean;
}

/** Neighbours of one look are one run: most of a map is floor. */
function runs(cells: readonly Cell[]): readonly Run[] {
  const found: Run[] = [];
  for (const { text, colour, changed } of cells.slice(0, MOST_COLUMNS)) {
    const look = text.trim() === "" ? "" : CLASSES[colour];
    const hero = text === "@";
    const last = found.at(-1);
    if (last !== undefined && last.look === look && last.changed === changed && !last.hero && !hero) {
      found[found.length - 1] = { ...last, text: last.text + text };
    } else found.push({ text, look, changed, hero });
  }
  return found;
}

function runMarkup({ text, look, changed, hero }: Run): string {
  const plain = escaped(text);
  const inner = hero ? `<i>${plain}</i>` : look === "" ? plain : `<span class="${look}">${plain}</span>`;
  return changed ? `<u>${inner}</u>` : inner;
}

function frameHtml(cells: readonly (readonly Cell[])[]): Html {
  const lines = cells.slice(0, MOST_LINES).map((row) => runs(row).map(runMarkup).join(""));
  const cut = cells.length > MOST_LINES || cells.some((row) => row.length > MOST_COLUMNS);
  const note = cut ? html`<figcaption>cut to ${MOST_COLUMNS} by ${MOST_LINES} cells</figcaption>` : undefined;
  return html`<pre class="frame">${madeMarkup(lines.join("\n"))}</pre>${note}`;
}

export function framesHtml(item: Transition, window: "crop" | "map"): Html {
  const { before, after } = framePair(item, window);
  return html`<div class="pair"><figure><figcaption>before</figcaption>${frameHtml(before)}</figure><figure><figcaption>after</figcaption>${frameHtml(after)}</figure></div>
`;
}

export const FRAMES_WORDS =
  "Marked cells differ from the same place of the other frame (crops move with the hero); the hero @ is outlined.";
