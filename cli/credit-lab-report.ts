/**
 * A study of how policies learn with credit, as tables and lines. Pure.
 */
import { visible } from "../envs/index.js";
import type { creditStudies } from "../experiments/index.js";
import type { Table } from "./text-table.js";

export const CREDIT_LEARNING_FORMAT = "calmhack-credit-learning/2";

type Row = creditStudies.StudyRow;

export interface CreditLearningResult extends creditStudies.StudyOutcome {
  readonly format: typeof CREDIT_LEARNING_FORMAT;
  readonly calmhack: string;
  readonly rules: number;
  readonly study: string;
  readonly title: string;
  readonly told: readonly string[];
  readonly worlds: readonly creditStudies.StudyWorld[];
  readonly rates: readonly number[];
  readonly settings: creditStudies.StudySettings;
}

const two = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, "0.00");

/** A mean and its interval; an en dash where there is none. */
export function figureWords({ mean, low, high }: creditStudies.MeanFigure): string {
  if (mean === null) return "–";
  return low === null || high === null ? two(mean) : `${two(mean)} [${two(low)}, ${two(high)}]`;
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const countText = (value: number): string =>
  value === 0 ? "0" : value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US");

/** Median of the runs that got there, and how many did not. */
function reachedText({ seeds }: Row): string {
  const there = seeds.flatMap(({ reached }) => reached ?? []).sort((a, b) => a - b);
  const never = seeds.length - there.length;
  // The median of all runs exists while fewer than half are censored.
  const middle = there[Math.floor((seeds.length - 1) / 2)];
  const median = middle === undefined ? "–" : Math.round(middle).toLocaleString("en-US");
  return never === 0 ? median : `${median}, ${never} of ${seeds.length} never`;
}

const short = ({ mean }: creditStudies.MeanFigure): string => (mean === null ? "–" : two(mean));

export const roleMark = ({ role }: Pick<Row, "role">): string =>
  role === "reference" ? "= " : role === "floor" ? "_ " : "";

export const rowsOfWorld = ({ rows }: CreditLearningResult, id: string): readonly Row[] =>
  rows.filter(({ world }) => world === id);

export function learningTable(result: CreditLearningResult, world: string): Table {
  return {
    head: ["arm", "who answers", "rate", "area", "steps to 0.9", "updates", "grad", "AUC", "rank"],
    rows: rowsOfWorld(result, world).map((row) => [
      roleMark(row) + visible(row.name, 60),
      visible(row.answers, 60),
      String(row.rate),
      figureWords(row.area),
      reachedText(row),
      countText(meanOf(row.seeds.map(({ updates }) => updates))),
      ...[row.scores.alignment, row.scores.wrongAuc, row.scores.spearman].map(short),
    ]),
    numbersFrom: 2,
  };
}

/** What a run took beyond its episodes, and per hundredth of area above the outcome's; an en dash where there is no gain. */
export function learningCosts(result: CreditLearningResult, world: string): Table {
  const rows = rowsOfWorld(result, world);
  const base = rows.find(({ name }) => name === "the outcome alone")?.area.mean ?? null;
  return {
    head: [
      "arm",
      "who answers",
      "env steps played",
      "and besides",
      "calls",
      "tokens",
      "gain",
      "calls per 0.01",
      "steps per 0.01",
    ],
    rows: rows.map((row) => {
      const mean = (of: (seed: Row["seeds"][number]) => number) => meanOf(row.seeds.map(of));
      const [besides, calls] = [mean(({ costs }) => costs.envSteps), mean(({ costs }) => costs.calls)];
      const tokens = mean(({ costs }) => costs.tokensIn + costs.tokensOut);
      const gain = base === null || row.area.mean === null ? 0 : row.area.mean - base;
      const per = (count: number) => (gain < 0.005 ? "–" : countText(count / (100 * gain)));
      return [
        roleMark(row) + visible(row.name, 60),
        visible(row.answers, 60),
        countText(mean(({ played }) => played)),
        countText(besides),
        countText(calls),
        countText(tokens),
        base === null ? "–" : two(gain),
        per(calls),
        per(besides),
      ];
    }),
    numbersFrom: 2,
  };
}

const pText = (p: number): string => (p < 0.001 ? "< 0.001" : p.toFixed(3));

export const differenceTable = ({ differences }: CreditLearningResult): Table => ({
  head: ["world", "is this arm faster", "than this one?", "area minus area", "p (Holm)", "verdict"],
  rows: differences.map(({ world, first, second, difference, p, verdict }) => [
    visible(world, 40),
    visible(first, 80),
    visible(second, 80),
    figureWords(difference),
    pText(p),
    verdict,
  ]),
  numbersFrom: 3,
});

const MEASURES = {
  alignment: "grad",
  wrongAuc: "AUC",
  spearman: "rank",
} as const satisfies Readonly<Record<creditStudies.CreditMeasure, string>>;
export const measureName = (measure: creditStudies.CreditMeasure): string => MEASURES[measure];

export const correlationTable = ({ correlations }: CreditLearningResult): Table => ({
  head: ["world", "score of credit", "arms", "rank correlation with area"],
  rows: correlations.map(({ world, measure, arms, correlation }) => [
    visible(world, 40),
    measureName(measure),
    String(arms),
    figureWords(correlation),
  ]),
  numbersFrom: 2,
});

/** Arms that differ in one thing say little about how a score foretells learning; those of the study of all do. */
export const tellsCorrelation = ({ study }: CreditLearningResult): boolean => study === "learning";

const startText = (start: number): string =>
  start === 0
    ? "is uniformly random"
    : `wins ${100 * start} % of the games (made by the exact gradient of success; the same for all arms)`;

const EXACT = "Success is exact, under the policy as it stands.";
const AGENTS = {
  softmax: { who: "A softmax policy in a table", success: EXACT },
  q: { who: "A Q-table, epsilon-greedy (0.1)", success: EXACT },
  ppo: {
    who: "PPO (8 games, stretches of 32 steps, two layers of 32)",
    success: "Success is the share won of the last 20 training episodes that ended.",
  },
} as const;

export function learningHead(result: CreditLearningResult): readonly string[] {
  const { told, worlds, settings, rates } = result;
  return [
    ...told.map((line) => visible(line, 900)),
    ...worlds.map(
      ({ id, actions, start, budget }) =>
        `${visible(id, 60)}, ${actions} actions: ${budget.toLocaleString("en-US")} environment steps a run, branches, reruns and references included; the starting policy ${startText(start)}.`,
    ),
    `${AGENTS[settings.agent ?? "softmax"].who}, groups of ${settings.groupSize} plays, discount ${settings.discount}, bonus weight ${settings.bonusWeight}; ${settings.seeds} paired seeds, a level each. Rate: the best of ${rates.join(", ")} on three other seeds. ${AGENTS[settings.agent ?? "softmax"].success}`,
    ...(result.refused ?? []).map(({ label, why }) => `Not run: ${visible(label, 80)}: ${visible(why, 300)}`),
    "No language model was asked. 0 human labels. Answers are the truth's, simulated errors of it, or a coin's; the truth has full information.",
  ];
}

export const LEARNING_WORDS: readonly string[] = [
  "area: mean success over the budget. steps to 0.9: median over seeds until success 0.9 was reached and held for three readings; never: censored.",
  "grad, AUC, rank: of the credit on plays of the starting policy, against exact on-policy credit: cosine with the exact policy gradient; chance that a wrong step has less credit than a right one; Spearman's correlation.",
  "Intervals 95 %, bootstrap over seeds. faster, slower: the paired difference stands with Holm's correction over all comparisons of the study, at 0.05; else: no difference found, which is not the same as none.",
  "= a reference, no contestant; _ a floor. Calls of critics are counted, not priced in steps.",
];

/** One line per arm, world and seed. */
export const LEARNING_CSV_HEAD = [
  "world",
  "arm",
  "critic",
  "role",
  "rate",
  "seed",
  "area",
  "last",
  "steps_to_0.9",
  "updates",
  "env_steps_played",
  "env_steps_besides",
  "calls",
  "tokens_in",
  "tokens_out",
  "grad",
  "auc",
  "rank",
] as const;

export const learningCsvRows = ({ rows }: CreditLearningResult): readonly (readonly string[])[] =>
  rows.flatMap(({ world, name, answers, role, rate, seeds }) =>
    seeds.map(({ area, last, reached, updates, played, costs, scores }, i) => [
      world,
      name,
      answers,
      role,
      ...[rate, i + 1, area, last].map(String),
      reached === null ? "" : String(reached),
      ...[updates, played, costs.envSteps, costs.calls, costs.tokensIn, costs.tokensOut].map(String),
      ...[scores.alignment, scores.wrongAuc, scores.spearman].map((score) => (score === null ? "" : String(score))),
    ]),
  );
