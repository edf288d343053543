/**
 * experiments: arms x seeds, and what they show.
 */
export { type ArmResult, runArms, type Settings } from "./arms.js";
export { ARM_NAMES, type Arm, armOf, type ErrorRates, noisyJudge } from "./judges.js";
