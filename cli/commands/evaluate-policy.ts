/**
 * `calmhack evaluate-policy FILE`: a saved network on levels that it was not trained on.
 */
import { evaluationLevels, type policies } from "../../agents/index.js";
import { RULES, visible, worlds } from "../../envs/index.js";
import { policyEvaluation } from "../../experiments/index.js";
import { wilson } from "../../stats/index.js";
import { integerFlag } from "../options.js";
import { jsonText, print } from "../output.js";
import { readNetworkFile } from "../policy-file.js";
import { tableText } from "../text-table.js";
import { workersFlag } from "../train-flags.js";

export interface EvaluatePolicyFlags {
  readonly episodes: string;
  readonly levels: string;
  readonly seed: string;
  readonly workers?: string | undefined;
  readonly json?: true | undefined;
}

function levelSeeds(id: string, flags: EvaluatePolicyFlags): readonly number[] {
  const count = integerFlag("--episodes", flags.episodes, 1, 1_000_000);
  const { levels } = flags;
  if (levels === "at the end" || levels === "while training") {
    const seeds = evaluationLevels(id, count, levels);
    return Array.from({ length: count }, (_, i) => seeds[i % seeds.length]!);
  }
  const first = integerFlag("--levels", levels, 0, 2 ** 32 - 1);
  return Array.from({ length: count }, (_, i) => first + i);
}

const MANNERS = [
  ["as it trained", "exploring"],
  ["greedy", "greedy"],
] as const;

function row(name: string, { episodes, won, rewards, steps }: policies.Episodes) {
  const interval = wilson({ successes: won, trials: episodes });
  const percent = (share: number) => (100 * share).toFixed(1);
  return {
    cells: [
      name,
      String(episodes),
      interval.ok ? `${percent(interval.estimate)} [${percent(interval.low)}, ${percent(interval.high)}]` : "",
      (rewards / episodes).toFixed(3),
      (steps / episodes).toFixed(1),
    ],
    figures: {
      episodes,
      won,
      success: interval.ok ? { value: interval.estimate, low: interval.low, high: interval.high } : null,
      return: rewards / episodes,
      length: steps / episodes,
    },
  };
}

export async function evaluatePolicyCommand(path: string, flags: EvaluatePolicyFlags): Promise<void> {
  const file = readNetworkFile(path);
  const { network: policy, id, actions, source, seed: judgeSeed, arm, rules } = file;
  const levels = levelSeeds(id, flags);
  const seed = integerFlag("--seed", flags.seed, 0, 2 ** 32 - 1);
  const workers = workersFlag(flags.workers);
  const rows = [];
  for (const [name, manner] of MANNERS) {
    const question = { policy, id, actions, source, judgeSeed, levels, manner, seed };
    rows.push({ name, ...row(name, await policyEvaluation.evaluatePolicy(question, workers)) });
  }
  if (flags.json === true) {
    const figures = Object.fromEntries(rows.map(({ name, figures: one }) => [name, one]));
    return print(jsonText({ id, arm, seed: judgeSeed, levels: flags.levels, ...figures }));
  }
  const now = worlds.rulesOf(id);
  const older = rules === now ? "" : ` It was trained under rules ${rules}; these are rules ${now}.`;
  await print(
    [
      tableText({
        head: ["played", "episodes", "won, % [95 %]", "return", "length"],
        rows: rows.map(({ cells }) => cells),
        numbersFrom: 1,
      }),
      "",
      `${visible(id, 80)}, calmhack rules ${RULES}; ${policy.agent}, arm ${visible(arm, 60)}, seed ${judgeSeed}; levels: ${visible(flags.levels, 40)}.${older}`,
      "Success is end status 2 within the step limit; the paid set that the network is shown is its arm's judge's.",
    ].join("\n"),
  );
}
