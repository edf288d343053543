/**
 * The command that distils a judge; it loads what it needs when it is called.
 */
import type { Command } from "@commander-js/extra-typings";
import { collect, withModelFlags } from "./model-flags.js";

export function defineDistilling(program: Command): void {
  withModelFlags(
    program
      .command("distil")
      .description("train a small classifier on a judge's answers, and measure it on episodes held out")
      .argument("<data>", "keyroom, a data-set folder, or a JSONL file: learned from by its split dev")
      .option("--replay <file>", "teacher: a model of a recording; nothing is asked")
      .option("--teacher <result>", "teacher: a row of a result folder on this data, named with --row")
      .option("--row <name>", "which row of --teacher, or which model of --replay")
      .option("--labels <file>", "teacher: the labels of a person or a script (annotate)")
      .option("--rules", "teacher: the text rules (a program, no model)")
      .option("--noise <fp/fn>", "teacher: simulated, the labels with errors at these rates")
      .option("--errors <fall>", "with --noise: independent, or by-text", "independent")
      .option("--confuse <kind>", "simulated: takes this kind of look-alikes for achieved, always; repeat", collect)
      .option("--test <data>", "held out: these data instead of the split test")
      .option("--train-share <share>", "split by episode anew: this share to learn from")
      .option("--prompt <name>", "what the teacher reads: crop, screen, map, or a JSON file")
      .option("--hand-over <share>", "share of the answers to be unsure of (left unanswered, or asked)", "0")
      .option("--curve <n,…>", "numbers of answers for the learning curve, or none", "100,200,500,1000,2000")
      .option("--seed <n>", "of draws, folds, the bootstrap and a simulated teacher", "1")
      .option("--repetitions <n>", "of the bootstrap", "2000")
      .option("--out <file>", "the judge file, .json (default: calmhack-results/, named by its hash)")
      .option("--json", "the measures as JSON on standard output"),
  )
    .addHelpText(
      "after",
      `
Examples
  npx calmhack distil keyroom --replay calmhack-recordings/FILE.jsonl
  npx calmhack distil my-keyroom --test keyroom --teacher RESULT --row llama3.1
  npx calmhack distil keyroom --train-share 0.5 --noise 0.05/0.1 --out judge.json
  npx calmhack evaluate keyroom --full --split test --judge judge.json
  npx calmhack train MiniHack-KeyRoom-S5-v0 --judge judge.json`,
    )
    .action(async (data, flags) => (await import("./commands/distil.js")).distilCommand(data, flags));

  program
    .command("distil-study")
    .description("when is a student better than its teacher? simulated teachers, students of more and more answers")
    .argument("[id]", "a KeyRoom's id", "MiniHack-KeyRoom-S5-v0")
    .option(
      "--noise <rates>",
      "teachers: a list of FP/FN, each with independent errors and by text",
      "0.01/0.1,0.05/0.1,0.05/0.4",
    )
    .option("--confuse <kind>", "teachers: takes this kind of look-alikes for achieved (default: two kinds)", collect)
    .option(
      "--answers <n,…>",
      "how many answers are learned from, of transitions as collect draws them",
      "100,300,1000",
    )
    .option("--natural-answers <n,…>", "the same at the natural rate of play, or none", "300,1000,3000")
    .option("--held-out <n>", "steps held out, at the natural rate", "3000")
    .option("--seeds <n>", "seeds, two at least", "5")
    .option("--out <folder>", "the result folder", "calmhack-results/distil-study")
    .option("--json", "the result as JSON on standard output")
    .addHelpText("after", "\nExample\n  npx calmhack distil-study --seeds 10 --out study\nSame command, same bytes.")
    .action(async (id, flags) => (await import("./commands/distil-study.js")).distilStudyCommand(id, flags));
}
