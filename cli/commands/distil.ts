/**
 * `calmhack distil DATA`: a small classifier learns from a judge's answers and is measured on episodes held out. Its file
 * then judges in `evaluate`, `judge` and `train`, without a call.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DataSet, dataSets, loadDataSet, shippedDataSets, type Transition } from "../../annotations/index.js";
import { canonicalJson, distilling } from "../../calm/index.js";
import { InputError, visible, writeWhole } from "../../envs/index.js";
import { curveTable, distilSentences, doubtTable, falseRewardTable, judgeLines, kappaTable } from "../distil-report.js";
import { openTeacher, type TeacherFlags } from "../distil-teacher.js";
import { withModels } from "../models.js";
import { integerFlag, numberFlag, promptFlag } from "../options.js";
import { jsonText, print } from "../output.js";
import { tableText } from "../text-table.js";

export interface DistilFlags extends TeacherFlags {
  readonly test?: string | undefined;
  readonly trainShare?: string | undefined;
  readonly prompt?: string | undefined;
  readonly handOver: string;
  readonly curve: string;
  readonly seed: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

const SHARES = [0, 0.01, 0.02, 0.05, 0.1, 0.2];

interface Halves {
  readonly learning: readonly Transition[];
  readonly selection: string;
  readonly held: readonly Transition[];
}

/** Episodes to learn from and episodes held out. */
function halvesOf(data: DataSet, test: DataSet | undefined, flags: DistilFlags, seed: number): Halves {
  const { trainShare } = flags;
  if (test !== undefined) {
    if (trainShare !== undefined) throw new InputError("--train-share splits the data; --test holds out other data.");
    if (test.hash === data.hash) throw new InputError("--test is the data that is learned from; leave it out.");
    return { learning: data.items, selection: "all of it", held: test.items };
  }
  const of = (items: readonly Transition[], split: string) => items.filter((item) => item.split === split);
  const isSplit = of(data.items, "dev").length > 0 && of(data.items, "test").length > 0;
  if (trainShare === undefined && isSplit) {
    return { learning: of(data.items, "dev"), selection: "split dev", held: of(data.items, "test") };
  }
  const devShare = numberFlag("--train-share", trainShare ?? "0.5", 0, 1);
  const items = dataSets.splitByEpisode(data.items, { seed, devShare });
  return {
    learning: of(items, "dev"),
    selection: `${devShare} of the episodes, seed ${seed}`,
    held: of(items, "test"),
  };
}

function sizesFlag(text: string): readonly number[] {
  if (text === "none") return [];
  return [...new Set(text.split(",").map((part) => integerFlag("--curve", part.trim(), 1, 1e6)))].sort((a, b) => a - b);
}

function requirePlace(path: string): void {
  if (!path.endsWith(".json")) throw new InputError(`--out is ${visible(path, 120)}; a judge file ends in .json.`);
  if (existsSync(path) && !statSync(path).isFile()) throw new InputError(`${visible(path)} is there and is no file.`);
}

const isLabelled = ({ labels }: Transition): boolean => labels?.some((label) => label !== "unanswered") ?? false;

export async function distilCommand(dataName: string, flags: DistilFlags): Promise<void> {
  const seed = integerFlag("--seed", flags.seed, 0, 2 ** 31 - 1);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 100, 1_000_000);
  const handOver = numberFlag("--hand-over", flags.handOver, 0, 0.9);
  const sizes = sizesFlag(flags.curve);
  if (flags.out !== undefined) requirePlace(flags.out);
  const data = loadDataSet(dataName, { labels: "optional" });
  const test = flags.test === undefined ? undefined : loadDataSet(flags.test);
  // As in evaluate, so that a recording made by it is found again.
  const prompt = promptFlag(flags.prompt ?? (shippedDataSets().includes(dataName) ? "crop" : "map"));
  const { learning: chosen, selection, held: rest } = halvesOf(data, test, flags, seed);
  const sets = test === undefined ? [data] : [data, test];
  const { teacher: open, models } = openTeacher(flags, { data: sets, prompt, seed });
  const labelled = rest.filter(isLabelled);
  const { teacher, answers, heldAnswers } = await withModels(models, async (stop) => {
    const found = open(stop);
    return { teacher: found, answers: await found.answers(chosen), heldAnswers: await found.answers(labelled) };
  });
  const learning = {
    data: { name: data.name, version: data.version, hash: data.hash },
    selection,
    items: chosen,
    answers,
    teacher,
    seed,
  };
  const distilled = distilling.distil(learning);
  const judge = handOver === 0 ? distilled.judge : distilled.unsureOf(handOver);
  const asked = labelled.flatMap((_, i) => (heldAnswers[i]!.failure?.reason === "not asked" ? [] : [i]));
  const from = test ?? data;
  const held = {
    data: { name: from.name, version: from.version, hash: from.hash },
    items: asked.map((i) => labelled[i]!),
    answers: asked.map((i) => heldAnswers[i]!),
  };
  const measures = await distilling.measure(distilled, learning, held, { seed, repetitions, sizes, shares: SHARES });
  const out = flags.out ?? join("calmhack-results", `judge-${judge.hash.slice(0, 8)}.json`);
  requirePlace(out);
  await writeWhole(out, `${canonicalJson(judge)}\n`);
  if (flags.json === true) return print(jsonText({ file: out, hash: judge.hash, teacher: judge.teacher, ...measures }));
  await print(
    [
      ...judgeLines(judge),
      "",
      tableText(kappaTable(measures)),
      "",
      tableText(falseRewardTable(measures)),
      "",
      "Learning curve: all held out, any flagged, by the number of the teacher's answers",
      tableText(curveTable(measures)),
      "",
      "The student judges, and asks its teacher where it is unsure (all held out, any flagged)",
      tableText(doubtTable(measures)),
      "",
      ...distilSentences(judge, measures),
      `Intervals: 95 %, bootstrap by episode (seed ${seed}, ${repetitions} repetitions). Unanswered counts as wrong.`,
      "",
      `Judge: ${visible(out)} (${judge.hash.slice(0, 12)}); use it with: npx calmhack evaluate ${visible(flags.test ?? dataName, 80)} --judge ${visible(out)}`,
    ].join("\n"),
  );
}
