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
}
