/**
 * What a paper has to name of a comparison: each result with its data, prompt or environment, the rows or arms, and how
 * the differences were tested.
 */
import { visible } from "../../envs/index.js";
import { citeRows, dataLine, trainingCiteLines } from "../cite-lines.js";
import { humanLabels } from "../report.js";
import type { Comparison } from "./shapes.js";

export function comparisonCiteLines(result: Comparison): readonly string[] {
  const head = `calmhack ${visible(result.calmhack)}`;
  const name = ({ letter, folder, hash, calmhack }: Comparison["results"][number]) =>
    `${letter}: ${visible(folder, 60)}, result.json SHA-256 ${visible(hash, 64)}, made by calmhack ${visible(calmhack, 30)}.`;
  if (result.kind === "trainings") {
    const arms = result.arms.map(
      ({ name: arm, form, what }) => `  - ${visible(arm)} (${visible(form, 20)}): ${visible(what)}`,
    );
    const settings = result.settings.map(
      ({ name: one, values }) => `  - ${visible(one)}: ${values.map((value) => visible(value, 80)).join(" / ")}`,
    );
    return [
      head,
      ...result.results.flatMap((one) => [name(one), ...trainingCiteLines(one).slice(1)]),
      ...(settings.length === 0 ? [] : ["Settings that differ:", ...settings]),
      "Arms:",
      ...arms,
    ];
  }
  const { seed, repetitions, correction, comparisons } = result.statistics;
  const tested =
    result.unpaired === null
      ? `Paired differences: ${comparisons} pairs, episode-bootstrap 95 % intervals, seed ${seed}, ${repetitions} repetitions; ${visible(correction, 200)}.`
      : `No paired differences: ${visible(result.unpaired, 400)}.`;
  return [
    head,
    ...result.results.flatMap((one) => [
      name(one),
      dataLine(one.data),
      `Labels: ${visible(one.data.labels)} ${humanLabels(one.data.humanLabels)}.`,
      `Prompt: ${visible(one.prompt.id)}, SHA-256 ${visible(one.prompt.hash)}.`,
    ]),
    tested,
    "Rows:",
    ...citeRows(result.rows.map(({ label, provenance }) => ({ provenance: { ...provenance, name: label } }))),
  ];
}
