/**
 * The commands about credit, for the program in main.ts.
 */
import type { Command } from "@commander-js/extra-typings";
import { collect, IMPORT, withModelFlags } from "./model-flags.js";

export function defineCredit(program: Command): void {
  withModelFlags(
    program
      .command("credit")
      .description("which steps deserve the outcome? every credit assigner on recorded episodes, against exact credit")
      .argument("<file>", "episodes as train, credit-study and the recorder write them (.jsonl or .jsonl.gz)")
      .option(
        "--noise <fp/fn>",
        "a simulated critic with these error rates; 0/0: the truth; repeat for several",
        collect,
      )
      .option("--replay <file>", "critics: the models of a recording; nothing is asked; repeat for several", collect)
      .option("--systematic <share>", "of simulated errors: alike in every sample", "0.5")
      .option("--votes <k>", "critiques an episode (CAPO)", "4")
      .option("--reruns <n>", "reruns that check a repair (InT)", "32")
      .option("--slip <share>", "of the policy that plays on, and of the reference's", "0.1")
      .option("--against <what>", "the reference: on-policy, or optimal", "on-policy")
      .option(
        "--could-be <seeds>",
        "levels that the agent knows to be possible, as 1-20: hold it to what it could know",
      )
      .option("--strips <n>", "show the steps of so many episodes", "2")
      .option("--limit <n>", "at most so many episodes")
      .option(...IMPORT, collect)
      .option("--seed <n>", "of simulated errors, reruns and the bootstrap", "1")
      .option("--repetitions <n>", "of the bootstrap", "2000")
      .option("--out <folder>", "the result folder (default: calmhack-results/, named by the result)")
      .option("--json", "the result as JSON on standard output"),
  )
    .addHelpText(
      "after",
      `
Examples
  npx calmhack credit calmhack-results/credit-study/episodes-keyroom.jsonl --limit 8
  npx calmhack credit episodes.jsonl --noise 0/0 --noise 0.1/0.2
  npx calmhack credit episodes.jsonl --model llama3.1 --base-url http://localhost:11434 --temperature 0.7 --limit 20`,
    )
    .action(async (file, flags) => (await import("./commands/credit.js")).creditCommand(file, flags));

  program
    .command("credit-study")
    .description("credit assigners x errors of the critic x KeyRoom-S5 and a world with dead ends; nothing is asked")
    .option("--groups <n>", "levels of each family, four episodes each", "20")
    .option("--noise <fp/fn,…>", "error rates of simulated critics", "0/0,0.02/0.05,0.1/0.2,0.2/0.4")
    .option("--systematic <share>", "of the errors: alike in every sample", "0.5")
    .option("--votes <k>", "critiques an episode (CAPO)", "4")
    .option("--reruns <n>", "reruns that check a repair (InT)", "32")
    .option("--slip <share>", "of the policy that plays on, and of the reference's", "0.1")
    .option("--against <what>", "the reference: on-policy, or optimal", "on-policy")
    .option("--seed <n>", "of levels, play, errors, reruns and the bootstrap", "1")
    .option("--repetitions <n>", "of the bootstrap", "2000")
    .option("--out <folder>", "the result folder", "calmhack-results/credit-study")
    .option("--json", "the result as JSON on standard output")
    .addHelpText("after", "\nExample\n  npx calmhack credit-study --groups 40")
    .action(async (flags) => (await import("./commands/credit-study.js")).creditStudyCommand(flags));

  program
    .command("credit-learn")
    .description(
      "does better credit learn faster? five studies: a softmax policy, an arm an assigner, one budget of environment steps",
    )
    .argument("[id]", "one world instead of the study's; your own small world without dice will do")
    .option("--study <name>", "matching, votes, interventions, weights, or learning: all assigners", "learning")
    .option("--agent <name>", "who learns: softmax, q or ppo", "softmax")
    .option("--advantage-as-reward <scale>", "let a Q-table take advantages for rewards; its arms then say so")
    .option("--seeds <n>", "paired seeds, a level each", "10")
    .option("--budget <n>", "environment steps a run, branches and reruns included (default: the study's)")
    .option("--start <p>", "the first policy wins with this chance (a world that the study has not)", "0.05")
    .option("--rates <a,…>", "of the updates; the best on other seeds is taken (default: the study's)")
    .option("--weight <w>", "bonus of a subgoal, for credit of kind reward", "0.1")
    .option("--repetitions <n>", "of the bootstrap", "10000")
    .option(...IMPORT, collect)
    .option("--out <folder>", "the result folder (default: calmhack-results/credit-STUDY)")
    .option("--json", "the result as JSON on standard output")
    .addHelpText("after", "\nExample\n  npx calmhack credit-learn --study votes")
    .action(async (id, flags) => (await import("./commands/credit-learn.js")).creditLearnCommand(id, flags));
}
