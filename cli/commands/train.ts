/**
 * `calmhack train ID`: would a judge help an agent? Tabular Q-learning on a KeyRoom or a world of one's own, arms x paired seeds on all cores. A
 * command that was stopped or killed goes on where it was.
 */
import { join } from "node:path";
import { own } from "../../annotations/index.js";
import { contentHash, requireResultPlace } from "../../calm/index.js";
import { InputError, visible } from "../../envs/index.js";
import { type ArmSpec, askedJudge, distilledArm, type RunSpec, runExperiment } from "../../experiments/index.js";
import { curvesText } from "../curves-text.js";
import { errorReports } from "../errors-report.js";
import { ownModules } from "../import-flag.js";
import { readJudges } from "../judge-flag.js";
import { stoppable, withModels } from "../models.js";
import { jsonText, print } from "../output.js";
import { sweepTables } from "../sweep-report.js";
import { tableText } from "../text-table.js";
import { type AskedFlags, askedJudges } from "../train-asked.js";
import { type TrainFlags, trainArms, trainSettings, workersFlag } from "../train-flags.js";
import { keepOnInterrupt, openTrainProgress } from "../train-progress.js";
import { armTable, trainNotes } from "../train-report.js";
import { writeTraining } from "../training-files.js";

/** An arm is found by its name. */
function requireDifferentNames(arms: readonly ArmSpec[]): void {
  const names = arms.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`Two arms would be named "${visible(twice, 60)}"; names must differ.`);
}

async function keeping<T>(work: string, run: () => Promise<T>): Promise<T> {
  const forget = keepOnInterrupt(work);
  try {
    return await run();
  } finally {
    forget();
  }
}

export async function trainCommand(id: string, flags: TrainFlags & AskedFlags): Promise<void> {
  const began = Date.now();
  const modules = await ownModules(flags);
  const settings = trainSettings(id, flags, modules);
  const task = own.taskOf(id);
  const judges = readJudges(flags.judge ?? []);
  const named = [...trainArms(id, flags, modules), ...judges.map(({ judge, name }) => distilledArm(judge, name, task))];
  const { models, arms: askedArms, annotators, prompt } = askedJudges(id, flags, modules, judges);
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
      const { filter } = source;
      return askedJudge(stop === undefined ? annotator : stoppable(annotator, stop), { filter, task, prompt });
    };
    return runExperiment({ arms, settings, folder: work, workers, asked, modules, onRun: openTrainProgress() });
  };
  const trained = models.length === 0 ? await keeping(work, run) : await withModels(models, run);
  const seconds = (Date.now() - began) / 1000;
  const result = await writeTraining(trained, settings, { folder, work, workers, seconds });
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  const columns = process.stdout.isTTY ? (process.stdout.columns ?? 80) : 100;
  const title = `Does a judge help? ${id}`;
  await print(
    [
      tableText(armTable(result.arms)),
      "",
      ...[...sweepTables(result.arms), ...errorReports(result.arms)].flatMap(({ heading, table }) => [
        heading,
        tableText(table),
        "",
      ]),
      ...curvesText({ title, budget: settings.steps, arms: result.arms }, columns),
      "",
      ...trainNotes(result.arms, settings),
      "",
      `${seconds.toFixed(1)} s. Result: ${visible(folder)} (report.html, result.json); episodes: npx calmhack view ${visible(folder)}`,
    ].join("\n"),
  );
}
