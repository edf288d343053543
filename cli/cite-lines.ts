/**
 * What a paper has to name so that others can find and repeat the figures of an evaluation: lines for the terminal and
 * the page.
 */

import type { Provenance } from "../annotations/index.js";
import type { EvaluationResult, prompting } from "../calm/index.js";
import { visible } from "../envs/index.js";
import type { ExperimentSettings } from "../experiments/index.js";
import type { DecomposeResult } from "./decompose-report.js";
import { humanLabels } from "./report.js";
import { rulesText } from "./train-report.js";

/** All but the rows and the references. */
export function citeLines(result: EvaluationResult): readonly string[] {
  const { data, prompt, statistics, calmhack, raters } = result;
  return [
    `calmhack ${visible(calmhack)}`,
    dataLine(data),
    `Labels: ${visible(data.labels)} ${humanLabels(data.humanLabels)}.`,
    ...(raters?.columns ?? []).map(
      ({ rater, part, when, hash, instructions }) =>
        `Rater ${visible(rater, 60)}: ${part.items} transitions, ${visible(when, 30)}, label file SHA-256 ${visible(hash, 64)}, instructions ${visible(instructions, 64)}.`,
    ),
    `Prompt: ${visible(prompt.template.id)}, SHA-256 ${visible(prompt.hash)}.`,
    `Statistics: unanswered as wrong; Wilson and episode-bootstrap 95 % intervals, seed ${statistics.seed}, ${statistics.repetitions} repetitions.`,
  ];
}

/** Rows as a list: who judged, and the note with model, server, date. */
export const citeRows = (annotators: readonly { readonly provenance: Provenance }[]): readonly string[] =>
  annotators.map(
    ({ provenance }) =>
      `  - ${visible(provenance.name)} (${visible(provenance.kind, 20)}): ${visible(provenance.note)}`,
  );

/** Of a training result; its arms apart. */
export function trainingCiteLines({
  calmhack,
  rules,
  settings: { id, steps, seeds, evaluateEvery, modules },
}: {
  readonly calmhack: string;
  readonly rules: number;
  readonly settings: {
    readonly id: string;
    readonly steps: number;
    readonly seeds: number;
    readonly evaluateEvery: number;
    readonly modules?: ExperimentSettings["modules"];
  };
}): readonly string[] {
  return [
    `calmhack ${visible(calmhack)}`,
    `Environment: ${visible(id)}, ${rulesText(rules, modules)}${rules === 0 ? "" : " (a re-implementation; no NetHack was played)"}.`,
    `Seeds 1 to ${seeds}, budget ${steps} steps, evaluated every ${evaluateEvery}; all settings in result.json.`,
  ];
}

/** Of a prompt grid; its prompts stand in result.json. */
export function gridCiteLines({ calmhack, data, factors, statistics, cells }: prompting.GridResult): readonly string[] {
  const base = cells[0];
  return [
    `calmhack ${visible(calmhack)}`,
    dataLine(data),
    `Labels: ${visible(data.labels)} ${humanLabels(data.humanLabels)}.`,
    `Prompt grid: ${visible(factors.design, 40)}, ${cells.length} cells, factors version ${factors.version}${base === undefined ? "" : `, base ${visible(base.template.id, 80)}, SHA-256 ${visible(base.hash, 64)}`}; every cell's words and hash are in result.json.`,
    `Statistics: unanswered as wrong; episode-bootstrap 95 % intervals, seed ${statistics.seed}, ${statistics.repetitions} repetitions; ${visible(statistics.correction, 300)}.`,
  ];
}

export const dataLine = (data: EvaluationResult["data"]): string =>
  `Data: ${visible(data.name)} ${visible(data.version)}, SHA-256 ${visible(data.hash)}; ${visible(data.selection)}, ${data.items} of ${data.of} transitions.`;

/** Of lists of subgoals; who named them apart. */
export function decomposeCiteLines({ calmhack, task, prompt, reference, lists }: DecomposeResult): readonly string[] {
  return [
    `calmhack ${visible(calmhack)}`,
    `Task: ${visible(task, 600)}`,
    // Preset lists were asked of nobody.
    ...(lists.some(({ source }) => source.kind !== "preset")
      ? [`Question: ${visible(prompt.id, 80)}, SHA-256 ${visible(prompt.hash, 64)}.`]
      : []),
    ...(reference === undefined
      ? []
      : [
          `Matched on ${reference.transitions} transitions of ${visible(reference.data.name, 60)} ${visible(reference.data.version, 30)}, SHA-256 ${visible(reference.data.hash, 64)}.`,
        ]),
  ];
}
