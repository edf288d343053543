/**
 * Subgoals of one's own on an environment that is there: the same game under another id, whose events say which of them
 * a step achieved. Truth is read from the frames before and after, so a step costs two of these; snapshots are the
 * game's own.
 */
import type { Env, Info, ObservationKey } from "./env.js";
import type { Frame } from "./frame.js";
import { visible } from "./text.js";
import { eventsOf, type Subgoals } from "./world.js";
import { guarded } from "./world-env.js";

export function withSubgoals<K extends ObservationKey>(own: Subgoals, game: Env<K>): Env<K> {
  const { id } = own;
  const info: Info = { endStatus: 0, events: 0, time: 0 };
  let before: Frame | undefined;

  function tell({ endStatus, time }: Readonly<Info>, events: number): void {
    info.endStatus = endStatus;
    info.events = events;
    info.time = time;
  }

  return {
    ...game,
    id,
    reset(given) {
      const { observation, info: start } = game.reset(given);
      before = undefined;
      tell(start, 0);
      return { observation, info };
    },
    step(action) {
      const then = before ?? game.frame();
      const result = game.step(action);
      const now = game.frame();
      const name = game.actions[action]!;
      const where = `The truth of ${id}, action ${visible(name, 40)},`;
      tell(
        result.info,
        guarded(where, () => eventsOf(own, then, name, now)),
      );
      before = now;
      return { ...result, info };
    },
    restore(snapshot) {
      game.restore(snapshot);
      before = undefined;
      info.events = 0;
    },
  };
}
