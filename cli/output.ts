/**
 * Standard output and standard error of the commands. Everything that is printed goes through here, so that a closed
 * pipe or a full disk ends a command with one sentence instead of a stack.
 */
import { InputError } from "../envs/index.js";

/** Writes and waits until the stream has taken it. Throws an InputError when the reader is gone or the disk is full. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => {
      if (error === null || error === undefined) return resolve();
      const code = "code" in error ? error.code : "";
      const why = code === "EPIPE" ? "it was closed before everything was written" : error.message;
      reject(new InputError(`Standard output: ${why}.`));
    });
  });
}

/** Progress and remarks: not part of the result, so never on standard output. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** True when a person looks at standard output and has not asked for plain text. */
export const isColoured = (): boolean => process.stdout.isTTY === true && !process.env.NO_COLOR;
