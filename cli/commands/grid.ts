/**
 * `calmhack grid DATA`: which part of the prompt matters? Cells of CALM's prompt parts, each asked on the same
 * transitions, compared with the base cell.
 */
import { join } from "node:path";
import {
  loadDataSet,
  type Selection,
  select,
  shippedDataSets,
  transitionText,
  viewOf,
} from "../../annotations/index.js";
import {
  canonicalJson,
  contentHash,
  judging,
  prompting,
  promptText,
  requirePrompt,
  requireResultPlace,
  textRules,
} from "../../calm/index.js";
import { InputError, visible, visibleLines, writeFolder } from "../../envs/index.js";
import { dryRunLines } from "../dry-run.js";
import { gridFiles } from "../grid-files.js";
import { ablationTable, gridHead, gridNotes, raterLine } from "../grid-report.js";
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
import { integerFlag } from "../options.js";
import { jsonText, print } from "../output.js";
import { tableText } from "../text-table.js";

export interface GridFlags extends ModelFlags {
  readonly vary?: readonly string[] | undefined;
  readonly base?: readonly string[] | undefined;
  readonly words?: string | undefined;
  readonly full?: true | undefined;
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

type Cell = prompting.Cell;

const listOf = (texts: readonly string[] | undefined): readonly string[] =>
  (texts ?? []).flatMap((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  );

function wordsOf(flag: string | undefined, dataName: string): "crop" | "map" {
  const words = flag ?? (shippedDataSets().includes(dataName) ? "crop" : "map");
  if (words === "crop" || words === "map") return words;
  throw new InputError(
    `--words is "${visible(words, 40)}"; accepted is crop (NetHack's signs are explained) or map (any world).`,
  );
}

function planOf(dataName: string, flags: GridFlags): prompting.GridPlan {
  return prompting.planGrid({
    base: wordsOf(flags.words, dataName),
    start: listOf(flags.base),
    vary: listOf(flags.vary),
    design: flags.full === true ? "full" : "one at a time",
  });
}

function selectionOf(flags: GridFlags): Selection {
  return {
    size: flags.everyItem === true ? "full" : "default",
    ...(flags.split === undefined ? {} : { split: flags.split }),
    ...(flags.limit === undefined ? {} : { limit: integerFlag("--limit", flags.limit, 1, 1e9) }),
  };
}

/** A model as a rater of every cell; a recording must hold answers to each of the prompts. */
function raterOf(
  { annotator, door, recording, parameters }: OpenModel,
  cells: readonly Cell[],
  stop: AbortSignal,
): prompting.GridRater {
  const { provenance } = annotator;
  const { kind, name, note } = provenance;
  if (recording.mode === "replay") {
    for (const { template, hash } of cells) {
      requirePrompt(recording, door.model, { id: template.id, hash }, door.source.answerer);
    }
  }
  if (kind !== "model" && kind !== "replayed" && kind !== "mock") throw new TypeError(`no model: ${kind}`);
  return {
    provenance,
    annotator: ({ template }) =>
      stoppable(judging.languageModel({ door, prompt: template, parameters, kind, name, note }), stop),
  };
}

function rulesRater([base]: readonly Cell[]): readonly prompting.GridRater[] {
  if (base === undefined) return [];
  return [{ provenance: textRules(base.template).provenance, annotator: ({ template }) => textRules(template) }];
}

function showCell(
  cells: readonly Cell[],
  label: string,
  views: Parameters<typeof prompting.cellViews>[1],
): Promise<void> {
  const cell = cells.find((one) => one.label === label);
  if (cell === undefined) {
    throw new InputError(`The grid has no cell "${visible(label, 80)}"; --dry-run lists its ${cells.length} cells.`);
  }
  const [view] = prompting.cellViews(cell, views);
  const text = view === undefined ? "" : promptText(cell.template, view);
  return print(`Prompt ${cell.template.id} (${cell.hash.slice(0, 12)})\n\n${visibleLines(text).join("\n")}`);
}

export async function gridCommand(dataName: string, flags: GridFlags): Promise<void> {
  const began = Date.now();
  const plan = planOf(dataName, flags);
  const { cells, base } = plan;
  const data = loadDataSet(dataName);
  const selection = selectionOf(flags);
  modelSettings(flags);
  const seed = integerFlag("--seed", flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 100, 1_000_000);
  const views = select(data, selection).map(viewOf);
  if (flags.show !== undefined) return showCell(cells, flags.show, views);
  requireResultPlace(flags.out ?? join("calmhack-results", "new"));
  const asked = cells.map((cell) => ({ views: prompting.cellViews(cell, views), prompt: cell.template }));
  const texts = asked.map(({ views: own, prompt }) => new Set(own.map((view) => promptText(prompt, view))).size);
  const total = texts.reduce((sum, count) => sum + count, 0);
  if (flags.dryRun === true) {
    const lines = cells.map(({ label, template }, k) => `${visible(label, 60)}: ${texts[k]} texts, ${template.id}`);
    const left = plan.leftOut.map(({ label, why }) => `left out: ${visible(label, 60)} (${why})`);
    const head = `${cells.length} cells, ${views.length} transitions each, ${total} texts per model.`;
    return print([...lines, ...left, head, ...(await dryRunLines(asked, flags))].join("\n"));
  }
  const first = cells[0]!.template;
  const models = [
    ...openModels(flags, first, total),
    ...(flags.replay ?? []).flatMap((path) => replayedModels(path, flags, first)),
  ];
  const names = models.map(({ annotator }) => annotator.provenance.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`Two rows would be named "${visible(twice, 60)}"; names must differ.`);
  const grid = await withModels(models, (stop) => {
    const asking = models.map((model) => raterOf(model, cells, stop));
    const rules = models.length === 0 || flags.rules === true ? rulesRater(cells) : [];
    return prompting.runGrid({ data, selection, plan, raters: [...asking, ...rules], seed, repetitions });
  });
  const { result } = grid;
  const question = {
    data: result.data,
    cells: cells.map(({ hash }) => hash),
    statistics: result.statistics,
    raters: result.raters.map(({ provenance }) => provenance),
    parameters: models.map(({ parameters }) => parameters),
  };
  const letters = data.name.replace(/[^\w.-]+/g, "_").slice(0, 40);
  const folder = flags.out ?? join("calmhack-results", `grid-${letters}-${base}-${contentHash(question).slice(0, 8)}`);
  const totals = models.map(({ door, recording }) => ({
    model: door.model,
    recording: recording.name,
    answersFrom: door.answeredBy(),
    totals: door.totals(),
  }));
  await writeFolder(
    folder,
    new Map([
      ["result.json", `${canonicalJson(result, 1)}\n`],
      ["items.jsonl", `${grid.items.map(transitionText).join("\n")}\n`],
      ["judgements.jsonl", prompting.gridJudgementLines(grid)],
      ...gridFiles(result),
      [
        "manifest.json",
        `${JSON.stringify({ written: new Date().toISOString(), node: process.version, platform: process.platform, models: totals }, null, 1)}\n`,
      ],
      ["timing.json", `${JSON.stringify({ seconds: (Date.now() - began) / 1000 }, null, 1)}\n`],
    ]),
  );
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  const body = result.raters.flatMap((rater) => [
    "",
    raterLine(rater),
    "",
    tableText(ablationTable(result, rater)),
    "",
    ...gridNotes(result, rater),
  ]);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  await print(
    [
      ...gridHead(result),
      ...body,
      ...models.map(callsText),
      `${seconds} s. Result: ${visible(folder)} (report.html, cells.csv, result.json); look at a cell with: npx calmhack view ${visible(folder)} --cell LABEL`,
    ].join("\n"),
  );
}
