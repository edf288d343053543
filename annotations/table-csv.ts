/**
 * CSV as RFC 4180 has it: fields in double quotes may hold commas, line breaks and doubled quotes. An empty field is
 * "not known", an empty text is `""`; lists are JSON text.
 */
import { InputError, visible } from "../envs/index.js";
import { type Cell, COLUMNS, cellOf, POSITION, type RowPlace, requireColumns, type TableRow } from "./table.js";

interface Field {
  readonly text: string;
  readonly isQuoted: boolean;
}

interface CsvRecord {
  /** Of its first character. */
  readonly line: number;
  readonly fields: readonly Field[];
}

/** A place in the text while it is read. */
class Reader {
  at = 0;
  line = 1;
  private lineStart = 0;
  readonly text: string;
  private readonly path: string;

  constructor(text: string, path: string) {
    this.text = text;
    this.path = path;
  }

  get column(): number {
    return this.at - this.lineStart + 1;
  }

  fail(what: string, line = this.line, column = this.column): never {
    throw new InputError(`${visible(this.path)}:${line}:${column}: ${what}.`);
  }

  private nextLine(): void {
    this.line++;
    this.lineStart = this.at;
  }

  private quoted(): Field {
    const [line, column] = [this.line, this.column];
    let text = "";
    this.at++;
    for (;;) {
      const end = this.text.indexOf('"', this.at);
      if (end < 0) return this.fail("a quoted field is not closed", line, column);
      const piece = this.text.slice(this.at, end);
      for (let brk = piece.indexOf("\n"); brk >= 0; brk = piece.indexOf("\n", brk + 1)) {
        this.line++;
        this.lineStart = this.at + brk + 1;
      }
      text += piece;
      this.at = end + 1;
      if (this.text[this.at] !== '"') break;
      text += '"';
      this.at++;
    }
    const next = this.text[this.at];
    if (next !== undefined && !",\r\n".includes(next))
      this.fail("after a closing quote a comma or a line end is needed");
    return { text, isQuoted: true };
  }

  private plain(): Field {
    const start = this.at;
    while (this.at < this.text.length && !',\r\n"'.includes(this.text[this.at]!)) this.at++;
    if (this.text[this.at] === '"') this.fail("a quote stands in a field that does not begin with one");
    return { text: this.text.slice(start, this.at), isQuoted: false };
  }

  record(): CsvRecord {
    const { line } = this;
    const fields: Field[] = [];
    for (;;) {
      fields.push(this.text[this.at] === '"' ? this.quoted() : this.plain());
      if (this.text[this.at] !== ",") break;
      this.at++;
    }
    if (this.text[this.at] === "\r") this.at++;
    if (this.text[this.at] === "\n") this.at++;
    this.nextLine();
    return { line, fields };
  }
}

function* records(text: string, path: string): Generator<CsvRecord> {
  const reader = new Reader(text.replace(/^\uFEFF/, ""), path);
  while (reader.at < reader.text.length) {
    const record = reader.record();
    const isBlank = record.fields.length === 1 && record.fields[0]?.text === "" && !record.fields[0].isQuoted;
    if (!isBlank) yield record;
  }
}

export interface PlacedRow {
  readonly row: TableRow;
  readonly place: RowPlace;
}

/** Rows with their lines. Throws an InputError that names file, line and column. */
export function* parseCsv(text: string, path: string): Generator<PlacedRow | InputError> {
  let names: readonly string[] | undefined;
  for (const { line, fields } of records(text, path)) {
    if (names === undefined) {
      names = fields.map((field) => field.text);
      requireColumns(names, path);
      continue;
    }
    if (fields.length !== names.length) {
      yield new InputError(`${visible(path)}:${line}: ${fields.length} fields, and the head names ${names.length}.`);
      continue;
    }
    const place = { path, number: line };
    const given = new Map(names.map((name, i) => [name, fields[i]]));
    try {
      const cells = [...COLUMNS, POSITION].flatMap((column): [string, Cell][] => {
        const field = given.get(column.name);
        if (field === undefined) return [];
        return [[column.name, cellOf(column, field.text === "" && !field.isQuoted ? null : field.text, place)]];
      });
      yield { row: Object.fromEntries(cells), place };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      yield error;
    }
  }
}

function fieldText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Ends with a line break; line ends are "\n". */
export function csvTable(rows: readonly TableRow[]): string {
  const line = (cells: readonly Cell[]): string => cells.map(fieldText).join(",");
  const names = COLUMNS.map(({ name }) => name);
  return `${[line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? null)))].join("\n")}\n`;
}
