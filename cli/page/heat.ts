/**
 * Counts in a grid, shaded by their share: which kinds of look-alike fooled whom, and why answers could not be read.
 */
import type { EvaluationResult } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { inReadingOrder } from "./kinds.js";
import { type Html, html } from "./markup.js";
import { figureBox, notesHtml, tableBox } from "./pieces.js";

const MOST_KINDS = 60;
const MOST_ROWS = 40;

/** What each kind of look-alike was taken for; undefined for data without kinds. */
export function kindBody({ parts }: EvaluationResult): Html | undefined {
  const part = parts.find(({ name, kinds }) => name === "hard negatives" && kinds.length > 0);
  if (part === undefined) return undefined;
  const rows = (part.columns[0]?.rows ?? []).map(({ provenance }, r) => ({ ...provenance, r }));
  const shown = inReadingOrder(rows, ({ kind }) => kind).slice(0, MOST_ROWS);
  const kinds = part.kinds.slice(0, MOST_KINDS);
  const body = kinds.map(
    ({ kind, items, falseRewards }) =>
      html`<tr><td>${visible(kind, 80)}</td><td class="number">${items}</td>${shown.map(({ r }) => {
        const count = falseRewards[r] ?? 0;
        const share = items === 0 ? 0 : count / items;
        return html`<td class="number heat" style="--share:${share.toFixed(2)}">${count}</td>`;
      })}</tr>
`,
  );
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Table: false rewards by kind"><table><thead><tr><th scope="col">kind of look-alike</th><th class="number" scope="col">items</th>${shown.map(({ name }) => html`<th class="number" scope="col">${visible(name, 40)}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
  const left = part.kinds.length - kinds.length;
  return html`${figureBox(table, "Nothing is achieved in any of these steps, but it looks so. Numbers: on how many of them the row said that something was achieved (a false reward); the redder, the larger the share of that kind.")}${left > 0 ? notesHtml([`${left} more kinds are in result.json.`]) : undefined}`;
}

/** Undefined where everything was read. */
export function failureBody({ annotators, data }: EvaluationResult): Html | undefined {
  const silent = annotators.filter(({ failures }) => Object.keys(failures).length > 0);
  if (silent.length === 0) return undefined;
  const reasons = [...new Set(silent.flatMap(({ failures }) => Object.keys(failures)))].sort();
  const table = tableBox({
    head: ["row", ...reasons.map((reason) => visible(reason, 40)), "in all", `% of ${data.items}`],
    rows: silent.map(({ provenance, failures }) => {
      const counts = reasons.map((reason) => failures[reason] ?? 0);
      const sum = counts.reduce((total, count) => total + count, 0);
      return [
        `${visible(provenance.name, 60)} (${provenance.kind})`,
        ...counts.map(String),
        String(sum),
        ((100 * sum) / data.items).toFixed(1),
      ];
    }),
    numbersFrom: 1,
  });
  return html`${table}${notesHtml([
    "Transitions without a verdict on every subgoal, by reason. They are never read as a no: the main figures count them as wrong, the lines “left out” leave them out, and they pay no false reward.",
  ])}`;
}
