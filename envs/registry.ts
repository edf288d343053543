/**
 * Environments by id. `register` adds one of your own under a new id: a level, a world, subgoals on an environment that is
 * there, or a maker of environments. The registry is the one piece of module state.
 */
import type { Env, ObservationKey } from "./env.js";
import { InputError } from "./errors.js";
import { nearest } from "./nearest.js";
import { NETHACK, RULES } from "./nethack/catalogue.js";
import { type DEFAULT_KEYS, type EnvOptions, makeNetHack } from "./nethack/environment.js";
import { maker, type OwnLevel } from "./nethack/levels/own.js";
import { withSubgoals } from "./subgoals-env.js";
import { visible } from "./text.js";
import type { Definition } from "./world.js";
import { checkId, checkWords, checkWorld } from "./world-check.js";
import { makeWorld } from "./world-env.js";

type Maker = (options: EnvOptions) => Env;

/** The file that a definition came from, and a hash of what it said. */
export interface Source {
  readonly file: string;
  /** Hexadecimal. */
  readonly hash: string;
}

/** A registered definition. */
export interface Registered {
  readonly definition: Definition;
  readonly source?: Source | undefined;
}

const makers = new Map<string, Maker>();
const levels = new Set<string>();
const definitions = new Map<string, Registered>();

/** Ids that `make` knows, sorted. */
export const environmentIds = (): readonly string[] =>
  [...NETHACK.keys(), ...makers.keys(), ...definitions.keys()].sort();

const isKnown = (id: string): boolean => NETHACK.has(id) || makers.has(id) || definitions.has(id);

function requireFree(id: string): void {
  if (isKnown(id)) throw new InputError(`There is an environment "${visible(id, 80)}" already.`);
}

/** Adds an environment of your own. Throws an InputError when the id is taken. */
export function register(id: string, maker: Maker): void;
/** Adds a level, a world or subgoals. Throws an InputError when the id is taken or a promise is broken, and says which. */
export function register(definition: Definition | OwnLevel, source?: Source): void;
export function register(what: string | Definition | OwnLevel, how?: Maker | Source): void {
  if (typeof what === "string") {
    requireFree(what);
    makers.set(what, how as Maker);
    return;
  }
  if (what.kind === "level") {
    checkId(what.id);
    requireFree(what.id);
    // As from a module of somebody's own, where nothing checks the type.
    if (typeof what.text !== "string") throw new InputError(`${what.id} has no text; make a level with levels.define.`);
    makers.set(what.id, maker(what.id, what.text, what));
    levels.add(what.id);
    return;
  }
  checkWords(what);
  requireFree(what.id);
  if (what.kind === "world") checkWorld(what);
  else if (!isKnown(what.on)) throw new InputError(`${what.id} stands on nothing: ${unknown(what.on)}`);
  definitions.set(what.id, { definition: what, source: how as Source | undefined });
}

/** What was registered under an id as a world or as subgoals. */
export const registered = (id: string): Registered | undefined => definitions.get(id);

/** Whether an id is that of a level of one's own. */
export const isLevel = (id: string): boolean => levels.has(id);

/** The environment that an id stands on: itself, or the one under its subgoals. */
export function ground(id: string): string {
  const definition = definitions.get(id)?.definition;
  return definition?.kind === "subgoals" ? ground(definition.on) : id;
}

/** The version of the rules that an id is played by; 0 where a world of one's own has its own. */
export const rulesOf = (id: string): number => (definitions.has(ground(id)) ? 0 : RULES);

function unknown(id: string): string {
  const shown = visible(String(id), 80);
  if (/^MiniHack-(Navigation|Skill)-Custom-v0$/.test(shown)) {
    return `${shown} is a shell for a level of your own; give that an id of its own with levels.define or levels.maker (docs/levels.md).`;
  }
  return `There is no environment "${shown}"; the nearest is ${nearest(String(id), environmentIds())} ("npx calmhack envs" lists all).`;
}

type DefaultKey = (typeof DEFAULT_KEYS)[number];

/** An environment by id. Throws an InputError that names the nearest id. */
export function make<const K extends ObservationKey = DefaultKey>(id: string, options: EnvOptions<K> = {}): Env<K> {
  const spec = NETHACK.get(id);
  if (spec !== undefined) return makeNetHack(id, spec, options);
  const definition = definitions.get(id)?.definition;
  if (definition?.kind === "subgoals") return withSubgoals(definition, make<K>(definition.on, options));
  // Asked for no keys in particular, a world shows those that it has.
  if (definition !== undefined) return makeWorld(definition, options);
  const maker = makers.get(id);
  // A maker of somebody's own promises to serve the keys that it is asked for.
  if (maker !== undefined) return maker(options) as Env<K>;
  throw new InputError(unknown(id));
}
