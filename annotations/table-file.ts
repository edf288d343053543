/**
 * Transitions in CSV and Parquet files, by the name's ending.
 */
import { readFileSync } from "node:fs";
import { InputError, visible } from "../envs/index.js";
import { readText } from "./dataset-file.js";
import { type Cell, POSITION, rowOf, type TableRow, transitionOf } from "./table.js";
import { csvTable, type PlacedRow, parseCsv } from "./table-csv.js";
import { parquetTable, parseParquet } from "./table-parquet.js";
import type { Transition } from "./transition.js";

export const isTable = (path: string): boolean => /\.(csv|parquet)$/.test(path);

/** A transition and its row's cell in the column of positions, if there is one. */
export interface TableItem {
  readonly transition: Transition;
  readonly position: Cell;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new InputError(`${visible(path)} cannot be read as a file.`);
  }
}

function itemOf(entry: PlacedRow | InputError): TableItem | InputError {
  if (entry instanceof InputError) return entry;
  try {
    return { transition: transitionOf(entry.row, entry.place), position: entry.row[POSITION.name] ?? null };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** A table's rows; one that is no transition comes as the InputError that names it. */
export async function readTable(path: string): Promise<readonly (TableItem | InputError)[]> {
  const entries = path.endsWith(".csv")
    ? [...parseCsv(readText(path), path)]
    : await parseParquet(readBytes(path), path);
  return entries.map(itemOf);
}

/** The content of a table file of that name. Throws an InputError for what a table cannot keep exactly. */
export async function tableContent(path: string, items: readonly Transition[]): Promise<string | Uint8Array> {
  const rows: readonly TableRow[] = items.map(rowOf);
  return path.endsWith(".csv") ? csvTable(rows) : parquetTable(rows, "plain");
}
