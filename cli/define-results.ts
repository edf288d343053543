/**
 * The commands on results that are there already, for the program in main.ts.
 */
import type { Command } from "@commander-js/extra-typings";

export function defineResults(program: Command): void {
  program
    .command("compare")
    .description("several results side by side: evaluations with paired differences, or trainings on one set of curves")
    .argument("<results...>", "result folders of one kind: evaluations or trainings")
    .option("--seed <n>", "of the bootstrap", "1")
    .option("--repetitions <n>", "of the bootstrap", "10000")
    .option("--out <folder>", "the result folder (default: calmhack-results/, named by the results)")
    .option("--json", "as JSON on standard output")
    .addHelpText(
      "after",
      `
Examples
  npx calmhack compare calmhack-results/keyroom-1a2b3c4d calmhack-results/keyroom-5e6f7a8b
  npx calmhack compare calmhack-results/train-1a2b3c4d calmhack-results/train-5e6f7a8b --out both`,
    )
    .action(async (results, flags) => (await import("./commands/compare.js")).compareCommand(results, flags));

  program
    .command("evaluate-policy")
    .description("a saved network on levels never seen in training: success, return, length, sampled and greedy")
    .argument("<file>", "policy-ARM-SEED.json of a training result")
    .option("--episodes <n>", "a level each", "1000")
    .option(
      "--levels <set>",
      "at the end (train's last evaluation), while training, or the first level's seed",
      "at the end",
    )
    .option("--seed <n>", "of dice and draws", "1")
    .option("--workers <n>", "threads (default: as many as the machine offers); 0: none of their own")
    .option("--json", "as JSON on standard output")
    .addHelpText(
      "after",
      "\nExample\n  npx calmhack evaluate-policy calmhack-results/train-1a2b3c4d/policy-truth-1.json --episodes 500",
    )
    .action(async (file, flags) => (await import("./commands/evaluate-policy.js")).evaluatePolicyCommand(file, flags));
}
