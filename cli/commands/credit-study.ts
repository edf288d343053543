/**
 * `calmhack credit-study`: assigners x errors of whoever answers x families of levels, in one table. Plays its own
 * episodes, asks no model, downloads nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credit, requireResultPlace } from "../../calm/index.js";
import { type Episode, writeEpisodes, writeFolder } from "../../envs/index.js";
import { creditStudies } from "../../experiments/index.js";
import { entrantsOf, noisyCritics } from "../credit-entrants.js";
import { creditFiles, creditResult, creditText } from "../credit-files.js";
import { integerFlag, numberFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";
import { againstFlag } from "./credit.js";

export interface CreditStudyFlags {
  readonly groups: string;
  readonly noise: string;
  readonly systematic: string;
  readonly votes: string;
  readonly reruns: string;
  readonly slip: string;
  readonly against: string;
  readonly seed: string;
  readonly repetitions: string;
  readonly out: string;
  readonly json?: true | undefined;
}

interface Family {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly actions: "default" | "paper";
  readonly slips: readonly number[];
}

const FAMILIES: readonly Family[] = [
  {
    id: "MiniHack-KeyRoom-S5-v0",
    file: "episodes-keyroom.jsonl",
    title: "KeyRoom-S5: no dead ends, success is lost by time alone",
    actions: "paper",
    slips: [0.5, 0.9, 1, 1],
  },
  {
    id: credit.PITS_ID,
    file: "episodes-pits.jsonl",
    title: "Pits-v0: a small world of ours, no MiniHack, with dead ends",
    actions: "default",
    slips: [0.2, 0.4, 0.6, 0.8],
  },
];

/** The lines of a file of episodes; they are written as every such file is. */
async function episodesText(episodes: readonly Episode[]): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "calmhack-credit-"));
  try {
    const path = join(scratch, "episodes.jsonl");
    await writeEpisodes(path, episodes);
    return readFileSync(path, "utf8");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export async function creditStudyCommand(flags: CreditStudyFlags): Promise<void> {
  const seed = integerFlag("--seed", flags.seed, 0, 2 ** 31);
  const repetitions = integerFlag("--repetitions", flags.repetitions, 1, 100_000);
  const groups = integerFlag("--groups", flags.groups, 2, 10_000);
  const systematic = numberFlag("--systematic", flags.systematic, 0, 1);
  const settings = {
    continuation: credit.slippingOptimal(numberFlag("--slip", flags.slip, 0, 1)),
    votes: integerFlag("--votes", flags.votes, 1, 100),
    reruns: integerFlag("--reruns", flags.reruns, 1, 10_000),
    seed,
  };
  const against = againstFlag(flags.against);
  const critics = noisyCritics(flags.noise.split(","), systematic, seed);
  requireResultPlace(flags.out);
  creditStudies.knowCreditWorlds();
  const recorded = new Map<string, Episode[]>();
  const parts = [];
  for (const family of FAMILIES) {
    const kept: Episode[] = [];
    recorded.set(family.file, kept);
    let done = 0;
    function* played(): Generator<credit.Group> {
      for (const one of credit.playGroups({ ...family, groups, seed })) {
        kept.push(...one.recorded);
        yield one.group;
        done += 1;
        if (done % 5 === 0 || done === groups) remark(`${family.id}: ${done} of ${groups} levels`);
      }
    }
    const run = await credit.running.runCredit(
      played(),
      entrantsOf([...critics, credit.coinCritic(0.5, seed)], settings),
      {
        policy: settings.continuation,
        against,
        discount: 0.99,
        seed,
        repetitions,
      },
    );
    const told = `${groups} levels of ${family.id}, each played by shortest ways with slips of ${family.slips.join(", ")} (1: uniformly random), ${family.actions} actions; errors of critics are simulated, ${systematic} of them systematic.`;
    parts.push({ title: family.title, told, ...run });
  }
  const statistics = { seed, repetitions };
  const result = creditResult({ policy: settings.continuation.name, against, statistics, parts });
  const files = new Map(creditFiles(result));
  for (const [name, episodes] of recorded) files.set(name, await episodesText(episodes));
  await writeFolder(flags.out, files);
  if (flags.json === true) return print(jsonText({ ...result, folder: flags.out }));
  await print(
    `${creditText(result)}\n\nResult: ${flags.out} (report.html, report.md, scores.csv, result.json, episodes of both families)`,
  );
}
