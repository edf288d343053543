/**
 * One run from beginning to end, with checkpoints on the way: the same code in a worker and in the main thread, for
 * judges that answer at once and for those that are heard at barriers (question at step t, answer used at the first
 * barrier at or after t + D steps).
 */
import {
  keyRoomPlaces,
  type LearningRun,
  QLearner,
  startRun,
  type TrainingJudge,
  TrainingRun,
} from "../agents/index.js";
import { InputError } from "../envs/index.js";
import type { OwnModules } from "./own-modules.js";
import { playedEpisodes } from "./played-episodes.js";
import type { EvaluationLevels, RunRecord, RunSpec } from "./run-spec.js";
import { runOptions } from "./shaping-of.js";

/** Where a run keeps its state; absent members: it keeps none. */
export interface Checkpoints {
  read(): Promise<unknown>;
  write(state: unknown): Promise<void>;
}

export interface ExecuteOptions {
  readonly spec: RunSpec;
  readonly judge: TrainingJudge;
  readonly levels: EvaluationLevels;
  readonly checkpoints?: Checkpoints;
  /** D, in steps. */
  readonly barrier: number;
  /** Forms of payment of one's own. */
  readonly shapers?: OwnModules["shapers"] | undefined;
}

/** Half a second of work or so; of a judge in the loop every answer is recorded anyway. */
const STEPS_PER_CHECKPOINT = 250_000;

/** On a single level the dice of play are all that differs between episodes. */
const ONE_LEVEL_EPISODES = { during: 20, atEnd: 200 } as const;

/** The levels that a run is evaluated on: its own where it has just one, otherwise those given. */
export function levelsOf({ options }: RunSpec, levels: EvaluationLevels): EvaluationLevels {
  if (options.levels === "random") return levels;
  const seeds = [options.seed];
  return {
    during: { seeds, episodes: ONE_LEVEL_EPISODES.during },
    atEnd: { seeds, episodes: ONE_LEVEL_EPISODES.atEnd },
  };
}

async function settle(run: LearningRun, judge: TrainingJudge, before: number): Promise<void> {
  if (judge.settle === undefined) return;
  await judge.settle(before);
  run.settle(before);
}

/**
 * Trains to the end. When the judge cannot go on, the state at the barrier is kept and the judge's error is thrown: the
 * same call goes on from there.
 */
export async function execute(options: ExecuteOptions): Promise<RunRecord> {
  const { spec, judge, checkpoints, barrier } = options;
  const levels = levelsOf(spec, options.levels);
  const run = startRun(runOptions(spec, options.shapers), judge, levels.during);
  const saved = await checkpoints?.read();
  if (saved !== undefined) run.load(saved);
  let kept = run.steps;
  const keep = async () => {
    await checkpoints?.write(run.save());
    kept = run.steps;
  };
  try {
    // A run that was loaded stands at a barrier whose answers it may not have heard.
    for (;;) {
      await settle(run, judge, run.isOver || run.heard === "whole stretches" ? run.steps + 1 : run.steps - barrier + 1);
      if (run.isOver) break;
      if (run.steps - kept >= STEPS_PER_CHECKPOINT) await keep();
      run.advance(run.steps - (run.steps % barrier) + barrier);
    }
  } catch (error) {
    await keep();
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `${error.message} Training stopped at the barrier after ${run.steps} steps; the same command goes on from there.`,
    );
  }
  return record(run, spec, judge, levels);
}

function record(run: LearningRun, spec: RunSpec, judge: TrainingJudge, { atEnd }: EvaluationLevels): RunRecord {
  const { steps, stepsTo90, evaluations, terminations, counts, size } = run;
  return {
    seed: spec.options.seed,
    steps,
    ...(stepsTo90 === undefined ? {} : { stepsTo90 }),
    evaluations: [...evaluations],
    ...(spec.final === "evaluated" ? { final: run.evaluateAtEnd(atEnd) } : {}),
    states: size,
    ...counts,
    terminations: [...terminations],
    ...(judge.report === undefined ? {} : { asked: judge.report() }),
    ...(run.metrics === undefined ? {} : { metrics: [...run.metrics] }),
    ...(spec.policy === "kept" ? policyOf(run) : {}),
    ...(spec.episodes === 0 ? {} : { played: playedEpisodes(run, spec, judge, atEnd) }),
  };
}

/**
 * A network, or of tables KeyRoom's own: the greedy action of each state met, first of equals by index. Only of Q-learning, and for an arm whose
 * paid set follows from the memory (none, and an exact judge), so that whoever plays it needs no judge.
 */
function policyOf(run: LearningRun): Pick<RunRecord, "policy" | "network"> {
  if (run.savedPolicy !== undefined) return { network: run.savedPolicy() };
  if (!(run instanceof TrainingRun && run.learner instanceof QLearner)) return {};
  const { actions, options, learner } = run;
  const { states, values } = learner.table.save();
  const held = new Map<string, NonNullable<RunRecord["policy"]>[number]>();
  for (const [row, state] of states.entries()) {
    const paid = state % 4;
    const places = keyRoomPlaces((state - paid) / 4);
    const exact = places.phase === "locked" ? 0 : places.phase === "held" ? 1 : 3;
    if (options.shaping !== undefined && paid !== exact) continue;
    let best = 0;
    for (let a = 1; a < actions.length; a++) {
      if (values[row * actions.length + a]! > values[row * actions.length + best]!) best = a;
    }
    held.set(JSON.stringify(places), { ...places, action: best });
  }
  return { policy: [...held.values()] };
}
