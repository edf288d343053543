/**
 * The commands that make and change data sets, for the program in main.ts.
 */
import type { Command } from "@commander-js/extra-typings";
import { IMPORT, collect as listed } from "./model-flags.js";

export function defineDataCommands(program: Command): void {
  program
    .command("collect")
    .description("make a labelled data set from play in the engine, or from recordings of the real game")
    .argument("[id]", "an id with subgoals: KeyRoom and other levels, or your own with --import")
    .option(...IMPORT, listed)
    .option(
      "--policy <name>",
      "who plays: random, solver, noisy-solver:0.2, solver:1.5 (quicker where there are boulders), solver:any (Sokoban), or a policy file of train; repeat for several (default: random)",
      listed,
    )
    .option("--episodes <n>", "per policy; all policies play the same levels", "100")
    .option("--seed <n>", "of levels, dice, draws and splits", "1")
    .option("--actions <set>", "default, paper or all (MiniHack's 85)", "default")
    .option("--per-class <n>", "balanced part: as many of each subgoal (key, door) and of neither", "120")
    .option("--per-kind <n>", "hard negatives: at most so many of each kind", "30")
    .option("--natural <n>", "steps at the natural rate of this play", "1000")
    .option("--recordings <files...>", "instead of playing: recordings of the real game, .jsonl or .jsonl.gz")
    .requiredOption("--out <folder>", "the data set's folder")
    .option("--json", "the manifest as JSON on standard output")
    .addHelpText(
      "after",
      `
Examples
  npx calmhack collect MiniHack-KeyRoom-S5-v0 --policy solver --policy random --episodes 200 --out my-keyroom
  npx calmhack collect MiniHack-KeyRoom-S5-v0 --policy RESULT/policy-truth-1.json --out learnt
  npx calmhack evaluate my-keyroom
Same command, same bytes.`,
    )
    .action(async (id, flags) => (await import("./commands/collect.js")).collectCommand(id, flags));

  program
    .command("convert")
    .description("transitions from one form to another: JSONL, CSV, Parquet, a folder for the Hugging Face Hub")
    .argument("<in>", "keyroom, a data-set folder, a folder of the Hub, or a file .jsonl, .csv or .parquet")
    .argument("<out>", "a file .jsonl, .csv or .parquet, or a folder: for the Hub, and from there a data set again")
    .option("--split-by <what>", "new splits dev and test; accepted is episode")
    .option("--dev-share <share>", "with --split-by: of the episodes, to dev", "0.2")
    .option("--seed <n>", "with --split-by: of the draw", "1")
    .option("--json", "what was written, as JSON on standard output")
    .addHelpText(
      "after",
      `
Examples
  npx calmhack convert keyroom keyroom.parquet
  npx calmhack convert keyroom keyroom-hub        # README.md and data/*.parquet, as datasets.load_dataset reads it
  npx calmhack convert keyroom-hub my-keyroom     # the data set again, byte for byte
  npx calmhack convert my.csv my.jsonl --split-by episode`,
    )
    .action(async (from, to, flags) => (await import("./commands/convert.js")).convertCommand(from, to, flags));
}
