/**
 * Who plays an environment for an agent.
 */
import { InputError, make, visible, worlds } from "../envs/index.js";
import type { TrainingJudge } from "./judged-step.js";
import type { Play, PlayOptions } from "./play.js";
import { Player } from "./player.js";
import { levelsReading, ownSubgoalsReading, WorldPlayer, worldReading } from "./world-player.js";

/** Throws an InputError for an id whose states no tabular agent tells apart, and as `make` does. */
export function playOf(options: PlayOptions, reads: TrainingJudge["reads"]): Play {
  const on = worlds.ground(options.id);
  if (worlds.registered(on) !== undefined) return new WorldPlayer(options, reads, worldReading(options.id));
  if (on.includes("KeyRoom")) return new Player(options, reads);
  // An id that nobody knows is refused as such.
  make(options.id, { actions: options.actions });
  const own = worlds.registered(options.id)?.definition;
  if (own?.kind === "subgoals") return new WorldPlayer(options, reads, ownSubgoalsReading(own));
  const family = worlds.familyTask(on);
  if (family !== undefined) return new WorldPlayer(options, reads, levelsReading(family));
  throw new InputError(
    `${visible(options.id, 80)} has no subgoals that an agent could be paid for; ${worlds.FAMILY_NAMES} have, and worlds of your own.`,
  );
}
