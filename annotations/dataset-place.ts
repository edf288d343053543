/**
 * Where a made data set may be put: a new folder, an empty one, or one that holds a made data set and nothing else.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { InputError, visible, writeFolder } from "../envs/index.js";
import {
  CARD_FILE,
  dataSetFiles,
  MANIFEST_FILE,
  readManifest,
  shippedDataSets,
  TRANSITIONS_FILE,
} from "./dataset-file.js";
import type { DataSetManifest } from "./dataset-manifest.js";
import type { Transition } from "./transition.js";

/** The nearest thing on the way to a path that is there. */
function existing(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : existing(parent);
}

/** Throws an InputError unless a folder of these files may stand at `path`, its former self replaced. */
export function requirePlace(path: string, files: readonly string[]): void {
  const refuse = (why: string) => new InputError(`No data set can be written to ${visible(path)}: ${why}.`);
  if (shippedDataSets().includes(path)) {
    throw refuse(`that name means the shipped one everywhere; write ./${path} or take another name`);
  }
  if (!existsSync(path)) {
    const above = existing(path);
    if (!statSync(above).isDirectory()) throw refuse(`${visible(above)} is a file`);
    return;
  }
  if (!statSync(path).isDirectory()) throw refuse("it is a file");
  const there = readdirSync(path);
  const foreign = there.find((name) => !files.includes(name));
  if (foreign !== undefined) {
    throw refuse(`it is there and holds ${visible(foreign, 80)}, which is no part of a made one; name another folder`);
  }
}

/** Throws an InputError unless a data set may be written to `path`. */
export function requireDataSetPlace(path: string): void {
  requirePlace(path, [MANIFEST_FILE, TRANSITIONS_FILE, CARD_FILE]);
  if (existsSync(path) && readdirSync(path).length > 0) readManifest(path);
}

/** Exchanges the folder as a whole. */
export async function placeDataSet(
  path: string,
  about: Omit<DataSetManifest, "format" | "sha256">,
  items: readonly Transition[],
): Promise<DataSetManifest> {
  requireDataSetPlace(path);
  const { manifest, files } = dataSetFiles(about, items);
  await writeFolder(path, files);
  return manifest;
}
