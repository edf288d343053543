/**
 * Standard output and standard error of the commands. Everything that is printed goes through here, so that a closed
 * pipe or a full disk ends a command with one sentence instead of a stack.
 */
import { InputError, visible } from "../envs/index.js";

/** Why standard output takes no more, in words. */
function reason(error: Error): string {
  switch ("code" in error ? error.code : undefined) {
    case "EPIPE":
      return "it was closed before everything was written";
    case "ENOSPC":
      return "the disk is full";
    default:
      return visible(error.message, 120);
  }
}

/** Writes and waits until the stream has taken it. Throws an InputError when the reader is gone or the disk is full. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => {
      if (error === null || error === undefined) return resolve();
      reject(new InputError(`Standard output: ${reason(error)}.`));
    });
  });
}

/** What JSON leaves as it is, though a terminal obeys it: the rest of the control, format and separator characters. */
const UNSAFE_IN_JSON = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const unitEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** JSON that is safe on a terminal: the same value, such characters escaped. They occur inside strings only. */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, null, indent);
  const hide = (hidden: string): string => (hidden === "\n" ? hidden : hidden.split("").map(unitEscape).join(""));
  return text.replace(UNSAFE_IN_JSON, hide);
}

/** Progress and remarks: not part of the result, so never on standard output. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** True when a person looks at standard output and has not asked for plain text. */
export const isColoured = (): boolean => process.stdout.isTTY === true && !process.env.NO_COLOR;
