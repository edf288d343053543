/**
 * `calmhack credit-learn`: does better credit learn faster? A softmax policy on levels of Pits-v0 (or another small world),
 * one arm an assigner, the same budget of environment steps for all, branches and reruns included. Asks no model.
 */
import { softmax } from "../../agents/index.js";
import { canonicalJson, credit, requireResultPlace } from "../../calm/index.js";
import { packageVersion, RULES, randomStream, visible, writeFolder } from "../../envs/index.js";
import { bootstrapMean } from "../../stats/index.js";
import { knowPits, noisyCritics } from "../credit-entrants.js";
import { type ImportFlags, ownModules } from "../import-flag.js";
import { integerFlag, numberFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";
import { csvText, type Table, tableMarkdown, tableText } from "../text-table.js";

export interface CreditLearnFlags extends ImportFlags {
  readonly seeds: string;
  readonly budget: string;
  readonly rate: string;
  readonly weight: string;
  readonly out: string;
  readonly json?: true | undefined;
}

type Arm = softmax.LearningArm & { readonly answers: string };

function armsOf(): readonly Arm[] {
  const [truth, some, many] = noisyCritics(["0/0", "0.1/0.2", "0.2/0.4"], 0.5, 1);
  const coin = credit.coinCritic(0.5, 1);
  const asking = (name: string, make: (critic: credit.Critic, policy: credit.PolicyRule) => credit.Assigner) =>
    [truth!, some!, many!, coin].map(
      (critic): Arm => ({
        name,
        answers: critic.provenance.name,
        assigner: (policy) => make(critic, policy),
        price: "counted",
      }),
    );
  const silent = (name: string, assigner: Arm["assigner"], price: Arm["price"] = "counted"): Arm => ({
    name,
    answers: "nobody",
    assigner,
    price,
  });
  return [
    silent("the outcome alone", undefined),
    ...asking("CALM", (judge) => credit.calm({ judge })),
    ...asking("CAPO majority of 4", (critic) => credit.capo({ critic, votes: 4 })),
    ...asking("InT 8 reruns", (critic, policy) =>
      credit.intervention({ critic, continuation: policy, reruns: 8, rule: "any" }),
    ).slice(0, 1),
    silent("MatchTIR exact", () => credit.matchTir()),
    silent("TempFlow, 4 steps", (policy) => credit.branching({ policy, where: { topEntropy: 4 } })),
    silent("GiGPO", () => credit.grouping()),
    silent("random (floor)", () => credit.randomCredit(1)),
    silent("exact (reference, free)", (policy) => credit.standard.exactAssigners(policy)[0]!, "free"),
  ];
}

interface Learned {
  readonly name: string;
  readonly answers: string;
  /** Per seed: area under the curve, success at the end, updates. */
  readonly seeds: readonly { readonly area: number; readonly last: number; readonly updates: number }[];
  /** Success at twentieths of the budget, mean over seeds. */
  readonly curve: readonly number[];
}

const POINTS = 20;

const two = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, "0.00");

function interval(values: readonly number[]): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const stream = randomStream(1, "bootstrap of learning with credit");
  const found = bootstrapMean(values, { repetitions: 2000, random: () => stream.uniform() });
  return found.ok ? `${two(mean)} [${two(found.low)}, ${two(found.high)}]` : two(mean);
}

function learnedTable(rows: readonly Learned[]): Table {
  const [base] = rows;
  return {
    head: ["arm", "who answers", "area", "minus outcome's", "success at the end", "updates"],
    rows: rows.map(({ name, answers, seeds }, i) => [
      name,
      answers,
      interval(seeds.map(({ area }) => area)),
      i === 0 ? "" : interval(seeds.map(({ area }, k) => area - base!.seeds[k]!.area)),
      (seeds.reduce((sum, { last }) => sum + last, 0) / seeds.length).toFixed(2),
      (seeds.reduce((sum, { updates }) => sum + updates, 0) / seeds.length).toFixed(0),
    ]),
    numbersFrom: 2,
  };
}

export async function creditLearnCommand(id: string, flags: CreditLearnFlags): Promise<void> {
  await ownModules(flags);
  const seeds = integerFlag("--seeds", flags.seeds, 2, 1000);
  const budget = integerFlag("--budget", flags.budget, 1000, 100_000_000);
  const settings = {
    id,
    actions: "default",
    budget,
    groupSize: 4,
    rate: numberFlag("--rate", flags.rate, 1e-6, 100),
    bonusWeight: numberFlag("--weight", flags.weight, 0, 100),
    discount: 0.97,
  } as const;
  requireResultPlace(flags.out);
  if (id === credit.PITS_ID) knowPits();
  const rows: Learned[] = [];
  for (const arm of armsOf()) {
    const curves: softmax.LearningCurve[] = [];
    for (let seed = 1; seed <= seeds; seed++) curves.push(await softmax.learnWithCredit(arm, { ...settings, seed }));
    remark(`${arm.name}, ${arm.answers}: ${seeds} seeds`);
    const of = curves.map((curve) => ({
      area: softmax.stepArea(curve, budget),
      last: softmax.successAt(curve, budget),
      updates: curve.length - 1,
    }));
    const curve = Array.from({ length: POINTS + 1 }, (_, k) => {
      const at = (budget * k) / POINTS;
      return curves.reduce((sum, one) => sum + softmax.successAt(one, at), 0) / seeds;
    });
    rows.push({ name: arm.name, answers: arm.answers, seeds: of, curve });
  }
  const result = {
    format: "calmhack-credit-learning/1",
    calmhack: packageVersion(),
    rules: RULES,
    seeds,
    settings,
    rows,
  };
  const words = [
    `${visible(id, 80)}: softmax preferences in a table, one level a seed, ${seeds} paired seeds, groups of 4, rate ${settings.rate}, bonus weight ${settings.bonusWeight}, discount ${settings.discount}; nothing was tuned.`,
    `Budget: ${budget} environment steps, branches, reruns and references included; calls of critics are not priced. Success is exact, under the policy as it stands.`,
    "No language model was asked: critics are the truth (full information), simulated errors of it, and a coin. area: mean success over the budget; 95 % intervals over seeds, paired against the outcome alone.",
  ];
  const table = learnedTable(rows);
  const curveRows = rows.flatMap(({ name, answers, curve }) =>
    curve.map((success, k) => [name, answers, String((budget * k) / POINTS), String(success)]),
  );
  await writeFolder(
    flags.out,
    new Map([
      ["result.json", `${canonicalJson(result, 1)}\n`],
      ["curves.csv", csvText(["arm", "critic", "env_steps", "success"], curveRows)],
      ["report.md", `# Does better credit learn faster?\n\n${words.join("\n\n")}\n\n${tableMarkdown(table)}\n`],
    ]),
  );
  if (flags.json === true) return print(jsonText({ ...result, folder: flags.out }));
  await print(
    [...words, "", tableText(table), "", `Result: ${visible(flags.out)} (report.md, curves.csv, result.json)`].join(
      "\n",
    ),
  );
}
