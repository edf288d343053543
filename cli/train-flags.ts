/**
 * Flags of `train` to the settings of an experiment. A list of numbers where one could stand is a grid to tune by.
 */
import { availableParallelism } from "node:os";
import { AGENT_NAMES, AGENTS, agentSettings, DEFAULT_AGENT, layoutCount, playOf } from "../agents/index.js";
import { own } from "../annotations/index.js";
import { readStoredResult } from "../calm/index.js";
import { InputError, make, visible } from "../envs/index.js";
import {
  ARM_NAMES,
  type ArmSpec,
  armAmong,
  type ExperimentSettings,
  FORMS,
  measuredArms,
  type OwnModules,
  requireFits,
} from "../experiments/index.js";
import type { ImportFlags } from "./import-flag.js";
import { integerFlag, numberFlag } from "./options.js";
import type { AskedFlags } from "./train-asked.js";

export interface TrainFlags extends ImportFlags {
  readonly arm?: readonly string[] | undefined;
  readonly allArms?: true | undefined;
  readonly noiseSweep?: true | undefined;
  readonly errorsOf?: string | undefined;
  readonly row?: readonly string[] | undefined;
  readonly judge?: readonly string[] | undefined;
  readonly agent: string;
  readonly agentOption?: readonly string[] | undefined;
  readonly seeds: string;
  readonly steps?: string | undefined;
  readonly form: string;
  readonly weight?: string | undefined;
  readonly epsilon: string;
  readonly stepSize: string;
  readonly initial: string;
  readonly tuningSeeds: string;
  readonly actions: string;
  readonly oneLevel?: true | undefined;
  readonly evaluateEvery?: string | undefined;
  readonly evaluateOn?: string | undefined;
  readonly finalLevels?: string | undefined;
  readonly episodes: string;
  readonly workers?: string | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

const DISCOUNT = 0.99;

const DEFAULT_ARMS = ["none", "truth", "text rules", "always yes", "noisy 0.01/0.1"];
/** Every form, floor and control, and two rates of noise. */
const ALL_ARMS = [
  "none",
  "truth once",
  "truth every time",
  "truth potential",
  "memory potential",
  ...ARM_NAMES.filter((name) => !["none", "truth", "memory"].includes(name)),
  "noisy 0.001/0.1",
  "noisy 0.001/0.1 by text",
  "noisy 0.01/0.1",
  "noisy 0.01/0.1 by text",
];

/** How good must a judge be? False alarms on a log scale, misses beside them, errors of both kinds. */
const SWEEP = ["", " by text"].flatMap((errors) =>
  ["0", "0.0001", "0.001", "0.01", "0.1"].flatMap((positive) =>
    ["0", "0.1", "0.2", "0.4"].map((negative) => `noisy ${positive}/${negative}${errors}`),
  ),
);

function formFlag(text: string, { shapers }: OwnModules): string {
  const forms = [...FORMS, ...shapers.keys()];
  if (forms.includes(text)) return text;
  throw new InputError(`--form is "${visible(text, 40)}"; accepted are ${forms.join(", ")}.`);
}

function agentFlag(text: string): Pick<ExperimentSettings, "agent"> {
  const agent = AGENT_NAMES.find((name) => name === text);
  if (agent === undefined) {
    throw new InputError(`--agent is "${visible(text, 40)}"; accepted are ${AGENT_NAMES.join(", ")}.`);
  }
  return agent === DEFAULT_AGENT ? {} : { agent };
}

/** "0.1" or "0.03,0.1,0.25". */
function listFlag(flag: string, text: string, least: number, most: number): readonly number[] {
  const values = text.split(",").map((part) => numberFlag(flag, part.trim(), least, most));
  if (new Set(values).size < values.length) throw new InputError(`${flag} names a value twice: ${visible(text, 60)}.`);
  return values;
}

function requireLayouts(id: string): void {
  if (layoutCount(id) === undefined) {
    throw new InputError(
      `--evaluate-on is "all", and ${visible(id, 80)} has too many layouts for that; give a number.`,
    );
  }
}

/** Where nothing is said: a table learns S5 in these steps, a network S15; and a network needs the larger bonus. */
const DEFAULTS = {
  table: { steps: "300000", weight: "0.1", evaluateEvery: 2_500, evaluateOn: "256" },
  network: { steps: "3000000", weight: "1", evaluateEvery: 250_000, evaluateOn: "100" },
} as const;

export function trainSettings(id: string, flags: TrainFlags, modules: OwnModules): ExperimentSettings {
  if (flags.actions !== "default" && flags.actions !== "paper" && flags.actions !== "all") {
    throw new InputError(`--actions is "${visible(flags.actions, 40)}"; accepted are default, paper and all.`);
  }
  // Refused now rather than by the first run.
  make(id, { actions: flags.actions });
  own.taskOf(id);
  playOf({ id, actions: flags.actions }, "numbers");
  const agent = agentFlag(flags.agent);
  const usual = DEFAULTS[AGENTS[agent.agent ?? DEFAULT_AGENT].values];
  const { evaluateOn = usual.evaluateOn, evaluateEvery = String(usual.evaluateEvery) } = flags;
  if (flags.oneLevel === undefined && evaluateOn === "all") requireLayouts(id);
  return {
    id,
    ...agent,
    ...(flags.agentOption === undefined ? {} : { agentOptions: agentSettings.readAgentOptions(flags.agentOption) }),
    actions: flags.actions,
    steps: integerFlag("--steps", flags.steps ?? usual.steps, 1, 1e9),
    seeds: integerFlag("--seeds", flags.seeds, 2, 1000),
    discount: DISCOUNT,
    form: formFlag(flags.form, modules),
    ...(modules.modules.length === 0 ? {} : { modules: modules.modules }),
    levels: flags.oneLevel === true ? "one" : "random",
    evaluateEvery: integerFlag("--evaluate-every", evaluateEvery, 1, 1e9),
    evaluationLevels: evaluateOn === "all" ? "all" : integerFlag("--evaluate-on", evaluateOn, 1, 100_000),
    ...(flags.finalLevels === undefined
      ? {}
      : { finalLevels: integerFlag("--final-levels", flags.finalLevels, 1, 100_000) }),
    grid: {
      epsilon: listFlag("--epsilon", flags.epsilon, 0, 1),
      stepSize: listFlag("--step-size", flags.stepSize, 0.001, 1),
      initial: listFlag("--initial", flags.initial, -1000, 1000),
      weight: listFlag("--weight", flags.weight ?? usual.weight, 0, 1000),
    },
    tuningSeeds: integerFlag("--tuning-seeds", flags.tuningSeeds, 1, 100),
    episodes: integerFlag("--episodes", flags.episodes, 0, 1000),
  };
}

/** What --all-arms means for an environment: KeyRoom's own arms only there. */
const allArms = (id: string): readonly string[] =>
  own.taskOf(id).family === "keyroom" ? ALL_ARMS : ALL_ARMS.filter((name) => !/^(memory|hand-made events)/.test(name));

/** Arms that modules bring: a judge each that answers at once, and the truth paid by each shaper. */
const ownArms = ({ annotators, shapers }: OwnModules): readonly string[] => [
  ...[...annotators].flatMap(([name, { annotator }]) => (annotator.judge === undefined ? [] : [name])),
  ...[...shapers.keys()].map((name) => `truth ${name}`),
];

/** The arms by name, and those with the measured errors of a result's rows. */
export function trainArms(
  id: string,
  flags: TrainFlags & Partial<AskedFlags>,
  modules: OwnModules,
): readonly ArmSpec[] {
  const { arm, errorsOf, row } = flags;
  if (row !== undefined && errorsOf === undefined) throw new InputError("--row names a row of --errors-of RESULT.");
  const mine = ownArms(modules);
  const names =
    flags.allArms === true
      ? [...allArms(id), ...mine]
      : (arm ?? (errorsOf === undefined ? [...DEFAULT_ARMS, ...mine] : ["none", "truth"]));
  const swept = flags.noiseSweep === true ? SWEEP : [];
  const more = flags.allArms === true ? (arm ?? []) : [];
  const arms = [...names, ...more, ...swept.filter((name) => !names.includes(name))].map((name) =>
    armAmong(modules, name),
  );
  requireFits(arms, id);
  if (errorsOf === undefined) return arms;
  const stored = readStoredResult(errorsOf);
  const rows =
    row ?? stored.result.annotators.flatMap(({ provenance: { kind, name } }) => (kind === "floor" ? [] : [name]));
  return [...arms, ...rows.flatMap((name) => measuredArms(stored, name, own.taskOf(id)))];
}

/** Threads: what the machine offers, unless told. */
export function workersFlag(text: string | undefined): number {
  return text === undefined ? availableParallelism() : integerFlag("--workers", text, 0, 64);
}
