/**
 * `npm run bench [-- --json]`: the speeds that a user waits for, on the built package. Each figure is the median of five
 * readings (of an id's speed, one); those of the engine are taken in a process each and by the processor's time. Compare
 * ratios, not machines. `npm run bench -- ids`: the speed of every id alone.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Answers, loadDataSet, scorecard, type Transition, viewOf } from "calmhack/annotations";
import {
  DEFAULT_PARAMETERS,
  judging,
  openDoor,
  openRecording,
  parseVerdicts,
  presetPrompt,
  prompting,
} from "calmhack/calm";
import { randomStream } from "calmhack/envs";
import { ENGINE, IDS } from "./engine.js";
import type { Reading } from "./reading.js";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** For the text output only. */
  readonly note?: string;
}

const RUNS = 5;

async function medianSeconds(work: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await work();
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds.sort((a, b) => a - b)[(RUNS - 1) / 2] ?? 0;
}

const data = loadDataSet("keyroom");
const prompt = presetPrompt("crop");
const stream = randomStream(1, "bench");

/** A recording of one made-up answer per item, opened afresh in each run: reading the file is part of the figure. */
async function fromRecording(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "calmhack-bench-"));
  const path = join(folder, "recording.jsonl");
  const writer = openRecording(path);
  const views = data.items.map(viewOf);
  for (const view of views) {
    const request = prompting.judgeRequest(view, "bench", prompt, DEFAULT_PARAMETERS);
    const text = JSON.stringify(Object.fromEntries(view.subgoals.map((name) => [name, stream.below(2) === 1])));
    const answer = { ok: true, text, finish: "stop", tokensIn: 600, tokensOut: 20, usage: "reported" } as const;
    writer.keep({ request, answer, server: "http://bench", at: "2026-01-01T00:00:00.000Z" });
  }
  writer.close();
  const seconds = await medianSeconds(async () => {
    const recording = openRecording(path, { mode: "replay" });
    const door = openDoor({ model: "bench", recording });
    const options = { door, prompt, parameters: DEFAULT_PARAMETERS, kind: "replayed", note: "" } as const;
    const judged = await judging.languageModel(options).annotate(views);
    if (judged.some(({ failure }) => failure !== undefined)) throw new Error("an answer was not found or not read");
  });
  rmSync(folder, { recursive: true });
  return { name: "judgements/from-recording", value: views.length / seconds, unit: "1/s" };
}

/** Answers as models write them: fenced, after a thought, as a Python dictionary, plain. */
async function parsing(): Promise<Figure> {
  const names = ["pick up the key", "open the door"];
  const styles = [
    (a: boolean, b: boolean) => JSON.stringify({ [names[0]!]: a, [names[1]!]: b }),
    (a: boolean, b: boolean) =>
      `Here you are:\n\`\`\`json\n${JSON.stringify({ [names[0]!]: a, [names[1]!]: b }, null, 2)}\n\`\`\``,
    (a: boolean, b: boolean) =>
      `<think>The message says so.</think>{'${names[0]}': ${a ? "True" : "False"}, '${names[1]}': ${b ? "True" : "False"},}`,
    (a: boolean, b: boolean) => `The step did this. {"achieved": {"${names[0]}": "${a}", "${names[1]}": "${b}"}}`,
  ];
  const answers = Array.from({ length: 20_000 }, () =>
    styles[stream.below(4)]!(stream.below(2) === 1, stream.below(2) === 1),
  );
  const seconds = await medianSeconds(() => {
    for (const answer of answers) {
      if (parseVerdicts(answer, names).failure !== undefined) throw new Error(`not read: ${answer}`);
    }
  });
  return { name: "answers/parsed", value: answers.length / seconds, unit: "1/s" };
}

/** Ten annotators on 10,000 items of 2,000 episodes: 100,000 judgements. */
async function scoring(): Promise<Figure> {
  const items: Transition[] = Array.from({ length: 10_000 }, (_, i) => ({
    ...data.items[i % data.items.length]!,
    id: `item ${i}`,
    episode: `episode ${i % 2_000}`,
    part: "all",
  }));
  const answers: Answers[] = Array.from({ length: 10 }, (_, a) => ({
    provenance: { kind: a < 5 ? "floor" : "model", name: `annotator ${a}`, note: "" },
    judgements: items.map((item) => ({
      verdicts: item.subgoals.map((_, s) =>
        stream.below(10) === 0 ? (stream.below(2) === 0 ? "yes" : "no") : (item.labels?.[s] ?? "no"),
      ),
    })),
  }));
  const seconds = await medianSeconds(() => scorecard(items, answers, { seed: 1, repetitions: 2_000 }));
  return { name: "scorecard/100k-judgements-2000-repetitions", value: seconds, unit: "s" };
}

/** The engine: each reading in a process of its own, so that none profits from what another has warmed up. */
function engine(name: string, runs = RUNS): Figure {
  const path = fileURLToPath(new URL("./engine.ts", import.meta.url));
  const readings = Array.from({ length: runs }, (): Reading => {
    const told = execFileSync(process.execPath, [...process.execArgv, path, name], { encoding: "utf8" });
    return JSON.parse(told);
  });
  return { name, ...readings.sort((a, b) => a.value - b.value)[(runs - 1) / 2]! };
}

const others = Object.keys(ENGINE).filter((name) => !IDS.includes(name));
const figures: Figure[] = IDS.map((name) => engine(name, 1));
if (!process.argv.includes("ids")) {
  figures.push(...others.map((name) => engine(name)), await fromRecording(), await parsing(), await scoring());
}
const shown = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toFixed(2));
if (process.argv.includes("--json")) {
  console.log(JSON.stringify(figures.map(({ name, value, unit }) => ({ name, value, unit }))));
} else {
  for (const { name, value, unit, note } of figures) {
    console.log(`${name.padEnd(44)} ${shown(value)} ${unit}${note === undefined ? "" : ` (${note})`}`);
  }
}
