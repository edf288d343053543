/**
 * What a training result says: tables and notes, shared by the terminal, the Markdown report and the page.
 */
import { AGENT_NAMES, AGENTS, agentSettings, DEFAULT_AGENT } from "../agents/index.js";
import type { Figure } from "../annotations/index.js";
import { visible, worlds } from "../envs/index.js";
import type { ArmResult, ExperimentSettings } from "../experiments/index.js";
import { figureText } from "./report.js";
import { csvText, type Table } from "./text-table.js";

/** What censored seeds, which count as the budget, do to a ratio: of the arm's it can only be lower, of none's higher. */
function bound(own: number, base: number): string {
  if (own > 0 && base > 0) return "~ ";
  if (own > 0) return "≤ ";
  return base > 0 ? "≥ " : "";
}

/** A ratio with its interval, and what censored seeds make of it. */
export const ratioText = (speedUp: Figure, censored: number, base: number): string =>
  bound(censored, base) + figureText(speedUp);

export const thousands = (steps: number): string => (steps / 1000).toFixed(1);
const percent = (share: number): string => (100 * share).toFixed(1);
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

export function armTable(arms: readonly ArmResult[]): Table {
  const seeds = arms[0]?.runs.length ?? 0;
  const base = arms.find(({ speedUp }) => speedUp === undefined)?.censored ?? 0;
  return {
    head: [
      "arm",
      "median, 1,000 steps",
      `censored of ${seeds}`,
      "faster than none [95 %]",
      "won at the end, %",
      "exploring, %",
      "false pay, %",
    ],
    rows: arms.map(({ name, runs, medianSteps, censored, speedUp }) => {
      const sum = (of: "payments" | "falsePayments") => runs.reduce((total, run) => total + run[of], 0);
      const paid = sum("payments");
      return [
        name,
        `${censored * 2 > runs.length ? "> " : ""}${thousands(medianSteps)}`,
        String(censored),
        speedUp === undefined ? "" : ratioText(speedUp, censored, base),
        percent(mean(runs.map(({ final }) => final?.greedy ?? 0))),
        percent(mean(runs.map(({ final }) => final?.exploring ?? 0))),
        paid === 0 ? "" : percent(sum("falsePayments") / paid),
      ];
    }),
    numbersFrom: 1,
  };
}

/** What was paid, over all seeds: rightly, falsely, and what was achieved and not paid. */
export function paymentTable(arms: readonly Pick<ArmResult, "name" | "runs">[]): Table {
  return {
    head: ["arm", "steps", "paid", "false", "missed", "false of paid, %", "missed of achieved, %", "false/1000 steps"],
    rows: arms.map(({ name, runs }) => {
      const sum = (of: "steps" | "payments" | "falsePayments" | "missedPayments") =>
        runs.reduce((total, run) => total + run[of], 0);
      const [steps, all, wrong, missed] = [sum("steps"), sum("payments"), sum("falsePayments"), sum("missedPayments")];
      const achieved = all - wrong + missed;
      return [
        visible(name, 60),
        ...[steps, all, wrong, missed].map(String),
        all === 0 ? "" : percent(wrong / all),
        achieved === 0 ? "" : percent(missed / achieved),
        steps === 0 ? "" : ((1000 * wrong) / steps).toFixed(2),
      ];
    }),
    numbersFrom: 1,
  };
}

/** Steps to 90 % seed by seed, and the settings of the arm. */
export function seedTable(arms: readonly ArmResult[]): Table {
  return {
    head: ["arm", "1,000 steps to 90 %, seed by seed", "ε", "step size", "initial", "bonus", "form", "settings tried"],
    rows: arms.map(({ name, runs, settings, form, tried }) => [
      name,
      runs.map(({ stepsTo90 }) => (stepsTo90 === undefined ? "–" : thousands(stepsTo90))).join(" "),
      String(settings.epsilon),
      String(settings.stepSize),
      String(settings.initial),
      form === "none" ? "" : String(settings.weight),
      form === "none" ? "" : form,
      String(tried),
    ]),
    numbersFrom: 2,
  };
}

const tunedNote = ({ grid, tuningSeeds }: ExperimentSettings, arms: readonly ArmResult[]): string => {
  const isTuned = arms.some(({ tried }) => tried > 1);
  if (!isTuned) {
    return "No arm was tuned: all use the same settings. A better tuned baseline narrows ratios; give lists to --epsilon, --initial, --weight or --step-size to tune every arm by one grid.";
  }
  const names = { epsilon: "ε", stepSize: "step size", initial: "initial value", weight: "bonus" } as const;
  const values = (Object.keys(names) as (keyof typeof names)[]).map(
    (name) => `${names[name]} ${grid[name].join(", ")}`,
  );
  return `Every arm was tuned by one grid (${values.join("; ")}) on ${tuningSeeds} seeds of its own (1001, …); least mean of log steps.`;
};

/** What the distilled judges answered in place of their teachers, per run. */
const distilledNotes = (arms: readonly ArmResult[]): readonly string[] =>
  arms.flatMap(({ name, source, runs }) => {
    if (source.kind !== "distilled") return [];
    const each = (of: string) => Math.round(mean(runs.map(({ asked }) => asked?.[of] ?? 0)));
    const unsure = each("unsure") === 0 ? "" : `, unsure of ${each("unsure")}, which paid nothing`;
    return [`${name}: judged ${each("texts")} distinct texts a run without a call${unsure}.`];
  });

/** Whose rules were played, and which modules the result stands on. */
export function rulesText(rules: number, modules: ExperimentSettings["modules"] = []): string {
  const files = modules.map(({ file, hash }) => `${visible(file, 80)}, SHA-256 ${visible(hash, 64)}`).join("; ");
  const whose = rules === 0 ? "a world of one's own" : `calmhack rules ${rules}`;
  return files === "" ? whose : `${whose} (${files})`;
}

/** Each agent's own settings, where it has any. An arm's name begins with its agent where it is another. */
function agentNotes(arms: readonly ArmResult[], { agent = DEFAULT_AGENT, agentOptions }: ExperimentSettings) {
  const agents = new Set(arms.map(({ name }) => AGENT_NAMES.find((one) => name.startsWith(`${one}: `)) ?? agent));
  return [...agents].flatMap((one) => {
    const own = Object.entries(agentSettings.agentOptionsOf(one, agentOptions) ?? {});
    return own.length === 0 ? [] : [`${one}: ${own.map(([name, value]) => `${name} ${value}`).join(", ")}.`];
  });
}

export function trainNotes(arms: readonly ArmResult[], settings: ExperimentSettings): readonly string[] {
  const { levels, evaluationLevels, evaluateEvery, steps, id, actions, discount } = settings;
  const agent = settings.agent ?? DEFAULT_AGENT;
  const manner = AGENTS[agent].manner === "exploring" ? "by drawing from the policy" : "greedily";
  const atEnd = arms[0]?.runs[0]?.final?.episodes ?? 0;
  const where =
    levels === "one"
      ? `one level a seed, evaluated on it with other dice: 20 greedy episodes`
      : `a new level each episode, evaluated ${manner} on ${evaluationLevels} levels${
          worlds.registered(id) === undefined ? " (on S5, of its 4,096 layouts: training meets them too)" : ""
        }`;
  return [
    ...arms.map(({ name, what }) => `${name}: ${what}.`),
    ...agentNotes(arms, settings),
    ...distilledNotes(arms),
    `${id}, ${rulesText(worlds.rulesOf(id), settings.modules)}, ${actions} actions, ${AGENTS[agent].what}, discount ${discount}; ${where}, every ${evaluateEvery} steps; at the end on ${atEnd} episodes, greedy and as it explores while it trains; budget ${steps} steps.`,
    `Success is end status 2 within the step limit; "steps to 90 %" is the first of three evaluations in a row. The set of paid subgoals is part of every arm's state. False pay: payments for what was not achieved in that step.`,
    tunedNote(settings, arms),
    "A censored seed counts as the budget: ≥, ≤ or ~ mark the ratios that this bounds. Ratios are geometric means over paired seeds, intervals bootstrap over seeds.",
  ];
}

export const curvesCsv = (arms: readonly ArmResult[]): string =>
  csvText(
    ["arm", "seed", "steps", "success"],
    arms.flatMap(({ name, runs }) =>
      runs.flatMap(({ seed, evaluations }) =>
        evaluations.map(({ steps, success }) => [name, String(seed), String(steps), String(success)]),
      ),
    ),
  );
