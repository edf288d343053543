/**
 * The commands around prompts and subgoals; each loads what it needs when it is called.
 */
import type { Command } from "@commander-js/extra-typings";
import { collect, withModelFlags } from "./model-flags.js";

export function definePrompting(program: Command): void {
  withModelFlags(
    program
      .command("grid")
      .description("which part of the prompt matters? cells of its parts, each compared with the base")
      .argument("<data>", "keyroom, a data-set folder, or a labelled JSONL file")
      .option("--vary <list>", "factors, or FACTOR=VARIANT, with commas (default: every factor)", collect)
      .option("--base <list>", "FACTOR=VARIANT, with commas: where the grid starts", collect)
      .option("--full", "all combinations of what is varied (default: one factor at a time)")
      .option("--words <name>", "whose words: crop or map (default: crop for shipped data, map for yours)")
      .option("--rules", "the keyless text rules beside the models (without a model they judge alone)")
      .option("--replay <file>", "the models of a recording; nothing is asked; repeat for several", collect)
      .option("--every-item", "every transition (default: the declared subset)")
      .option("--split <name>", "only this split: dev or test")
      .option("--limit <n>", "at most so many transitions, from the parts in turn")
      .option("--seed <n>", "of the bootstrap", "1")
      .option("--repetitions <n>", "of the bootstrap", "10000")
      .option("--out <folder>", "the result folder (default: calmhack-results/, named by the question)")
      .option("--show <cell>", "the text of one cell about the first transition, and nothing else")
      .option("--json", "the result as JSON on standard output")
      .option("--dry-run", "list the cells, say what would be asked, and ask nothing"),
  )
    .addHelpText(
      "after",
      `
Examples
  npx calmhack grid keyroom
  npx calmhack grid keyroom --model llama3.1 --base-url http://localhost:11434 --vary legend,separator,message
  npx calmhack grid keyroom --model gpt-4o-mini --vary legend,remark,role --full --budget 3M --dry-run
  npx calmhack grid keyroom --show "legend none"`,
    )
    .action(async (data, flags) => (await import("./commands/grid.js")).gridCommand(data, flags));

  withModelFlags(
    program
      .command("sensitivity")
      .description("do verdicts hang on order and words? the same transitions, asked in other ways, compared")
      .argument("<data>", "keyroom, a data-set folder, or a labelled JSONL file")
      .option("--vary <list>", "again, order, subgoals, task, with commas (default: all)", collect)
      .option("--wordings <file>", "your own words as JSON, in the place of those shipped for KeyRoom")
      .option("--template", "print the shipped words as JSON, a start for your own")
      .option("--prompt <name>", "crop, screen, map, or a JSON file (default: crop for shipped data, map for yours)")
      .option("--rules", "the keyless text rules beside the models (without a model they judge alone)")
      .option("--replay <file>", "the models of a recording; nothing is asked; repeat for several", collect)
      .option("--every-item", "every transition (default: the declared subset)")
      .option("--split <name>", "only this split: dev or test")
      .option("--limit <n>", "at most so many transitions, from the parts in turn")
      .option("--seed <n>", "of the bootstrap", "1")
      .option("--repetitions <n>", "of the bootstrap", "10000")
      .option("--out <folder>", "the result folder (default: calmhack-results/, named by the question)")
      .option("--show <variant>", "the text of one variant about the first transition, and nothing else")
      .option("--json", "the result as JSON on standard output")
      .option("--dry-run", "list the variants, say what would be asked, and ask nothing"),
  )
    .addHelpText(
      "after",
      `
Examples
  npx calmhack sensitivity keyroom --model llama3.1 --base-url http://localhost:11434
  npx calmhack sensitivity keyroom --model gpt-4o-mini --dry-run
  npx calmhack sensitivity keyroom --template > mine.json
  npx calmhack sensitivity keyroom --model llama3.1 --wordings mine.json --vary again,subgoals`,
    )
    .action(async (data, flags) => (await import("./commands/sensitivity.js")).sensitivityCommand(data, flags));

  withModelFlags(
    program
      .command("decompose")
      .description("which subgoals does a task have? preset ones, or those that a model names, matched with the truth")
      .argument("<task>", "an environment's id, or the task in words")
      .option("--preset", "the subgoals that come with the task; nobody is asked")
      .option("--replay <file>", "the models of a recording; nothing is asked; repeat for several", collect)
      .option("--samples <n>", "lists per model (with --temperature above 0 they differ)", "1")
      .option("--against <data>", "labelled transitions to match with (default: keyroom for KeyRooms)")
      .option("--judge", "ask the model, per transition, about subgoals that no event predicate grounds")
      .option("--every-item", "match on every transition (default: the declared subset)")
      .option("--out <folder>", "the result folder (default: calmhack-results/, named by the result)")
      .option("--json", "as JSON")
      .option("--dry-run", "show the question, and ask nothing"),
  )
    .addHelpText(
      "after",
      `
Examples
  npx calmhack decompose MiniHack-KeyRoom-S5-v0 --preset
  npx calmhack decompose MiniHack-KeyRoom-S5-v0 --model llama3.1 --base-url http://localhost:11434
  npx calmhack decompose "Eat the apple, then leave the cave." --model gpt-4o-mini
  npx calmhack decompose MiniHack-KeyRoom-S5-v0 --replay calmhack-recordings/FILE.jsonl`,
    )
    .action(async (task, flags) => (await import("./commands/decompose.js")).decomposeCommand(task, flags));
}
