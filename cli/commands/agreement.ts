/**
 * `calmhack agreement DATA LABELS…`: how far raters agree, with each other and with themselves, and where they do not;
 * with --adjudicate, a further file of labels for just those items.
 */
import { join } from "node:path";
import { type DataSet, labelling, loadDataSet, type Transition } from "../../annotations/index.js";
import { contentHash, evaluate, presetPrompt, requireResultPlace, writeResult } from "../../calm/index.js";
import { InputError, packageVersion, visible } from "../../envs/index.js";
import {
  AGREEMENT_NOTES,
  columnNotes,
  columnTable,
  disagreementLine,
  peopleText,
  raterSummary,
  raterTable,
} from "../agreement-report.js";
import { requireHand, requireKeyboard, sit } from "../annotating-run.js";
import { readScript } from "../annotating-script.js";
import { integerFlag } from "../options.js";
import { jsonText, print } from "../output.js";
import { type AgreementPageInput, agreementPage } from "../page/agreement-page.js";
import { tableText } from "../text-table.js";
import { instructionsFlag, windowOf } from "./annotate.js";

const RESULTS = "calmhack-results";
/** More are in the result folder and in --json. */
const LISTED = 20;

export interface AgreementFlags {
  readonly seed: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly adjudicate?: string | undefined;
  readonly as?: string | undefined;
  readonly instructions?: string | undefined;
  readonly script?: string | undefined;
}

const onceEach = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** What the raters said of an item, in numbers: an adjudicator need not know who said what. */
function votesOn(ratings: readonly labelling.Ratings[]) {
  return (item: Transition): readonly string[] =>
    item.subgoals.map((_, i) => {
      const said = ratings.flatMap(({ first }) => first.get(item.id)?.verdicts[i] ?? []);
      const count = (verdict: string) => said.filter((one) => one === verdict).length;
      const unsure = count("unanswered") === 0 ? "" : `, ${count("unanswered")} unsure`;
      return `${count("yes")} yes, ${count("no")} no${unsure}`;
    });
}

async function adjudicate(
  dataName: string,
  data: DataSet,
  ratings: readonly labelling.Ratings[],
  found: labelling.Agreement,
  flags: AgreementFlags,
): Promise<void> {
  const { adjudicate: path = "", as } = flags;
  if (as === undefined) throw new InputError("--adjudicate needs --as human:NAME, who decides.");
  const rater = labelling.parseRater(as);
  requireHand(rater, flags.script);
  const ids = onceEach(found.disagreements.map(({ id }) => id));
  if (ids.length === 0) throw new InputError("There is nothing to adjudicate: no two raters differ.");
  if (ratings.some((one) => one.path === path)) throw new InputError(`${visible(path)} is one of the files compared.`);
  const script = flags.script === undefined ? undefined : readScript(flags.script);
  requireKeyboard(script);
  const window = windowOf(dataName);
  const said = await sit({
    data,
    rater,
    path,
    instructions: instructionsFlag(flags.instructions, window),
    window,
    adjudicates: ratings.map(({ rater: { name }, hash }) => ({ rater: name, hash })),
    ids,
    repeat: 0,
    script,
    votes: votesOn(ratings),
  });
  await print(`${rater.name}, on ${ids.length} items that raters disagree on: ${said}\nLabels: ${visible(path)}`);
}

/**
 * A result that `view` opens: the first rater as the reference and the others as rows; of a single rater, the second time
 * as the row. Its tables are for evaluations, so none is written; agreement.json holds what was printed, and the page shows it.
 */
async function writeViewable(
  dataName: string,
  data: DataSet,
  ratings: readonly labelling.Ratings[],
  summary: Omit<AgreementPageInput, "calmhack" | "items" | "window" | "notesOn">,
  out: string | undefined,
): Promise<string | undefined> {
  const [reference, ...others] = ratings;
  if (reference === undefined || (others.length === 0 && reference.second.size === 0)) return undefined;
  const given =
    others.length === 0
      ? [labelling.ratedRow(reference, "second")]
      : others.map((one) => labelling.ratedRow(one, "first"));
  const shown = labelling.referenced(data, reference, ratings, "any");
  const items = shown.items.filter(({ id }) => others.length > 0 || reference.second.has(id));
  const evaluation = await evaluate({
    data: { ...shown, items },
    selection: { size: "full" },
    prompt: presetPrompt(windowOf(dataName)),
    annotators: [],
    given,
    ...summary.statistics,
  });
  const files = contentHash({ data: data.hash, files: ratings.map(({ hash }) => hash) }).slice(0, 8);
  const folder = out ?? join(RESULTS, `agreement-${files}`);
  const page = agreementPage({
    ...summary,
    calmhack: packageVersion(),
    items: data.items,
    window: windowOf(dataName),
    notesOn: (id) => ratings.map(({ first }) => first.get(id)?.note ?? ""),
  });
  await writeResult(
    folder,
    evaluation,
    new Map([
      ["agreement.json", `${jsonText(summary, 1)}\n`],
      ["report.html", page],
    ]),
  );
  return folder;
}

function openWith(folder: string, found: labelling.Agreement, ratings: readonly labelling.Ratings[]): string {
  const first = found.disagreements[0];
  const row = ratings.find(({ rater }, i) => i > 0 && first?.said[i] !== first?.said[0] && rater.name !== "");
  const name = row?.rater.name ?? ratings[1]?.rater.name ?? `${ratings[0]?.rater.name}, second time`;
  const item = first === undefined ? "" : ` --item ${visible(first.id, 60)}`;
  return `Look at them: npx calmhack view ${visible(folder)} --row "${visible(name, 60)}"${item === "" ? " --wrong" : item}`;
}

export async function agreementCommand(
  dataName: string,
  paths: readonly string[],
  flags: AgreementFlags,
): Promise<void> {
  const seed = integerFlag("--seed", flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 100, 1_000_000);
  const data = loadDataSet(dataName, { labels: "optional" });
  const ratings = labelling.readRatings(paths, data);
  if (flags.adjudicate === undefined) requireResultPlace(flags.out ?? join(RESULTS, "new"));
  const found = labelling.agreement(data.items, ratings, { seed, repetitions });
  if (flags.adjudicate !== undefined) return adjudicate(dataName, data, ratings, found, flags);
  const raters = ratings.map(raterSummary);
  const about = { name: data.name, version: data.version, hash: data.hash };
  const summary = { format: "calmhack-agreement/1", data: about, statistics: { seed, repetitions }, raters, ...found };
  const folder = await writeViewable(dataName, data, ratings, summary, flags.out);
  if (flags.json === true) return print(jsonText({ ...summary, ...(folder === undefined ? {} : { folder }) }));
  const { disagreements } = found;
  const more = disagreements.length - LISTED;
  const instructions = onceEach(raters.map((one) => one.instructions));
  await print(
    [
      `${visible(data.name)} ${visible(data.version)} (data ${data.hash.slice(0, 12)}): ${peopleText(raters)}.`,
      "",
      tableText(raterTable(raters)),
      ...(instructions.length > 1 ? [`They labelled under ${instructions.length} different instructions.`] : []),
      ...found.columns.flatMap((column) => [
        ...(column.pairs.length === 0 ? [] : ["", tableText(columnTable(column))]),
        ...columnNotes(column, raters.length),
      ]),
      "",
      ...AGREEMENT_NOTES,
      `Seed ${seed}, ${repetitions} repetitions.`,
      ...(raters.length < 2
        ? []
        : [
            "",
            disagreements.length === 0 ? "No two raters differ." : `Raters differ on ${disagreements.length}:`,
            ...disagreements.slice(0, LISTED).map((one) => `  ${disagreementLine(one, ratings)}`),
            ...(more > 0 ? [`  and ${more} more (--json lists all)`] : []),
          ]),
      ...(folder === undefined ? [] : [openWith(folder, found, ratings), `Result: ${visible(folder)}`]),
      ...(disagreements.length === 0
        ? []
        : [`Decide them: the same command with --adjudicate labels.decided.jsonl --as human:NAME`]),
    ].join("\n"),
  );
}
