/**
 * A compact state of KeyRoom for tables, made from what the observation shows and nothing else: the remembered map, the
 * message, the hero's place. Door place x (key unknown | key cell | key held | door open, goal unknown | goal cell) x
 * hero's cell: about 2,300 states on S5.
 *
 * The key under the hero at the start shows only in the message, so its place is remembered from there. A place is
 * looked for on the map only while the state depends on it and it is unknown: the map remembers it as well.
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

/** What is known, as plain data; cells are row * 79 + column, -1 where unknown or of no account in that phase. */
export interface KnownPlaces {
  readonly door: number;
  /** In phase "locked". */
  readonly key: number;
  /** In phase "open". */
  readonly goal: number;
  readonly phase: "locked" | "held" | "open";
  readonly hero: number;
}

function says(message: Uint8Array, text: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (message[from + i] !== text[i]) return false;
  return true;
}

export class KeyRoomMemory {
  private door = -1;
  private key = -1;
  private goal = -1;
  private hero = 0;
  private phase: KnownPlaces["phase"] = "locked";
  /** The map as a Buffer, whose search is twenty times a typed array's; the engine shows the same array each step. */
  private map: Buffer = Buffer.alloc(0);

  /** Forgets the last episode. */
  reset(): void {
    this.door = -1;
    this.key = -1;
    this.goal = -1;
    this.phase = "locked";
  }

  private find(sign: number, chars: Uint8Array): number {
    const { map } = this;
    if (map.buffer !== chars.buffer || map.byteOffset !== chars.byteOffset || map.length !== chars.length) {
      this.map = Buffer.from(chars.buffer, chars.byteOffset, chars.length);
    }
    return this.map.indexOf(sign);
  }

  /** Takes in what is seen now. */
  see({ chars, message, blstats }: KeyRoomObservation): void {
    this.hero = blstats[1]! * COLUMNS + blstats[0]!;
    if (this.door < 0) this.door = this.find(DOOR_SIGN, chars);
    if (this.phase === "locked") {
      if (message[0] !== 0 && says(message, SEE_KEY, 0)) this.key = this.hero;
      else if (this.key < 0) this.key = this.find(KEY_SIGN, chars);
      if (message[0] !== 0 && says(message, TOOK_KEY, 1)) this.phase = "held";
    }
    if (this.phase === "held" && this.door >= 0) {
      const sign = chars[this.door]!;
      if (sign !== DOOR_SIGN && sign !== BLANK) this.phase = "open";
    }
    if (this.phase === "open" && this.goal < 0) this.goal = this.find(GOAL_SIGN, chars);
  }

  /** The hero's cell, row * 79 + column. */
  get cell(): number {
    return this.hero;
  }

  /** Subgoals held for achieved, as bits: 1 the key is held (or was used), 2 the door is open. */
  get achieved(): number {
    return this.phase === "locked" ? 0 : this.phase === "held" ? 1 : 3;
  }

  get stage(): KnownPlaces["phase"] {
    return this.phase;
  }

  /** A cell, -1 where it is unknown or of no account in this phase. */
  placeOf(what: "door" | "key" | "goal"): number {
    if (what === "door") return this.door;
    if (what === "key") return this.phase === "locked" ? this.key : -1;
    return this.phase === "open" ? this.goal : -1;
  }

  /** The state's number; whole and below 2^35. */
  code(): number {
    const variant = this.phase === "locked" ? this.key + 1 : this.phase === "held" ? CELLS + 1 : CELLS + 3 + this.goal;
    return this.hero + CELLS * (this.door + 1 + (CELLS + 1) * variant);
  }

  /** All that is known, for a checkpoint. */
  save(): KnownPlaces {
    const { door, key, goal, phase, hero } = this;
    return { door, key, goal, phase, hero };
  }

  load({ door, key, goal, phase, hero }: KnownPlaces): void {
    Object.assign(this, { door, key, goal, phase, hero });
  }
}

/** What a state's number stands for. */
export function keyRoomPlaces(code: number): KnownPlaces {
  const hero = code % CELLS;
  const rest = (code - hero) / CELLS;
  const door = (rest % (CELLS + 1)) - 1;
  const variant = (rest - door - 1) / (CELLS + 1);
  if (variant <= CELLS) return { door, key: variant - 1, goal: -1, phase: "locked", hero };
  if (variant === CELLS + 1) return { door, key: -1, goal: -1, phase: "held", hero };
  return { door, key: -1, goal: variant - CELLS - 3, phase: "open", hero };
}
