/**
 * The card of a data set, generated from its manifest and its items alone, so that it can be recomputed by anybody
 * (`calmhack validate`) and never says more than the data.
 */
import { DefaultMap } from "mnemonist";
import { partOf } from "./dataset.js";
import type { DataSetManifest } from "./dataset-manifest.js";
import type { Transition } from "./transition.js";

function tally<T>(items: readonly T[], key: (item: T) => string): readonly (readonly [string, number])[] {
  const counts = new DefaultMap<string, number>(() => 0);
  for (const item of items) counts.set(key(item), counts.get(key(item)) + 1);
  return [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const achieved = (item: Transition): string =>
  item.subgoals.filter((_, i) => item.labels?.[i] === "yes").join(" + ") || "neither";

const environment = (item: Transition): string => item.episode?.split(" ")[0] ?? "unknown";

function partSection(name: string, items: readonly Transition[]): string {
  const episodes = new Set(items.map((item) => item.episode)).size;
  const kinds = tally(
    items.filter((item) => item.kind !== undefined),
    (item) => item.kind ?? "",
  );
  return [
    `## ${name}`,
    `${items.length} transitions from ${episodes} episodes.`,
    table(["achieved", "transitions"], tally(items, achieved)),
    table(["environment", "transitions"], tally(items, environment)),
    table(
      ["action", "transitions"],
      tally(items, (item) => item.action),
    ),
    table(
      ["split", "transitions"],
      tally(items, (item) => item.split ?? "none"),
    ),
    ...(kinds.length === 0 ? [] : [table(["kind", "transitions"], kinds)]),
  ].join("\n\n");
}

function provenanceLines(provenance: DataSetManifest["provenance"]): string {
  return Object.entries(provenance)
    .map(([key, value]) => `- ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}

/** Markdown; ends with a line break. */
export function cardText(manifest: DataSetManifest, items: readonly Transition[]): string {
  const sections = manifest.parts.map((part) =>
    partSection(
      part.name,
      items.filter((item) => partOf(item) === part.name),
    ),
  );
  return `${[
    `# ${manifest.name} ${manifest.version}`,
    `Generated from the data; \`calmhack validate ${manifest.name}\` recomputes it. SHA-256 of the transitions: ${manifest.sha256}.`,
    `${items.length} transitions, ${manifest.humanLabels} human labels. ${manifest.labels}`,
    table(
      ["part", "transitions", "default subset"],
      manifest.parts.map((part) => [part.name, part.items, part.subset]),
    ),
    ...sections,
    "## Provenance",
    provenanceLines(manifest.provenance),
  ].join("\n\n")}\n`;
}
