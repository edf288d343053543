/**
 * Who plays an environment for a tabular agent.
 */
import { InputError, make, visible, worlds } from "../envs/index.js";
import type { TrainingJudge } from "./judged-step.js";
import type { Play, PlayOptions } from "./play.js";
import { Player } from "./player.js";
import { WorldPlayer } from "./world-player.js";

/** Throws an InputError for an id whose states no tabular agent tells apart, and as `make` does. */
export function playOf(options: PlayOptions, reads: TrainingJudge["reads"]): Play {
  const on = worlds.ground(options.id);
  if (worlds.registered(on) !== undefined) return new WorldPlayer(options, reads);
  if (on.includes("KeyRoom")) return new Player(options, reads);
  // An id that nobody knows is refused as such.
  make(options.id, { actions: options.actions });
  throw new InputError(
    `${visible(options.id, 80)} is no KeyRoom and no world of your own; a tabular agent's memory knows these.`,
  );
}
