/**
 * `calmhack sensitivity DATA`: do verdicts hang on the order and the words of the question? The same transitions, asked
 * again, with the subgoals in other orders, with subgoals and task in other words.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KEYROOM, loadDataSet, type Selection, select, shippedDataSets, viewOf } from "../../annotations/index.js";
import {
  canonicalJson,
  contentHash,
  judging,
  type PromptTemplate,
  prompting,
  promptText,
  requireResultPlace,
  textRules,
} from "../../calm/index.js";
import { InputError, visible, visibleLines, writeFolder } from "../../envs/index.js";
import { dryRunLines } from "../dry-run.js";
import {
  callsText,
  type ModelFlags,
  modelSettings,
  type OpenModel,
  openModels,
  replayedModels,
  stoppable,
  withModels,
} from "../models.js";
import { integerFlag, promptFlag } from "../options.js";
import { jsonText, print } from "../output.js";
import {
  raterLine,
  sensitivityFiles,
  sensitivityHead,
  sensitivityNotes,
  sensitivityTable,
} from "../sensitivity-report.js";
import { type Table, tableText, tableWidth } from "../text-table.js";

export interface SensitivityFlags extends ModelFlags {
  readonly vary?: readonly string[] | undefined;
  readonly wordings?: string | undefined;
  readonly template?: true | undefined;
  readonly prompt?: string | undefined;
  readonly rules?: true | undefined;
  readonly everyItem?: true | undefined;
  readonly split?: string | undefined;
  readonly limit?: string | undefined;
  readonly replay?: readonly string[] | undefined;
  readonly seed: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly show?: string | undefined;
}

function kindsOf(texts: readonly string[] | undefined): readonly prompting.VariantKind[] {
  const names = (texts ?? []).flatMap((text) => text.split(",").map((part) => part.trim()));
  const strange = names.find((name) => !prompting.VARIANT_KINDS.some((kind) => kind === name));
  if (strange !== undefined) {
    throw new InputError(
      `--vary is "${visible(strange, 40)}"; accepted are ${prompting.VARIANT_KINDS.join(", ")}, with commas.`,
    );
  }
  return names.length === 0 ? prompting.VARIANT_KINDS : prompting.VARIANT_KINDS.filter((kind) => names.includes(kind));
}

function wordingsFile(path: string): prompting.Wordings {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new InputError(`There is no file of wordings ${visible(path, 120)} that can be read.`);
  }
  return prompting.parseWordings(text, path);
}

/** A user's own; else those written for KeyRoom, where that is what is asked about; else none. */
function wordingsOf(path: string | undefined, subgoals: ReadonlySet<string>): prompting.Wordings {
  if (path !== undefined) return wordingsFile(path);
  const isKeyroom = KEYROOM.subgoals.every((name) => subgoals.has(name));
  return isKeyroom ? prompting.KEYROOM_WORDINGS : { subgoals: {}, tasks: [] };
}

/** A question that is asked again is another sample. */
const sampleOf = ({ kind }: prompting.Variant["change"]): number => (kind === "again" ? 1 : 0);

function raterOf(
  { annotator, door, parameters }: OpenModel,
  prompt: PromptTemplate,
  stop: AbortSignal,
): prompting.SensitivityRater {
  const { provenance } = annotator;
  const { kind, name, note } = provenance;
  if (kind !== "model" && kind !== "replayed" && kind !== "mock") throw new TypeError(`no model: ${kind}`);
  return {
    provenance,
    annotator: (change) => {
      const own = { ...parameters, sample: sampleOf(change) };
      return stoppable(judging.languageModel({ door, prompt, parameters: own, kind, name, note }), stop);
    },
  };
}

function selectionOf(flags: SensitivityFlags): Selection {
  return {
    size: flags.everyItem === true ? "full" : "default",
    ...(flags.split === undefined ? {} : { split: flags.split }),
    ...(flags.limit === undefined ? {} : { limit: integerFlag("--limit", flags.limit, 1, 1e9) }),
  };
}

export async function sensitivityCommand(dataName: string, flags: SensitivityFlags): Promise<void> {
  const began = Date.now();
  if (flags.template === true) return print(jsonText(prompting.KEYROOM_WORDINGS, 2));
  const kinds = kindsOf(flags.vary);
  const prompt = promptFlag(flags.prompt ?? (shippedDataSets().includes(dataName) ? "crop" : "map"));
  const data = loadDataSet(dataName);
  const selection = selectionOf(flags);
  modelSettings(flags);
  const seed = integerFlag("--seed", flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 100, 1_000_000);
  const views = select(data, selection).map(viewOf);
  const wordings = wordingsOf(flags.wordings, new Set(views.flatMap(({ subgoals }) => subgoals)));
  const planned = prompting.planVariants(views, wordings, kinds);
  const { asked: variants, leftOut } = prompting.differingVariants(planned, views, prompt);
  const asked = variants.map((variant) => ({
    views: views.map((view) => prompting.varied(variant, view).view),
    prompt,
    sample: sampleOf(variant.change),
  }));
  if (flags.show !== undefined) return showVariant(variants, asked, flags.show);
  requireResultPlace(flags.out ?? join("calmhack-results", "new"));
  const texts = asked.map(({ views: own }) => new Set(own.map((view) => promptText(prompt, view))).size);
  const total = texts.reduce((sum, count) => sum + count, 0);
  if (flags.dryRun === true) {
    const lines = variants.map(({ label }, v) => `${visible(label, 100)}: ${texts[v]} texts`);
    const same = leftOut.map((label) => `left out: ${visible(label, 100)} (the prompt shows nothing of it)`);
    const head = `${variants.length} ways of asking, ${views.length} transitions each, ${total} texts per model.`;
    return print([...lines, ...same, head, ...(await dryRunLines(asked, flags))].join("\n"));
  }
  const models = [
    ...openModels(flags, prompt, total),
    ...(flags.replay ?? []).flatMap((path) => replayedModels(path, flags, prompt)),
  ];
  const names = models.map(({ annotator }) => annotator.provenance.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`Two rows would be named "${visible(twice, 60)}"; names must differ.`);
  const run = await withModels(models, (stop) => {
    const asking = models.map((model) => raterOf(model, prompt, stop));
    const rules = textRules(prompt);
    const own = { provenance: rules.provenance, annotator: () => rules };
    const raters = models.length === 0 || flags.rules === true ? [...asking, own] : asking;
    return prompting.runSensitivity({ data, selection, prompt, variants, raters, seed, repetitions });
  });
  const { result } = run;
  const question = {
    data: result.data,
    prompt: result.prompt.hash,
    variants: result.variants,
    statistics: result.statistics,
    raters: result.raters.map(({ provenance }) => provenance),
    parameters: models.map(({ parameters }) => parameters),
  };
  const letters = data.name.replace(/[^\w.-]+/g, "_").slice(0, 40);
  const name = `sensitivity-${letters}-${contentHash(question).slice(0, 8)}`;
  const folder = flags.out ?? join("calmhack-results", name);
  const seconds = (Date.now() - began) / 1000;
  await writeFolder(
    folder,
    new Map([
      ["result.json", `${canonicalJson(result, 1)}\n`],
      ["judgements.jsonl", prompting.sensitivityLines(run)],
      ...sensitivityFiles(result, leftOut),
      ["manifest.json", manifestText(models)],
      ["timing.json", `${JSON.stringify({ seconds }, null, 1)}\n`],
    ]),
  );
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  const body = result.raters.flatMap((rater) =>
    rater.parts
      .filter(({ role }) => role === "declared")
      .flatMap((part) => [
        "",
        raterLine(rater),
        "",
        tableText(fittingTable(result, part)),
        "",
        ...sensitivityNotes(result, rater, part),
      ]),
  );
  const end = `${seconds.toFixed(1)} s. Result: ${visible(folder)} (report.html, flips.csv, result.json)`;
  await print([...sensitivityHead(result, leftOut), ...body, ...models.map(callsText), end].join("\n"));
}

/** All figures where there is room for them. */
function fittingTable(result: prompting.SensitivityResult, part: prompting.SensitivityPart): Table {
  const columns = process.stdout.isTTY ? (process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
  const wide = sensitivityTable(result, part, "wide");
  return tableWidth(wide) <= columns ? wide : sensitivityTable(result, part, "narrow");
}

function manifestText(models: readonly OpenModel[]): string {
  const asked = models.map(({ door, recording }) => ({
    model: door.model,
    recording: recording.name,
    answersFrom: door.answeredBy(),
    totals: door.totals(),
  }));
  const { version, platform } = process;
  return `${JSON.stringify({ written: new Date().toISOString(), node: version, platform, models: asked }, null, 1)}\n`;
}

function showVariant(
  variants: readonly prompting.Variant[],
  asked: readonly { readonly views: Parameters<typeof promptText>[1][]; readonly prompt: PromptTemplate }[],
  label: string,
): Promise<void> {
  const v = variants.findIndex((one) => one.label === label);
  const one = asked[v];
  const [view] = one?.views ?? [];
  if (one === undefined || view === undefined) {
    throw new InputError(`There is no variant "${visible(label, 80)}"; --dry-run lists the ${variants.length}.`);
  }
  return print(visibleLines(promptText(one.prompt, view)).join("\n"));
}
