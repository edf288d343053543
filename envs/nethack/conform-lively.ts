/**
 * The replay of an episode with monsters: each step is tried (`conform-outcomes.ts`), what cannot be decided gets its name
 * (`conform-reasons.ts`), and after a step that went otherwise the replay goes on from what was recorded (`conform-sync.ts`).
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode, RecordedStep } from "../trace-file.js";
import { besidesOf, type Doer, doersNear, isFelt } from "./conform-besides.js";
import type { Moment, RecordedDice } from "./conform-dice.js";
import { cellOf } from "./conform-frames.js";
import { type Naming, namingOf } from "./conform-monsters.js";
import { type About, type Outcome, tryOutcomes } from "./conform-outcomes.js";
import { hasArmed, hasCollector, reasonOf, UNSEEN } from "./conform-reasons.js";
import { SearchDice } from "./conform-search.js";
import { type Names, resync } from "./conform-sync.js";
import type { StepVerdict } from "./conform-verdict.js";
import type { Game } from "./game.js";
import { AILING, STEPS_KEPT, STEPS_NOTED, TIME } from "./state.js";

export class Lively {
  readonly dice: SearchDice;
  private readonly naming: Naming;
  private outcome: Outcome = "none";
  private isNearThings = false;
  private near: readonly Doer[] = [];
  /** Kinds of which one was seen to take a weapon, by name. */
  private readonly armed = new Set<string>();

  constructor(
    private readonly game: Game,
    private readonly told: RecordedDice,
    episode: RecordedEpisode,
    private readonly names: Names,
    private readonly about: About,
  ) {
    this.dice = new SearchDice(told, game.state, game.sight);
    this.naming = namingOf(episode);
  }

  /** Plays a step, as recorded if that is possible. */
  play(step: RecordedStep, moment: Moment): void {
    const { game, dice, told } = this;
    const { state } = game;
    // Monsters out of sight are about from the start, also where the replay knows of none.
    state.hero[AILING] = 1;
    this.near = doersNear(state);
    this.isNearThings = hasCollector(state) || hasArmed(state, this.armed);
    this.outcome = tryOutcomes(game, dice, told, step, moment, this.naming, this.about);
  }

  /** The verdict with its reason, if nothing can be said; the game then goes on from what was recorded. */
  judge(step: RecordedStep, before: Frame, found: StepVerdict): StepVerdict {
    const { game, outcome } = this;
    const { frame } = step;
    const isDifferent = found.differences.length > 0;
    const hangs = isDifferent ? this.reason(before, step) : undefined;
    const undecided = outcome === "with one unseen" ? UNSEEN : hangs;
    if (frame !== undefined) {
      const [, taker] = /The ([\w -]+?) wields /.exec(frame.message) ?? [];
      if (taker !== undefined) this.armed.add(taker);
      if (isDifferent) resync(game, step, frame, this.naming, this.names);
      this.noteTrack(frame, step);
    }
    return undecided === undefined ? found : { ...found, undecided };
  }

  /** Where monsters do more than is played, that is asked first. */
  private reason(before: Frame, step: RecordedStep): string | undefined {
    const { state } = this.game;
    const { frame } = step;
    if (this.about === "of classes") {
      const besides = besidesOf(before, step, this.near, state);
      if (besides !== undefined) return besides;
      if (isFelt(before, frame)) return UNSEEN;
    }
    return reasonOf(before, frame, state, this.isNearThings);
  }

  /** Where the hero stood when the turns ended; the game itself notes it only while it knows of monsters. */
  private noteTrack(frame: Frame, step: RecordedStep): void {
    const { hero, heroTrack } = this.game.state;
    const noted = (step.stats[20] ?? hero[TIME]!) - 1;
    for (let turn = hero[STEPS_NOTED]!; turn < noted; turn++) heroTrack[turn % STEPS_KEPT] = cellOf(frame);
    hero[STEPS_NOTED] = Math.max(hero[STEPS_NOTED]!, noted);
  }
}
