/**
 * Environments by id. `register` adds one of your own under a new id; the registry is the one piece of module state.
 */
import type { Env, ObservationKey } from "./env.js";
import { InputError } from "./errors.js";
import { NETHACK } from "./nethack/catalogue.js";
import { type DEFAULT_KEYS, type EnvOptions, makeNetHack } from "./nethack/environment.js";
import { visible } from "./text.js";

type Maker = (options: EnvOptions) => Env;

const own = new Map<string, Maker>();

/** Ids that `make` knows, sorted. */
export const environmentIds = (): readonly string[] => [...NETHACK.keys(), ...own.keys()].sort();

/** Adds an environment of your own. Throws an InputError when the id is taken. */
export function register(id: string, maker: Maker): void {
  if (NETHACK.has(id) || own.has(id)) throw new InputError(`There is an environment "${visible(id, 80)}" already.`);
  own.set(id, maker);
}

/** Letters to change, drop or add to get from one name to another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}

function nearest(id: string): string {
  const [first] = [...environmentIds()].sort((a, b) => distance(id, a) - distance(id, b));
  return first ?? "";
}

type DefaultKey = (typeof DEFAULT_KEYS)[number];

/** An environment by id. Throws an InputError that names the nearest id. */
export function make<const K extends ObservationKey = DefaultKey>(id: string, options: EnvOptions<K> = {}): Env<K> {
  const spec = NETHACK.get(id);
  if (spec !== undefined) return makeNetHack(id, spec, options);
  const maker = own.get(id);
  // A maker of somebody's own promises to serve the keys that it is asked for.
  if (maker !== undefined) return maker(options) as Env<K>;
  const shown = visible(id, 80);
  throw new InputError(
    `There is no environment "${shown}"; the nearest is ${nearest(id.slice(0, 80))} ("npx calmhack envs" lists all).`,
  );
}
