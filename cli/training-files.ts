/**
 * The result folder of an experiment: figures, curves, tables, terminations, episodes and policies. Every file but the
 * manifest and the timing is the same for the same command.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../calm/index.js";
import { make, packageVersion, worlds, writeEpisodes, writeFolder } from "../envs/index.js";
import {
  type ArmResult,
  compareArms,
  type ExperimentSettings,
  type TrainedArm,
  workFolder,
} from "../experiments/index.js";
import { curvesSvg } from "./curves-svg.js";
import { errorReports } from "./errors-report.js";
import { trainingPage } from "./page/training-page.js";
import { NETWORK_FORMAT, type NetworkFile } from "./policy-file.js";
import { sweepTables } from "./sweep-report.js";
import { csvText, tableMarkdown } from "./text-table.js";
import { armTable, curvesCsv, seedTable, trainNotes } from "./train-report.js";
import { TRAINING_FORMAT } from "./training-head.js";

const REPETITIONS = 2_000;

export interface TrainingResult {
  readonly format: typeof TRAINING_FORMAT;
  readonly calmhack: string;
  /** 0: those of a world of one's own. */
  readonly rules: number;
  readonly settings: ExperimentSettings;
  readonly arms: readonly ArmResult[];
}

const terminationsCsv = (arms: readonly TrainedArm[]): string =>
  csvText(
    ["arm", "seed", "step", "paid_at_step", "episode", "subgoals", "achieved", "bonus"],
    arms.flatMap(({ arm, records }) =>
      records.flatMap(({ seed, terminations }) =>
        terminations.map(({ at, paidAt, episode, subgoals, truth, bonus }) => [
          arm.name,
          ...[seed, at, paidAt, episode, subgoals, truth, bonus].map(String),
        ]),
      ),
    ),
  );

const METRIC_COLUMNS = ["arm", "seed"] as const;

/** A row a stretch of every network's run; absent where no agent has one. */
function metricsCsv(arms: readonly TrainedArm[]): string | undefined {
  const rows = arms.flatMap(({ arm, records }) =>
    records.flatMap(({ seed, metrics = [] }) => metrics.map((figures) => ({ arm: arm.name, seed, figures }))),
  );
  if (rows.length === 0) return undefined;
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  return csvText(
    [...METRIC_COLUMNS, ...names],
    rows.map(({ arm, seed, figures }) => [arm, String(seed), ...names.map((name) => String(figures[name] ?? ""))]),
  );
}

/** Networks of first seeds, to be played anywhere (`calmhack evaluate-policy`). */
function networkFiles(
  { arm, form, settings: { weight }, records }: TrainedArm,
  settings: ExperimentSettings,
): readonly (readonly [string, string])[] {
  const { id, actions } = settings;
  return records.flatMap(({ network, seed }) => {
    if (network === undefined) return [];
    const names = make(id, { actions }).actions;
    const file: NetworkFile = {
      format: NETWORK_FORMAT,
      id,
      rules: worlds.rulesOf(id),
      actions: [...names],
      arm: arm.name,
      source: arm.source,
      form,
      weight,
      seed,
      network,
    };
    return [[`policy-${arm.name.replace(/\W+/g, "-")}-${seed}.json`, `${canonicalJson(file)}\n`] as const];
  });
}

/** The greedy action of every state met, to be played anywhere without us (`peers/minihack/play.py`). */
function policyFiles(
  { arm, settings, records }: TrainedArm,
  { id, actions }: ExperimentSettings,
): readonly (readonly [string, string])[] {
  const names = make(id, { actions }).actions;
  return records.flatMap(({ policy, seed }) => {
    if (policy === undefined) return [];
    const heading = {
      format: "calmhack-policy/1",
      id,
      rules: worlds.rulesOf(id),
      actions: names,
      arm: arm.name,
      seed,
      settings,
    };
    const name = `policy-${arm.name.replace(/\W+/g, "-")}-${seed}.json`;
    return [[name, `${canonicalJson({ ...heading, states: policy })}\n`] as const];
  });
}

async function trainingFiles(
  arms: readonly TrainedArm[],
  settings: ExperimentSettings,
  scratch: string,
): Promise<{ readonly result: TrainingResult; readonly files: ReadonlyMap<string, string> }> {
  const compared = compareArms(arms, { budget: settings.steps, repetitions: REPETITIONS });
  const result: TrainingResult = {
    format: TRAINING_FORMAT,
    calmhack: packageVersion(),
    rules: worlds.rulesOf(settings.id),
    settings,
    arms: compared,
  };
  const title = `Does a judge help? ${settings.id}`;
  const tables = [armTable(compared), seedTable(compared)] as const;
  const notes = trainNotes(compared, settings);
  const curves = { title, budget: settings.steps, arms: compared };
  const played = arms.flatMap(({ records }) => records.flatMap((record) => record.played ?? []));
  const episodesPath = join(scratch, "episodes.jsonl");
  await writeEpisodes(episodesPath, played);
  const more = [...sweepTables(compared), ...errorReports(compared)];
  const metrics = metricsCsv(arms);
  const swept = more.map(({ heading, table }) => `**${heading}**\n\n${tableMarkdown(table)}`);
  const body = [...tables.map(tableMarkdown), ...swept, notes.map((line) => `- ${line}`).join("\n")];
  const files = new Map([
    ["result.json", `${canonicalJson(result, 1)}\n`],
    ["report.md", `# ${title}\n\n${body.join("\n\n")}\n`],
    ["report.html", trainingPage(result)],
    ["curves.svg", curvesSvg(curves)],
    ["curves.csv", curvesCsv(compared)],
    ["terminations.csv", terminationsCsv(arms)],
    ["episodes.jsonl", readFileSync(episodesPath, "utf8")],
    ...arms.flatMap((arm) => [...policyFiles(arm, settings), ...networkFiles(arm, settings)]),
    ...(metrics === undefined ? [] : [["metrics.csv", metrics] as const]),
  ]);
  return { result, files };
}

export interface Written {
  readonly folder: string;
  /** Where runs were kept until now; removed when the folder stands. */
  readonly work: string;
  readonly workers: number;
  readonly seconds: number;
}

/** Writes the folder as a whole. */
export async function writeTraining(
  trained: readonly TrainedArm[],
  settings: ExperimentSettings,
  { folder, work, workers, seconds }: Written,
): Promise<TrainingResult> {
  const { result, files } = await trainingFiles(trained, settings, work);
  const manifest = { written: new Date().toISOString(), node: process.version, platform: process.platform, workers };
  await writeFolder(
    folder,
    new Map([
      ...files,
      ["manifest.json", `${JSON.stringify(manifest, null, 1)}\n`],
      ["timing.json", `${JSON.stringify({ seconds }, null, 1)}\n`],
    ]),
  );
  workFolder(work).remove();
  return result;
}
