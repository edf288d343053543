/**
 * The key of a step's canonical text (the prompt "changes": action, message after it, changed cells): two steps have the
 * same key where a judge would read the same words. Of KeyRoom it is taken from the bytes of the crops, so that a step in
 * training needs no text; the cells are those of calm/prompts/changed-cells.ts.
 */
import type { JudgedStep } from "../agents/index.js";
import { type PromptTemplate, promptText } from "../calm/index.js";
import { shownStep, someChangedCell } from "./crop.js";

const BLANK = 32;
/** Beyond the map, or not seen. */
const isUnseen = (sign: number): boolean => sign === 0 || sign === BLANK;

/** Two 32-bit hashes side by side (FNV-1a with two offsets) make 53 bits. */
class Hash {
  private low = 0x811c9dc5;
  private high = 0x9e3779b9;

  add(value: number): void {
    this.low = Math.imul(this.low ^ value, 0x01000193);
    this.high = Math.imul(this.high ^ (value + 0x51ed), 0x85ebca6b);
    this.high ^= this.high >>> 13;
  }

  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
    this.add(0);
  }

  get value(): number {
    return (this.low >>> 0) * 2 ** 21 + (this.high >>> 11);
  }
}

/** The key of each step for this prompt: of the canonical text where the prompt is one, otherwise of all that is seen. */
export function keyOf(template: PromptTemplate | undefined): (step: JudgedStep) => number {
  if (template?.window !== "changes") return ({ key }) => key;
  return (step) => {
    const hash = new Hash();
    const { before, after, action } = step;
    if (before.frame !== undefined && after.frame !== undefined) {
      hash.text(promptText(template, { task: "", subgoals: [], action, ...shownStep(step) }));
      return hash.value;
    }
    hash.text(action);
    for (let i = 0, { message } = after; i < message.length && message[i] !== 0; i++) hash.add(message[i]!);
    hash.add(0);
    someChangedCell(step, (at, was, is) => {
      if (isUnseen(was)) return false;
      hash.add(at);
      hash.add(was);
      hash.add(isUnseen(is) ? BLANK : is);
      return false;
    });
    return hash.value;
  };
}
