/**
 * The key of a step's canonical text (the prompt "changes": action, message after it, changed cells): two steps have the
 * same key where a judge would read the same words. Of KeyRoom it is taken from the bytes of the crops, so that a step in
 * training needs no text; the cells are those of calm/prompts/changed-cells.ts.
 */
import type { JudgedStep } from "../agents/index.js";
import { type PromptTemplate, promptText } from "../calm/index.js";
import { hashing } from "../envs/index.js";
import { shownStep, someChangedCell } from "./crop.js";

const BLANK = 32;
/** Beyond the map, or not seen. */
const isUnseen = (sign: number): boolean => sign === 0 || sign === BLANK;

const hash = new hashing.TwoLanes();
/** Bits of its second lane. */
const LOWER = 21;

/** The key of each step for this prompt: of the canonical text where the prompt is one, otherwise of all that is seen. */
export function keyOf(template: PromptTemplate | undefined): (step: JudgedStep) => number {
  if (template?.window !== "changes") return ({ key }) => key;
  return (step) => {
    hash.begin();
    const { before, after, action } = step;
    if (before.frame !== undefined && after.frame !== undefined) {
      hash.addText(promptText(template, { task: "", subgoals: [], action, ...shownStep(step) }));
      return hash.bits(LOWER);
    }
    hash.addText(action);
    for (let i = 0, { message } = after; i < message.length && message[i] !== 0; i++) hash.add(message[i]!);
    hash.add(0);
    someChangedCell(step, (at, was, is) => {
      if (isUnseen(was)) return false;
      hash.add(at);
      hash.add(was);
      hash.add(isUnseen(is) ? BLANK : is);
      return false;
    });
    return hash.bits(LOWER);
  };
}
