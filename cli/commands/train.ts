/**
 * `calmhack train ID`: would a judge help an agent? Tabular Q-learning on a KeyRoom, arms x paired seeds.
 */
import { join } from "node:path";
import { contentHash, requireResultPlace, type Shaping } from "../../calm/index.js";
import { InputError, packageVersion, RULES, visible, writeFolder } from "../../envs/index.js";
import { type ArmResult, armOf, runArms, type Settings } from "../../experiments/index.js";
import { integerFlag, numberFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";
import { figureText } from "../report.js";
import { csvText, type Table, tableMarkdown, tableText } from "../text-table.js";

export interface TrainFlags {
  readonly arm?: readonly string[] | undefined;
  readonly seeds: string;
  readonly steps: string;
  readonly form: string;
  readonly weight: string;
  readonly epsilon: string;
  readonly actions: string;
  readonly oneLevel?: true | undefined;
  readonly evaluateEvery: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

const FORMS = ["every time", "once", "potential"] as const;
const DISCOUNT = 0.99;
const STEP_SIZE = 0.5;
const REPETITIONS = 2_000;
const EVALUATION_EPISODES = { one: 20, random: 200 } as const;

function formOf(text: string): Shaping["form"] {
  const form = FORMS.find((name) => name === text);
  if (form === undefined) throw new InputError(`--form is "${visible(text, 40)}"; accepted are ${FORMS.join(", ")}.`);
  return form;
}

function settingsOf(id: string, flags: TrainFlags): Settings {
  if (!id.includes("KeyRoom"))
    throw new InputError(`${visible(id, 80)} is no KeyRoom; train knows the five KeyRoom ids.`);
  const weight = numberFlag("--weight", flags.weight, 0, 1000);
  if (flags.actions !== "default" && flags.actions !== "paper") {
    throw new InputError(`--actions is "${visible(flags.actions, 40)}"; accepted are default and paper.`);
  }
  const levels = flags.oneLevel === true ? "one" : "random";
  return {
    id,
    actions: flags.actions,
    steps: integerFlag("--steps", flags.steps, 1, 1e9),
    seeds: integerFlag("--seeds", flags.seeds, 2, 1000),
    stepSize: STEP_SIZE,
    discount: DISCOUNT,
    epsilon: numberFlag("--epsilon", flags.epsilon, 0, 1),
    shaping: { form: formOf(flags.form), weights: [weight, weight], discount: DISCOUNT },
    levels,
    evaluateEvery: integerFlag("--evaluate-every", flags.evaluateEvery, 1, 1e9),
    evaluationEpisodes: EVALUATION_EPISODES[levels],
    repetitions: REPETITIONS,
  };
}

/** What censored seeds, which count as the budget, do to a ratio: of the arm's it can only be lower, of none's higher. */
function bound(own: number, base: number): string {
  if (own > 0 && base > 0) return "~ ";
  if (own > 0) return "≤ ";
  return base > 0 ? "≥ " : "";
}

function armTable(results: readonly ArmResult[], { seeds }: Settings): Table {
  const base = results.find(({ name }) => name === "none")?.censored ?? 0;
  return {
    head: ["arm", "steps to 90 %, median", "per seed, in 1,000", `censored of ${seeds}`, "faster than none [95 %]"],
    rows: results.map(({ name, runs, medianSteps, censored, speedUp }) => [
      name,
      `${censored * 2 > runs.length ? "> " : ""}${Math.round(medianSteps)}`,
      runs.map(({ stepsTo90 }) => (stepsTo90 === undefined ? "–" : (stepsTo90 / 1000).toFixed(1))).join(" "),
      String(censored),
      speedUp === undefined ? "" : bound(censored, base) + figureText(speedUp),
    ]),
    numbersFrom: 1,
  };
}

function notes(results: readonly ArmResult[], settings: Settings): readonly string[] {
  const { levels, evaluationEpisodes, evaluateEvery, epsilon, shaping, steps } = settings;
  const where =
    levels === "one"
      ? `one level a seed, evaluated greedily on it, ${evaluationEpisodes} episodes`
      : `a new level each episode, evaluated greedily on ${evaluationEpisodes} fixed seeds (S5 has 4,096 layouts in all, so they are layouts that training meets too)`;
  return [
    ...results.map(({ name, what, runs }) => {
      const paid = runs.reduce((sum, run) => sum + run.payments, 0);
      const wrong = runs.reduce((sum, run) => sum + run.falsePayments, 0);
      return `${name}: ${what}${paid === 0 ? "" : `; ${paid} payments, ${wrong} of them false`}.`;
    }),
    `${settings.id}, calmhack rules ${RULES}, ${settings.actions} actions; ${where}, every ${evaluateEvery} steps; budget ${steps}.`,
    `Success is end status 2 within the step limit; "steps to 90 %" is the first of three evaluations in a row. Tabular Q, step size ${STEP_SIZE}, discount ${DISCOUNT}, ε ${epsilon}, bonus ${shaping.weights[0]} ${shaping.form}, the paid set part of the state.`,
    "All arms use the same settings on the same seeds; none was tuned. A better tuned baseline narrows ratios. A censored seed counts as the budget: ≥, ≤ or ~ mark the ratios that this bounds.",
  ];
}

const curves = (results: readonly ArmResult[]): string =>
  csvText(
    ["arm", "seed", "steps", "success"],
    results.flatMap(({ name, runs }) =>
      runs.flatMap((run, i) =>
        run.evaluations.map(({ steps, success }) => [name, String(i + 1), String(steps), String(success)]),
      ),
    ),
  );

export async function trainCommand(id: string, flags: TrainFlags): Promise<void> {
  const settings = settingsOf(id, flags);
  const names = flags.arm ?? ["none", "truth", "text rules", "always yes", "noisy 0.01/0.1"];
  const arms = names.map(armOf);
  const folder = flags.out ?? join("calmhack-results", `train-${contentHash({ settings, names }).slice(0, 8)}`);
  requireResultPlace(folder);
  const results = runArms(arms, settings, (arm, seed, { stepsTo90 }) =>
    remark(`${arm}, seed ${seed}: ${stepsTo90 === undefined ? "not within the budget" : `${stepsTo90} steps`}`),
  );
  const table = armTable(results, settings);
  const said = notes(results, settings);
  const result = { format: "calmhack-training/1", calmhack: packageVersion(), rules: RULES, settings, arms: results };
  const report = `# Does a judge help? ${id}\n\n${tableMarkdown(table)}\n\n${said.map((line) => `- ${line}`).join("\n")}\n`;
  await writeFolder(
    folder,
    new Map([
      ["result.json", `${jsonText(result)}\n`],
      ["report.md", report],
      ["curves.csv", curves(results)],
    ]),
  );
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  await print(
    [tableText(table), "", ...said, "", `Result: ${visible(folder)} (result.json, curves.csv, report.md)`].join("\n"),
  );
}
