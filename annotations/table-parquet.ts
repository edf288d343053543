/**
 * Parquet, by hyparquet and hyparquet-writer (pure JavaScript, loaded when a Parquet file is met). The schema is written
 * out, so that every file has the same columns with the same types whatever its rows hold; lists have the three levels
 * that Arrow reads and writes.
 */
import type { SchemaElement } from "hyparquet";
import { InputError, visible } from "../envs/index.js";
import { COLUMNS, type Column, cellOf, POSITION, requireColumns, type TableRow } from "./table.js";
import type { PlacedRow } from "./table-csv.js";

const repetition = ({ presence }: Column) => (presence === "nullable" ? "OPTIONAL" : "REQUIRED");

const textElement = (name: string, repetition_type: "OPTIONAL" | "REQUIRED"): SchemaElement => ({
  name,
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  logical_type: { type: "STRING" },
  repetition_type,
});

function elements(column: Column): readonly SchemaElement[] {
  const { name, kind } = column;
  if (kind === "text") return [textElement(name, repetition(column))];
  if (kind === "integer") return [{ name, type: "INT64", repetition_type: repetition(column) }];
  return [
    {
      name,
      repetition_type: repetition(column),
      num_children: 1,
      converted_type: "LIST",
      logical_type: { type: "LIST" },
    },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    kind === "texts"
      ? textElement("element", "OPTIONAL")
      : { name: "element", type: "BOOLEAN", repetition_type: "OPTIONAL" },
  ];
}

/** The file's bytes. With "position", rows have that column besides. */
export async function parquetTable(rows: readonly TableRow[], more: "plain" | "position"): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columns = more === "position" ? [...COLUMNS, POSITION] : COLUMNS;
  const columnData = columns.map((column) => ({
    name: column.name,
    data: rows.map((row) => {
      const cell = row[column.name] ?? null;
      return typeof cell === "number" ? BigInt(cell) : cell;
    }),
  }));
  const schema: SchemaElement[] = [{ name: "schema", num_children: columns.length }, ...columns.flatMap(elements)];
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, createdBy: "calmhack" }));
}

/** As it stands: a text may begin with a byte order mark. */
const stringFromBytes = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8");

const MAGIC = "PAR1";

function requireWhole(bytes: Uint8Array, path: string): void {
  const at = (start: number) => Buffer.from(bytes.subarray(start, start + 4)).toString("latin1");
  if (bytes.length < 12 || at(0) !== MAGIC) throw new InputError(`${visible(path)} is no Parquet file.`);
  if (at(bytes.length - 4) !== MAGIC) {
    throw new InputError(`${visible(path)} does not end as a Parquet file does: it was cut off.`);
  }
}

/** Whatever the reader stumbles over is the file's fault, and becomes one sentence. */
function damaged(error: unknown, path: string): InputError {
  const why = error instanceof Error ? error.message : String(error);
  const [, codec] = /compression codec: (\w+)/.exec(why) ?? [];
  return new InputError(
    codec === undefined
      ? `${visible(path)} is a damaged Parquet file (${visible(why, 120)}).`
      : `${visible(path)} is compressed by ${codec}; read are snappy and no compression.`,
  );
}

/** Rows with their numbers from 1. Throws an InputError that names the file. */
export async function parseParquet(bytes: Uint8Array, path: string): Promise<readonly (PlacedRow | InputError)[]> {
  requireWhole(bytes, path);
  const { parquetMetadata, parquetReadObjects } = await import("hyparquet");
  const file = new Uint8Array(bytes).buffer;
  let found: readonly Readonly<Record<string, unknown>>[];
  try {
    const metadata = parquetMetadata(file);
    const root = metadata.schema[0]?.num_children ?? 0;
    requireColumns(topNames(metadata.schema, root), path);
    found = await parquetReadObjects({ file, metadata, parsers: { stringFromBytes } });
    if (BigInt(found.length) !== metadata.num_rows) throw new Error(`${found.length} of ${metadata.num_rows} rows`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw damaged(error, path);
  }
  return found.map((values, i) => {
    const place = { path, number: i + 1 };
    try {
      const cells = [...COLUMNS, POSITION].map((column) => [column.name, cellOf(column, values[column.name], place)]);
      return { row: Object.fromEntries(cells), place };
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  });
}

/** Names of the columns: the schema is its tree in depth-first order, the root first. */
function topNames(schema: readonly SchemaElement[], count: number): readonly string[] {
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at++]?.num_children ?? 0;
    for (let i = 0; i < children; i++) skip();
  };
  for (let i = 0; i < count; i++) {
    names.push(schema[at]?.name ?? "");
    skip();
  }
  return names;
}
