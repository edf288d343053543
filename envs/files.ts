/**
 * The named file module of the lower rooms: reading lines of any number from a file, a gzip file or standard input, and
 * writing so that a reader never sees half a file (write beside, then rename).
 */
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { InputError } from "./errors.js";
import { visible } from "./text.js";

export interface Line {
  /** 1 is the first line. */
  readonly number: number;
  readonly text: string;
}

/** A line longer than this is not a line of ours; reading stops before it fills the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

function reason(error: unknown): string {
  if (error instanceof Error && "code" in error) {
    if (error.code === "ENOENT") return "there is no such file";
    if (error.code === "EISDIR") return "it is a folder";
    if (error.code === "EACCES") return "reading it is not allowed";
    if (error.code === "ENOSPC") return "the disk is full";
  }
  return error instanceof Error ? error.message : String(error);
}

/** The lines of a byte stream, without their line ends; a last line without a line end counts. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Line> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  try {
    for await (const chunk of stream) {
      const pieces = (rest + decoder.write(Buffer.from(chunk))).split("\n");
      rest = pieces.pop() ?? "";
      if (rest.length > LONGEST_LINE) throw new InputError(`${name}:${number + 1}: the line does not end.`);
      for (const piece of pieces) yield { number: ++number, text: piece.endsWith("\r") ? piece.slice(0, -1) : piece };
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name} cannot be read after line ${number}: ${visible(reason(error), 200)}.`);
  }
  rest += decoder.end();
  if (rest !== "") yield { number: number + 1, text: rest };
}

/** The lines of a file (of what it holds, when the name ends in `.gz`) or of standard input, whose name is "-". */
export async function* readLines(path: string): AsyncGenerator<Line> {
  if (path === "-") {
    yield* linesOf(process.stdin, "standard input");
    return;
  }
  const file = createReadStream(path);
  if (!path.endsWith(".gz")) {
    yield* linesOf(file, visible(path));
    return;
  }
  const unpacked = createGunzip();
  file.on("error", (error) => unpacked.destroy(error));
  yield* linesOf(file.pipe(unpacked), visible(path));
}

/** Writes beside, then renames: `path` holds either its old content or all of the new one. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, content, { flush: true });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new InputError(`${visible(path)} cannot be written: ${visible(reason(error), 200)}.`);
  }
}

/** A folder of files, exchanged as a whole: a reader sees the old folder or the new one. */
export async function writeFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  let beside: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside);
    for (const [name, content] of files) await writeFile(join(beside, name), content, { flush: true });
    const old = `${beside}-old`;
    const replaced = await rename(path, old).then(
      () => true,
      () => false,
    );
    await rename(beside, path);
    if (replaced) await rm(old, { recursive: true, force: true });
  } catch (error) {
    if (beside !== undefined) await rm(beside, { recursive: true, force: true });
    throw new InputError(`${visible(path)} cannot be written: ${visible(reason(error), 200)}.`);
  }
}
