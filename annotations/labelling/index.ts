/**
 * labelling: labels that people give at a keyboard, and scripted raters in their place: instructions, the order of
 * items, label files, and what several raters agree on.
 */
export {
  type Agreement,
  agreement,
  type ColumnAgreement,
  type Disagreement,
  type PairAgreement,
} from "./agreement.js";
export { INSTRUCTIONS, type Instructions, instructionsOf } from "./instructions.js";
export { type LabelWriter, openLabelFile, readLabelFile } from "./label-file.js";
export { type Change, LABELS_FORMAT, type LabelHead, type Mark, type Sheet } from "./label-log.js";
export { planned, type Showing } from "./plan.js";
export { labelFileName, parseRater, type Rater } from "./rater.js";
export { ownRow, type RaterColumns, raterColumns } from "./rater-columns.js";
export { type Rating, type Ratings, ratingsOf, readRatings } from "./ratings.js";
export { daysOf, type GivenRow, ratedRow, referenced } from "./reference.js";
