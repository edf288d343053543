/**
 * Label files that lie where `annotate` puts them and that an evaluation was not told of: a table that says "0 human
 * labels" beside them would mislead, and a table that took them unasked would depend on where it was made.
 */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { type DataSet, labelling } from "../annotations/index.js";
import { visible } from "../envs/index.js";

const NAME = /^labels\..+\.jsonl$/;

function labelsOf(path: string): string | undefined {
  try {
    return labelling.readLabelFile(path).log.head.data.hash;
  } catch {
    // Somebody else's file, or a damaged one, which `agreement` and `--labels` say.
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** One line about label files of this data in the folder of work; undefined when there is none but those used. */
export function unusedLabels({ hash }: Pick<DataSet, "hash">, used: readonly string[]): string | undefined {
  const known = new Set(used.map((path) => resolve(path)));
  const found = namesIn(".")
    .filter((name) => NAME.test(name) && !known.has(resolve(name)) && labelsOf(name) === hash)
    .sort();
  const [first] = found;
  if (first === undefined) return undefined;
  const all = found.map((name) => visible(name, 80)).join(", ");
  return `Labels of these data lie here and are not used: ${all}; --labels ${visible(first, 80)} adds a column for its rater.`;
}
