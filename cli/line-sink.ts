/**
 * Where lines go: standard output, or a file that is there as a whole or not at all (written beside, then renamed).
 *
 * Invariant: what exists and is no regular file (a device, a pipe) is written to directly; renaming would replace it.
 */
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { InputError, visible } from "../envs/index.js";
import { print } from "./output.js";

export interface LineSink {
  write(line: string): Promise<void>;
  /** All lines are where they belong once this resolves. */
  close(): Promise<void>;
  /** Nothing is left of a file; a device keeps what it was given. */
  abandon(): Promise<void>;
}

/** One write per so many characters. */
const CHUNK = 1 << 16;

const nothing = (): Promise<void> => Promise.resolve();

function reason(error: unknown): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such folder";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "writing here is not allowed";
    case "ENOSPC":
      return "the disk is full";
    default:
      return visible(error instanceof Error ? error.message : String(error), 120);
  }
}

/** Throws an InputError at once when nothing can be written there. */
export async function openSink(path: string): Promise<LineSink> {
  if (path === "-") return { write: print, close: nothing, abandon: nothing };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new InputError(`${visible(path)} cannot be written: ${reason(error)}.`);
    }
  };
  const held = await stat(path).catch(() => undefined);
  if (held?.isDirectory()) throw new InputError(`${visible(path)} cannot be written: it is a folder.`);
  const isWhole = held === undefined || held.isFile();
  // Of a link, what it points to is exchanged, and the link stays.
  const target = held === undefined ? path : await guarded(() => realpath(path));
  const written = isWhole ? `${target}.${process.pid}.tmp` : target;
  const file = await guarded(() => open(written, "w"));
  let waiting = "";
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = "";
    if (text !== "") await file.appendFile(text);
  };
  return {
    async write(line) {
      waiting += `${line}\n`;
      if (!isWhole || waiting.length > CHUNK) await guarded(flush);
    },
    close: () =>
      guarded(async () => {
        await flush();
        await file.close();
        if (isWhole) await rename(written, target);
      }),
    async abandon() {
      await file.close().catch(() => undefined);
      if (isWhole) await rm(written, { force: true });
    },
  };
}
