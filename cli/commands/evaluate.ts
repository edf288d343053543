/**
 * `calmhack evaluate DATA`: the built-in rows and any models on a data set, scored against its labels.
 */
import { join } from "node:path";
import {
  type Annotator,
  type DataSet,
  floors,
  labelling,
  loadDataSet,
  noisyTruth,
  type Selection,
  select,
  shippedDataSets,
  viewOf,
} from "../../annotations/index.js";
import {
  contentHash,
  type Evaluation,
  evaluate,
  type PromptTemplate,
  promptText,
  requireResultPlace,
  textRules,
  writeResult,
} from "../../calm/index.js";
import { InputError, visible } from "../../envs/index.js";
import { distilledRows, doubtRows } from "../distilled-rows.js";
import { dryRunText } from "../dry-run.js";
import { type ImportFlags, ownAnnotators, ownModules } from "../import-flag.js";
import { readJudges } from "../judge-flag.js";
import {
  callsText,
  type ModelFlags,
  type OpenModel,
  openModels,
  replayedModels,
  rowsOfModel,
  stoppable,
  withModels,
} from "../models.js";
import { integerFlag, noiseFlag, promptFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";
import { headLines } from "../report.js";
import { reportFiles } from "../report-files.js";
import { reportSections } from "../report-sections.js";
import { type SamplingFlags, samplingOf } from "../sampling.js";
import { summaryNote, summaryTable } from "../summary.js";
import { tableText, tableWidth } from "../text-table.js";
import { unusedLabels } from "../unused-labels.js";

const RESULTS = "calmhack-results";

export interface EvaluateFlags extends ModelFlags, SamplingFlags, ImportFlags {
  readonly annotator?: readonly string[] | undefined;
  readonly full?: true | undefined;
  readonly split?: string | undefined;
  readonly limit?: string | undefined;
  readonly prompt?: string | undefined;
  readonly replay?: readonly string[] | undefined;
  readonly judge?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly noise: string;
  readonly seed: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly dryRun?: true | undefined;
}

function selectionOf(flags: EvaluateFlags): Selection {
  return {
    size: flags.full === true ? "full" : "default",
    ...(flags.split === undefined ? {} : { split: flags.split }),
    ...(flags.limit === undefined ? {} : { limit: integerFlag("--limit", flags.limit, 1, 1e9) }),
  };
}

/** Rows that need no model. Floors learn from the whole data set, never from the episode they judge. */
export function builtInRows(data: DataSet, prompt: PromptTemplate, seed: number, noise: string): readonly Annotator[] {
  const labelled = data.items;
  return [...floors(labelled, seed), noisyTruth(labelled, noiseFlag(noise), seed), textRules(prompt)];
}

/** Where a result goes unless told: the same question has the same folder. */
function resultFolder(evaluation: Evaluation, parameters: unknown): string {
  const { data, prompt, statistics, annotators } = evaluation.result;
  const question = { data, prompt: prompt.hash, statistics, rows: annotators.map((row) => row.provenance), parameters };
  const letters = data.name.replace(/[^\w.-]+/g, "_").slice(0, 40);
  return join(RESULTS, `${letters}-${contentHash(question).slice(0, 8)}`);
}

/** The report as terminal text: all figures where there is room for them, the main ones elsewhere. */
export function reportText(evaluation: Pick<Evaluation, "result">, columns: number): string {
  const wide = reportSections(evaluation.result, "wide");
  const fits = wide.every(({ tables }) => tables.every((table) => tableWidth(table) <= columns));
  const chosen = fits ? wide : reportSections(evaluation.result, "narrow");
  const body = chosen.flatMap(({ title, tables, notes }) => [
    ["", title.toUpperCase()].join("\n"),
    ...tables.map((table) => `\n${tableText(table)}`),
    ...notes,
  ]);
  const summary = summaryTable(evaluation.result);
  return [
    ...headLines(evaluation.result),
    ...(summary === undefined ? [] : ["", tableText(summary), summaryNote(evaluation.result)]),
    ...body,
  ].join("\n");
}

/** A row is found by its name. */
function requireDifferentNames(rows: readonly Pick<Annotator, "provenance">[]): void {
  const names = rows.map(({ provenance }) => provenance.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`Two rows would be named "${visible(twice, 60)}"; names must differ.`);
}

function manifest(models: readonly OpenModel[]): string {
  const asked = models.map(({ door, recording, parameters }) => ({
    model: door.model,
    // A replay asks nobody.
    ...(recording.mode === "replay" ? {} : { server: door.server }),
    answersFrom: door.answeredBy(),
    dialect: door.dialect() ?? "not asked",
    parameters,
    recording: recording.name,
    totals: door.totals(),
  }));
  return `${JSON.stringify({ written: new Date().toISOString(), node: process.version, platform: process.platform, models: asked }, null, 1)}\n`;
}

/** What is scored against what, besides the models. */
interface Setting {
  readonly data: DataSet;
  readonly rows: (prompt: PromptTemplate, seed: number, noise: string) => readonly Annotator[];
  readonly given: readonly labelling.GivenRow[];
  readonly ratings: readonly labelling.Ratings[];
}

/** The truth as the reference, raters as columns beside it; with --reference, one rater's labels in its place. */
function settingOf(dataName: string, flags: EvaluateFlags): Setting {
  const { labels = [], reference } = flags;
  const data = loadDataSet(dataName, { labels: labels.length === 0 ? "needed" : "optional" });
  const ratings = labelling.readRatings(labels, data);
  const people = ratings.filter(({ rater }) => rater.kind === "human").length;
  const isLabelled = data.items.some((item) => item.labels?.some((label) => label !== "unanswered"));
  if (reference === undefined) {
    if (!isLabelled) {
      throw new InputError(`${visible(dataName)} holds no labels of its own; name one of the raters with --reference.`);
    }
    const counted = { ...data, humanLabels: data.humanLabels + people };
    return { data: counted, rows: (...about) => builtInRows(data, ...about), given: [], ratings };
  }
  const chosen = ratings.find(({ rater }) => rater.name === labelling.parseRater(reference).name);
  if (chosen === undefined) {
    const names = ratings.map(({ rater }) => rater.name).join(", ") || "none";
    throw new InputError(
      `--reference is ${visible(reference, 60)}; accepted is a rater of the --labels given (${names}).`,
    );
  }
  const shown = labelling.referenced(data, chosen, ratings, "all");
  const others = ratings.filter((one) => one !== chosen).map((one) => labelling.ratedRow(one, "first"));
  return {
    data: shown,
    // No simulated errors: they are made from the truth, which is a row here and not the reference.
    rows: (prompt, seed) => [...floors(shown.items, seed), textRules(prompt)],
    given: [...(isLabelled ? [labelling.ownRow(data)] : []), ...others],
    ratings: [],
  };
}

export async function evaluateCommand(dataName: string, flags: EvaluateFlags): Promise<void> {
  const began = Date.now();
  const { data, rows: rowsOf, given, ratings } = settingOf(dataName, flags);
  const unused = unusedLabels(data, flags.labels ?? []);
  const selection = selectionOf(flags);
  const prompt = promptFlag(flags.prompt ?? (shippedDataSets().includes(dataName) ? "crop" : "map"));
  const sampling = samplingOf(flags);
  const seed = integerFlag("--seed", flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 100, 1_000_000);
  const mine = ownAnnotators(await ownModules(flags), flags.annotator);
  const views = select(data, selection).map(viewOf);
  const judges = readJudges(flags.judge ?? []);
  const rows = [...rowsOf(prompt, seed, flags.noise), ...distilledRows(judges, views), ...mine];
  // Refused now rather than after the last paid answer.
  requireResultPlace(flags.out ?? join(RESULTS, "new"));
  if (flags.dryRun === true) return print(await dryRunText(views, prompt, flags, sampling));
  const expected = new Set(views.map((view) => promptText(prompt, view))).size;
  const models = [
    ...openModels(flags, prompt, expected, sampling),
    ...(flags.replay ?? []).flatMap((path) => replayedModels(path, flags, prompt, sampling)),
  ];
  const single = models.map(({ annotator }) => annotator);
  const asked = [...models.flatMap(rowsOfModel), ...doubtRows(judges, single)];
  const prices = new Map(
    models.flatMap((model) => {
      const { price } = model;
      return price === undefined ? [] : rowsOfModel(model).map(({ provenance }) => [provenance.name, price] as const);
    }),
  );
  requireDifferentNames([...rows, ...asked, ...given]);
  const evaluation = await withModels(models, (stop) => {
    const annotators = [...rows, ...asked.map((annotator) => stoppable(annotator, stop))];
    return evaluate({ data, selection, prompt, annotators, given, ratings, prices, seed, repetitions });
  });
  const folder =
    flags.out ??
    resultFolder(evaluation, [
      ...models.map(({ parameters, door }) => ({ ...parameters, server: door.source.server ?? "any" })),
      ...ratings.map(({ hash }) => hash),
    ]);
  const seconds = (Date.now() - began) / 1000;
  const extra = new Map([
    ...reportFiles(evaluation),
    ["manifest.json", manifest(models)] as const,
    [
      "timing.json",
      `${JSON.stringify({ seconds, calls: models.map(({ door }) => door.totals().calls) }, null, 1)}\n`,
    ] as const,
  ]);
  await writeResult(folder, evaluation, extra);
  if (flags.json === true) {
    await print(jsonText({ ...evaluation.result, folder }));
  } else {
    const columns = process.stdout.isTTY ? (process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
    await print(reportText(evaluation, columns));
    await print(closing(models, seconds, folder));
  }
  for (const { door, recording } of models) {
    const { notAsked } = door.totals();
    if (recording.mode === "append" || notAsked === 0) continue;
    remark(
      `${visible(recording.name)} holds no answer to ${notAsked} questions as they are asked here; temperature, token limit, samples and log-probabilities must be those of the recording.`,
    );
  }
  const silent = unheard(evaluation.result);
  if (unused !== undefined) remark(unused);
  if (silent > 0) remark(`${silent} answers did not arrive (transport); the same command asks for them again.`);
}

/** Answers that did not arrive. The samples of a majority hold those of the single row, too. */
function unheard({ annotators, votes = [] }: Evaluation["result"]): number {
  const sampled = votes.reduce((sum, { failures }) => sum + (failures.transport ?? 0), 0);
  return votes.length > 0 ? sampled : annotators.reduce((sum, row) => sum + (row.failures.transport ?? 0), 0);
}

function closing(models: readonly OpenModel[], seconds: number, folder: string): string {
  return [
    "",
    ...models.map(callsText),
    `${seconds.toFixed(1)} s. Result: ${visible(folder)} (report.html, result.json); look at errors with: npx calmhack view ${visible(folder)} --wrong`,
  ].join("\n");
}
