/**
 * `calmhack compare RESULT RESULT …`: evaluations row by row with paired differences, or trainings arm by arm on one set
 * of curves.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { contentHash, readStoredResult, requireResultPlace } from "../../calm/index.js";
import { InputError, packageVersion, visible, writeFolder } from "../../envs/index.js";
import { compareEvaluations } from "../compare/evaluations.js";
import { comparisonFiles } from "../compare/files.js";
import { comparisonText } from "../compare/report.js";
import type { Compared, Comparison, DifferingItem } from "../compare/shapes.js";
import { compareTrainings } from "../compare/trainings.js";
import { integerFlag } from "../options.js";
import { jsonText, print } from "../output.js";
import { type ResultKind, resultKind } from "../result-kind.js";
import { readTraining } from "../training-stored.js";

export interface CompareFlags {
  readonly seed: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const ARTICLES: Readonly<Record<ResultKind, string>> = {
  evaluation: "an evaluation",
  training: "a training",
  grid: "a prompt grid",
  subgoals: "a list of subgoals",
  credit: "a result of credit",
  "credit learning": "a study of credit",
  comparison: "a comparison",
};

/** All of one kind, and of one that can be compared. What is no result at all is said by the evaluation's reader. */
function kindOf(folders: readonly string[]): "evaluation" | "training" {
  if (folders.length < 2) throw new InputError("compare needs two results or more.");
  if (folders.length > LETTERS.length) {
    throw new InputError(`compare takes at most ${LETTERS.length} results, not ${folders.length}.`);
  }
  const places = folders.map((folder) => resolve(folder));
  const twice = places.findIndex((place, i) => places.indexOf(place) !== i);
  if (twice >= 0)
    throw new InputError(`${visible(folders[twice] ?? "")} is named twice; compare takes different results.`);
  const kinds = folders.map((folder) => resultKind(folder) ?? readAsEvaluation(folder));
  const [first] = kinds;
  const other = kinds.findIndex((kind) => kind !== first);
  if (first !== undefined && other >= 0) {
    const [a, b] = [folders[0], folders[other]].map((folder) => visible(folder ?? "", 80));
    throw new InputError(
      `${a} is ${ARTICLES[first]} and ${b} ${ARTICLES[kinds[other] ?? first]}; compare takes results of one kind.`,
    );
  }
  if (first === "evaluation" || first === "training") return first;
  throw new InputError(
    `${visible(folders[0] ?? "", 80)} is ${ARTICLES[first ?? "comparison"]}; compare takes evaluations or trainings.`,
  );
}

function readAsEvaluation(folder: string): ResultKind {
  readStoredResult(folder);
  return "evaluation";
}

const about = (folder: string, i: number, calmhack: string): Compared => ({
  letter: LETTERS[i] ?? "?",
  folder: basename(resolve(folder)),
  hash: createHash("sha256")
    .update(readFileSync(join(folder, "result.json")))
    .digest("hex"),
  calmhack,
});

function compared(
  folders: readonly string[],
  flags: CompareFlags,
): { readonly result: Comparison; readonly differing: readonly DifferingItem[] } {
  const seed = integerFlag("--seed", flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 100, 1_000_000);
  if (kindOf(folders) === "evaluation") {
    const given = folders.map((folder, i) => {
      const stored = readStoredResult(folder);
      return { about: about(folder, i, stored.result.calmhack), stored };
    });
    return compareEvaluations(given, { seed, repetitions });
  }
  const given = folders.map((folder, i) => {
    const { calmhack, rules, settings, arms } = readTraining(folder);
    return { about: about(folder, i, calmhack), rules, settings, arms };
  });
  return { result: compareTrainings(given), differing: [] };
}

export async function compareCommand(folders: readonly string[], flags: CompareFlags): Promise<void> {
  requireResultPlace(flags.out ?? join("calmhack-results", "new"));
  const { result, differing } = compared(folders, flags);
  const folder = flags.out ?? join("calmhack-results", `compare-${contentHash(result).slice(0, 8)}`);
  if (folders.some((one) => resolve(one) === resolve(folder))) {
    throw new InputError(`--out is ${visible(folder)}, which is one of the results compared; name another place.`);
  }
  const manifest = { written: new Date().toISOString(), node: process.version, calmhack: packageVersion() };
  await writeFolder(
    folder,
    new Map([...comparisonFiles(result, differing), ["manifest.json", `${JSON.stringify(manifest, null, 1)}\n`]]),
  );
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  const look = differing.length === 0 ? "" : `; the transitions: npx calmhack view ${visible(folder)}`;
  await print(`${comparisonText(result)}\n\nResult: ${visible(folder)} (report.html, result.json)${look}`);
}
