/**
 * `calmhack cite RESULT`: what a paper has to name so that others can find and repeat a figure.
 */
import { type EvaluationResult, readResult } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { citeLines, citeRows, decomposeCiteLines, gridCiteLines, trainingCiteLines } from "../cite-lines.js";
import { comparisonCiteLines } from "../compare/cite.js";
import { readComparison } from "../compare/files.js";
import { creditCiteLines, readCredit } from "../credit-files.js";
import { creditLearningCiteLines, readCreditLearning } from "../credit-lab-files.js";
import { readDecomposition } from "../decompose-files.js";
import { sourceLine } from "../decompose-report.js";
import { readGrid } from "../grid-stored.js";
import { jsonText, print } from "../output.js";
import { resultKind } from "../result-kind.js";
import { trainingHead } from "../training-head.js";

export interface CiteFlags {
  readonly json?: true | undefined;
}

function bibtex({ calmhack }: Pick<EvaluationResult, "calmhack">): string {
  return [
    "@software{calmhack,",
    "  title   = {calmhack: judge subgoals, shape rewards},",
    "  author  = {{The calmhack authors}},",
    `  version = {${visible(calmhack, 30)}},`,
    "  year    = {2026}",
    "}",
    "@article{calm2024,",
    "  title   = {Assessing the Zero-Shot Capabilities of LLMs for Action Evaluation in RL},",
    "  journal = {arXiv preprint arXiv:2409.12798},",
    "  year    = {2024}",
    "}",
  ].join("\n");
}

function citeTraining(folder: string, flags: CiteFlags): Promise<void> {
  const head = trainingHead(folder);
  const { calmhack, rules, settings, arms } = head;
  if (flags.json === true)
    return print(
      jsonText({ calmhack, rules, settings, arms: arms.map(({ name, what, form }) => ({ name, what, form })) }),
    );
  return print(
    [
      ...trainingCiteLines(head),
      "Arms:",
      ...arms.map(({ name, what, form }) => `  - ${visible(name)} (${visible(form, 20)}): ${visible(what)}`),
      "",
      bibtex(head),
    ].join("\n"),
  );
}

function citeGrid(folder: string, flags: CiteFlags): Promise<void> {
  const result = readGrid(folder);
  const { calmhack, data, factors, statistics, cells, raters } = result;
  if (flags.json === true) {
    const prompts = cells.map(({ label, hash, template }) => ({ label, id: template.id, hash }));
    const rows = raters.map(({ provenance }) => provenance);
    return print(jsonText({ calmhack, data, factors, statistics, prompts, raters: rows }));
  }
  return print([...gridCiteLines(result), "Raters:", ...citeRows(raters), "", bibtex(result)].join("\n"));
}

function citeSubgoals(folder: string, flags: CiteFlags): Promise<void> {
  const result = readDecomposition(folder);
  const { calmhack, task, prompt, reference, lists } = result;
  const sources = lists.map(({ source }) => source);
  if (flags.json === true) return print(jsonText({ calmhack, task, prompt, reference, lists: sources }));
  const named = lists.map((list) => `  - ${sourceLine(list)}`);
  return print([...decomposeCiteLines(result), "Lists:", ...named, "", bibtex(result)].join("\n"));
}

function citeComparison(folder: string, flags: CiteFlags): Promise<void> {
  const result = readComparison(folder);
  if (flags.json === true) {
    const { calmhack, kind, results } = result;
    if (result.kind === "trainings") return print(jsonText({ calmhack, kind, results, settings: result.settings }));
    const rows = result.rows.map(({ label, letters, prompt, provenance }) => ({ label, letters, prompt, provenance }));
    return print(jsonText({ calmhack, kind, results, statistics: result.statistics, rows }));
  }
  return print([...comparisonCiteLines(result), "", bibtex(result)].join("\n"));
}

function citeCredit(folder: string, flags: CiteFlags): Promise<void> {
  const result = readCredit(folder);
  const { calmhack, rules, policy, against, statistics, parts } = result;
  const rows = parts.map(({ title, rows: all }) => ({
    title,
    rows: all.map(({ name, critic }) => ({ name, critic })),
  }));
  if (flags.json === true) return print(jsonText({ calmhack, rules, policy, against, statistics, parts: rows }));
  return print([...creditCiteLines(result), "", bibtex(result)].join("\n"));
}

function citeCreditLearning(folder: string, flags: CiteFlags): Promise<void> {
  const result = readCreditLearning(folder);
  const { calmhack, rules, study, title, told, worlds, rates, settings, rows } = result;
  if (flags.json === true) {
    const arms = [...new Set(rows.map(({ label }) => label))];
    return print(jsonText({ calmhack, rules, study, title, told, worlds, rates, settings, arms }));
  }
  return print([...creditLearningCiteLines(result), "", bibtex(result)].join("\n"));
}

export async function citeCommand(folder: string, flags: CiteFlags): Promise<void> {
  switch (resultKind(folder)) {
    case "training":
      return citeTraining(folder, flags);
    case "grid":
      return citeGrid(folder, flags);
    case "subgoals":
      return citeSubgoals(folder, flags);
    case "comparison":
      return citeComparison(folder, flags);
    case "credit":
      return citeCredit(folder, flags);
    case "credit learning":
      return citeCreditLearning(folder, flags);
    default:
      return citeEvaluation(folder, flags);
  }
}

async function citeEvaluation(folder: string, flags: CiteFlags): Promise<void> {
  const result = readResult(folder);
  const { data, prompt, statistics, annotators, calmhack, raters } = result;
  if (flags.json === true) {
    return print(
      jsonText({
        calmhack,
        data,
        prompt: { id: prompt.template.id, hash: prompt.hash },
        statistics,
        annotators,
        raters,
      }),
    );
  }
  await print([...citeLines(result), "Rows:", ...citeRows(annotators), "", bibtex(result)].join("\n"));
}
