/**
 * The one HTML page: a head, a style, nothing from elsewhere. What goes in as `body` is markup already; whoever makes
 * it escapes foreign text first.
 */
import { escapeHtml } from "./text-table.js";

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c1c1c}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #ddd}
table{display:block;overflow-x:auto;border-collapse:collapse;margin:1rem 0;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #eee;white-space:nowrap}
th{background:#f6f6f6}.number{text-align:right}.note{color:#555;margin:.2rem 0}svg{max-width:100%;height:auto}`;

export const noteHtml = (text: string): string => `<p class="note">${escapeHtml(text)}</p>`;

export const headingHtml = (text: string): string => `<h2>${escapeHtml(text)}</h2>`;

export function htmlPage(title: string, body: readonly string[]): string {
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escapeHtml(title)}</h1>`,
    ...body,
    "</body></html>",
    "",
  ].join("\n");
}
