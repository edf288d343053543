/**
 * `--judge FILE`: distilled judges from their files.
 */
import { readFileSync, statSync } from "node:fs";
import { distilling } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";

/** No judge of ours is near this; a larger file is none. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Throws an InputError for what is no judge file. */
export function readJudge(path: string): distilling.DistilledJudge {
  const name = visible(path, 120);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new InputError(`There is no judge file ${name}; "npx calmhack distil" makes one.`);
  if (!stats.isFile()) throw new InputError(`The judge ${name} is no file.`);
  if (stats.size > MOST_BYTES) throw new InputError(`${name} is no judge file: it is too large.`);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(`The judge ${name} cannot be read: ${visible(why, 120)}.`);
  }
  return distilling.parseJudge(text, path);
}

export interface NamedJudge {
  readonly judge: distilling.DistilledJudge;
  /** Its name in tables; two of one teacher are told apart by their hashes. */
  readonly name: string;
}

/** Several judges, each under a name of its own. */
export function readJudges(paths: readonly string[]): readonly NamedJudge[] {
  const judges = paths.map(readJudge);
  const names = judges.map(distilling.judgeName);
  return judges.map((judge, i) => {
    const name = names[i]!;
    const isAlone = names.filter((other) => other === name).length === 1;
    return { judge, name: isAlone ? name : `${name} #${judge.hash.slice(0, 6)}` };
  });
}
