/**
 * `calmhack collect ID`: makes a labelled data set from play in the engine, or from recordings of the real game. The
 * truth is the game's state; who played, how the parts were drawn and what was too rare stand in its manifest and card.
 */
import { basename, resolve } from "node:path";
import { dataSets } from "../../annotations/index.js";
import { InputError, visible } from "../../envs/index.js";
import { policyFlag } from "../collect-policies.js";
import { type ImportFlags, ownModules } from "../import-flag.js";
import { integerFlag } from "../options.js";
import { jsonText, print } from "../output.js";

export interface CollectFlags extends ImportFlags {
  readonly policy?: readonly string[] | undefined;
  readonly recordings?: readonly string[] | undefined;
  readonly episodes: string;
  readonly seed: string;
  readonly actions: string;
  readonly perClass: string;
  readonly perKind: string;
  readonly natural: string;
  readonly out: string;
  readonly json?: true | undefined;
}

const MOST = 100_000;
const MOST_SEED = 2 ** 31 - 1;

function actionsFlag(text: string): "default" | "paper" | "all" {
  if (text === "default" || text === "paper" || text === "all") return text;
  throw new InputError(`--actions is "${visible(text, 40)}"; accepted are default, paper and all.`);
}

function fromEngine(id: string, flags: CollectFlags, shared: Shared): ReturnType<typeof dataSets.collectPlay> {
  const actions = actionsFlag(flags.actions);
  const env = dataSets.collectEnv(id, actions);
  const policies = (flags.policy ?? ["random"]).map((text) => policyFlag(text, env, shared.seed));
  const names = policies.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`--policy ${visible(twice, 80)} is given twice.`);
  const episodes = integerFlag("--episodes", flags.episodes, 1, MOST);
  return dataSets.collectPlay({ ...shared, id, actions, policies, episodes });
}

interface Shared {
  readonly name: string;
  readonly seed: number;
  readonly quotas: dataSets.Quotas;
}

async function drawn(id: string | undefined, flags: CollectFlags, shared: Shared) {
  if (flags.recordings === undefined) {
    if (id === undefined) throw new InputError("Name an environment, such as MiniHack-KeyRoom-S5-v0, or --recordings.");
    return fromEngine(id, flags, shared);
  }
  if (id !== undefined || flags.policy !== undefined) {
    throw new InputError("--recordings takes the environment and the policies from the files; name neither.");
  }
  const told = "drawn from all recorded policies, files in turn, look-alikes left out";
  return dataSets.collectRecordings(flags.recordings, { ...shared, balanced: { holds: () => true, told } });
}

export async function collectCommand(id: string | undefined, flags: CollectFlags): Promise<void> {
  dataSets.requireDataSetPlace(flags.out);
  await ownModules(flags);
  const shared: Shared = {
    name: visible(basename(resolve(flags.out)), 80),
    seed: integerFlag("--seed", flags.seed, 0, MOST_SEED),
    quotas: {
      perClass: integerFlag("--per-class", flags.perClass, 0, MOST),
      perKind: integerFlag("--per-kind", flags.perKind, 0, MOST),
      natural: integerFlag("--natural", flags.natural, 1, MOST),
    },
  };
  const { about, items } = await drawn(id, flags, shared);
  const { sha256 } = await dataSets.placeDataSet(flags.out, about, items);
  if (flags.json === true) return print(jsonText({ folder: flags.out, ...about, sha256 }));
  const { provenance } = about;
  const lines = ["policies", "files", "levels", "rate of achievements", "balanced"].flatMap((key) => {
    const value = provenance[key];
    return typeof value === "string" ? [`${key}: ${visible(value, 600)}`] : [];
  });
  const kinds = Object.entries(provenance).find(([key]) => key.startsWith("hard negatives"));
  const shown = visible(flags.out);
  await print(
    [
      `${items.length} transitions: ${about.parts.map((part) => `${part.name} ${part.items}`).join(", ")}; labels are the game's truth, 0 human labels.`,
      ...lines,
      ...(kinds === undefined ? [] : [`${kinds[0]}: ${kinds[1]}`]),
      `splits: ${["dev", "test"].map((name) => `${name} ${items.filter(({ split }) => split === name).length}`).join(", ")}`,
      `SHA-256 ${sha256}`,
      `Data set: ${shown} (card.md); next: npx calmhack evaluate ${shown}`,
    ].join("\n"),
  );
}
