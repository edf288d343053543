/**
 * Many games of one id, stepped together, in the calling thread or over several cores: the same bytes either way.
 */
import type { ObservationKey } from "./env.js";
import { InputError } from "./errors.js";
import type { DEFAULT_KEYS, EnvOptions } from "./nethack/environment.js";
import { Sight } from "./nethack/look.js";
import { make } from "./registry.js";
import { makeArrays, ownMemory } from "./vector-arrays.js";
import { type VectorEnv, vectorOn } from "./vector-games.js";
import { vectorOver } from "./vector-threads.js";

export interface VectorOptions<K extends ObservationKey> extends EnvOptions<K> {
  /** How many games, from 1. */
  readonly count: number;
  /** Cores to play on, the caller's among them; 1 when absent. With more, `close` ends their threads. */
  readonly threads?: number;
}

type DefaultKey = (typeof DEFAULT_KEYS)[number];

/**
 * Games of an id, with `make`'s options. Throws an InputError for a count that is none, and as `make` does. Several
 * threads share no lines of sight and know MiniHack's ids only; what fails inside of one is thrown as a ThreadError.
 */
export function vector<const K extends ObservationKey = DefaultKey>(
  id: string,
  { count, threads = 1, ...options }: VectorOptions<K>,
): VectorEnv<K> {
  if (!Number.isInteger(count) || count < 1) throw new InputError(`The count of games is ${count}; it starts at 1.`);
  if (!Number.isInteger(threads) || threads < 1 || threads > count) {
    throw new InputError(`The number of threads is ${threads}; accepted are 1 to the count of games, ${count}.`);
  }
  const shared: EnvOptions<K> = { sight: new Sight(), ...options };
  // Seed 0 only gives shapes.
  const shapes = make(id, shared).reset({ seed: 0 }).observation;
  if (threads === 1) return vectorOn(id, shared, makeArrays(shapes, count, ownMemory));
  return vectorOver(id, shared, shapes, { count, threads });
}
