/**
 * `calmhack convert IN OUT`: transitions from any form to any other, by the name's ending; nothing is lost on the way,
 * or the command refuses. With `--split-by episode` they get splits first.
 */
import { dataSets } from "../../annotations/index.js";
import { InputError, visible } from "../../envs/index.js";
import { integerFlag, numberFlag } from "../options.js";
import { jsonText, print } from "../output.js";

export interface ConvertFlags {
  readonly splitBy?: string | undefined;
  readonly devShare: string;
  readonly seed: string;
  readonly json?: true | undefined;
}

const NAMES = { jsonl: "JSONL", table: "a table", hub: "a folder for the Hub", "data set": "a data set" } as const;

function split(data: dataSets.AnyData, flags: ConvertFlags): dataSets.AnyData {
  if (flags.splitBy === undefined) return data;
  if (flags.splitBy !== "episode") {
    throw new InputError(`--split-by is "${visible(flags.splitBy, 40)}"; accepted is episode.`);
  }
  const options = {
    seed: integerFlag("--seed", flags.seed, 0, 2 ** 31 - 1),
    devShare: numberFlag("--dev-share", flags.devShare, 0, 1),
  };
  return dataSets.resplit(data, options);
}

export async function convertCommand(from: string, to: string, flags: ConvertFlags): Promise<void> {
  const data = split(await dataSets.readAnyData(from), flags);
  const form = await dataSets.writeAnyData(to, data);
  const splits = [...new Set(data.items.map((item) => item.split ?? "none"))].sort().map((name) => ({
    name,
    items: data.items.filter((item) => (item.split ?? "none") === name).length,
    episodes: new Set(data.items.filter((item) => (item.split ?? "none") === name).map(({ episode }) => episode)).size,
  }));
  if (flags.json === true) return print(jsonText({ from, to, form, items: data.items.length, splits }));
  const told = splits.map(({ name, items, episodes }) => `${visible(name, 60)} ${items} (${episodes} episodes)`);
  await print(`${visible(to)}: ${data.items.length} transitions as ${NAMES[form]}; splits: ${told.join(", ")}.`);
}
