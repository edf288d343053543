/**
 * `calmhack view RESULT`: on a terminal a screen to walk through, elsewhere plain text of every entry. A result is an
 * evaluation's folder, a training's folder (its episodes), or a bare file of episodes.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readStoredResult, type StoredResult } from "../../calm/index.js";
import { InputError, readLines, visible, visibleLines } from "../../envs/index.js";
import { readComparison, readDiffering } from "../compare/files.js";
import { comparisonText, differingText } from "../compare/report.js";
import { creditText, readCredit } from "../credit-files.js";
import { creditLearningText, readCreditLearning } from "../credit-lab-files.js";
import { readDecomposition } from "../decompose-files.js";
import { decompositionText } from "../decompose-report.js";
import { episodeText } from "../episodes-text.js";
import { cellCounts, cellOf, readStoredGrid } from "../grid-stored.js";
import { type ImportFlags, ownModules } from "../import-flag.js";
import { print } from "../output.js";
import { resultKind } from "../result-kind.js";
import { type Table, tableText } from "../text-table.js";
import { isTraining } from "../training-head.js";
import {
  defaultRow,
  type Entry,
  entriesOf,
  entryPrompt,
  entryTitle,
  momentLines,
  placeOf,
  referenceName,
  subgoalLines,
} from "../view-model.js";
import { isWrong, LEGEND, readShownEpisodes, type ShownEpisode } from "../view-model-episodes.js";

export interface ViewFlags extends ImportFlags {
  readonly wrong?: true | undefined;
  readonly row?: string | undefined;
  readonly item?: string | undefined;
  readonly cell?: string | undefined;
}

/** One entry as plain text. */
export function entryText(stored: StoredResult, entry: Entry): string {
  const { item, failure, raw } = entry;
  const window = stored.result.prompt.template.window === "crop" ? "crop" : "map";
  return [
    entryTitle(entry),
    ...momentLines(item, window),
    ...subgoalLines(entry).map(
      ({ name, truth, verdict, wrong }) =>
        `${wrong ? "✗" : " "} ${name}: ${referenceName(item)} ${truth}, answered ${verdict}`,
    ),
    ...(failure === undefined ? [] : [`not read: ${visible(failure)}`]),
    ...(raw === undefined ? [] : ["raw answer:", ...visibleLines(raw).map((line) => `  ${line}`)]),
    "prompt:",
    ...visibleLines(entryPrompt(stored, entry)).map((line) => `  ${line}`),
  ].join("\n");
}

const EPISODES = "episodes.jsonl";
/** The file of episodes to show; undefined where `path` holds a result of another kind. */
async function episodesPath(path: string): Promise<string | undefined> {
  if (existsSync(path) && statSync(path).isFile()) {
    for await (const { text } of readLines(path)) {
      if (text.startsWith(`{"format":"calmhack-episode/`)) return path;
      break;
    }
    throw new InputError(`${visible(path)} is no result folder, and no file of episodes either.`);
  }
  if (!isTraining(path)) return undefined;
  const file = join(path, EPISODES);
  if (!existsSync(file)) throw new InputError(`${visible(path)} is a training result without its ${EPISODES}.`);
  return file;
}

const NO_KEYBOARD = "The viewer needs a keyboard; pipe its output for plain text.";

async function viewEpisodes(episodes: readonly ShownEpisode[], filter: "all" | "wrong"): Promise<void> {
  const shown = filter === "wrong" ? episodes.filter(isWrong) : episodes;
  const count = `${episodes.length} ${episodes.length === 1 ? "episode" : "episodes"}`;
  if (shown.length === 0) return print(`No termination of ${count} differs from the truth.`);
  if (process.stdout.isTTY && process.stdin.isTTY) {
    const { showEpisodes } = await import("../screens/episodes.js");
    return showEpisodes(episodes, filter);
  }
  if (process.stdout.isTTY) throw new InputError(NO_KEYBOARD);
  const steps = filter === "wrong" ? "; of each the steps whose terminations differ from the truth" : "";
  await print(`${shown.length} of ${count}${steps}.\n${LEGEND.join("\n")}\n`);
  for (const one of shown) {
    await print(episodeText(one, filter, `episode ${episodes.indexOf(one) + 1} of ${episodes.length}`));
  }
}

/** Flags that mean nothing for a kind of result are refused rather than passed over. */
function refuseFlags(flags: ViewFlags, names: readonly (keyof ViewFlags)[], why: string): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given !== undefined) throw new InputError(`--${given} ${why}`);
}

/** The strips of a result of credit: under each time line of actions, who blames which step. */
function storedStrips(folder: string): string {
  const path = join(folder, "strips.txt");
  if (!existsSync(path)) return "";
  return `\n\n${visibleLines(readFileSync(path, "utf8").trimEnd()).join("\n")}`;
}

export async function viewCommand(path: string, flags: ViewFlags): Promise<void> {
  // Episodes without frames are played again, and for that the world must be there.
  await ownModules(flags);
  const file = await episodesPath(path);
  if (file !== undefined) {
    if (flags.row !== undefined) throw new InputError("--row chooses a row of an evaluation; episodes have none.");
    if (flags.item !== undefined)
      throw new InputError("--item finds a transition of an evaluation; episodes have none.");
    refuseFlags(flags, ["cell"], "chooses a cell of a prompt grid; episodes have none.");
    return viewEpisodes(await readShownEpisodes(file), flags.wrong === true ? "wrong" : "all");
  }
  switch (resultKind(path)) {
    case "grid":
      return viewGrid(path, flags);
    case "subgoals":
      refuseFlags(flags, ["wrong", "row", "item", "cell"], "is for transitions; lists of subgoals have none.");
      return print(decompositionText(readDecomposition(path)));
    case "credit":
      refuseFlags(flags, ["wrong", "row", "item", "cell"], "is for transitions; a result of credit has none.");
      return print(`${creditText(readCredit(path))}${storedStrips(path)}`);
    case "credit learning":
      refuseFlags(flags, ["wrong", "row", "item", "cell"], "is for transitions; a study of credit has none.");
      return print(creditLearningText(readCreditLearning(path)));
    case "comparison":
      return viewComparison(path, flags);
    default:
      refuseFlags(flags, ["cell"], "chooses a cell of a prompt grid; this is none.");
      return viewResult(readStoredResult(path), flags);
  }
}

/** The transitions on which judges differ; of trainings what the command printed, since they have none. */
async function viewComparison(folder: string, flags: ViewFlags): Promise<void> {
  refuseFlags(flags, ["wrong", "row", "cell"], "is for a single result; a comparison shows where rows differ.");
  const result = readComparison(folder);
  if (result.kind === "trainings") {
    refuseFlags(flags, ["item"], "finds a transition; a comparison of trainings has none.");
    return print(comparisonText(result));
  }
  const all = readDiffering(folder);
  const shown = flags.item === undefined ? all : all.filter(({ item }) => item.id === flags.item);
  if (flags.item !== undefined && shown.length === 0) {
    throw new InputError(`There is no item "${visible(flags.item, 60)}" among the ${all.length} on which rows differ.`);
  }
  await print(`${shown.length} of ${all.length} transitions on which two rows of a pair differ.\n`);
  for (const one of shown) await print(`${differingText(one)}\n`);
}

/** The cells with how often each rater errs; with --cell, the transitions of one. */
async function viewGrid(folder: string, flags: ViewFlags): Promise<void> {
  const grid = readStoredGrid(folder);
  if (flags.cell !== undefined) return viewResult(cellOf(grid, flags.cell, folder), flags);
  refuseFlags(flags, ["wrong", "row", "item"], "needs --cell LABEL in a prompt grid.");
  const counts = cellCounts(grid, folder);
  const names = counts[0]?.raters.map(({ name }) => visible(name, 24)) ?? [];
  const table: Table = {
    head: ["prompt", ...names.flatMap((name) => [`${name}: wrong`, "other than base"])],
    rows: counts.map(({ label, raters }) => [
      visible(label, 60),
      ...raters.flatMap(({ wrong, changed }) => [String(wrong), changed === undefined ? "–" : String(changed)]),
    ]),
    numbersFrom: 1,
  };
  await print(
    [
      `${counts.length} cells, ${grid.items.length} transitions each; of how many a rater is wrong, and on how many it says other than in the base.`,
      "",
      tableText(table),
      "",
      `One cell: npx calmhack view ${visible(folder)} --cell "${visible(counts[1]?.label ?? counts[0]?.label ?? "", 60)}" --wrong`,
    ].join("\n"),
  );
}

async function viewResult(stored: StoredResult, flags: ViewFlags): Promise<void> {
  const row = flags.row ?? defaultRow(stored);
  const all = entriesOf(stored, row);
  const filtered = flags.wrong === true ? all.filter(({ wrong }) => wrong) : all;
  const index = flags.item === undefined ? 0 : placeOf(filtered, flags.item);
  const shown = flags.item === undefined ? filtered : filtered.slice(index, index + 1);
  if (shown.length === 0) {
    return print(`${visible(row)} is right on all ${all.length} transitions.`);
  }
  if (process.stdout.isTTY && process.stdin.isTTY) {
    const { showView } = await import("../screens/view.js");
    return showView(stored, { row, filter: flags.wrong === true ? "wrong" : "all", index });
  }
  if (process.stdout.isTTY) throw new InputError(NO_KEYBOARD);
  await print(`${shown.length} of ${all.length} transitions; screens regenerated from recorded maps and numbers.\n`);
  for (const entry of shown) await print(`${entryText(stored, entry)}\n`);
}
