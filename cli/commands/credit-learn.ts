/**
 * `calmhack credit-learn`: does better credit learn faster? Five studies, each a softmax policy on levels of small worlds,
 * one arm an assigner, the same budget of environment steps for all, branches and reruns included. Asks no model.
 */
import { requireResultPlace } from "../../calm/index.js";
import { InputError, packageVersion, RULES, visible, writeFolder } from "../../envs/index.js";
import { creditStudies } from "../../experiments/index.js";
import { creditLearningFiles, creditLearningText } from "../credit-lab-files.js";
import { CREDIT_LEARNING_FORMAT, type CreditLearningResult } from "../credit-lab-report.js";
import { type ImportFlags, ownModules } from "../import-flag.js";
import { integerFlag, numberFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";

export interface CreditLearnFlags extends ImportFlags {
  readonly study: string;
  readonly agent: string;
  readonly advantageAsReward?: string | undefined;
  readonly seeds: string;
  readonly budget?: string | undefined;
  readonly start: string;
  readonly rates?: string | undefined;
  readonly weight: string;
  readonly repetitions: string;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

function studyFlag(text: string): creditStudies.StudyName {
  const found = creditStudies.STUDY_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  throw new InputError(`--study is "${visible(text, 40)}"; accepted are ${creditStudies.STUDY_NAMES.join(", ")}.`);
}

/** Rates that a table of values or a network learns with; a softmax table has the study's. */
const AGENT_RATES = { softmax: undefined, q: [0.1, 0.3, 1], ppo: [3e-4, 1e-3, 3e-3] } as const;

function agentFlag(text: string): keyof typeof AGENT_RATES {
  if (text === "softmax" || text === "q" || text === "ppo") return text;
  throw new InputError(`--agent is "${visible(text, 40)}"; accepted are softmax, q and ppo.`);
}

export async function creditLearnCommand(id: string | undefined, flags: CreditLearnFlags): Promise<void> {
  await ownModules(flags);
  creditStudies.knowCreditWorlds();
  const name = studyFlag(flags.study);
  const agent = agentFlag(flags.agent);
  if (flags.advantageAsReward !== undefined && agent !== "q") {
    throw new InputError("--advantage-as-reward is for --agent q; the others use advantages as they are.");
  }
  const planned = creditStudies.studyPlan(name);
  const budget = flags.budget === undefined ? undefined : integerFlag("--budget", flags.budget, 1000, 100_000_000);
  const start = numberFlag("--start", flags.start, 0, 0.9);
  const chosen: readonly creditStudies.StudyWorld[] =
    id === undefined
      ? planned.worlds
      : [planned.worlds.find((world) => world.id === id) ?? { id, actions: "default", start, budget: 10_000 }];
  const worlds = chosen.map((world) => ({
    ...world,
    // Preferences that win now and then are no values and no network: other agents begin with nothing.
    start: agent === "softmax" ? world.start : 0,
    budget: budget ?? world.budget,
  }));
  const rates =
    flags.rates === undefined
      ? (AGENT_RATES[agent] ?? planned.rates)
      : flags.rates.split(",").map((text) => numberFlag("--rates", text.trim(), 1e-6, 100));
  // Arms at rates of their own compare rates of a softmax table.
  const arms = agent === "softmax" ? planned.arms : planned.arms.filter((arm) => arm.rates === undefined);
  const plan = { ...planned, arms, worlds, rates };
  const settings = {
    seeds: integerFlag("--seeds", flags.seeds, 2, 1000),
    groupSize: 4,
    bonusWeight: numberFlag("--weight", flags.weight, 0, 100),
    discount: 0.97,
    repetitions: integerFlag("--repetitions", flags.repetitions, 1, 100_000),
    ...(agent === "softmax" ? {} : { agent }),
    ...(flags.advantageAsReward === undefined
      ? {}
      : {
          advantage: {
            kind: "as reward" as const,
            scale: numberFlag("--advantage-as-reward", flags.advantageAsReward, 0, 100),
          },
        }),
  };
  const folder = flags.out ?? `calmhack-results/credit-${name}${agent === "softmax" ? "" : `-${agent}`}`;
  requireResultPlace(folder);
  const outcome = await creditStudies.runCreditStudy(plan, settings, ({ label, world }, done, of) =>
    remark(`${done} of ${of}: ${visible(label, 80)} in ${visible(world, 60)}`),
  );
  const { title, told } = plan;
  const result: CreditLearningResult = {
    format: CREDIT_LEARNING_FORMAT,
    calmhack: packageVersion(),
    rules: RULES,
    study: name,
    title,
    told,
    worlds,
    rates,
    settings,
    ...outcome,
  };
  await writeFolder(folder, creditLearningFiles(result));
  if (flags.json === true) return print(jsonText({ ...result, folder }));
  await print(
    `${creditLearningText(result)}\n\nResult: ${visible(folder)} (report.md, figure.svg, seeds.csv, curves.csv, result.json)`,
  );
}
