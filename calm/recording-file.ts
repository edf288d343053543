/**
 * The file under a recording: lines of bytes in, whole lines out. A named file module.
 *
 * Invariants: reading never changes the file; one append is one write (more only if the system takes less than all of
 * it); before each append the last byte is looked at, because another process may have been killed in the middle of
 * its line since; everything that goes wrong is one sentence that names the file.
 */
import * as fs from "node:fs";
import { dirname } from "node:path";
import { InputError, visible } from "../envs/index.js";

export interface LineOfBytes {
  /** 1 is the first line. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly lineEnd: "present" | "missing";
}

export interface Appender {
  append(line: string): void;
  close(): void;
}

const CHUNK = 1 << 20;
const NEWLINE = 10;

/** The lines of a recording; none where the file is still to be made. Checks that the mode is possible at all. */
export function* readBytes(path: string, mode: "append" | "replay"): Generator<LineOfBytes> {
  const shape = guarded(path, "read", () => shapeOf(path, mode));
  if (shape !== "file") return;
  const handle = guarded(path, "read", () => fs.openSync(path, "r"));
  try {
    yield* split(() => guarded(path, "read", () => nextChunk(handle)));
  } finally {
    fs.closeSync(handle);
  }
}

function shapeOf(path: string, mode: "append" | "replay"): "file" | "nothing to read" {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  if (mode === "append") {
    // Refused now rather than after the first paid answer.
    fs.accessSync(stats === undefined ? existingFolder(path) : path, fs.constants.W_OK);
  }
  if (stats === undefined) {
    if (mode === "replay") throw new InputError(`There is no recording ${visible(path)} to replay.`);
    return "nothing to read";
  }
  if (stats.isDirectory()) throw new InputError(`The recording ${visible(path)} is a folder, not a file.`);
  return stats.isFile() ? "file" : "nothing to read"; // a device has no past
}

function existingFolder(path: string): string {
  const folder = dirname(path);
  return fs.existsSync(folder) || folder === path ? folder : existingFolder(folder);
}

function nextChunk(handle: number): Uint8Array {
  const chunk = Buffer.allocUnsafe(CHUNK);
  return chunk.subarray(0, fs.readSync(handle, chunk, 0, CHUNK, null));
}

function* split(next: () => Uint8Array): Generator<LineOfBytes> {
  let pieces: Uint8Array[] = [];
  let number = 0;
  for (let chunk = next(); chunk.length > 0; chunk = next()) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const last = chunk.subarray(start, end);
      const bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
      yield { number: ++number, bytes, lineEnd: "present" };
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield { number: ++number, bytes: Buffer.concat(pieces), lineEnd: "missing" };
}

export function openAppender(path: string): Appender {
  const handle = guarded(path, "written", () => {
    fs.mkdirSync(dirname(path), { recursive: true });
    return fs.openSync(path, "a+"); // "+" to look at the last byte
  });
  return {
    append(line) {
      guarded(path, "written", () => {
        const onFreshLine = lastByte(handle) === NEWLINE;
        writeAll(handle, Buffer.from(onFreshLine ? line : `\n${line}`, "utf8"));
      });
    },
    close() {
      try {
        fs.fdatasyncSync(handle);
      } catch {
        // a device or a network disk that cannot sync; the lines are with the system either way
      }
      fs.closeSync(handle);
    },
  };
}

/** An empty file stands at the start of a line as well. */
function lastByte(handle: number): number {
  const { size } = fs.fstatSync(handle);
  if (size === 0) return NEWLINE;
  const byte = Buffer.alloc(1);
  fs.readSync(handle, byte, 0, 1, size - 1);
  return byte[0] ?? NEWLINE;
}

function writeAll(handle: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += fs.writeSync(handle, bytes, written);
}

function guarded<T>(path: string, done: "read" | "written", work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`The recording ${visible(path)} cannot be ${done}: ${reason(error)}.`);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full, and an answer that was paid for could not be kept";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "writing here is not allowed";
    case "ENOTDIR":
      return "a part of its path is a file";
    case "EISDIR":
      return "it is a folder";
    default:
      return visible(error instanceof Error ? error.message : String(error), 200);
  }
}
