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

export async function creditLearnCommand(id: string | undefined, flags: CreditLearnFlags): Promise<void> {
  await ownModules(flags);
  creditStudies.knowCreditWorlds();
  const name = studyFlag(flags.study);
  const planned = creditStudies.studyPlan(name);
  const budget = flags.budget === undefined ? undefined : integerFlag("--budget", flags.budget, 1000, 100_000_000);
  const start = numberFlag("--start", flags.start, 0, 0.9);
  const chosen: readonly creditStudies.StudyWorld[] =
    id === undefined
      ? planned.worlds
      : [planned.worlds.find((world) => world.id === id) ?? { id, actions: "default", start, budget: 10_000 }];
  const worlds = chosen.map((world) => ({ ...world, budget: budget ?? world.budget }));
  const rates =
    flags.rates === undefined
      ? planned.rates
      : flags.rates.split(",").map((text) => numberFlag("--rates", text.trim(), 1e-6, 100));
  const plan = { ...planned, worlds, rates };
  const settings = {
    seeds: integerFlag("--seeds", flags.seeds, 2, 1000),
    groupSize: 4,
    bonusWeight: numberFlag("--weight", flags.weight, 0, 100),
    discount: 0.97,
    repetitions: integerFlag("--repetitions", flags.repetitions, 1, 100_000),
  };
  const folder = flags.out ?? `calmhack-results/credit-${name}`;
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
