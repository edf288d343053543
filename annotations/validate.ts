/**
 * Recomputes everything that a data set claims: its hash, its counts, its card, the truth of every label that the
 * frames decide, and that no episode lies in two splits. A finding is a sentence; no finding means valid.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError, visible } from "../envs/index.js";
import { cardText } from "./card.js";
import { partOf } from "./dataset.js";
import { CARD_FILE, isDataSetFolder, readManifest, sha256, TRANSITIONS_FILE } from "./dataset-file.js";
import { KEYROOM_LOOK_ALIKES, KEYROOM_SUBGOALS, keyroomTruth } from "./keyroom.js";
import { isLabelled, type Transition } from "./transition.js";
import { parseTransition, readTransitions } from "./transition-file.js";

export interface Validation {
  readonly items: number;
  readonly labelled: number;
  readonly findings: readonly string[];
}

const MOST_FINDINGS = 20;

function truthFindings(item: Transition): readonly string[] {
  if (item.labelledBy !== "truth" || item.subgoals.join() !== KEYROOM_SUBGOALS.join()) return [];
  const truth = keyroomTruth(item);
  const wrong = KEYROOM_SUBGOALS.filter((_, i) => truth[i] !== item.labels?.[i]);
  const kind = KEYROOM_LOOK_ALIKES.find((k) => k.holds(item, item.step ?? 0))?.name;
  return [
    ...wrong.map((name) => `${item.id}: the label of "${name}" is not what the frames say`),
    ...(item.kind !== undefined && item.kind !== kind ? [`${item.id}: it is not of the kind "${item.kind}"`] : []),
  ];
}

function splitFindings(items: readonly Transition[]): readonly string[] {
  const splits = new Map<string, string>();
  return items.flatMap((item) => {
    if (item.episode === undefined || item.split === undefined) return [];
    const before = splits.get(item.episode) ?? item.split;
    splits.set(item.episode, before);
    return before === item.split ? [] : [`${item.id}: its episode lies in both ${before} and ${item.split}`];
  });
}

/** A data-set folder: manifest, transitions, card. */
function validateFolder(folder: string): Validation {
  const manifest = readManifest(folder);
  const path = join(folder, TRANSITIONS_FILE);
  const content = readFileSync(path, "utf8");
  const findings: string[] = [];
  if (sha256(content) !== manifest.sha256) findings.push(`${TRANSITIONS_FILE}: its SHA-256 is not the manifest's`);
  const items = content
    .split("\n")
    .flatMap((text, i) => (text === "" ? [] : [parseTransition({ number: i + 1, text }, path)]));
  for (const part of manifest.parts) {
    const count = items.filter((item) => partOf(item) === part.name).length;
    if (count !== part.items) findings.push(`${part.name}: ${count} transitions, the manifest says ${part.items}`);
  }
  const ids = new Set(items.map((item) => item.id));
  if (ids.size !== items.length) findings.push(`${items.length - ids.size} ids are used more than once`);
  findings.push(...items.flatMap(truthFindings), ...splitFindings(items));
  if (readFileSync(join(folder, CARD_FILE), "utf8") !== cardText(manifest, items)) {
    findings.push(`${CARD_FILE}: not the card that the data gives`);
  }
  return { items: items.length, labelled: items.filter(isLabelled).length, findings: findings.slice(0, MOST_FINDINGS) };
}

/** A JSONL file of any length, or "-": every line that is no transition is a finding that names it. */
async function validateFile(path: string): Promise<Validation> {
  const findings: string[] = [];
  const items: Transition[] = [];
  let labelled = 0;
  let count = 0;
  const check = (entry: Transition | InputError) => {
    if (entry instanceof InputError) {
      findings.push(entry.message.replace(/\.$/, ""));
      return;
    }
    count++;
    if (isLabelled(entry)) labelled++;
    findings.push(...truthFindings(entry));
    if (entry.split !== undefined) items.push(entry);
  };
  for await (const entry of readTransitions(path, { damaged: "report" })) check(entry);
  findings.push(...splitFindings(items));
  if (count === 0 && findings.length === 0) findings.push(`${visible(path)}: no transition in it`);
  return { items: count, labelled, findings: findings.slice(0, MOST_FINDINGS) };
}

/** A data-set folder, a JSONL file, or "-" for standard input. */
export async function validate(path: string): Promise<Validation> {
  return path !== "-" && isDataSetFolder(path) ? validateFolder(path) : validateFile(path);
}
