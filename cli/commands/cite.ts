/**
 * `calmhack cite RESULT`: what a paper has to name so that others can find and repeat a figure.
 */
import { type EvaluationResult, readResult } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { jsonText, print } from "../output.js";
import { humanLabels } from "../report.js";
import { rulesText } from "../train-report.js";
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
  const { id, steps, seeds, evaluateEvery } = settings;
  return print(
    [
      `calmhack ${visible(calmhack)}`,
      `Environment: ${visible(id)}, ${rulesText(rules, settings.modules)}${rules === 0 ? "" : " (a re-implementation; no NetHack was played)"}.`,
      `Seeds 1 to ${seeds}, budget ${steps} steps, evaluated every ${evaluateEvery}; all settings in result.json.`,
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
  const rows = annotators.map(
    ({ provenance }) =>
      `  - ${visible(provenance.name)} (${visible(provenance.kind, 20)}): ${visible(provenance.note)}`,
  );
  await print(
    [
      `calmhack ${visible(calmhack)}`,
      `Data: ${visible(data.name)} ${visible(data.version)}, SHA-256 ${visible(data.hash)}; ${visible(data.selection)}, ${data.items} of ${data.of} transitions.`,
      `Labels: ${visible(data.labels)} ${humanLabels(data.humanLabels)}.`,
      ...(raters?.columns ?? []).map(
        ({ rater, part, when, hash, instructions }) =>
          `Rater ${visible(rater, 60)}: ${part.items} transitions, ${visible(when, 30)}, label file SHA-256 ${visible(hash, 64)}, instructions ${visible(instructions, 64)}.`,
      ),
      `Prompt: ${visible(prompt.template.id)}, SHA-256 ${visible(prompt.hash)}.`,
      `Statistics: unanswered as wrong; Wilson and episode-bootstrap 95 % intervals, seed ${statistics.seed}, ${statistics.repetitions} repetitions.`,
      "Rows:",
      ...rows,
      "",
      bibtex(result),
    ].join("\n"),
  );
}
