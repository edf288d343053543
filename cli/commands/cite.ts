/**
 * `calmhack cite RESULT`: what a paper has to name so that others can find and repeat a figure.
 */
import { type EvaluationResult, readResult } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { citeLines, citeRows, trainingCiteLines } from "../cite-lines.js";
import { jsonText, print } from "../output.js";
import { isTraining, trainingHead } from "../training-head.js";

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

export async function citeCommand(folder: string, flags: CiteFlags): Promise<void> {
  if (isTraining(folder)) return citeTraining(folder, flags);
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
  await print([...citeLines(result), "Rows:", ...citeRows(result), "", bibtex(result)].join("\n"));
}
