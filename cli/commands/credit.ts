/**
 * `calmhack credit FILE`: every assigner on recorded episodes, side by side: scores against exact credit, what each cost,
 * and strips that show who blames which step.
 */
import { join } from "node:path";
import { contentHash, credit, presetPrompt, requireResultPlace } from "../../calm/index.js";
import { type Episode, InputError, readEpisodes, visible, writeFolder } from "../../envs/index.js";
import { creditStudies } from "../../experiments/index.js";
import { entrantsOf, noisyCritics } from "../credit-entrants.js";
import { creditFiles, creditResult, creditText } from "../credit-files.js";
import { STRIP_LEGEND, type Strip, stripText } from "../credit-strip.js";
import { type ImportFlags, ownModules } from "../import-flag.js";
import { type ModelFlags, modelSettings, type OpenModel, openModels, replayedModels, withModels } from "../models.js";
import { integerFlag, numberFlag } from "../options.js";
import { jsonText, print } from "../output.js";

export interface CreditFlags extends ModelFlags, ImportFlags {
  readonly noise?: readonly string[] | undefined;
  readonly replay?: readonly string[] | undefined;
  readonly systematic: string;
  readonly votes: string;
  readonly reruns: string;
  readonly slip: string;
  readonly against: string;
  readonly couldBe?: string | undefined;
  readonly strips: string;
  readonly limit?: string | undefined;
  readonly seed: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

export function againstFlag(text: string): "on policy" | "optimal" {
  if (text === "on-policy") return "on policy";
  if (text === "optimal") return "optimal";
  throw new InputError(`--against is "${visible(text, 40)}"; accepted are on-policy and optimal.`);
}

async function episodesOf(path: string, most: number): Promise<readonly Episode[]> {
  const episodes: Episode[] = [];
  for await (const episode of readEpisodes(path)) {
    if (episodes.length >= most) break;
    episodes.push(episode);
  }
  if (episodes.length === 0) throw new InputError(`${visible(path)} holds no episode.`);
  return episodes;
}

const criticOf = ({ door, parameters, annotator }: OpenModel): credit.Critic => {
  const { kind, name, note } = annotator.provenance;
  const known = kind === "replayed" || kind === "mock" ? kind : "model";
  return credit.modelCritic({ door, parameters, kind: known, prompt: presetPrompt("map"), name, note });
};

/** "1-20" or "3,8": seeds of levels. */
function seedsFlag(text: string): readonly number[] {
  const seeds = text.split(",").flatMap((part) => {
    const [from = "", to = from] = part.trim().split("-");
    const [first, last] = [integerFlag("--could-be", from, 0, 2 ** 31), integerFlag("--could-be", to, 0, 2 ** 31)];
    return Array.from({ length: Math.max(0, Math.min(1001, last - first + 1)) }, (_, i) => first + i);
  });
  if (seeds.length > 0 && seeds.length <= 1000) return seeds;
  throw new InputError(`--could-be is "${visible(text, 40)}"; accepted are 1 to 1000 seeds such as 1-20 or 3,8.`);
}

/** Short names for a strip; who answers is in the title of the table. */
const stripName = ({ assigner: { name }, critic }: credit.running.Entrant, many: boolean): string =>
  many && critic !== undefined ? `${name} < ${critic.name}` : name;

export async function creditCommand(path: string, flags: CreditFlags): Promise<void> {
  await ownModules(flags);
  const [seed, repetitions] = [
    integerFlag("--seed", flags.seed, 0, 2 ** 31),
    integerFlag("--repetitions", flags.repetitions, 1, 100_000),
  ];
  const settings = {
    continuation: credit.slippingOptimal(numberFlag("--slip", flags.slip, 0, 1)),
    votes: integerFlag("--votes", flags.votes, 1, 100),
    reruns: integerFlag("--reruns", flags.reruns, 1, 10_000),
    seed,
  };
  const against = againstFlag(flags.against);
  const couldBe = flags.couldBe === undefined ? undefined : seedsFlag(flags.couldBe);
  const strips = integerFlag("--strips", flags.strips, 0, 1000);
  const most = flags.limit === undefined ? Number.POSITIVE_INFINITY : integerFlag("--limit", flags.limit, 1, 1_000_000);
  const { specs } = modelSettings(flags);
  const replays = flags.replay ?? [];
  const isAsked = specs.length + replays.length > 0;
  const simulated = noisyCritics(
    flags.noise ?? (isAsked ? [] : ["0/0"]),
    numberFlag("--systematic", flags.systematic, 0, 1),
    seed,
  );
  const episodes = await episodesOf(path, most);
  creditStudies.knowCreditWorlds();
  if (flags.out !== undefined) requireResultPlace(flags.out);
  const prompt = presetPrompt("map");
  const models = [
    ...openModels(flags, prompt, undefined),
    ...replays.flatMap((file) => replayedModels(file, flags, prompt)),
  ];
  const drawn: Strip[] = [];
  const run = await withModels(models, async () => {
    const critics = [...simulated, ...models.map(criticOf)];
    const entrants = entrantsOf(critics, settings);
    const many = critics.length > 1;
    return credit.running.runCredit(credit.groupsOf(episodes), entrants, {
      policy: settings.continuation,
      against,
      discount: 0.99,
      ...(couldBe && { couldBe }),
      seed,
      repetitions,
      onGroup(group, references, given) {
        for (const [k, episode] of group.episodes.entries()) {
          if (drawn.length >= strips) return;
          const lines = entrants.map((entrant, i) => ({ name: stripName(entrant, many), given: given[i]![k]!.given }));
          const actions = episode.actions.map((action) => group.env.actions[action]!);
          drawn.push({ title: `${episode.name}: ${episode.end}`, actions, truth: references[k]!, lines });
        }
      },
    });
  });
  const ids = [...new Set(episodes.map(({ id }) => id))].map((id) => visible(id, 80)).join(", ");
  const result = creditResult({
    policy: settings.continuation.name,
    against,
    statistics: { seed, repetitions },
    parts: [{ title: ids, told: `Episodes of ${ids} from a file.`, ...run }],
  });
  const folder = flags.out ?? join("calmhack-results", `credit-${contentHash(result).slice(0, 8)}`);
  requireResultPlace(folder);
  const text = drawn.map(stripText).join("\n\n");
  const files = new Map(creditFiles(result));
  if (drawn.length > 0) files.set("strips.txt", `${STRIP_LEGEND}\n\n${text}\n`);
  await writeFolder(folder, files);
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  await print(
    [
      creditText(result),
      ...(drawn.length === 0 ? [] : ["", STRIP_LEGEND, "", text]),
      "",
      `Result: ${visible(folder)} (report.html, report.md, scores.csv, strips.txt, result.json)`,
    ].join("\n"),
  );
}
