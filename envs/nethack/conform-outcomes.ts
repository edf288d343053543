/**
 * One recorded step on a level with monsters: is what was recorded possible under our rules?
 *
 * - As known: from the state before the step some dice give what was recorded. What the frames leave open of monsters in
 *   view (hit points, which acts first, which of two kinds with one sign, whether a touch held) is taken as it fits. The
 *   step conforms.
 * - With one unseen: not so, but it is possible when a monster that the step brings into view, or that it names, stood
 *   before on ground that the hero did not see, or when one that the replay keeps out of sight stood elsewhere. Then the
 *   recording cannot tell.
 * - Otherwise the step went as our rules do not allow.
 */
import type { RecordedStep } from "../trace-file.js";
import type { Moment, RecordedDice } from "./conform-dice.js";
import { type Naming, openMatters } from "./conform-monsters.js";
import { USES } from "./conform-reasons.js";
import type { SearchDice } from "./conform-search.js";
import { Trial } from "./conform-trial.js";
import { type About, withUnseen } from "./conform-unseen.js";
import type { Game } from "./game.js";

/** Ways tried at most: from the state as known, and with an open matter changed. */
const MOST_WAYS = 4_000;
const FEWER_WAYS = 1_000;

export type { About } from "./conform-unseen.js";

export type Outcome = "as known" | "with one unseen" | "none";

/** Plays the step as recorded if that is possible, else some way, and says how it was possible. */
export function tryOutcomes(
  game: Game,
  search: SearchDice,
  told: RecordedDice,
  step: RecordedStep,
  moment: Moment,
  naming: Naming,
  about: About,
): Outcome {
  const trial = new Trial(game, search, told, step, moment, naming);
  if (USES.test(step.frame?.message ?? "")) {
    trial.playOn();
    return "none";
  }
  if (trial.attempt(MOST_WAYS)) return "as known";
  if (trial.seesOtherwise()) return "none";
  const state = trial.restore();
  for (const change of openMatters(state)) {
    if (trial.attempt(FEWER_WAYS, change)) return "as known";
  }
  if ((step.frame?.message.length ?? 0) > 0 && trial.attempt(MOST_WAYS, () => {}, "line broken")) return "as known";
  if (withUnseen(trial, about)) return "with one unseen";
  trial.playOn();
  return "none";
}
