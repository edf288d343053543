/**
 * An experiment: arms x paired seeds, each arm with the settings that one grid gave it on other seeds. The same settings
 * give the same result, byte by byte, however many threads there are and however often it was killed on the way.
 */
import {
  AGENTS,
  type AgentName,
  agentSettings,
  DEFAULT_AGENT,
  evaluationLevels,
  layoutCount,
  type RunOptions,
  type TrainingJudge,
} from "../agents/index.js";
import { own } from "../annotations/index.js";
import { InputError } from "../envs/index.js";
import { type ArmSpec, requireFits } from "./arm.js";
import { stepsOf, type TrainedArm } from "./comparison.js";
import { bestOf, combinations, type Grid } from "./grid.js";
import type { ModuleSource, OwnModules } from "./own-modules.js";
import { runAll } from "./pool.js";
import type { EvaluationLevels, RunRecord, RunSpec, Tunables } from "./run-spec.js";

export interface ExperimentSettings extends Omit<RunOptions, "seed" | "shaping" | keyof Tunables> {
  /** A built-in form, or a shaper of one's own by its name. */
  readonly form: string;
  /** Modules of one's own that the runs depend on; absent where there are none. */
  readonly modules?: readonly ModuleSource[];
  /** Runs use seeds 1, 2, … */
  readonly seeds: number;
  /** Values to choose from, arm by arm; a grid of one combination is no choice. */
  readonly grid: Grid;
  /** The grid is tried on seeds 1001, 1002, … */
  readonly tuningSeeds: number;
  /** Levels of an evaluation while training; of the last one, every layout where they can be listed. */
  readonly evaluationLevels: number | "all";
  /** Levels of the last evaluation; absent: all where they can be listed, otherwise, or with a network, 1000. */
  readonly finalLevels?: number;
  /** Greedy episodes with frames kept of each arm's first seed. */
  readonly episodes: number;
}

export interface ExperimentRun {
  readonly arms: readonly ArmSpec[];
  readonly settings: ExperimentSettings;
  /** Where runs and checkpoints are kept until the result is written. */
  readonly folder: string;
  readonly workers: number;
  /** Makes the judges of arms that are asked in the loop. */
  readonly asked?: ((spec: RunSpec) => TrainingJudge) | undefined;
  /** What the settings' modules hold. */
  readonly modules?: OwnModules | undefined;
  /** Told of each run that has its record. */
  readonly onRun: (done: RunDone) => void;
}

export interface RunDone {
  readonly phase: "tuning" | "seeds";
  readonly arm: string;
  readonly seed: number;
  readonly done: number;
  readonly of: number;
  readonly record: RunRecord;
}

const FIRST_TUNING_SEED = 1001;
/** For ids whose layouts are too many, and networks, whose episodes take longer. */
const HELD_OUT_LEVELS = 1000;

/** What everyone is evaluated on. */
export function experimentLevels(settings: ExperimentSettings): EvaluationLevels {
  const { id, levels, evaluationLevels: count, finalLevels, agent = DEFAULT_AGENT } = settings;
  if (levels === "one") return { during: { seeds: [], episodes: 0 }, atEnd: { seeds: [], episodes: 0 } };
  const during = evaluationLevels(id, count);
  const isListed = layoutCount(id) !== undefined && AGENTS[agent].values === "table";
  const atEnd = evaluationLevels(id, finalLevels ?? (isListed ? "all" : HELD_OUT_LEVELS), "at the end");
  return { during: { seeds: during, episodes: during.length }, atEnd: { seeds: atEnd, episodes: atEnd.length } };
}

/** The form in which an arm is paid: its own, or the experiment's. */
export const formOf = (arm: ArmSpec, { form }: Pick<ExperimentSettings, "form">): string => arm.form ?? form;

/** The agent of an arm: its own, or the experiment's. */
export const agentOf = (arm: ArmSpec, { agent }: Pick<ExperimentSettings, "agent">): AgentName =>
  arm.agent ?? agent ?? DEFAULT_AGENT;

/** Refuses settings that none of the arms' agents has: they would be said and change nothing. */
function requireUsed(arms: readonly ArmSpec[], settings: ExperimentSettings): void {
  const agents = [...new Set(arms.map((arm) => agentOf(arm, settings)))];
  const given = Object.entries(settings.agentOptions ?? {}).map(([name, value]) => `${name}=${value}`);
  agentSettings.readAgentOptions(given, agents);
}

/** One run of an arm. */
export function specOf(
  arm: ArmSpec,
  settings: ExperimentSettings,
  { epsilon, stepSize, initial, weight }: Tunables,
  seed: number,
  final: RunSpec["final"] = "evaluated",
): RunSpec {
  const { id, actions, steps, discount, levels, evaluateEvery } = settings;
  const agent = agentOf(arm, settings);
  const agentOptions = agentSettings.agentOptionsOf(agent, settings.agentOptions);
  const common = {
    ...(agent === DEFAULT_AGENT ? {} : { agent }),
    ...(agentOptions === undefined ? {} : { agentOptions }),
    id,
    actions,
    steps,
    discount,
    levels,
    evaluateEvery,
    epsilon,
    stepSize,
    initial,
    seed,
  };
  const { family, subgoals } = own.taskOf(id);
  const shaping = { form: formOf(arm, settings), weights: subgoals.map(() => weight), discount };
  const isFirst = seed === 1;
  const needsNoJudge = arm.source.kind === "none" || arm.source.kind === "truth";
  return {
    arm,
    options: arm.source.kind === "none" ? common : { ...common, shaping },
    final,
    episodes: isFirst ? settings.episodes : 0,
    // What a state of the table stands for is known of KeyRoom alone, and of its own subgoals what was paid.
    policy:
      isFirst &&
      (AGENTS[agent].values === "network" || (needsNoJudge && family === "keyroom" && agent === DEFAULT_AGENT))
        ? "kept"
        : "dropped",
  };
}

const unusedBy = (arm: ArmSpec, settings: ExperimentSettings): readonly (keyof Tunables)[] => [
  ...(arm.source.kind === "none" ? (["weight"] as const) : []),
  ...(AGENTS[agentOf(arm, settings)].values === "network" ? (["epsilon", "stepSize", "initial"] as const) : []),
];

/** Tunes where there is a choice, then runs every arm on every seed. */
export async function runExperiment(run: ExperimentRun): Promise<readonly TrainedArm[]> {
  const { arms, settings, folder, workers, asked, modules, onRun } = run;
  if (arms.length === 0) throw new InputError("An experiment needs an arm.");
  requireFits(arms, settings.id);
  requireUsed(arms, settings);
  const levels = experimentLevels(settings);
  const all = (phase: RunDone["phase"], specs: readonly RunSpec[]) => {
    let done = 0;
    return runAll({
      specs,
      folder,
      levels,
      workers,
      asked,
      modules,
      onRun: (index, record) => {
        const { arm, options } = specs[index]!;
        onRun({ phase, arm: arm.name, seed: options.seed, done: ++done, of: specs.length, record });
      },
    });
  };
  const choices = arms.map((arm) => combinations(settings.grid, unusedBy(arm, settings)));
  const isChoice = choices.some(({ length }) => length > 1);
  const tuningSeeds = isChoice ? Array.from({ length: settings.tuningSeeds }, (_, i) => FIRST_TUNING_SEED + i) : [];
  const tuning = arms.flatMap((arm, i) =>
    choices[i]!.flatMap((tunables) => tuningSeeds.map((seed) => specOf(arm, settings, tunables, seed, "skipped"))),
  );
  const tuned = await all("tuning", tuning);
  let at = 0;
  const chosen = choices.map((options): Tunables => {
    const tried = options.map((tunables) => ({
      tunables,
      steps: tuningSeeds.map(() => stepsOf(tuned[at++]!, settings.steps)),
    }));
    return (isChoice ? bestOf(tried)?.tunables : undefined) ?? options[0]!;
  });
  const seeds = Array.from({ length: settings.seeds }, (_, i) => i + 1);
  const specs = arms.flatMap((arm, i) => seeds.map((seed) => specOf(arm, settings, chosen[i]!, seed)));
  const records = await all("seeds", specs);
  return arms.map((arm, i) => ({
    arm,
    form: arm.source.kind === "none" ? "none" : formOf(arm, settings),
    settings: chosen[i]!,
    tried: choices[i]!.length,
    records: records.slice(i * seeds.length, (i + 1) * seeds.length),
  }));
}
