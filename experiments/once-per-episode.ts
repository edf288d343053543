/**
 * The frame of bonuses that are controls: whatever finds them, each of the two is paid at most once an episode, in every
 * form, so no control pays more than the exact judge can.
 */
import { z } from "zod";
import type { JudgedStep, TrainingJudge } from "../agents/index.js";
import { bits, loaded } from "./saved.js";

/** Finds what is to be paid; members as in `TrainingJudge`. */
export interface Finder {
  readonly reads: TrainingJudge["reads"];
  /** Bits found in the step; what was found before in the episode (`found`) may be among them and is not paid again. */
  find(step: JudgedStep, found: number): number;
  begin?(): void;
  lane?(game: number): Finder;
  tester(name: string): Finder;
  save?(): unknown;
  load?(saved: unknown): void;
}

const savedState = z.object({ found: bits, finder: z.unknown() });

/** One that others use as well: it is saved once, by its owner. */
const shared = ({ save: _save, load: _load, ...finder }: Finder): Finder => finder;

export function oncePerEpisode(finder: Finder): TrainingJudge {
  let found = 0;
  return {
    reads: finder.reads,
    begin() {
      found = 0;
      finder.begin?.();
    },
    judge(step) {
      const fresh = finder.find(step, found) & ~found;
      found |= fresh;
      return fresh;
    },
    lane: (game) => oncePerEpisode(finder.lane?.(game) ?? shared(finder)),
    tester: (name) => oncePerEpisode(finder.tester(name)),
    save: () => ({ found, finder: finder.save?.() ?? null }),
    load(saved) {
      const state = loaded(savedState, saved);
      found = state.found;
      finder.load?.(state.finder);
    },
  };
}
