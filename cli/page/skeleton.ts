/**
 * The one page of every result: a head that forbids the network, the style, honest words first, a table of contents,
 * sections. No script: `<details>` opens what is long. A page stays below two megabytes whatever a result holds.
 */
import { visible } from "../../envs/index.js";
import { bytes, type Html, html, madeMarkup } from "./markup.js";
import { STYLE } from "./style.js";

/** An e-mail, a phone and a browser take this much without trouble. */
export const MOST_BYTES = 2_000_000;
/** Kept free for the head, the contents and the foot. */
const FRAME_BYTES = 150_000;
const MOST_SECTIONS = 120;
const MOST_WORDS = 20;
/** Below this a reader sees all headings at once. */
const CONTENTS_FROM = 4;

export interface PageSection {
  readonly title: string | Html;
  readonly body: Html;
  /** Letters for its anchor; made from the title when absent. */
  readonly anchor?: string;
}

export interface Page {
  /** What kind of result this is, in a word or two. */
  readonly kind: string;
  readonly title: string;
  /** What must be known before any figure: the truth, labels by people, kinds of rows. */
  readonly words: readonly (string | Html)[];
  readonly sections: readonly PageSection[];
  /** The version of calmhack and what else made the result. */
  readonly foot: string;
}

/** Plain letters, so that an anchor can be typed; the number keeps it apart from the others. */
function anchorOf({ anchor, title }: PageSection, i: number, taken: ReadonlySet<string>): string {
  const letters = (anchor ?? (typeof title === "string" ? title : title.markup))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return letters === "" || taken.has(letters) ? `${letters || "section"}-${i + 1}` : letters;
}

function anchors(sections: readonly PageSection[]): readonly string[] {
  const taken = new Set<string>();
  return sections.map((section, i) => {
    const anchor = anchorOf(section, i, taken);
    taken.add(anchor);
    return anchor;
  });
}

/** Room for what stands around a section: heading, anchor, line of the contents. */
const AROUND = 1_200;

/** The sections that fit; in the place of one that does not, a sentence that says so. */
function fitting(sections: readonly PageSection[]): readonly PageSection[] {
  let room = MOST_BYTES - FRAME_BYTES;
  const kept = sections.slice(0, MOST_SECTIONS).map((section) => {
    room -= AROUND;
    const size = bytes(section.body);
    if (size <= room) {
      room -= size;
      return section;
    }
    const kilobytes = Math.ceil(size / 1000);
    const said = `Left out: ${kilobytes} kB more than this page may hold (2 MB). The other files of the folder have it.`;
    return { ...section, body: html`<p class="note">${said}</p>` };
  });
  const left = sections.length - kept.length;
  if (left === 0) return kept;
  const said = `${left} more sections are left out; the other files of the folder have what they would hold.`;
  return [...kept, { title: "Left out", body: html`<p class="note">${said}</p>` }];
}

/** Foreign text of any length in a place that is read first. */
const short = (text: string | Html, most: number): string | Html =>
  typeof text === "string" ? visible(text, most) : text;

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The page's whole text. Title, words and foot are foreign text and shown as such. */
export function pageText({ kind, title, words, sections, foot }: Page): string {
  const heading = visible(title, 200);
  const shown = fitting(sections).map((section) => ({ ...section, title: short(section.title, 160) }));
  const named = anchors(shown);
  const contents =
    shown.length < CONTENTS_FROM
      ? undefined
      : html`<nav aria-label="Contents"><ol>${shown.map((section, i) => html`<li><a href="#${named[i]}">${section.title}</a></li>`)}</ol></nav>
`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><title>${heading}</title><style>${madeMarkup(STYLE)}</style></head><body><main>
<header><p class="kicker">calmhack · ${kind}</p><h1>${heading}</h1>
<div class="truth">${words.slice(0, MOST_WORDS).map((word) => html`<p>${short(word, 1_000)}</p>`)}${words.length > MOST_WORDS ? html`<p>${words.length - MOST_WORDS} more lines are in the other files.</p>` : undefined}</div></header>
${contents}${shown.map(
  ({ title: heading, body }, i) => html`<section aria-labelledby="${named[i]}"><h2 id="${named[i]}">${heading}</h2>
${body}</section>
`,
)}<footer><p>${short(foot, 4_000)}</p><p>This page is one file without a script; it asks for nothing on any network.</p></footer>
</main></body></html>
`;
  return page.markup;
}
