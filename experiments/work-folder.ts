/**
 * What an experiment has done so far, on disk: a record for each finished run and a checkpoint for each that is under
 * way, named by a hash of all that they depend on. So a command that was killed goes on where it was, another command
 * finds nothing of it, and a damaged or foreign file is refused rather than used.
 *
 * Files are exchanged as a whole; whatever moment a kill comes at, each holds its old content or all of the new.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../calm/index.js";
import { InputError, visible, writeWhole } from "../envs/index.js";
import type { Checkpoints } from "./execute.js";
import { RUN_FORMAT as FORMAT } from "./run-address.js";
import { type RunRecord, runRecord } from "./run-spec.js";

interface Content<T> {
  readonly format: typeof FORMAT;
  readonly address: string;
  /** Hash of `content`. */
  readonly hash: string;
  readonly content: T;
}

function read(path: string, address: string): unknown {
  if (!existsSync(path)) return undefined;
  const refuse = (why: string) => new InputError(`${visible(path)} ${why}; remove it to start that run anew.`);
  let found: Partial<Content<unknown>>;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw refuse("is damaged: it is no JSON");
  }
  if (found?.format !== FORMAT || found.address !== address) throw refuse("belongs to another run or version");
  if (found.hash !== contentHash(found.content)) throw refuse("is damaged: its content does not have its hash");
  return found.content;
}

const write = (path: string, address: string, content: unknown): Promise<void> => {
  const whole: Content<unknown> = { format: FORMAT, address, hash: contentHash(content), content };
  return writeWhole(path, JSON.stringify(whole));
};

function shaped<T>(path: string, content: unknown, parse: (value: unknown) => { success: boolean; data?: T }): T {
  const outcome = parse(content);
  if (outcome.data !== undefined) return outcome.data;
  throw new InputError(`${visible(path)} is damaged: it is no run of ours; remove it to start that run anew.`);
}

export interface WorkFolder {
  record(address: string): RunRecord | undefined;
  /** Keeps the record; the run's checkpoint is then needed no more. */
  finish(address: string, record: RunRecord): Promise<void>;
  checkpoints(address: string): Checkpoints;
  remove(): void;
}

export function workFolder(folder: string): WorkFolder {
  const recordPath = (address: string) => join(folder, `${address}.run.json`);
  const statePath = (address: string) => join(folder, `${address}.checkpoint.json`);
  return {
    record(address) {
      const path = recordPath(address);
      const content = read(path, address);
      return content === undefined ? undefined : shaped(path, content, (value) => runRecord.safeParse(value));
    },
    async finish(address, record) {
      await write(recordPath(address), address, record);
      rmSync(statePath(address), { force: true });
    },
    checkpoints: (address) => ({
      async read() {
        return read(statePath(address), address);
      },
      write: (state) => write(statePath(address), address, state),
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
