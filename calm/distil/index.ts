/**
 * distil: a small classifier of the text, learned from a judge's answers and asked in its place.
 */
export { type Compared, type CompareOptions, compareRows, type Point, pointOf } from "./compare.js";
export { type Distilled, type DistilOptions, distil } from "./distil.js";
export { FEATURES, featuresOf } from "./features.js";
export { type DistilledJudge, JUDGE_FORMAT, judgeHash, parseJudge, seenBy } from "./judge.js";
export { FEWEST_YES } from "./learn.js";
export { type Lesson, lessonText } from "./lessons.js";
export {
  type CurvePoint,
  type DistilMeasures,
  type DoubtPoint,
  drawn,
  type HeldOut,
  judgeAll,
  type MeasureOptions,
  measure,
  type Scope,
} from "./measure.js";
export { askWhenUnsure, distilledAnnotator, judgeName, judgeNote, student, verdictOf } from "./student.js";
export {
  annotatorTeacher,
  judgementOf,
  rowTeacher,
  type SimulatedErrors,
  simulatedTeacher,
  type Teacher,
} from "./teacher.js";
