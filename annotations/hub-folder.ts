/**
 * A folder as the Hugging Face Hub shows it and its `datasets` library loads it: README.md with a head in YAML that
 * names the splits, one Parquet file a split under data/. For a data set of ours its manifest travels along, and every
 * row's position, so that the data set can be made again byte for byte.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError, visible } from "../envs/index.js";
import { cardText } from "./card.js";
import { dataSetFiles } from "./dataset-file.js";
import { type DataSetManifest, manifestSchema } from "./dataset-manifest.js";
import { requirePlace } from "./dataset-place.js";
import { POSITION, rowOf } from "./table.js";
import { readTable, type TableItem } from "./table-file.js";
import { parquetTable } from "./table-parquet.js";
import type { Transition } from "./transition.js";

const README = "README.md";
const DATA = "data";
const MANIFEST = "calmhack-dataset.json";
const MADE = "<!-- made by calmhack convert -->";
/** Where items without a split go. */
const NO_SPLIT = "all";
/** What `datasets` takes for a split's name; it is a file's name as well. */
const SPLIT_NAME = /^\w+(\.\w+)*$/;

const parquetFiles = (path: string): readonly string[] =>
  existsSync(join(path, DATA))
    ? readdirSync(join(path, DATA))
        .filter((name) => name.endsWith(".parquet"))
        .sort()
    : [];

/** True for a folder with Parquet files under data/, ours or anybody's. */
export const isHubFolder = (path: string): boolean => parquetFiles(path).length > 0;

function sizeCategory(count: number): string {
  if (count < 1_000) return "n<1K";
  if (count < 10_000) return "1K<n<10K";
  return count < 100_000 ? "10K<n<100K" : "100K<n<1M";
}

function readme(items: readonly Transition[], splits: readonly string[], about: DataSetManifest | undefined): string {
  const files = splits.map((split) => `  - split: ${JSON.stringify(split)}\n    path: ${DATA}/${split}.parquet`);
  const people = new Set(items.flatMap(({ labelledBy }) => (labelledBy?.startsWith("human:") ? [labelledBy] : [])));
  const head = [
    "---",
    "configs:",
    "- config_name: default",
    "  data_files:",
    ...files,
    "size_categories:",
    `- ${sizeCategory(items.length)}`,
    "tags:",
    "- calmhack",
    "- reinforcement-learning",
    "---",
    "",
    MADE,
    "",
  ];
  const body =
    about === undefined
      ? `# Transitions of a gridworld\n\n${items.length} transitions, labels of ${people.size} people.\n`
      : cardText(about, items);
  const columns = [
    "",
    "## Columns",
    "",
    "`before` and `after` are the map as text, `message` what the game said in answer to `action`. `labels` is aligned with",
    "`subgoals`: true, false, or null where nobody labelled; `labelled_by` says who did (truth: the game's state).",
    "`npx calmhack convert FOLDER my.jsonl` makes the line format of calmhack from it.",
    "",
  ];
  return `${head.join("\n")}${body}${columns.join("\n")}`;
}

function requireSplitNames(splits: readonly string[]): void {
  const bad = splits.find((split) => !SPLIT_NAME.test(split) || split.length > 60);
  if (bad !== undefined) {
    throw new InputError(`A split is named "${visible(bad, 60)}"; on the Hub it may have letters, digits, _ and dots.`);
  }
}

/** The manifest with the hash of these items. */
function manifestOf({ format: _format, sha256: _sha256, ...about }: DataSetManifest, items: readonly Transition[]) {
  return dataSetFiles(about, items).manifest;
}

/** Files by their path in the folder. */
export async function hubFiles(
  items: readonly Transition[],
  of: DataSetManifest | undefined,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const rows = items.map((item, position) => ({ ...rowOf(item), [POSITION.name]: position }));
  const names = items.map(({ split }) => split ?? NO_SPLIT);
  // "test" first: what is loaded without a wish is what is reported on.
  const splits = [...new Set(names)].sort((a, b) => Number(b === "test") - Number(a === "test") || (a < b ? -1 : 1));
  requireSplitNames(splits);
  const manifest = of === undefined ? undefined : manifestOf(of, items);
  const files = new Map<string, string | Uint8Array>([[README, readme(items, splits, manifest)]]);
  for (const split of splits) {
    const ofSplit = rows.filter((_, i) => names[i] === split);
    files.set(`${DATA}/${split}.parquet`, await parquetTable(ofSplit, "position"));
  }
  if (manifest !== undefined) files.set(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  return files;
}

/** Throws an InputError unless such a folder may stand at `path`: README.md and data/ could be anybody's. */
export function requireHubPlace(path: string): void {
  requirePlace(path, [README, DATA, MANIFEST]);
  const refuse = (what: string) =>
    new InputError(`No data set can be written to ${visible(path)}: ${what}; name another folder.`);
  const isOurs = !existsSync(join(path, README)) || readFileSync(join(path, README), "utf8").includes(MADE);
  if (!isOurs) throw refuse(`its ${README} was not made by convert`);
  const data = join(path, DATA);
  const foreign = existsSync(data) ? readdirSync(data).find((name) => !name.endsWith(".parquet")) : undefined;
  if (foreign !== undefined) throw refuse(`its ${DATA}/ holds ${visible(foreign, 80)}`);
}

function readAbout(path: string): DataSetManifest | undefined {
  const file = join(path, MANIFEST);
  if (!existsSync(file)) return undefined;
  const value = ((): unknown => {
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      return undefined;
    }
  })();
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(`${visible(file)} is no data-set manifest: it was changed or cut off.`);
}

export interface HubFolder {
  /** In the order of positions where rows have them, else file by file. */
  readonly items: readonly (Transition | InputError)[];
  readonly manifest: DataSetManifest | undefined;
}

/** Throws an InputError for a file that is no table; a row that is no transition comes as the InputError of it. */
export async function readHubFolder(path: string): Promise<HubFolder> {
  const found: (TableItem | InputError)[] = [];
  for (const name of parquetFiles(path)) {
    const [, split] = /^(.*?)(?:-\d+-of-\d+)?\.parquet$/.exec(name) ?? [];
    for (const item of await readTable(join(path, DATA, name))) {
      const isOwn = item instanceof InputError || item.position !== null || item.transition.split !== undefined;
      // Of a table without a column for it, the file says the split.
      found.push(isOwn || !split ? item : { ...item, transition: { ...item.transition, split } });
    }
  }
  const place = (item: TableItem | InputError) =>
    item instanceof InputError || typeof item.position !== "number" ? Number.POSITIVE_INFINITY : item.position;
  const sorted = found.every((item) => Number.isFinite(place(item)))
    ? [...found].sort((a, b) => place(a) - place(b))
    : found;
  return {
    items: sorted.map((item) => (item instanceof InputError ? item : item.transition)),
    manifest: readAbout(path),
  };
}
