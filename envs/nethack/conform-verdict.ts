/**
 * What the comparison of a recorded episode with this engine says, step by step.
 */
import type { Scene } from "./conform-guess.js";

export const EVENT_CLASSES = [
  "pickup",
  "unlock",
  "door passed",
  "newly seen cells",
  "bump",
  "ending",
  "other",
] as const;
export type EventClass = (typeof EVENT_CLASSES)[number];

export interface StepVerdict {
  readonly t: number;
  readonly classes: readonly EventClass[];
  /** What differs; empty when the step conforms. */
  readonly differences: readonly string[];
  /** Turns of a door that was unlocked and opened in this step. */
  readonly doorTurns?: number;
  /** Why a recording cannot tell whether the step conforms. */
  readonly undecided?: string;
}

export interface EpisodeVerdict {
  readonly steps: readonly StepVerdict[];
  /** Why no start could be built; then every step fails. */
  readonly unbuilt?: string;
  /** The first moment that differs. */
  readonly scene?: Scene | undefined;
}
