/**
 * What was asked and read, for the report: answers, tokens, failures.
 */
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import type { Section } from "./report.js";
import type { Table } from "./text-table.js";

function costTable(result: EvaluationResult): Table | undefined {
  const asked = result.annotators.filter(({ texts, failures }) => texts > 0 || Object.keys(failures).length > 0);
  if (asked.length === 0) return undefined;
  return {
    head: ["answers", "distinct texts", "tokens in", "tokens out", "not read, by reason"],
    rows: asked.map(({ provenance, texts, tokensIn, tokensOut, failures }) => [
      `${visible(provenance.name, 40)} (${provenance.kind})`,
      String(texts),
      String(tokensIn),
      String(tokensOut),
      Object.entries(failures)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([reason, count]) => `${reason} ${count}`)
        .join(", ") || "none",
    ]),
    numbersFrom: 1,
  };
}

export function answerSections(result: EvaluationResult): readonly Section[] {
  const cost = costTable(result);
  return cost === undefined ? [] : [{ title: "Answers", tables: [cost], notes: [] }];
}
