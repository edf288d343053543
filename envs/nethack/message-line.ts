/**
 * The message as bytes, for observations: spelled once for each thing that is said again and again.
 */
import { DILUTES, EAT_DECLINED, EAT_QUESTION, messageText, RUSTS, SEE_HERE, SIT_ON_THING, TAKEN } from "./messages.js";
import { MASTER_KEY } from "./objects.js";
import type { State } from "./state.js";

export const MESSAGE_BYTES = 256;

/** Arguments are below this: a blow's is its monster's kind, and 256 for each attack before it. */
const ARGUMENTS = 2048;

/**
 * Names what a step says, when one part says it that is spelled the same whenever its name is: a taken thing's line
 * depends on its letter. -1 when it has no name.
 */
function keyOf(state: State): number {
  const parts = state.messageParts;
  const template = parts[1]!;
  const argument = parts[2]!;
  if (parts[0] !== 1) return -1;
  if (template === EAT_QUESTION || template === DILUTES || template === RUSTS) return -1;
  if (template === SIT_ON_THING || template === EAT_DECLINED) return -1;
  if (template !== SEE_HERE && template !== TAKEN) return (template * ARGUMENTS + argument) * 256;
  // Of other things there may be several, or used ones.
  if (state.objectKind[argument] !== MASTER_KEY) return -1;
  return (template * ARGUMENTS + MASTER_KEY) * 256 + (template === TAKEN ? state.objectLetter[argument]! : 0);
}

function lineBytes(state: State): Uint8Array {
  const bytes = new Uint8Array(MESSAGE_BYTES);
  new TextEncoder().encodeInto(messageText(state), bytes);
  return bytes;
}

/** The message as zero-padded bytes: no part of the state, which holds what is said as numbers. */
export class MessageLine {
  /** Spelled lines by what they say. */
  private readonly lines = new Map<number, Uint8Array>();
  /** Names the line that the bytes hold; 0 for none, -1 for one without a name or of others' making. */
  private key = 0;

  /** The bytes must be zeros at first. */
  constructor(readonly bytes: Uint8Array = new Uint8Array(MESSAGE_BYTES)) {}

  /** Somebody else wrote into the bytes. */
  disown(): void {
    this.key = -1;
  }

  write(state: State): void {
    if (state.messageParts[0] === 0) {
      if (this.key !== 0) this.bytes.fill(0);
      this.key = 0;
      return;
    }
    const key = keyOf(state);
    // The line is there already: most steps that say something say what the step before said.
    if (key >= 0 && key === this.key) return;
    this.key = key;
    let line = this.lines.get(key);
    if (line === undefined) {
      line = lineBytes(state);
      if (key >= 0) this.lines.set(key, line);
    }
    this.bytes.set(line);
  }
}
