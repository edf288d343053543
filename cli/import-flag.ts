/**
 * The flag of every command that takes modules of one's own, defined once, and what becomes of it.
 */
import { type Annotator, own } from "../annotations/index.js";
import { InputError, visible } from "../envs/index.js";
import type { OwnModules } from "../experiments/index.js";

export interface ImportFlags {
  readonly import?: readonly string[] | undefined;
}

const NONE: OwnModules = { modules: [], paths: [], ids: [], annotators: new Map(), shapers: new Map() };

/** Loads what `--import` names, and registers its worlds and subgoals. */
export async function ownModules({ import: paths = [] }: ImportFlags): Promise<OwnModules> {
  // Most commands are called without, and should not wait for a room that they do not need.
  return paths.length === 0 ? NONE : (await import("../experiments/index.js")).loadModules(paths);
}

/** As annotators: those that `--annotator` names, all of them without it. */
export function ownAnnotators({ annotators }: OwnModules, names: readonly string[] | undefined): readonly Annotator[] {
  return (names ?? [...annotators.keys()]).map((name) => {
    const found = annotators.get(name);
    if (found === undefined) {
      const accepted = [...annotators.keys()].join(", ") || "none: --import names no module with an annotator";
      throw new InputError(`There is no annotator "${visible(name, 60)}"; accepted are ${accepted}.`);
    }
    const { annotator, source } = found;
    return own.annotatorOf(annotator, `from ${visible(source.file, 80)}, SHA-256 ${source.hash}`);
  });
}
