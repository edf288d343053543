/**
 * The whole report in its order: rows against labels, what voting did, how sure they were, what was asked.
 */
import type { EvaluationResult } from "../calm/index.js";
import { answerSections } from "./answers-report.js";
import { calibrationSections } from "./calibration-report.js";
import { type Section, sections, type TableStyle } from "./report.js";
import { voteSections } from "./vote-report.js";

export const reportSections = (result: EvaluationResult, style: TableStyle): readonly Section[] => [
  ...sections(result, style),
  ...voteSections(result),
  ...calibrationSections(result, style),
  ...answerSections(result),
];
