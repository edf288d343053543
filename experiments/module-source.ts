/**
 * What a module of one's own said: a hash of its file and of every file that it imports by a relative path, so that a
 * result stands on the content and not on a name. Imports are found in the text; packages are not followed, for they have
 * versions.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { InputError, visible } from "../envs/index.js";

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;
const ENDINGS = [".js", ".mjs", ".ts", ".mts"];
/** TypeScript is imported by the name of the file that a compiler would make of it. */
const WRITTEN_AS: Readonly<Record<string, string>> = { ".js": ".ts", ".mjs": ".mts" };

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Throws an InputError for what is no module. */
export function requireModule(path: string): void {
  const shown = visible(path, 120);
  const accepted = "--import takes a module, a file .js, .mjs, .ts or .mts";
  if (!existsSync(path)) throw new InputError(`There is no file ${shown}; ${accepted}.`);
  if (!isFile(path)) throw new InputError(`${shown} is no file; ${accepted}.`);
  if (!ENDINGS.includes(extname(path))) throw new InputError(`${shown} is no module; ${accepted}.`);
}

function importedFrom(path: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, name = ""]) => {
    const named = resolve(dirname(path), name);
    const ending = extname(named);
    const written = named.slice(0, named.length - ending.length) + (WRITTEN_AS[ending] ?? ending);
    return [named, written].find(isFile) ?? [];
  });
}

/** The first 16 hexadecimal digits of a SHA-256. The order of files is that in which imports name them. */
export function moduleHash(path: string): string {
  const hash = createHash("sha256");
  const paths = new Set([resolve(path)]);
  // What is added on the way is gone through as well.
  for (const one of paths) {
    const bytes = readFileSync(one);
    hash.update(`${bytes.length}\n`).update(bytes);
    for (const next of importedFrom(one, bytes.toString("utf8"))) paths.add(next);
  }
  return hash.digest("hex").slice(0, 16);
}
