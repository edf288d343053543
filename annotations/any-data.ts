/**
 * Transitions from wherever they lie: a shipped data set, a data-set folder, a folder of the Hub, JSONL, CSV, Parquet.
 */
import { existsSync } from "node:fs";
import { assetPath, InputError, visible, writeFolder, writeWhole } from "../envs/index.js";
import { dataSetFiles, isDataSetFolder, loadDataSet, readManifest, shippedDataSets } from "./dataset-file.js";
import type { DataSetManifest } from "./dataset-manifest.js";
import { placeDataSet } from "./dataset-place.js";
import { hubFiles, isHubFolder, readHubFolder, requireHubPlace } from "./hub-folder.js";
import { type SplitOptions, splitByEpisode } from "./split.js";
import { isTable, readTable, tableContent } from "./table-file.js";
import type { Transition } from "./transition.js";
import { readTransitions, transitionText } from "./transition-file.js";

export interface AnyData {
  readonly items: readonly Transition[];
  /** Of a data set of ours, also when it lies in a folder of the Hub. */
  readonly manifest: DataSetManifest | undefined;
  readonly form: "data set" | "hub" | "file";
}

function throwFirst(entries: readonly (Transition | InputError)[]): readonly Transition[] {
  return entries.map((entry) => {
    if (entry instanceof InputError) throw entry;
    return entry;
  });
}

function requireDifferentIds(items: readonly Transition[], path: string): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) throw new InputError(`${visible(path)}: the id "${visible(id, 60)}" is used twice.`);
    seen.add(id);
  }
}

async function readFrom(path: string): Promise<AnyData> {
  const folder = shippedDataSets().includes(path) ? assetPath(path) : path;
  if (isDataSetFolder(folder)) {
    return { items: loadDataSet(folder).items, manifest: readManifest(folder), form: "data set" };
  }
  if (isHubFolder(path)) {
    const { items: found, manifest } = await readHubFolder(path);
    const items = throwFirst(found);
    // Rows that were changed are no longer the data set that the manifest tells of.
    const isSame = manifest !== undefined && dataSetFiles(manifest, items).manifest.sha256 === manifest.sha256;
    return { items, manifest: isSame ? manifest : undefined, form: "hub" };
  }
  if (!existsSync(path)) {
    throw new InputError(
      `There is no data "${visible(path, 80)}"; accepted are ${shippedDataSets().join(", ")}, a data-set folder, a folder of the Hub, or a file .jsonl, .csv or .parquet.`,
    );
  }
  if (isTable(path)) {
    const entries = await readTable(path);
    const items = throwFirst(entries.map((entry) => (entry instanceof InputError ? entry : entry.transition)));
    return { items, manifest: undefined, form: "file" };
  }
  const items: Transition[] = [];
  for await (const item of readTransitions(path, { damaged: "throw" })) items.push(item);
  return { items, manifest: undefined, form: "file" };
}

/** Throws an InputError for what is no data, for a row that is no transition, for an id used twice, for nothing at all. */
export async function readAnyData(path: string): Promise<AnyData> {
  const data = await readFrom(path);
  if (data.items.length === 0) throw new InputError(`${visible(path)} holds no transition.`);
  requireDifferentIds(data.items, path);
  return data;
}

/** What a path's ending says will be written there. */
export function formOf(path: string, from: AnyData): "jsonl" | "table" | "hub" | "data set" {
  if (path.endsWith(".jsonl")) return "jsonl";
  if (isTable(path)) return "table";
  const [, ending] = /(\.[a-z]+(\.gz)?)$/i.exec(path.replace(/\/+$/, "")) ?? [];
  if (ending !== undefined) {
    throw new InputError(
      `${visible(path)} ends in ${visible(ending, 20)}; written are .jsonl, .csv, .parquet, and folders, which have no ending.`,
    );
  }
  return from.form === "hub" ? "data set" : "hub";
}

/** Writes all of it or nothing; `from` with its items as they shall be written. Returns what was written. */
export async function writeAnyData(path: string, from: AnyData): Promise<ReturnType<typeof formOf>> {
  const { items, manifest } = from;
  const form = formOf(path, from);
  if (form === "jsonl") await writeWhole(path, `${items.map(transitionText).join("\n")}\n`);
  if (form === "table") await writeWhole(path, await tableContent(path, items));
  if (form === "hub") {
    requireHubPlace(path);
    await writeFolder(path, await hubFiles(items, manifest));
  }
  if (form === "data set") {
    if (manifest === undefined) {
      throw new InputError(
        `There is no data-set manifest that fits these rows; name a file, such as ${visible(path)}.jsonl.`,
      );
    }
    const { format: _format, sha256: _sha256, ...about } = manifest;
    await placeDataSet(path, about, items);
  }
  return form;
}

/** New splits by episode; a manifest says so. */
export function resplit(data: AnyData, options: SplitOptions): AnyData {
  const items = splitByEpisode(data.items, options);
  if (data.manifest === undefined) return { ...data, items };
  const split = `by episode, a share of ${options.devShare} to dev, seed ${options.seed}`;
  return { ...data, items, manifest: { ...data.manifest, provenance: { ...data.manifest.provenance, split } } };
}
