/** Prompts taken apart: the grid of their parts, the same question in other words and order, subgoals that a model names.
 * Grouped, because who judges with a shipped prompt needs none of it. */

export {
  decomposePrompt,
  decomposeRequest,
  type Grounding,
  groundingOf,
  parseSubgoals,
  presetSubgoals,
  type Subgoal,
} from "./decompose.js";
export { type Fired, type Matching, matchByFiring, matchByName } from "./decompose-match.js";
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
export { fires } from "./predicate-events.js";
export { predicateText } from "./predicates.js";
export { type Cell, type GridPlan, planGrid } from "./prompts/cells.js";
export { FACTOR_NAMES, variantsOf } from "./prompts/compose.js";
export { KEYROOM_WORDINGS, parseWordings, type Wordings } from "./prompts/wordings.js";
export {
  differingVariants,
  runSensitivity,
  type SensitivityRater,
  type SensitivityResult,
  sensitivityLines,
} from "./sensitivity.js";
export type { SensitivityPart } from "./sensitivity-score.js";
export { planVariants, VARIANT_KINDS, type Variant, type VariantKind, varied } from "./variants.js";
