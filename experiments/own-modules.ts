/**
 * Modules of one's own: files whose exports are worlds, levels, subgoals, shapers and annotators, made with `defineWorld`,
 * `levels.define`, `defineSubgoals`, `defineShaper` and `defineAnnotator`. Loading one registers its environments in this thread;
 * every worker loads it again. A definition is known by its `kind`, so a module need not even import calmhack.
 *
 * TypeScript: where Node cannot read it by itself, tsx does, when the module's project, the working folder or calmhack's
 * own folder has it.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { own } from "../annotations/index.js";
import type { defineShaper } from "../calm/index.js";
import { type defineSubgoals, type defineWorld, InputError, type levels, register, visible } from "../envs/index.js";
import { moduleHash, requireModule } from "./module-source.js";

export type Shaper = ReturnType<typeof defineShaper>;
type Environment = ReturnType<typeof defineWorld> | ReturnType<typeof defineSubgoals> | levels.OwnLevel;
type Definition = Environment | own.OwnAnnotator | Shaper;

/** Which file, and what it said. */
export interface ModuleSource {
  /** Its name without the path. */
  readonly file: string;
  readonly hash: string;
}

export interface OwnModules {
  readonly modules: readonly ModuleSource[];
  /** Whole paths, for workers. */
  readonly paths: readonly string[];
  /** Of the worlds and subgoals that were registered. */
  readonly ids: readonly string[];
  readonly annotators: ReadonlyMap<string, { readonly annotator: own.OwnAnnotator; readonly source: ModuleSource }>;
  readonly shapers: ReadonlyMap<string, Shaper>;
}

export const NO_MODULES: OwnModules = {
  modules: [],
  paths: [],
  ids: [],
  annotators: new Map(),
  shapers: new Map(),
};

/** Levels come first, for subgoals may stand on them. */
const KINDS = ["level", "world", "subgoals", "annotator", "shaper"];

const isDefinition = (value: unknown): value is Definition =>
  typeof value === "object" && value !== null && "kind" in value && KINDS.includes(String(value.kind));

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** tsx's door to modules, where somebody has it. */
function tsxPath(path: string): string | undefined {
  for (const from of [path, resolve("package.json"), fileURLToPath(import.meta.url)]) {
    try {
      const manifest = createRequire(from).resolve("tsx/package.json");
      const { exports } = JSON.parse(readFileSync(manifest, "utf8"));
      const api = join(dirname(manifest), exports["./esm/api"].import.default);
      if (existsSync(api)) return api;
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}

async function importTypeScript(path: string, given: string): Promise<unknown> {
  const found = tsxPath(path);
  if (found === undefined) {
    throw new InputError(
      `${visible(given, 120)} is TypeScript, which Node ${process.versions.node} does not read by itself; npm install --save-dev tsx beside it, or give the .js that tsc makes of it.`,
    );
  }
  const { register: open } = await import(pathToFileURL(found).href);
  // A namespace of its own: what was loaded before stays as it is, and calmhack itself is not loaded twice.
  const loader = open({ namespace: "calmhack-own" });
  try {
    return await loader.import(pathToFileURL(path).href, import.meta.url);
  } finally {
    await loader.unregister();
  }
}

async function importModule(path: string, given: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (codeOf(error) !== "ERR_UNKNOWN_FILE_EXTENSION") throw error;
    return importTypeScript(path, given);
  }
}

/** What was wrong with a module, in one sentence. */
function refusal(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const shown = visible(path, 120);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // A compiler says in the first line that it failed, and in the second where.
  const [head = "", where = ""] = message.split(/\n| imported from /);
  const first = head.endsWith(":") ? `${head} ${where}` : head;
  // The second is what a file without a package.json gets, which is read as CommonJS.
  if (["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(String(codeOf(error))) && /calmhack/.test(first)) {
    return new InputError(`${shown} imports calmhack, which is not installed beside it; npm install it there.`);
  }
  return new InputError(`${shown} cannot be loaded (${visible(first, 200).replace(/[.:]$/, "")}).`);
}

/** Names that mean something else in a table of rows or arms. */
const TAKEN = ["none", "truth", "memory", "text rules", "random subgoals", "shuffled bonus", "hand-made events"];
const TAKEN_ROWS = ["always yes", "always no", "coin", "action only", "message only", "message novelty", "given"];
const FORMS = ["every time", "once", "potential"];

function requireName(file: string, kind: string, name: unknown, others: Iterable<string>): asserts name is string {
  const isFine = typeof name === "string" && name !== "" && name.trim() === name && visible(name, 60) === name;
  if (!isFine)
    throw new InputError(`${file}: the name of the ${kind} is "${visible(String(name), 60)}", which is no name.`);
  const isTaken =
    [...TAKEN, ...TAKEN_ROWS, ...FORMS, ...others].includes(name) || /^(noisy|asked|errors of) /.test(name);
  if (isTaken || FORMS.some((form) => name.endsWith(` ${form}`))) {
    throw new InputError(`${file}: "${name}" is the name of something else; give the ${kind} another one.`);
  }
}

function requireFunction(file: string, what: string, value: unknown): void {
  if (typeof value !== "function") throw new InputError(`${file}: ${what} is missing; it is a function.`);
}

/** Adds a module's definitions to what is known, in the order of its exports' names. */
function take(
  exported: object,
  source: ModuleSource,
  known: { -readonly [Name in keyof OwnModules]: OwnModules[Name] },
) {
  const file = visible(source.file, 80);
  const values = Object.entries(exported).flatMap(([name, value]) =>
    name === "default" && typeof value === "object" && value !== null && !isDefinition(value)
      ? Object.values(value)
      : [value],
  );
  const found = [...new Set(values)].filter(isDefinition).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  if (found.length === 0) {
    throw new InputError(
      `${file} exports no world, level, subgoals, shaper or annotator; make one with defineWorld, levels.define, defineSubgoals, defineShaper or defineAnnotator, and export it.`,
    );
  }
  for (const definition of found) {
    const { kind } = definition;
    if (kind === "level" || kind === "world" || kind === "subgoals") {
      try {
        register(definition, source);
      } catch (error) {
        throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
      }
      known.ids = [...known.ids, definition.id];
      continue;
    }
    requireName(file, kind, definition.name, [...known.annotators.keys(), ...known.shapers.keys()]);
    if (kind === "shaper") {
      requireFunction(file, `the function bonus of "${definition.name}"`, definition.bonus);
      known.shapers = new Map([...known.shapers, [definition.name, definition]]);
    } else {
      const ways = [definition.judge, definition.ask].filter((way) => way !== undefined);
      if (ways.length !== 1)
        throw new InputError(`${file}: "${definition.name}" needs one of judge and ask, and has ${ways.length}.`);
      requireFunction(file, `the function of "${definition.name}"`, ways[0]);
      known.annotators = new Map([...known.annotators, [definition.name, { annotator: definition, source }]]);
    }
  }
}

/** Loads modules and registers what is in them, once a thread. Throws an InputError that names the file. */
export async function loadModules(paths: readonly string[]): Promise<OwnModules> {
  const known = { ...NO_MODULES };
  for (const given of paths) {
    const path = resolve(given);
    requireModule(given);
    const source = { file: basename(path), hash: moduleHash(path) };
    const exported = await importModule(path, given).catch((error: unknown) => {
      throw refusal(given, error);
    });
    take(exported as object, source, known);
    known.modules = [...known.modules, source];
    known.paths = [...known.paths, path];
  }
  return known;
}
