/**
 * The named file module for a user's folder of levels, such as DeepMind's Boxoban levels: none of those are ours to ship.
 * Reading is synchronous, because a reset is.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "./errors.js";
import { visible } from "./text.js";

export interface LevelFile {
  readonly path: string;
  readonly text: string;
}

/** The variable that names the folder of DeepMind's level sets. */
export const BOXOBAN_FOLDER = "CALMHACK_BOXOBAN";

/** The folder that the variable names; undefined where it is unset or empty. */
export function boxobanFolder(): string | undefined {
  const folder = process.env[BOXOBAN_FOLDER];
  return folder === undefined || folder === "" ? undefined : folder;
}

const reason = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such folder";
  if (code === "ENOTDIR") return "it is no folder";
  return code === "EISDIR" ? "it is a folder" : "that is not allowed";
};

/** The folder's `.txt` files in the order of their names. Throws an InputError; `accepted` says what should be there. */
export function levelFiles(folder: string, accepted: string): readonly LevelFile[] {
  const where = visible(folder, 200);
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  } catch (error) {
    throw new InputError(`${where} cannot be read: ${reason(error)}; accepted is ${accepted}.`);
  }
  if (names.length === 0) throw new InputError(`${where} holds no level files (.txt); accepted is ${accepted}.`);
  return names.sort().map((name) => {
    const path = join(folder, name);
    try {
      return { path, text: readFileSync(path, "utf8") };
    } catch (error) {
      throw new InputError(`${visible(path, 200)} cannot be read: ${reason(error)}; accepted is ${accepted}.`);
    }
  });
}
