/**
 * `calmhack train ID`: would a judge help an agent? Tabular Q-learning on a KeyRoom, arms x paired seeds on all cores. A
 * command that was stopped or killed goes on where it was.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson, contentHash, requireResultPlace } from "../../calm/index.js";
import { InputError, make, packageVersion, RULES, visible, writeEpisodes, writeFolder } from "../../envs/index.js";
import {
  type ArmResult,
  type ArmSpec,
  askedJudge,
  compareArms,
  type ExperimentSettings,
  type RunDone,
  type RunSpec,
  runExperiment,
  type TrainedArm,
  workFolder,
} from "../../experiments/index.js";
import { curvesSvg } from "../curves-svg.js";
import { curvesText } from "../curves-text.js";
import { stoppable, withModels } from "../models.js";
import { jsonText, print, remark } from "../output.js";
import { sweepTables } from "../sweep-report.js";
import { csvText, tableMarkdown, tableText } from "../text-table.js";
import { type AskedFlags, askedJudges } from "../train-asked.js";
import { type TrainFlags, trainArms, trainSettings, workersFlag } from "../train-flags.js";
import { armTable, curvesCsv, seedTable, trainNotes } from "../train-report.js";
import { trainingHtml } from "../training-report.js";

const REPETITIONS = 2_000;
const FORMAT = "calmhack-training/2";

export interface TrainingResult {
  readonly format: typeof FORMAT;
  readonly calmhack: string;
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

/** The greedy action of every state met, to be played anywhere without us (`peers/minihack/play.py`). */
function policyFiles(
  { arm, settings, records }: TrainedArm,
  { id, actions }: ExperimentSettings,
): readonly (readonly [string, string])[] {
  const names = make(id, { actions }).actions;
  return records.flatMap(({ policy, seed }) => {
    if (policy === undefined) return [];
    const heading = { format: "calmhack-policy/1", id, rules: RULES, actions: names, arm: arm.name, seed, settings };
    const name = `policy-${arm.name.replace(/\W+/g, "-")}-${seed}.json`;
    return [[name, `${canonicalJson({ ...heading, states: policy })}\n`] as const];
  });
}

function progress({ phase, arm, seed, done, of, record }: RunDone): void {
  const came = record.stepsTo90 === undefined ? "not within the budget" : `${record.stepsTo90} steps`;
  remark(`${phase === "tuning" ? "tuning " : ""}${done} of ${of}: ${visible(arm, 60)}, seed ${seed}: ${came}`);
}

/** Trains, and gives the result with the files of its folder. */
export async function trainingFiles(
  arms: readonly TrainedArm[],
  settings: ExperimentSettings,
  scratch: string,
): Promise<{ readonly result: TrainingResult; readonly files: ReadonlyMap<string, string> }> {
  const compared = compareArms(arms, { budget: settings.steps, repetitions: REPETITIONS });
  const result: TrainingResult = {
    format: FORMAT,
    calmhack: packageVersion(),
    rules: RULES,
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
  const sweep = sweepTables(compared);
  const swept = sweep.map(({ heading, table }) => `**${heading}**\n\n${tableMarkdown(table)}`);
  const body = [...tables.map(tableMarkdown), ...swept, notes.map((line) => `- ${line}`).join("\n")];
  const files = new Map([
    ["result.json", `${canonicalJson(result, 1)}\n`],
    ["report.md", `# ${title}\n\n${body.join("\n\n")}\n`],
    [
      "report.html",
      trainingHtml({
        title,
        sections: [
          { heading: "Steps to 90 %", table: tables[0], notes },
          ...sweep.map(({ heading, table }) => ({ heading, table, notes: [] })),
          { heading: "Curves and seeds", svg: curvesSvg(curves), notes: [] },
          { heading: "Seed by seed, and settings", table: tables[1], notes: [] },
        ],
      }),
    ],
    ["curves.svg", curvesSvg(curves)],
    ["curves.csv", curvesCsv(compared)],
    ["terminations.csv", terminationsCsv(arms)],
    ["episodes.jsonl", readFileSync(episodesPath, "utf8")],
    ...arms.flatMap((arm) => policyFiles(arm, settings)),
  ]);
  return { result, files };
}

/** An arm is found by its name. */
function requireDifferentNames(arms: readonly ArmSpec[]): void {
  const names = arms.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`Two arms would be named "${visible(twice, 60)}"; names must differ.`);
}

export async function trainCommand(id: string, flags: TrainFlags & AskedFlags): Promise<void> {
  const began = Date.now();
  const settings = trainSettings(id, flags);
  const named = trainArms(flags);
  const { models, arms: askedArms, annotators } = askedJudges(flags);
  const arms = [...named, ...askedArms];
  requireDifferentNames(arms);
  const folder = flags.out ?? join("calmhack-results", `train-${contentHash({ settings, arms }).slice(0, 8)}`);
  requireResultPlace(folder);
  const work = `${folder}.work`;
  const workers = workersFlag(flags.workers);
  const run = (stop?: AbortSignal) => {
    const asked = ({ arm: { name, source } }: RunSpec) => {
      const annotator = annotators.get(name);
      if (annotator === undefined || source.kind !== "asked") throw new RangeError(`nobody answers for ${name}`);
      return askedJudge(stop === undefined ? annotator : stoppable(annotator, stop), source.filter);
    };
    return runExperiment({ arms, settings, folder: work, workers, asked, onRun: progress });
  };
  const trained = models.length === 0 ? await run() : await withModels(models, run);
  const { result, files } = await trainingFiles(trained, settings, work);
  const seconds = (Date.now() - began) / 1000;
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
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  const columns = process.stdout.isTTY ? (process.stdout.columns ?? 80) : 100;
  const title = `Does a judge help? ${id}`;
  await print(
    [
      tableText(armTable(result.arms)),
      "",
      ...sweepTables(result.arms).flatMap(({ heading, table }) => [heading, tableText(table), ""]),
      ...curvesText({ title, budget: settings.steps, arms: result.arms }, columns),
      "",
      ...trainNotes(result.arms, settings),
      "",
      `${seconds.toFixed(1)} s. Result: ${visible(folder)} (report.html, result.json); episodes: npx calmhack view ${visible(folder)}`,
    ].join("\n"),
  );
}
