/**
 * The named file module of the lower rooms: reading lines of any number from a file, a gzip file or standard input, and
 * writing so that a reader never sees half a file (write beside, then rename).
 */
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
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
    if (error.code === "EACCES" || error.code === "EPERM") return "that is not allowed";
    if (error.code === "ENOTDIR" || error.code === "EEXIST") return "a file lies where a folder is needed";
    if (error.code === "ENOSPC") return "the disk is full";
  }
  return error instanceof Error ? error.message : String(error);
}

/** A byte order mark is no part of the first line, nor is a carriage return of any. */
function lineOf(number: number, raw: string): Line {
  const text = number === 1 && raw.startsWith("\uFEFF") ? raw.slice(1) : raw;
  return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
}

/** The lines of a byte stream, without their line ends; a last line without a line end counts. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Line> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  try {
    for await (const chunk of stream) {
      // Only the new text is searched, so a long line costs its length and not its square.
      const [first = "", ...others] = decoder.write(Buffer.from(chunk)).split("\n");
      rest += first;
      if (rest.length > LONGEST_LINE) throw new InputError(`${name}:${number + 1}: the line does not end.`);
      for (const next of others) {
        yield lineOf(++number, rest);
        rest = next;
      }
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const where = number === 0 ? "" : ` after line ${number}`;
    throw new InputError(`${name} cannot be read${where}: ${visible(reason(error), 200)}.`);
  }
  rest += decoder.end();
  if (rest !== "") yield lineOf(number + 1, rest);
}

/** The lines of a file (of what it holds, when the name ends in `.gz`) or of standard input, whose name is "-". */
export async function* readLines(path: string): AsyncGenerator<Line> {
  if (path === "-") {
    yield* linesOf(process.stdin, "standard input");
    return;
  }
  const file = createReadStream(path);
  try {
    if (!path.endsWith(".gz")) {
      yield* linesOf(file, visible(path));
      return;
    }
    const unpacked = createGunzip();
    file.on("error", (error) => unpacked.destroy(error));
    yield* linesOf(file.pipe(unpacked), visible(path));
  } finally {
    // A reader that stops early ends the unpacking, which does not close the file below it.
    file.destroy();
  }
}

const discard = (path: string): Promise<void> => rm(path, { recursive: true, force: true }).catch(() => undefined);

/** Writes beside, then renames: `path` holds either its old content or all of the new one. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, content, { flush: true });
    await rename(beside, path);
  } catch (error) {
    await discard(beside);
    throw new InputError(`${visible(path)} cannot be written: ${visible(reason(error), 200)}.`);
  }
}

/** A folder of files (names may be paths in it), exchanged as a whole: a reader sees the old folder or the new one. A file is never exchanged. */
export async function writeFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside);
    for (const [name, content] of files) {
      await mkdir(dirname(join(beside, name)), { recursive: true });
      await writeFile(join(beside, name), content, { flush: true });
    }
    await exchange(path, beside);
  } catch (error) {
    await discard(beside);
    throw new InputError(`${visible(path)} cannot be written: ${visible(reason(error), 200)}.`);
  }
}

/** Puts the folder `beside` in the place of `path`; when that fails, what was there is there again. */
async function exchange(path: string, beside: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return rename(beside, path);
  const old = `${beside}-old`;
  // Left by a run that was killed when its new folder already stood: no longer needed.
  await rm(old, { recursive: true, force: true });
  await rename(path, old);
  try {
    await rename(beside, path);
  } catch (error) {
    await rename(old, path);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
