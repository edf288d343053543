/**
 * `calmhack demo`, which is `npm start`: a real recorded game, the score of the built-in rows, what a bonus does for an
 * agent, what to do next. No key, no network.
 */
import { join } from "node:path";
import { loadDataSet } from "../../annotations/index.js";
import { evaluate, presetPrompt, writeResult } from "../../calm/index.js";
import { assetPath, conforming } from "../../envs/index.js";
import { trainingDemo } from "../demo-training.js";
import { episodeStrip } from "../episode-strip.js";
import { isColoured, print } from "../output.js";
import { reportFiles } from "../report-files.js";
import { summaryNote, summaryTable } from "../summary.js";
import { tableText } from "../text-table.js";
import { builtInRows } from "./evaluate.js";

const SEED = 1;

export interface DemoFlags {
  readonly out: string;
  readonly skipTraining?: true | undefined;
}

const nextSteps = (result: string, training: string): string => `Try next
  1. does your own model judge better? (any OpenAI-compatible server; here ollama)
     npx calmhack evaluate keyroom --model llama3.1 --base-url http://localhost:11434
  2. where do rows err?
     npx calmhack view ${result} --wrong
  3. judge your own transitions
     npx calmhack judge my.jsonl --model llama3.1 --base-url http://localhost:11434
  4. would a judge with such errors help an agent?
     npx calmhack train MiniHack-KeyRoom-S5-v0 --errors-of ${result} --seeds 3
  5. watch what was learned
     npx calmhack view ${training}`;

export async function demoCommand(flags: DemoFlags): Promise<void> {
  const folder = join(flags.out, "demo");
  for await (const episode of conforming.readTraces(assetPath("keyroom", "episode.jsonl"))) {
    await print(
      [
        `A recorded game of the real NetHack (${episode.environment}, seed ${episode.seed}):`,
        "fetch the key (, open the door +, walk to >. Marked: subgoals that the game's state",
        "shows achieved.",
        "",
        ...episodeStrip(episode, isColoured() ? "colour" : "plain"),
        `Step ${episode.steps.length} walks onto >: the goal.`,
        'Look at step 10: it opens the door, and all the game says is "Never mind.". The',
        "same words follow when APPLY does nothing. Judging such steps is the task: did",
        "this step achieve the subgoal?",
        "",
      ].join("\n"),
    );
  }
  const data = loadDataSet("keyroom");
  const prompt = presetPrompt("crop");
  const annotators = builtInRows(data, prompt, SEED, "0.01/0.1");
  const evaluation = await evaluate({
    data,
    selection: { size: "full" },
    prompt,
    annotators,
    seed: SEED,
    repetitions: 1000,
  });
  await writeResult(folder, evaluation, reportFiles(evaluation));
  const summary = summaryTable(evaluation.result);
  await print(
    [
      `${data.items.length} transitions of the real game (data set keyroom), judged by built-in rows.`,
      `Truth is the game's state; ${data.humanLabels} human labels. No language model was used: every`,
      "row is a program. The text rules follow written rules; the noisy truth knows the",
      "labels and errs.",
      "",
      ...(summary === undefined ? [] : [tableText(summary)]),
      "",
      summaryNote(evaluation.result),
      "A good F1 on a balanced set proves nothing: action only, which sees just the",
      "action's name, is perfect there and falls for look-alikes.",
      "",
      `Result: ${folder} (report.html has all tables, with intervals)`,
      "",
    ].join("\n"),
  );
  const training = flags.skipTraining === true ? [] : [...(await trainingDemo(flags.out)), ""];
  await print([...training, nextSteps(folder, join(flags.out, "demo-s15"))].join("\n"));
}
