/**
 * Where the levels of the Boxoban ids come from: a folder that the option `levels` names; the folder of DeepMind's sets
 * that the variable CALMHACK_BOXOBAN names; else our own under data/levels, made by scripts/make-boxoban.ts.
 */
import { join } from "node:path";
import { assetText } from "../../assets.js";
import { BOXOBAN_FOLDER, boxobanFolder, levelFiles } from "../../level-files.js";
import type { Dice } from "../dice.js";
import { boxobanLevel, parseBoxoban, type Rows } from "./boxoban.js";
import type { Level } from "./des/syntax.js";

export type BoxobanSet = "unfiltered" | "medium" | "hard";

/** Folders of MiniHack's ids within DeepMind's. */
const FOLDERS: Readonly<Record<BoxobanSet, string>> = {
  unfiltered: "unfiltered/train",
  medium: "medium/train",
  hard: "hard",
};

const FOLDER = "a folder of .txt files with levels in Boxoban's format";

/** Draws one of the levels, each as likely; they are read when the first is drawn. */
function drawn(read: () => readonly Rows[]): (dice: Dice) => Level {
  let levels: readonly Rows[] | undefined;
  return (dice) => {
    levels ??= read();
    return boxobanLevel(levels[dice.roll("level: grid", levels.length)]!);
  };
}

const readFolder = (folder: string, accepted: string): readonly Rows[] =>
  levelFiles(folder, accepted).flatMap(({ path, text }) => parseBoxoban(text, path));

/** Levels of the files of a folder. The first draw throws an InputError where a file is missing or damaged. */
export const boxobanIn = (folder: string): ((dice: Dice) => Level) => drawn(() => readFolder(folder, FOLDER));

export const boxobanSet = (set: BoxobanSet): ((dice: Dice) => Level) =>
  drawn(() => {
    const folder = boxobanFolder();
    if (folder === undefined) {
      const name = `boxoban-${set}.txt`;
      return parseBoxoban(assetText("levels", name), name);
    }
    const accepted = `in ${BOXOBAN_FOLDER} the folder of DeepMind's Boxoban levels, with ${FOLDERS[set]} in it`;
    return readFolder(join(folder, FOLDERS[set]), accepted);
  });
