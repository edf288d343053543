/**
 * Many games of one id, stepped together: Gymnasium's vector environment with autoreset in the same step. A game whose
 * episode ends is reset at once, so the observation that comes back is always one to act on; what the episode ended
 * with stands in `final`.
 *
 * Observations are stacked: an array of shape S becomes one of count x S, game after game. All arrays are made once and
 * reused by every step; the engine's games write straight into their rows of them, so nothing is copied twice. Games share nothing but the cache of lines of sight, so a game's course depends on its own seed
 * and actions only, whatever its neighbours do and however many they are.
 */
import type { Env, ObservationKey, ObservationTable, Snapshot } from "./env.js";
import { InputError } from "./errors.js";
import { NETHACK } from "./nethack/catalogue.js";
import { type EnvOptions, makeNetHack } from "./nethack/environment.js";
import { make } from "./registry.js";
import { randomStream } from "./seeds.js";
import { visible } from "./text.js";
import { rowsOf, type VectorInfo, type VectorStep } from "./vector-arrays.js";

/** All games' states, in their order. */
export interface VectorSnapshot {
  readonly format: "calmhack-vector/1";
  readonly games: readonly Snapshot[];
}

export interface VectorEnv<K extends ObservationKey = ObservationKey> {
  readonly id: string;
  readonly count: number;
  readonly actions: readonly string[];
  readonly limit: number;
  /**
   * Starts an episode in every game. A list gives each game its seed; a single seed is game 0's own and the others'
   * are derived from it and their number, so more games leave the first ones as they were. Without one, streams go on.
   */
  reset(options?: { readonly seed?: number | readonly number[] }): {
    readonly observation: Pick<ObservationTable, K>;
    readonly info: VectorInfo;
  };
  /**
   * One action a game. Throws an InputError, before any game has moved, for a wrong number of actions or an unknown
   * one.
   */
  step(actions: ArrayLike<number>): VectorStep<K>;
  /** Copies into `into` when given. */
  snapshot(into?: VectorSnapshot): VectorSnapshot;
  /** The rewards, ends and final observations of the step before are no part of it: they are cleared. */
  restore(snapshot: VectorSnapshot): void;
  /** One game to look at or to solve; stepping it is the vector's business. */
  game(index: number): Pick<Env<K>, "id" | "actions" | "limit" | "snapshot" | "frame">;
  /** Ends threads, if there are any; nothing can be asked any more. */
  close(): void;
}

/** Seeds of games from a vector's: a list as it is, a single one game 0's own and the others' derived. */
export function gameSeeds(id: string, count: number, seed: number | readonly number[]): readonly number[] {
  const seeds = typeof seed === "number" ? Array.from({ length: count }, (_, i) => gameSeed(seed, i)) : seed;
  if (seeds.length === count) return seeds;
  throw new InputError(`There are ${seeds.length} seeds for ${count} games of ${id}.`);
}

/** Throws an InputError unless there is one action a game, each below `width`. */
export function checkActions(actions: ArrayLike<number>, count: number, width: number): void {
  if (actions.length !== count) throw new InputError(`There are ${actions.length} actions for ${count} games.`);
  for (let i = 0; i < count; i++) {
    const action = actions[i]!;
    if (!(Number.isInteger(action) && action >= 0 && action < width)) {
      throw new InputError(`There is no action ${action} for game ${i}; accepted are 0 to ${width - 1}.`);
    }
  }
}

/** Throws an InputError unless the states are of so many games of an id, all alike. */
export function checkStates(id: string, count: number, states: readonly Snapshot[]): void {
  const [one] = states;
  const odd = states.find(
    ({ id: name, layout, block }) => name !== id || layout !== one?.layout || block.length !== one.block.length,
  );
  if (states.length === count && odd === undefined) return;
  const found = odd === undefined ? `${states.length} games` : visible(odd.id, 80);
  throw new InputError(`The snapshot is of ${found} or another version, and this is ${count} games of ${id}.`);
}

/** The seed of game `index` in a vector of seed `seed`: 53 bits, so that games do not meet. */
function gameSeed(seed: number, index: number): number {
  if (index === 0) return seed;
  const stream = randomStream(seed, `game ${index}`);
  return stream.below(2 ** 21) * 2 ** 32 + stream.next();
}

/** Games in the calling thread, on arrays that are there: as many games as they have rows. */
export function vectorOn<K extends ObservationKey>(
  id: string,
  shared: EnvOptions<K>,
  step: VectorStep<K>,
): VectorEnv<K> {
  const count = step.rewards.length;
  const keys = Object.keys(step.observation) as K[];
  const each = (arrays: Pick<ObservationTable, K>) =>
    Array.from({ length: count }, (_, i) => rowsOf(arrays, count, i, i + 1));
  const now = each(step.observation);
  const last = each(step.final.observation);
  const spec = NETHACK.get(id);
  const games = now.map((rows) => (spec === undefined ? make(id, shared) : makeNetHack(id, spec, shared, rows)));
  const [first] = games as [Env<K>, ...Env<K>[]];
  const width = first.actions.length;
  // The engine reuses these objects, so what a step or a restore changes is read from them.
  const views = games.map((game) => game.reset({ seed: 0 }));
  // An environment of somebody's own has arrays of its own.
  const copied = keys.filter((key) => views[0]!.observation[key] !== now[0]![key]);
  const { mask } = step.final;
  const { rewards, terminated, truncated, info } = step;
  let isStarted = false;

  function tell(column: VectorInfo, i: number): void {
    const { info: told } = views[i]!;
    column.endStatus[i] = told.endStatus;
    column.events[i] = told.events;
    column.time[i] = told.time;
  }

  function show(i: number): void {
    for (let k = 0; k < copied.length; k++) now[i]![copied[k]!].set(views[i]!.observation[copied[k]!]);
    tell(info, i);
  }

  function showLast(i: number): void {
    for (let k = 0; k < keys.length; k++) last[i]![keys[k]!].set(views[i]!.observation[keys[k]!]);
    tell(step.final.info, i);
  }

  function showAll(): void {
    for (const column of [rewards, terminated, truncated, mask]) column.fill(0);
    for (let i = 0; i < count; i++) show(i);
  }

  function checkStarted(): void {
    if (!isStarted) throw new InputError(`The games of ${id} were not reset.`);
  }

  return {
    id,
    count,
    actions: first.actions,
    limit: first.limit,
    reset({ seed } = {}) {
      if (seed === undefined && !isStarted) {
        throw new InputError(`The games of ${id} were never seeded; the first reset needs a seed.`);
      }
      const seeds = seed === undefined ? undefined : gameSeeds(id, count, seed);
      for (let i = 0; i < count; i++) {
        views[i] = seeds === undefined ? games[i]!.reset() : games[i]!.reset({ seed: seeds[i]! });
      }
      isStarted = true;
      showAll();
      return { observation: step.observation, info };
    },
    step(actions) {
      checkStarted();
      checkActions(actions, count, width);
      for (let i = 0; i < count; i++) {
        const game = games[i]!;
        const result = game.step(actions[i]!);
        views[i] = result;
        rewards[i] = result.reward;
        terminated[i] = result.terminated ? 1 : 0;
        truncated[i] = result.truncated ? 1 : 0;
        mask[i] = terminated[i]! | truncated[i]!;
        if (mask[i]) {
          showLast(i);
          views[i] = game.reset();
        }
        show(i);
      }
      return step;
    },
    snapshot(into) {
      checkStarted();
      if (into === undefined) return { format: "calmhack-vector/1", games: games.map((game) => game.snapshot()) };
      if (into.games.length !== count) {
        throw new InputError(`The snapshot has ${into.games.length} games, and this vector ${count}.`);
      }
      for (let i = 0; i < count; i++) games[i]!.snapshot(into.games[i]);
      return into;
    },
    restore({ games: states }) {
      checkStates(id, count, states);
      // All are alike, so the first refuses what any would refuse, before another game has changed.
      for (let i = 0; i < count; i++) games[i]!.restore(states[i]!);
      isStarted = true;
      showAll();
    },
    game(index) {
      const game = games[index];
      if (game === undefined) throw new InputError(`There is no game ${index}; accepted are 0 to ${count - 1}.`);
      const { actions, limit, snapshot, frame } = game;
      return { id, actions, limit, snapshot, frame };
    },
    close() {},
  };
}
