/**
 * `calmhack demo`, which is `npm start`: a real recorded game, the score of the built-in rows, what to do next. No key,
 * no network.
 */
import { join } from "node:path";
import { loadDataSet } from "../../annotations/index.js";
import { evaluate, presetPrompt, writeResult } from "../../calm/index.js";
import { assetPath, readTraces } from "../../envs/index.js";
import { episodeStrip } from "../episode-strip.js";
import { isColoured, print } from "../output.js";
import { reportFiles } from "../report-files.js";
import { summaryTable } from "../summary.js";
import { tableText } from "../text-table.js";
import { builtInRows } from "./evaluate.js";

const SEED = 1;

export interface DemoFlags {
  readonly out: string;
}

const NEXT = `Try next
  1. your own model     npx calmhack evaluate keyroom --model llama3.1 --base-url http://localhost:11434
                        (any OpenAI-compatible server; with OPENAI_API_KEY set: --model gpt-4o-mini)
  2. where rows err     npx calmhack view RESULT --wrong
  3. your own data      npx calmhack judge my.jsonl --model llama3.1 --base-url http://localhost:11434`;

export async function demoCommand(flags: DemoFlags): Promise<void> {
  const folder = join(flags.out, "demo");
  for await (const episode of readTraces(assetPath("keyroom", "episode.jsonl"))) {
    await print(
      [
        `A recorded game of the real NetHack: ${episode.environment}, seed ${episode.seed}. Fetch the key (, open the door +, reach >.`,
        "",
        ...episodeStrip(episode, isColoured() ? "colour" : "plain"),
        'Look at step 10: it opens the door, and all the game says is "Never mind.". The same two words follow when APPLY',
        "does nothing. Judging such steps is the task: did this step complete the subgoal?",
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
  await writeResult(folder, evaluation, reportFiles(evaluation.result));
  await print(
    [
      `The built-in rows on ${data.items.length} transitions of the real game (data set keyroom, ${data.humanLabels} human labels; truth is the game's state).`,
      "No language model was used: every row is a program. text rules follow written rules; noisy truth knows the labels.",
      "",
      tableText(summaryTable(evaluation.result)),
      "",
      "f/1000: steps with a false reward per 1,000. A good F1 on a balanced set proves nothing: action only, which sees just",
      "the action's name, is perfect there and pays for failed attempts. Your model has to beat it on look-alikes.",
      "",
      `Result: ${folder} (report.html has all tables with intervals)`,
      "",
      NEXT.replace("RESULT", folder),
    ].join("\n"),
  );
}
