/**
 * Label files on disk. A named file module.
 *
 * Invariants: a file begins whole (written beside, then renamed) and then only grows, one write a line, before the
 * screen shows what the line says; so a kill at any byte costs at most the line it hit. One process at a time writes: a
 * lock file beside it names that process, and the lock of a process that is no more does not count.
 */
import * as fs from "node:fs";
import { InputError, visible } from "../../envs/index.js";
import { sha256 } from "../dataset-file.js";
import {
  headText,
  type LabelHead,
  type LabelLog,
  parseLog,
  planText,
  type SheetEntry,
  sheetText,
} from "./label-log.js";
import type { Showing } from "./plan.js";

function reason(error: unknown): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "ENOENT":
      return "there is no such file or folder";
    case "ENOTDIR":
      return "a file lies where a folder is needed";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "that is not allowed";
    case "ENOSPC":
      return "the disk is full";
    default:
      return visible(error instanceof Error ? error.message : String(error), 120);
  }
}

function guarded<T>(path: string, what: "read" | "written", work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${visible(path)} cannot be ${what}: ${reason(error)}.`);
  }
}

export interface LabelFile {
  readonly path: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  readonly log: LabelLog;
}

/** A label file as it is; one that ends in the middle of a line is refused, because nobody knows what it would say. */
export function readLabelFile(path: string): LabelFile {
  const bytes = guarded(path, "read", () => fs.readFileSync(path));
  const log = parseLog(bytes.toString("utf8"), path);
  if (log.end === "cut") {
    throw new InputError(
      `${visible(path)} is cut in the middle of its last line; go on with it once ("npx calmhack annotate DATA --as ${log.head.rater} --out FILE"), which drops that line.`,
    );
  }
  return { path, hash: sha256(bytes), log };
}

export interface LabelWriter {
  /** As it was when it was opened. */
  readonly log: LabelLog;
  /** "found": there were labels already. */
  readonly was: "new" | "found";
  /** More to show, after what was planned before. */
  extend(plan: readonly Showing[], at: string): void;
  /** On disk (as far as the system is concerned) once this returns. */
  save(entry: SheetEntry): void;
  close(): void;
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Throws an InputError while another process holds the lock. */
function lock(path: string): () => void {
  const beside = `${path}.lock`;
  const take = () => fs.writeFileSync(beside, `${process.pid}\n`, { flag: "wx" });
  guarded(path, "written", () => {
    try {
      take();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const holder = Number.parseInt(fs.readFileSync(beside, "utf8"), 10);
      if (holder > 0 && isRunning(holder)) {
        throw new InputError(
          `${visible(path)} is being written by process ${holder}; one rater, one screen (if that is not so, remove ${visible(beside)}).`,
        );
      }
      fs.rmSync(beside);
      take();
    }
  });
  return () => fs.rmSync(beside, { force: true });
}

/** Makes the file: head and plan, or nothing at all. */
function begin(path: string, head: LabelHead, plan: readonly Showing[]): void {
  const first = headText(head);
  const beside = `${path}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(beside, first.text + planText(plan, head.began, first.check).text);
    fs.renameSync(beside, path);
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw error;
  }
}

/** Drops a last line that was cut: it never counted. */
function mend(path: string): void {
  const whole = fs.readFileSync(path).lastIndexOf(10) + 1;
  fs.truncateSync(path, whole);
}

export interface OpenOptions {
  readonly head: LabelHead;
  /** Of a new file. */
  readonly plan: readonly Showing[];
}

/** What of two heads must agree before one rater goes on with a file. */
function requireSame(found: LabelHead, wanted: LabelHead, path: string): void {
  const refuse = (why: string) => new InputError(`${visible(path)} ${why}; name another file with --out.`);
  if (found.rater !== wanted.rater) throw refuse(`holds the labels of ${found.rater}`);
  if (found.data.hash !== wanted.data.hash) {
    throw refuse(`labels other data (${visible(found.data.name, 40)} ${found.data.hash.slice(0, 12)})`);
  }
  if ((found.adjudicates === undefined) !== (wanted.adjudicates === undefined)) {
    throw refuse(found.adjudicates === undefined ? "is no adjudication" : "is an adjudication");
  }
  if (JSON.stringify(found.adjudicates) !== JSON.stringify(wanted.adjudicates)) {
    throw refuse("adjudicates other label files, or these as they were before");
  }
  if (found.instructions.hash !== wanted.instructions.hash) {
    throw refuse(`was labelled under other instructions (${found.instructions.hash.slice(0, 12)})`);
  }
}

/** Opens a rater's file to go on with it, or makes it. Throws an InputError, and changes nothing, where it is not theirs. */
export function openLabelFile(path: string, { head, plan }: OpenOptions): LabelWriter {
  const unlock = lock(path);
  try {
    return guarded(path, "written", () => {
      const was = fs.existsSync(path) ? "found" : "new";
      if (was === "new") begin(path, head, plan);
      const log = parseLog(fs.readFileSync(path, "utf8"), path);
      requireSame(log.head, head, path);
      if (log.end === "cut") mend(path);
      const file = fs.openSync(path, "a");
      let check = log.check;
      const append = (line: { readonly text: string; readonly check: string }) =>
        guarded(path, "written", () => {
          const before = fs.fstatSync(file).size;
          const bytes = Buffer.from(line.text);
          try {
            for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done);
          } catch (error) {
            // A full disk took half of the line: back to the last whole one.
            fs.ftruncateSync(file, before);
            throw error;
          }
          check = line.check;
        });
      return {
        log,
        was,
        extend: (more, at) => append(planText(more, at, check)),
        save: (entry) => append(sheetText(entry, check)),
        close() {
          fs.closeSync(file);
          unlock();
        },
      };
    });
  } catch (error) {
    unlock();
    throw error;
  }
}
