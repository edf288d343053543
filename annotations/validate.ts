/**
 * Recomputes everything that a data set claims: its hash, its counts, its people, its card, the truth of every label
 * that the frames decide, and that no episode lies in two splits. A finding is a sentence; no finding means valid.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError, visible } from "../envs/index.js";
import { cardText } from "./card.js";
import { partOf } from "./dataset.js";
import { CARD_FILE, isDataSetFolder, readManifest, readText, sha256, TRANSITIONS_FILE } from "./dataset-file.js";
import { isHubFolder, readHubFolder } from "./hub-folder.js";
import { KEYROOM_LOOK_ALIKES, KEYROOM_SUBGOALS, KEYROOM_TASK, keyroomTruth } from "./keyroom.js";
import { isTable, readTable } from "./table-file.js";
import { isLabelled, type Transition } from "./transition.js";
import { parseTransition, readTransitions } from "./transition-file.js";

export interface Validation {
  readonly items: number;
  readonly labelled: number;
  readonly findings: readonly string[];
}

const MOST_FINDINGS = 20;

/** Another world may have subgoals of the same names; their truth is its own. */
const isKeyRoom = ({ task, subgoals }: Transition): boolean =>
  task === KEYROOM_TASK && subgoals.join() === KEYROOM_SUBGOALS.join();

function truthFindings(item: Transition): readonly string[] {
  if (item.labelledBy !== "truth" || !isKeyRoom(item)) return [];
  const truth = keyroomTruth(item);
  const wrong = KEYROOM_SUBGOALS.filter((_, i) => truth[i] !== item.labels?.[i]);
  // What achieves something looks like nothing else.
  const looks = truth.includes("yes") ? undefined : KEYROOM_LOOK_ALIKES.find((k) => k.holds(item, item.step ?? 0));
  return [
    ...wrong.map((name) => `${item.id}: the label of "${name}" is not what the frames say`),
    ...(item.kind !== undefined && item.kind !== looks?.name
      ? [`${item.id}: it is not of the kind "${item.kind}"`]
      : []),
  ];
}

interface Place {
  readonly id: string;
  readonly episode: string | undefined;
  readonly split: string | undefined;
}

const placeOf = ({ id, episode, split }: Transition): Place => ({ id, episode, split });

function splitFindings(items: readonly Place[]): readonly string[] {
  const splits = new Map<string, string>();
  return items.flatMap((item) => {
    if (item.episode === undefined || item.split === undefined) return [];
    const before = splits.get(item.episode) ?? item.split;
    splits.set(item.episode, before);
    return before === item.split ? [] : [`${item.id}: its episode lies in both ${before} and ${item.split}`];
  });
}

function idFindings(items: readonly Place[]): readonly string[] {
  const again = items.length - new Set(items.map((item) => item.id)).size;
  return again === 0 ? [] : [`${again} ids are used more than once`];
}

const asFinding = (error: unknown): string => {
  if (error instanceof InputError) return error.message.replace(/\.$/, "");
  throw error;
};

function cardFindings(folder: string, card: string): readonly string[] {
  const path = join(folder, CARD_FILE);
  if (!existsSync(path)) return [`${CARD_FILE}: there is none`];
  return readFileSync(path, "utf8") === card ? [] : [`${CARD_FILE}: not the card that the data gives`];
}

/** A data-set folder: manifest, transitions, card. */
function validateFolder(folder: string): Validation {
  const manifest = readManifest(folder);
  const path = join(folder, TRANSITIONS_FILE);
  const content = readText(path);
  const findings: string[] = [];
  if (sha256(content) !== manifest.sha256) findings.push(`${TRANSITIONS_FILE}: its SHA-256 is not the manifest's`);
  const items = content.split("\n").flatMap((text, i) => {
    if (text.trim() === "") return [];
    try {
      return [parseTransition({ number: i + 1, text }, path)];
    } catch (error) {
      findings.push(asFinding(error));
      return [];
    }
  });
  for (const part of manifest.parts) {
    const count = items.filter((item) => partOf(item) === part.name).length;
    if (count !== part.items) findings.push(`${part.name}: ${count} transitions, the manifest says ${part.items}`);
  }
  const people = new Set(items.map((item) => item.labelledBy).filter((by) => by?.startsWith("human:"))).size;
  if (people !== manifest.humanLabels) {
    findings.push(`labels of ${people} people, the manifest says ${manifest.humanLabels}`);
  }
  findings.push(
    ...idFindings(items.map(placeOf)),
    ...items.flatMap(truthFindings),
    ...splitFindings(items.map(placeOf)),
  );
  findings.push(...cardFindings(folder, cardText(manifest, items)));
  return { items: items.length, labelled: items.filter(isLabelled).length, findings: findings.slice(0, MOST_FINDINGS) };
}

/** Entries of a file or of a folder for the Hub; lines and rows that are no transition come as errors. */
async function* entriesOf(path: string): AsyncGenerator<Transition | InputError> {
  if (path !== "-" && isHubFolder(path)) yield* (await readHubFolder(path)).items;
  else if (isTable(path)) {
    for (const item of await readTable(path)) yield item instanceof InputError ? item : item.transition;
  } else yield* readTransitions(path, { damaged: "report" });
}

/** A file of any length, a folder for the Hub, or "-": what is no transition is a finding that names line or row. */
async function validateFile(path: string): Promise<Validation> {
  const findings: string[] = [];
  const places: Place[] = [];
  let labelled = 0;
  for await (const entry of entriesOf(path)) {
    const found = entry instanceof InputError ? [asFinding(entry)] : truthFindings(entry);
    if (findings.length < MOST_FINDINGS) findings.push(...found);
    if (entry instanceof InputError) continue;
    if (isLabelled(entry)) labelled++;
    // Not the frames: the file may be of any length.
    places.push(placeOf(entry));
  }
  findings.push(...idFindings(places), ...splitFindings(places));
  if (places.length === 0 && findings.length === 0) findings.push(`${visible(path)}: no transition in it`);
  return { items: places.length, labelled, findings: findings.slice(0, MOST_FINDINGS) };
}

/** A data-set folder, a folder for the Hub, a file .jsonl, .csv or .parquet, or "-" for standard input. */
export async function validate(path: string): Promise<Validation> {
  return path !== "-" && isDataSetFolder(path) ? validateFolder(path) : validateFile(path);
}
