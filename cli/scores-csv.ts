/**
 * Every score of a result as CSV: for a spreadsheet or a script.
 */
import { type Figure, SCORES } from "../annotations/index.js";
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { csvText } from "./text-table.js";

/** One line per part, column and annotator; unrounded. */
export function scoresCsv(result: EvaluationResult): string {
  const head = ["part", "column", "annotator", "kind", "TP", "FP", "FN", "TN", "unanswered_yes", "unanswered_no"];
  const blocks = ["as_wrong", "left_out"].flatMap((block) =>
    SCORES.flatMap((score) => [`${score}_${block}`, `${score}_${block}_low`, `${score}_${block}_high`]),
  );
  const cells = (figure: Figure) =>
    figure.value === null
      ? ["", "", ""]
      : [figure.value, figure.low, figure.high].map((value) => (value === null ? "" : String(value)));
  const parts = [...result.parts, ...(result.raters?.columns ?? []).map(({ part }) => part)];
  const rows = parts.flatMap((part) =>
    part.columns.flatMap((column) =>
      column.rows.map((row) => [
        visible(part.name),
        visible(column.name),
        visible(row.provenance.name),
        row.provenance.kind,
        ...Object.values(row.counts).map(String),
        ...[row.asWrong, row.leftOut].flatMap((figures) => SCORES.flatMap((score) => cells(figures[score]))),
        ...cells(row.falseRewards),
      ]),
    ),
  );
  const tail = ["false_reward_share", "false_reward_share_low", "false_reward_share_high"];
  return csvText([...head, ...blocks, ...tail], rows);
}
