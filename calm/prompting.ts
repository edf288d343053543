/** Prompts taken apart: the grid of their parts. Grouped, because who judges with a shipped prompt needs none of it. */
export {
  CORRECTION,
  cellViews,
  type Grid,
  type GridRater,
  type GridResult,
  gridJudgementLines,
  runGrid,
} from "./grid.js";
export type { CellDifference, CellFigures, GridPart } from "./grid-score.js";
export { judgeRequest } from "./language-model.js";
export { type Cell, type GridPlan, planGrid } from "./prompts/cells.js";
export { FACTOR_NAMES, variantsOf } from "./prompts/compose.js";
