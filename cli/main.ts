#!/usr/bin/env node
/**
 * The command line. Each command loads what it needs when it is called, so that `--help` is quick. A user's mistake is
 * one sentence on standard error and exit status 2; only a defect of ours shows a stack.
 */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "@commander-js/extra-typings";
import { defineAnnotating } from "./define-annotating.js";
import { defineCredit } from "./define-credit.js";
import { defineDataCommands } from "./define-data.js";
import { defineDistilling } from "./define-distilling.js";
import { definePrompting } from "./define-prompting.js";
import { defineResults } from "./define-results.js";
import { defineServe } from "./define-serve.js";
import { collect, IMPORT, withJudgeFlags } from "./model-flags.js";

const version: { version: string } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

const program = new Command("calmhack")
  .description("Judge subgoals, shape rewards: who judges subgoals well, on transitions of the real game?")
  .version(version.version)
  .exitOverride()
  // What Commander would write on standard error comes as an error, too, and is said there in one line.
  .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
  .addHelpText(
    "after",
    `
Examples
  npx calmhack demo
  npx calmhack evaluate keyroom --model llama3.1 --base-url http://localhost:11434
  npx calmhack view calmhack-results/demo --wrong
  npx calmhack COMMAND --help

The key is read from OPENAI_API_KEY and reaches no file. NO_COLOR is honoured.`,
  );

program
  .command("demo")
  .description("a recorded game, the built-in rows scored, what to try next; no key, no network")
  .option("--out <folder>", "where the result goes", "calmhack-results")
  .option("--skip-training", "without the experiments: a few seconds instead of half a minute")
  .action(async (flags) => (await import("./commands/demo.js")).demoCommand(flags));

withJudgeFlags(
  program
    .command("evaluate")
    .description("score the built-in rows, and your models, against the labels of a data set")
    .argument("<data>", "keyroom, a data-set folder, or a labelled JSONL file")
    .option("--full", "every transition (default: the declared subset)")
    .option("--split <name>", "only this split: dev or test")
    .option("--limit <n>", "at most so many transitions, from the parts in turn")
    .option("--prompt <name>", "crop, screen, map, or a JSON file (default: crop for shipped data, map for yours)")
    .option("--replay <file>", "add the models of a recording; nothing is asked; repeat for several", collect)
    .option("--judge <file>", "add a distilled judge (see distil); repeat for several", collect)
    .option("--labels <file>", "labels of annotate, as a column beside the truth; repeat for several raters", collect)
    .option("--reference <rater>", "score against this rater's labels in the place of the truth, as CALM does")
    .option(...IMPORT, collect)
    .option("--annotator <name>", "of --import: only this one (default: all); repeat for several", collect)
    .option("--noise <fp/fn>", "error rates of the simulated row", "0.01/0.1")
    .option("--seed <n>", "of the bootstrap, the coin and the simulated row", "1")
    .option("--repetitions <n>", "of the bootstrap", "2000")
    .option("--out <folder>", "the result folder (default: calmhack-results/, named by the question)")
    .option("--json", "the result as JSON on standard output")
    .option("--dry-run", "say what would be asked, and ask nothing")
    .option("--logprobs", "ask how likely other answers were, and state confidence where the server says"),
)
  .addHelpText(
    "after",
    `
Examples
  npx calmhack evaluate keyroom
  npx calmhack evaluate keyroom --model llama3.1 --base-url http://localhost:11434
  npx calmhack evaluate keyroom --full --model gpt-4o-mini --price 0.15/0.60 --budget 0.50
  npx calmhack evaluate keyroom --full --model a --model b@http://localhost:8000 --dry-run`,
  )
  .action(async (data, flags) => (await import("./commands/evaluate.js")).evaluateCommand(data, flags));

withJudgeFlags(
  program
    .command("judge")
    .description("judge the transitions of a JSONL file or of standard input, as a stream")
    .argument("<file>", 'a JSONL file of transitions, or "-"')
    .option("--rules", "the keyless text rules judge (a program, no model)")
    .option("--judge <file>", "a distilled judge judges (see distil); with --model, that is asked where it is unsure")
    .option(...IMPORT, collect)
    .option("--annotator <name>", "an annotator of --import judges")
    .option("--prompt <name>", "crop, screen, map, or a JSON file", "map")
    .option("--out <file>", 'where judgements go ("-": standard output)', "-")
    .option("--keep-going", "pass over lines that are no transitions; they are counted and named at the end")
    .option("--logprobs", "ask how likely other answers were, and state confidence where the server says"),
)
  .addHelpText(
    "after",
    `
Examples
  npx calmhack judge my.jsonl --model llama3.1 --base-url http://localhost:11434 --out judged.jsonl
  cat my.jsonl | npx calmhack judge - --rules
One line: {"task":"…","subgoals":["open the door"],"before":"…","action":"toggle","after":"…","message":"…"}`,
  )
  .action(async (file, flags) => (await import("./commands/judge.js")).judgeCommand(file, flags));

program
  .command("view")
  .description("look into a result: judgements, episodes, cells of a grid, lists of subgoals, differences")
  .argument("<result>", "a result folder, or a file of episodes")
  .option("--wrong", "only where judgements differ from the truth")
  .option("--row <name>", "of an evaluation: whose answers (default: the first model, else action only)")
  .option("--cell <label>", "of a prompt grid: one of its cells")
  .option("--item <id>", "of an evaluation: this transition")
  .option(...IMPORT, collect)
  .addHelpText(
    "after",
    "\nExamples\n  npx calmhack view calmhack-results/demo --wrong\n  npx calmhack view RESULT --row llama3.1 | less\n  npx calmhack view calmhack-results/train-1a2b3c4d",
  )
  .action(async (folder, flags) => (await import("./commands/view.js")).viewCommand(folder, flags));

program
  .command("prompt")
  .description("the text that a model is asked about one transition")
  .argument("<data>", "keyroom, a data-set folder, or a labelled JSONL file")
  .option("--prompt <name>", "crop, screen, map, or a JSON file")
  .option("--item <id>", "which transition (default: the first)")
  .option("--template", "the words with their slots, as JSON: a start for a prompt of your own")
  .option("--json", "as JSON")
  .addHelpText(
    "after",
    "\nExamples\n  npx calmhack prompt keyroom --item balanced-0002\n  npx calmhack prompt keyroom --template > mine.json",
  )
  .action(async (data, flags) => (await import("./commands/prompt.js")).promptCommand(data, flags));

program
  .command("cite")
  .description("what to name when you use a figure of a result")
  .argument("<result>", "a result folder")
  .option("--json", "as JSON")
  .addHelpText("after", "\nExample\n  npx calmhack cite calmhack-results/demo")
  .action(async (folder, flags) => (await import("./commands/cite.js")).citeCommand(folder, flags));

program
  .command("validate")
  .description("recompute what a data set claims, or check a JSONL file line by line")
  .argument("<data>", 'keyroom, a data-set folder, a JSONL file, or "-"')
  .option("--json", "the findings as JSON")
  .addHelpText("after", "\nExamples\n  npx calmhack validate keyroom\n  npx calmhack validate my.jsonl")
  .action(async (data, flags) => (await import("./commands/validate.js")).validateCommand(data, flags));

defineDataCommands(program);

defineResults(program);

definePrompting(program);

defineAnnotating(program);

defineDistilling(program);

defineCredit(program);

defineServe(program);

/** One line of harmless text on standard error. */
async function complain(sentence: string): Promise<void> {
  const { visible } = await import("../envs/index.js");
  process.stderr.write(`calmhack: ${visible(sentence, 2000)}\n`);
}

withJudgeFlags(
  program
    .command("train")
    .description("would a judge help an agent? arms x paired seeds")
    .argument("<id>", "an id with subgoals: KeyRoom and other levels, or your own with --import")
    .option(...IMPORT, collect)
    .option("--arm <name>", "an arm, such as none, truth, text rules, noisy 0.01/0.1; repeat for several", collect)
    .option("--all-arms", "every form of payment, floor and control, and two rates of noise")
    .option("--noise-sweep", "noisy truths: false alarms 0 to 0.1, misses 0 to 0.4, independent and by text")
    .option("--errors-of <result>", "arms with the error rates that evaluate measured: a result folder")
    .option(
      "--row <name>",
      "with --errors-of, a row of it (default: every row but floors); repeat for several",
      collect,
    )
    .option("--judge <file>", "an arm that a distilled judge pays (see distil); repeat for several", collect)
    .option(
      "--agent <name>",
      "who learns, in arms that do not say: q-learning, …; an arm may begin with one",
      "q-learning",
    )
    .option("--agent-option <name=value>", "a setting of the agent's own; repeat for several", collect)
    .option("--seeds <n>", "paired seeds, two at least", "5")
    .option("--steps <n>", "budget of a run (default: 300000, of a network 3000000)")
    .option("--form <form>", "how arms are paid that do not say: once, every time, potential, or your shaper", "once")
    .option(
      "--weight <w>",
      "bonus of a subgoal; a list tunes every arm by the grid of all lists (default: 0.1, of a network 1)",
    )
    .option("--epsilon <e>", "exploration, or a list", "0.1")
    .option("--step-size <a>", "of a Q-learning update, or a list", "0.5")
    .option("--initial <q>", "value of what was never tried, or a list", "0")
    .option("--tuning-seeds <n>", "seeds of their own on which a grid is tried", "3")
    .option("--actions <set>", "default, paper or all (MiniHack's 85)", "default")
    .option("--one-level", "one level a seed, instead of a new one each episode")
    .option("--evaluate-every <n>", "steps between evaluations (default: 2500, of a network 250000)")
    .option("--evaluate-on <n>", "levels of an evaluation, or all (default: 256, of a network 100)")
    .option("--final-levels <n>", "levels of the evaluation after training (default: all that can be listed, or 1000)")
    .option("--episodes <n>", "greedy episodes to keep for view, of each arm's first seed", "4")
    .option("--workers <n>", "threads (default: as many as the machine offers); 0: none of their own")
    .option("--out <folder>", "the result folder (default: calmhack-results/, named by the question)")
    .option("--json", "the result as JSON on standard output")
    .option("--replay <file>", "ask the models of a recording; nothing is paid; repeat for several", collect)
    .option("--ask-rules", "ask the text rules in the loop, as a model would be (a program, no model)")
    .option(
      "--prompt <name>",
      "of judges that are asked: crop (a world of your own: map), changes, or a JSON file with such a window",
    )
    .option("--filter <kind>", "of judges that are asked: changes, or every text", "changes")
    .option("--delay <n>", "of judges that are asked: steps between barriers, at which they are heard", "1000"),
)
  .addHelpText(
    "after",
    `
Examples
  npx calmhack train MiniHack-KeyRoom-S5-v0
  npx calmhack train MiniHack-KeyRoom-S15-v0 --one-level --arm none --arm truth --steps 3000000 --evaluate-every 5000
  npx calmhack train MiniHack-KeyRoom-S5-v0 --errors-of calmhack-results/demo --row "text rules"
  npx calmhack train MiniHack-KeyRoom-S5-v0 --seeds 2 --model llama3.1 --base-url http://localhost:11434
  npx calmhack train MiniHack-KeyRoom-S5-v0 --all-arms --seeds 10 --epsilon 0.05,0.1,0.25 --weight 0.05,0.1,0.25

Stopped or killed, the same command goes on where it was.`,
  )
  .action(async (id, flags) => (await import("./commands/train.js")).trainCommand(id, flags));

program
  .command("envs")
  .description("the environments, or the card of one with a level as it starts")
  .argument("[id]", "an environment's id")
  .option("--seed <n>", "of the level that is shown", "1")
  .option(...IMPORT, collect)
  .option("--markdown", "its whole page, figures measured anew")
  .option("--json", "as JSON")
  .addHelpText("after", "\nExamples\n  npx calmhack envs\n  npx calmhack envs MiniHack-KeyRoom-S5-v0 --seed 4")
  .action(async (id, flags) => (await import("./commands/envs.js")).envsCommand(id, flags));

program
  .command("conform")
  .description("replay recorded episodes of the real MiniHack on our rules, step by step")
  .argument("<files...>", "recordings, .jsonl or .jsonl.gz")
  .option("--misses <n>", "how many missed steps to name", "20")
  .option("--json", "a row per environment and file, as JSON")
  .addHelpText("after", "\nExample\n  npx calmhack conform traces/*KeyRoom*.jsonl.gz")
  .action(async (files, flags) => (await import("./commands/conform.js")).conformCommand(files, flags));

/** Status 2 for what a user can repair, 130 for Ctrl-C, 1 with a stack for a defect of ours. */
async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Commander puts suggestions on lines of their own, and shows help where a command is unknown to "help".
    const said = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    await complain(error.code === "commander.help" ? "unknown command; calmhack --help lists them" : said);
    return 2;
  }
  if (error instanceof Error && (error.name === "InputError" || error.name === "Interrupted")) {
    await complain(error.message);
    return error.name === "InputError" ? 2 : 130;
  }
  const shown = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`calmhack: a defect of calmhack, please report it with these lines.\n${shown}\n`);
  return 1;
}

// Standard output that fails is reported by the write that failed; without a listener Node would throw here. Help is
// written by Commander, which does not look; whoever closes a pipe after the first lines of help has read enough.
process.stdout.on("error", (error) => {
  const isFull = "code" in error && error.code === "ENOSPC";
  process.once("exit", () => {
    if (!isFull || process.exitCode) return;
    process.stderr.write("calmhack: Standard output: the disk is full.\n");
    process.exitCode = 2;
  });
});
process.stderr.on("error", () => undefined);

try {
  if (process.argv.length <= 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  process.exitCode = await report(error);
}
