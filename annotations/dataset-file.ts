/**
 * Data sets on disk: a folder of `dataset.json`, `transitions.jsonl` and a card, or a plain JSONL file of anybody's.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { assetPath, InputError, visible, writeWhole } from "../envs/index.js";
import { cardText } from "./card.js";
import type { DataSet, Part } from "./dataset.js";
import { DATASET_FORMAT, type DataSetManifest, manifestSchema } from "./dataset-manifest.js";
import { isLabelled, type Transition } from "./transition.js";
import { parseTransition, transitionText } from "./transition-file.js";

export const MANIFEST_FILE = "dataset.json";
export const TRANSITIONS_FILE = "transitions.jsonl";
export const CARD_FILE = "card.md";

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Names of the data sets that travel in the package. */
export function shippedDataSets(): readonly string[] {
  return readdirSync(assetPath(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(assetPath(entry.name, MANIFEST_FILE)))
    .map((entry) => entry.name)
    .sort();
}

/** A whole text file; an InputError when it cannot be read. */
export function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch {
    throw new InputError(`${visible(path)} cannot be read; a data set is a folder with dataset.json, or a JSONL file.`);
  }
}

function parseAll(content: string, path: string): readonly Transition[] {
  const seen = new Set<string>();
  const lines = content.replace(/^\uFEFF/, "").split("\n");
  return lines.flatMap((text, index) => {
    if (text.trim() === "") return [];
    const transition = parseTransition({ number: index + 1, text }, path);
    if (seen.has(transition.id)) {
      throw new InputError(`${visible(path)}:${index + 1}: the id "${visible(transition.id, 60)}" is used twice.`);
    }
    seen.add(transition.id);
    return [transition];
  });
}

/** The manifest of a data-set folder; an InputError when it is damaged. */
export function readManifest(folder: string): DataSetManifest {
  const path = join(folder, MANIFEST_FILE);
  const parsed = manifestSchema.safeParse(
    (() => {
      try {
        return JSON.parse(readText(path));
      } catch (error) {
        if (error instanceof InputError) throw error;
        return undefined;
      }
    })(),
  );
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(
    `${visible(path)} is no data-set manifest of format ${DATASET_FORMAT} (${issue?.path.join(".") || "it is no object"}).`,
  );
}

function loadFolder(folder: string): DataSet {
  const manifest = readManifest(folder);
  const path = join(folder, TRANSITIONS_FILE);
  const content = readText(path);
  if (sha256(content) !== manifest.sha256) {
    throw new InputError(`${visible(path)} is not the file that ${MANIFEST_FILE} describes: its SHA-256 differs.`);
  }
  const { name, version, labels, humanLabels, parts, provenance } = manifest;
  const drawn = provenance["natural rate"];
  const sampling = typeof drawn === "string" ? { sampling: drawn } : {};
  const items = parseAll(content, path);
  return { name, version, hash: manifest.sha256, labels, humanLabels, ...sampling, parts, items };
}

export interface LoadOptions {
  /** "needed" (unless told otherwise): a file in which nothing is labelled is refused. */
  readonly labels: "needed" | "optional";
}

function loadFile(path: string, { labels }: LoadOptions): DataSet {
  const content = readText(path);
  const items = parseAll(content, path);
  if (items.length === 0)
    throw new InputError(`${visible(path)} holds no transition; one JSON object a line is needed.`);
  if (labels === "needed" && !items.some(isLabelled)) {
    throw new InputError(
      `${visible(path)} holds no labels to score against; use "npx calmhack judge" for data without labels.`,
    );
  }
  const name = basename(path).replace(/\.jsonl(\.gz)?$/, "");
  const people = new Set(items.flatMap((item) => (item.labelledBy?.startsWith("human:") ? [item.labelledBy] : [])));
  const by = [...new Set(items.flatMap((item) => item.labelledBy ?? []))].sort().join(", ");
  const count = items.filter(isLabelled).length;
  const labelled = count === items.length ? "" : `${count} of ${items.length} are labelled; only these are scored. `;
  const anyPart: readonly Part[] = [{ name: "all", items: items.length, subset: items.length }];
  return {
    name,
    version: "file",
    hash: sha256(content),
    labels:
      count === 0
        ? "The file holds no labels."
        : by === "given"
          ? `${labelled}Labels as found in the file, which does not say whose.`
          : `${labelled}Labels as found in the file, by ${visible(by, 80)}.`,
    humanLabels: people.size,
    parts: anyPart,
    items: items.map(({ part: _part, ...item }) => item),
  };
}

/** True for a folder with a manifest, whatever its state. */
export const isDataSetFolder = (path: string): boolean => existsSync(join(path, MANIFEST_FILE));

/** Transitions, manifest and card by file name; format and hash are computed. */
export function dataSetFiles(
  about: Omit<DataSetManifest, "format" | "sha256">,
  items: readonly Transition[],
): { readonly manifest: DataSetManifest; readonly files: ReadonlyMap<string, string> } {
  const content = `${items.map(transitionText).join("\n")}\n`;
  const manifest: DataSetManifest = { format: DATASET_FORMAT, ...about, sha256: sha256(content) };
  const files = new Map([
    [TRANSITIONS_FILE, content],
    [MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`],
    [CARD_FILE, cardText(manifest, items)],
  ]);
  return { manifest, files };
}

/** Writes a data set's files; others in the folder stay. */
export async function writeDataSet(
  folder: string,
  about: Omit<DataSetManifest, "format" | "sha256">,
  items: readonly Transition[],
): Promise<DataSetManifest> {
  const { manifest, files } = dataSetFiles(about, items);
  for (const [name, content] of files) await writeWhole(join(folder, name), content);
  return manifest;
}

/** A shipped data set by name, a data-set folder, or a JSONL file by path. */
export function loadDataSet(nameOrPath: string, options: LoadOptions = { labels: "needed" }): DataSet {
  const shipped = shippedDataSets();
  if (shipped.includes(nameOrPath)) return loadFolder(assetPath(nameOrPath));
  if (isDataSetFolder(nameOrPath)) return loadFolder(nameOrPath);
  if (/\.(csv|parquet)$/.test(nameOrPath)) {
    const shown = visible(nameOrPath, 120);
    throw new InputError(`${shown} is a table; make JSONL of it first: npx calmhack convert ${shown} my.jsonl.`);
  }
  if (existsSync(nameOrPath)) return loadFile(nameOrPath, options);
  throw new InputError(
    `There is no data set "${visible(nameOrPath, 80)}"; shipped are ${shipped.join(", ")}, or give the path of a JSONL file.`,
  );
}
