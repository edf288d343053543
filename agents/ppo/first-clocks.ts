/**
 * Cuts each game's first episode at a random clock, so that games do not march in step.
 */

import type { StepEnd } from "../../calm/index.js";
import { randomStream } from "../../envs/index.js";
import { bytesText, fillFromText } from "../bytes.js";

export class FirstClocks {
  /** Steps left until a game's first episode is cut; below 0 once it was. */
  private readonly clocks: Int32Array;

  constructor(seed: number, games: number, limit: number) {
    const stream = randomStream(seed, "first clocks");
    this.clocks = Int32Array.from({ length: games }, () => 1 + stream.below(limit));
  }

  /** Whether a step that ended so cuts its episode: at the game's own limit, or here. */
  isCut(game: number, end: StepEnd): boolean {
    const clock = this.clocks[game]!;
    this.clocks[game] = end === "running" ? clock - 1 : 0;
    return end === "truncated" || (end === "running" && clock === 1);
  }

  save(): string {
    return bytesText(this.clocks);
  }

  load(saved: string): void {
    fillFromText(this.clocks, saved);
  }
}
