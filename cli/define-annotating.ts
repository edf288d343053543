/**
 * The commands around labels that people give; each loads what it needs when it is called.
 */
import type { Command } from "@commander-js/extra-typings";

export function defineAnnotating(program: Command): void {
  program
    .command("annotate")
    .description("label steps yourself: one key per subgoal, saved after every key")
    .argument("<data>", "keyroom, a data-set folder, or a JSONL file, labelled or not")
    .requiredOption("--as <rater>", "who labels: human:NAME, or script:NAME for a program")
    .option("--items <n>", "steps to label; 40 take about ten minutes", "40")
    .option("--repeat <share>", "share of them that comes a second time, for agreement with oneself", "0.1")
    .option("--split <name>", "only this split: dev or test")
    .option("--instructions <file>", "a text file with instructions of your own")
    .option("--script <file>", "answers of a scripted rater, JSON lines of id and labels; needs no terminal")
    .option("--out <file>", "the label file (default: labels.RATER.jsonl)")
    .addHelpText(
      "after",
      `
Examples
  npx calmhack annotate keyroom --as human:ann
  npx calmhack annotate my.jsonl --as human:ann --items 100

Stopped or killed, the same command goes on where it was.`,
    )
    .action(async (data, flags) => (await import("./commands/annotate.js")).annotateCommand(data, flags));

  program
    .command("agreement")
    .description("how far raters agree, with each other and with themselves, and where they do not")
    .argument("<data>", "what they labelled")
    .argument("<labels...>", "their label files, one of each rater")
    .option("--seed <n>", "of the bootstrap", "1")
    .option("--repetitions <n>", "of the bootstrap", "2000")
    .option("--out <folder>", "where view finds the items (default: calmhack-results/, named by the files)")
    .option("--json", "as JSON")
    .option("--adjudicate <file>", "decide the items on which raters differ; a label file of its own")
    .option("--as <rater>", "with --adjudicate: who decides, human:NAME or script:NAME")
    .option("--instructions <file>", "with --adjudicate: a text file with instructions of your own")
    .option("--script <file>", "with --adjudicate: answers of a scripted rater; needs no terminal")
    .addHelpText(
      "after",
      `
Examples
  npx calmhack agreement keyroom labels.human-ann.jsonl labels.human-bob.jsonl
  npx calmhack agreement keyroom labels.human-*.jsonl --adjudicate labels.decided.jsonl --as human:eve`,
    )
    .action(async (data, labels, flags) =>
      (await import("./commands/agreement.js")).agreementCommand(data, labels, flags),
    );
}
