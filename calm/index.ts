/**
 * calm: subgoals judged by a language model or by a program, and what keeps that honest: versioned prompts, one door
 * for model calls, recordings, a parser that never guesses.
 */
export { canonicalJson, contentHash } from "./canonical.js";
export type { ChatParameters } from "./chat.js";
export * as comparing from "./compare.js";
export * as credit from "./credit/index.js";
export * as distilling from "./distil/index.js";
export { type CallEvent, type Door, openDoor } from "./door.js";
export { type Evaluation, type EvaluationResult, evaluate } from "./evaluate.js";
export { judgeTransition } from "./judge-transition.js";
export * as judging from "./judging.js";
export { DEFAULT_PARAMETERS } from "./parameters.js";
export { parseVerdicts } from "./parse.js";
export * as prompting from "./prompting.js";
export { PRESET_PROMPTS, presetPrompt } from "./prompts/preset.js";
export { type PromptTemplate, parsePrompt, promptHash, promptText } from "./prompts/template.js";
export { damageRemark, openRecording, type Recording, requirePrompt } from "./recording.js";
export { readResult, readStoredResult, requireResultPlace, type StoredResult, writeResult } from "./result-folder.js";
export {
  bonus,
  defineShaper,
  paidAfter,
  potential,
  type Shaping,
  type StepEnd,
} from "./shaping.js";
export { judgeByRules, textRules } from "./text-rules.js";
