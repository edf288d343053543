/**
 * The one place that knows where the package's data files lie: beside the folder of the rooms, whether these run from
 * source or from `dist`. The folder may be read-only; nothing is ever written there.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("calmhack's package.json is missing: the installation is incomplete.");
    folder = parent;
  }
  return folder;
}

/** Path of a data file or folder, e.g. `assetPath("keyroom", "card.md")`. */
export function assetPath(...parts: readonly string[]): string {
  return join(packageRoot(), "data", ...parts);
}

/** A data file's text. */
export const assetText = (...parts: readonly string[]): string => readFileSync(assetPath(...parts), "utf8");

/** The package's version, e.g. "0.1.0". */
export function packageVersion(): string {
  const manifest: { version?: unknown } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  return String(manifest.version);
}
