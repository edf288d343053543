/**
 * The whole report in its order: rows against labels, what voting did, what was asked.
 */
import type { EvaluationResult } from "../calm/index.js";
import { answerSections } from "./answers-report.js";
import { type Section, sections, type TableStyle } from "./report.js";
import { voteSections } from "./vote-report.js";

export const reportSections = (result: EvaluationResult, style: TableStyle): readonly Section[] => [
  ...sections(result, style),
  ...voteSections(result),
  ...answerSections(result),
];
