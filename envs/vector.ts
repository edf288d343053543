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
import { type DEFAULT_KEYS, type EnvOptions, makeNetHack } from "./nethack/environment.js";
import { Sight } from "./nethack/look.js";
import { make } from "./registry.js";
import { randomStream } from "./seeds.js";
import { visible } from "./text.js";

export interface VectorOptions<K extends ObservationKey> extends EnvOptions<K> {
  /** How many games, from 1. */
  readonly count: number;
}

/** `Info` of each game, in columns of length count. */
export interface VectorInfo {
  readonly endStatus: Int32Array;
  readonly events: Int32Array;
  readonly time: Int32Array;
}

/** The object and its arrays are reused by the next step. */
export interface VectorStep<K extends ObservationKey> {
  /** Each array count x its shape; of a game that ended, the first observation of its next episode. */
  readonly observation: Pick<ObservationTable, K>;
  /** Per game. */
  readonly rewards: Float64Array;
  /** Per game, 1 or 0. */
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Of a game that ended: of its next episode's start. */
  readonly info: VectorInfo;
  /** How episodes ended. Rows hold something of this step only where the mask is 1. */
  readonly final: {
    readonly mask: Uint8Array;
    readonly observation: Pick<ObservationTable, K>;
    readonly info: VectorInfo;
  };
}

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
}

/** The seed of game `index` in a vector of seed `seed`: 53 bits, so that games do not meet. */
function gameSeed(seed: number, index: number): number {
  if (index === 0) return seed;
  const stream = randomStream(seed, `game ${index}`);
  return stream.below(2 ** 21) * 2 ** 32 + stream.next();
}

type AnyArray = ObservationTable[ObservationKey];

/** An observation's arrays `count` times as long, and for each game its rows of them. */
function stack<K extends ObservationKey>(single: Pick<ObservationTable, K>, keys: readonly K[], count: number) {
  const longer = (array: AnyArray): AnyArray =>
    array instanceof Int16Array
      ? new Int16Array(array.length * count)
      : array instanceof Int32Array
        ? new Int32Array(array.length * count)
        : new Uint8Array(array.length * count);
  const arrays = keys.map((key) => longer(single[key]));
  // Here and below: same keys, each array of its own kind.
  const named = (list: readonly AnyArray[]) =>
    Object.fromEntries(keys.map((key, k) => [key, list[k]])) as Pick<ObservationTable, K>;
  const rows = Array.from({ length: count }, (_, game) =>
    named(arrays.map((array) => array.subarray((game * array.length) / count, ((game + 1) * array.length) / count))),
  );
  return { observation: named(arrays), rows };
}

const makeInfo = (count: number): VectorInfo => ({
  endStatus: new Int32Array(count),
  events: new Int32Array(count),
  time: new Int32Array(count),
});

type DefaultKey = (typeof DEFAULT_KEYS)[number];

/** Games of an id, with `make`'s options. Throws an InputError for a count that is none, and as `make` does. */
export function vector<const K extends ObservationKey = DefaultKey>(
  id: string,
  { count, ...options }: VectorOptions<K>,
): VectorEnv<K> {
  if (!Number.isInteger(count) || count < 1) throw new InputError(`The count of games is ${count}; it starts at 1.`);
  const shared: EnvOptions<K> = { sight: new Sight(), ...options };
  // Seed 0 only gives shapes.
  const shapes = make(id, shared).reset({ seed: 0 }).observation;
  const keys = Object.keys(shapes) as K[];
  const now = stack(shapes, keys, count);
  const last = stack(shapes, keys, count);
  const spec = NETHACK.get(id);
  const games = now.rows.map((rows) => (spec === undefined ? make(id, shared) : makeNetHack(id, spec, shared, rows)));
  const [first] = games as [Env<K>, ...Env<K>[]];
  const width = first.actions.length;
  // The engine reuses these objects, so what a step or a restore changes is read from them.
  const views = games.map((game) => game.reset({ seed: 0 }));
  // An environment of somebody's own has arrays of its own.
  const copied = keys.filter((key) => views[0]!.observation[key] !== now.rows[0]![key]);

  const mask = new Uint8Array(count);
  const step: VectorStep<K> = {
    observation: now.observation,
    rewards: new Float64Array(count),
    terminated: new Uint8Array(count),
    truncated: new Uint8Array(count),
    info: makeInfo(count),
    final: { mask, observation: last.observation, info: makeInfo(count) },
  };
  const { rewards, terminated, truncated, info } = step;
  let isStarted = false;

  function tell(column: VectorInfo, i: number): void {
    const { info: told } = views[i]!;
    column.endStatus[i] = told.endStatus;
    column.events[i] = told.events;
    column.time[i] = told.time;
  }

  function show(i: number): void {
    for (let k = 0; k < copied.length; k++) now.rows[i]![copied[k]!].set(views[i]!.observation[copied[k]!]);
    tell(info, i);
  }

  function showLast(i: number): void {
    for (let k = 0; k < keys.length; k++) last.rows[i]![keys[k]!].set(views[i]!.observation[keys[k]!]);
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
      const seeds = typeof seed === "number" ? games.map((_, i) => gameSeed(seed, i)) : seed;
      if (seeds !== undefined && seeds.length !== count) {
        throw new InputError(`There are ${seeds.length} seeds for ${count} games of ${id}.`);
      }
      for (let i = 0; i < count; i++) {
        views[i] = seeds === undefined ? games[i]!.reset() : games[i]!.reset({ seed: seeds[i]! });
      }
      isStarted = true;
      showAll();
      return { observation: now.observation, info };
    },
    step(actions) {
      checkStarted();
      if (actions.length !== count) throw new InputError(`There are ${actions.length} actions for ${count} games.`);
      for (let i = 0; i < count; i++) {
        const action = actions[i]!;
        if (!(Number.isInteger(action) && action >= 0 && action < width)) {
          throw new InputError(`There is no action ${action} for game ${i}; accepted are 0 to ${width - 1}.`);
        }
      }
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
      const [one] = states;
      const odd = states.find(
        ({ id: name, layout, block }) => name !== id || layout !== one?.layout || block.length !== one.block.length,
      );
      if (states.length !== count || odd !== undefined) {
        const found = odd === undefined ? `${states.length} games` : visible(odd.id, 80);
        throw new InputError(`The snapshot is of ${found} or another version, and this is ${count} games of ${id}.`);
      }
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
  };
}
