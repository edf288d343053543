import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headingHtml, htmlPage, noteHtml } from "../../../cli/html-page.js";
import { bytes, clipped, html, madeMarkup } from "../../../cli/page/markup.js";
import { MOST_BYTES, type PageSection, pageText } from "../../../cli/page/skeleton.js";
import { tableHtml } from "../../../cli/text-table.js";
import { RAW } from "./support.js";

/** Every code point, lone surrogates too; fast-check's own unit builds a table of all of them first. */
const anyText = (maxLength: number) =>
  fc
    .array(
      fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.constantFrom(...[..."<>&\"'\n"].map((c) => c.charCodeAt(0)))),
      { maxLength },
    )
    .map((points) => String.fromCodePoint(...points));

describe("a page's markup", () => {
  it("lets no text become a tag, an attribute or an entity, wherever it stands", () => {
    fc.assert(
      fc.property(anyText(20), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        expect(markup.match(/[<>"]/g)?.join("")).toBe('<""><>');
        expect(markup).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
        expect(markup).not.toMatch(RAW);
      }),
    );
  });

  it("keeps markup that is markup already, and joins lists", () => {
    const list = ["a<b", "c"].map((name) => html`<li>${name}</li>`);
    expect(html`<ul>${list}${undefined}${3}</ul>`.markup).toBe("<ul><li>a&lt;b</li><li>c</li>3</ul>");
    expect(html`${madeMarkup("<svg></svg>")}`.markup).toBe("<svg></svg>");
  });

  it("cuts a text of any kind to so many bytes, says how much is shown, and splits no character", () => {
    fc.assert(
      fc.property(anyText(400), fc.integer({ min: 0, max: 300 }), (text, most) => {
        const { body, shown, of } = clipped(text, most);
        expect(bytes(body)).toBeLessThanOrEqual(most);
        expect(of).toBe(text.length);
        expect(shown).toBeLessThanOrEqual(of);
        if (shown < of) expect(clipped(text, most + 12).shown).toBeGreaterThanOrEqual(shown);
      }),
    );
    expect(clipped("plain\ntext", 100)).toEqual({ body: { markup: "plain\ntext" }, shown: 10, of: 10 });
    // U+202E is shown in eight bytes: two fit into twenty.
    expect(clipped("\u202e".repeat(1_000_000), 20).shown).toBe(2);
  });
});

const page = (sections: readonly PageSection[], title = "T") =>
  pageText({ kind: "test", title, words: ["0 human labels."], sections, foot: "foot" });

describe("a page of pieces that are markup", () => {
  it("has the frame of all pages: words first, a section a heading, tables that scroll", () => {
    const table = tableHtml({ head: ["a"], rows: [["<b>"]], numbersFrom: 1 });
    const text = htmlPage("A & B", ["<p>first</p>", headingHtml("x < y"), table, noteHtml("a > b"), headingHtml("z")]);
    expect(text).toContain('<div class="truth"><p>first</p></div>');
    expect(text).toContain('<h2 id="x-lt-y">x &lt; y</h2>');
    expect(text).toMatch(
      /<div class="scroll" tabindex="0"><table>[\s\S]*&lt;b&gt;[\s\S]*<\/table><\/div><p class="note">a &gt; b/,
    );
    expect(text.match(/<section /g)).toHaveLength(2);
    expect(text).toContain("Content-Security-Policy");
  });
});

describe("the skeleton of a page", () => {
  it("forbids the network and scripts, is readable on a phone, and says the honest words before any section", () => {
    const text = page([{ title: "One", body: html`<p>1</p>` }]);
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:;");
    expect(text).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
    expect(text.indexOf("0 human labels.")).toBeLessThan(text.indexOf("<section"));
    expect(text).toContain("@media print");
    expect(text).toContain("prefers-color-scheme:dark");
    expect(text).not.toMatch(/<script|javascript:|https?:|url\(|@import/);
  });

  it("lists four sections or more, with an anchor for each that is the only one of its name", () => {
    const titles = ["Same", "Same", "<b>", "日本"];
    const text = page(titles.map((title) => ({ title, body: html`` })));
    const links = [...text.matchAll(/href="#([^"]*)"/g)].map(([, name]) => name);
    expect(links).toEqual(["same", "same-2", "b", "section-4"]);
    for (const name of links) expect(text.split(`id="${name}"`)).toHaveLength(2);
    expect(page([{ title: "One", body: html`` }])).not.toContain("<nav");
  });

  it("stays below two megabytes: a section that does not fit is left out and says so, the others stay", () => {
    const huge = html`<p>${"x".repeat(1_500_000)}</p>`;
    const text = page([
      { title: "First", body: huge },
      { title: "Second", body: huge },
      { title: "Third", body: html`<p>the end</p>` },
    ]);
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
    expect(text).toContain("Left out: 1501 kB more than this page may hold (2 MB).");
    expect(text).toContain("the end");
  });

  it("stays below them with a thousand sections and words of any length, too", () => {
    const long = "\u202e".repeat(20_000);
    const sections = Array.from({ length: 1_000 }, (_, i) => ({
      title: `${i} ${long}`,
      body: html`<p>${"x".repeat(30_000)}</p>`,
    }));
    const text = pageText({ kind: "test", title: long, words: Array(500).fill(long), sections, foot: long });
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
    expect(text).toContain("880 more sections are left out");
  });
});
