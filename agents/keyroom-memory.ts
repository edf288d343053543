/**
 * A compact state of KeyRoom for tables, made from what the observation shows and nothing else: the remembered map, the
 * message, the hero's place. Door place x (key unknown | key cell | key held | door open, goal unknown | goal cell) x
 * hero's cell: about 2,300 states on S5.
 *
 * The key under the hero at the start shows only in the message, so its place is remembered from there.
 */
import type { ObservationTable } from "../envs/index.js";

export type KeyRoomObservation = Pick<ObservationTable, "chars" | "message" | "blstats">;

const COLUMNS = 79;
const CELLS = 79 * 21;
const [KEY_SIGN, DOOR_SIGN, GOAL_SIGN, BLANK] = [40, 43, 62, 32];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const SEE_KEY = bytes("You see here a key");
/** Follows the pack's letter. */
const TOOK_KEY = bytes(" - a key");

function says(message: Uint8Array, text: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (message[from + i] !== text[i]) return false;
  return true;
}

export class KeyRoomMemory {
  private door = -1;
  private key = -1;
  private goal = -1;
  private hero = 0;
  private phase: "locked" | "held" | "open" = "locked";

  /** Forgets the last episode. */
  reset(): void {
    this.door = -1;
    this.key = -1;
    this.goal = -1;
    this.phase = "locked";
  }

  /** Takes in what is seen now. */
  see({ chars, message, blstats }: KeyRoomObservation): void {
    this.hero = blstats[1]! * COLUMNS + blstats[0]!;
    if (this.door < 0) this.door = chars.indexOf(DOOR_SIGN);
    if (this.phase === "locked") {
      if (says(message, SEE_KEY, 0)) this.key = this.hero;
      else if (this.key < 0) this.key = chars.indexOf(KEY_SIGN);
      if (says(message, TOOK_KEY, 1)) this.phase = "held";
    }
    if (this.phase === "held" && this.door >= 0) {
      const sign = chars[this.door]!;
      if (sign !== DOOR_SIGN && sign !== BLANK) this.phase = "open";
    }
    if (this.goal < 0) this.goal = chars.indexOf(GOAL_SIGN);
  }

  /** The state's number; whole and below 2^53. */
  code(): number {
    const variant = this.phase === "locked" ? this.key + 1 : this.phase === "held" ? CELLS + 1 : CELLS + 3 + this.goal;
    return this.hero + CELLS * (this.door + 1 + (CELLS + 1) * variant);
  }
}
