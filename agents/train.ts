/**
 * One training run of tabular Q-learning on a KeyRoom, with a bonus from a judge; and its evaluation apart from training.
 * Everything is drawn from named streams of one seed, so that arms with the same seed meet the same luck as long as they
 * act alike.
 *
 * The judge is synchronous here: a function of what was seen before, the action, and what is seen after. What it says is
 * used once and stored in the paid set, never asked again.
 */
import { bonus, paidAfter, type Shaping } from "../calm/index.js";
import { type Env, make, randomStream, type Step } from "../envs/index.js";
import { KeyRoomMemory } from "./keyroom-memory.js";
import { QTable } from "./q-learning.js";

const KEYS = ["chars", "message", "blstats", "chars_crop"] as const;
type TrainKey = (typeof KEYS)[number];
export type TrainEnv = Env<TrainKey>;

/** What a judge of training is shown of a moment; `events` is truth, for the truth's arm only. */
export interface Moment {
  /** 81 characters of the crop. */
  readonly crop: string;
  readonly message: string;
}

export interface TrainingJudge {
  /** "seen": it needs the moments' texts. "events": it reads the game's events (truth). "nothing": neither. */
  readonly reads: "seen" | "events" | "nothing";
  /** Bit mask of the subgoals that it takes for achieved: 1 the key, 2 the door. */
  judge(before: Moment, action: string, after: Moment, events: number): number;
}

export interface TrainingOptions {
  readonly id: string;
  readonly actions: "default" | "paper";
  readonly seed: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly discount: number;
  readonly epsilon: number;
  /** Absent: the task's reward alone. */
  readonly shaping?: Shaping;
  readonly judge: TrainingJudge;
  /** "one": the same level in every episode, drawn from the seed; "random": a new one each time. */
  readonly levels: "one" | "random";
  readonly evaluateEvery: number;
  readonly evaluationEpisodes: number;
}

export interface Evaluation {
  /** Training steps before it. */
  readonly steps: number;
  /** Share of greedy episodes that reached the goal within the limit (end status 2). */
  readonly success: number;
}

export interface TrainingRun {
  readonly evaluations: readonly Evaluation[];
  /** First of three consecutive evaluations at 90 % or more; absent when that never came (censored at the budget). */
  readonly stepsTo90?: number;
  readonly states: number;
  readonly episodes: number;
  /** Bonus payments made, and those on transitions that achieved nothing of the kind. */
  readonly payments: number;
  readonly falsePayments: number;
}

const NOTHING: Moment = { crop: "", message: "" };
const TOOK = 4;
const OPENED = 16;
/** What the game's events say, as a judge's mask. */
export const truthMask = (events: number): number => (events & TOOK ? 1 : 0) | (events & OPENED ? 2 : 0);

/** Evaluation levels: seeds that no training stream draws. */
const EVALUATION_SEED = 1_000_000_000;

const decoder = new TextDecoder("latin1");
function momentOf({ chars_crop, message }: { chars_crop: Uint8Array; message: Uint8Array }): Moment {
  const end = message.indexOf(0);
  return {
    crop: decoder.decode(chars_crop),
    message: decoder.decode(message.subarray(0, end < 0 ? message.length : end)),
  };
}

interface Player {
  readonly env: TrainEnv;
  readonly memory: KeyRoomMemory;
}

const newPlayer = ({ id, actions }: TrainingOptions): Player => ({
  env: make(id, { observationKeys: KEYS, actions }),
  memory: new KeyRoomMemory(),
});

/** The paid set belongs to the state whenever the bonus can depend on it. */
const stateOf = (memory: KeyRoomMemory, paid: number): number => memory.code() * 4 + paid;

/** What the judge takes for achieved in a step, and the moment after it for the next one. */
interface Judged {
  readonly achieved: number;
  readonly after: Moment;
}

function judged(options: TrainingOptions, before: Moment, action: string, step: Step<TrainKey>): Judged {
  const { judge, shaping } = options;
  if (shaping === undefined) return { achieved: 0, after: NOTHING };
  const after = judge.reads === "seen" ? momentOf(step.observation) : NOTHING;
  return { achieved: judge.judge(before, action, after, step.info.events), after };
}

/** Share of greedy episodes won. The judge goes along: what it takes for paid is part of the state the table knows. */
function evaluate({ env, memory }: Player, table: QTable, options: TrainingOptions): number {
  const ties = randomStream(options.seed, "evaluation ties");
  let won = 0;
  for (let episode = 0; episode < options.evaluationEpisodes; episode++) {
    const level = options.levels === "one" ? options.seed : EVALUATION_SEED + episode;
    const { observation } = env.reset({ seed: level });
    memory.reset();
    memory.see(observation);
    let paid = 0;
    let before = options.judge.reads === "seen" ? momentOf(observation) : NOTHING;
    for (;;) {
      const action = table.greedy(stateOf(memory, paid), ties);
      const step = env.step(action);
      const { achieved, after } = judged(options, before, env.actions[action]!, step);
      paid = paidAfter(paid, achieved);
      before = after;
      memory.see(step.observation);
      if (step.info.endStatus === 2) won++;
      if (step.terminated || step.truncated) break;
    }
  }
  return won / options.evaluationEpisodes;
}

function firstAt90(evaluations: readonly Evaluation[]): number | undefined {
  const at = evaluations.findIndex((_, i) => [0, 1, 2].every((next) => (evaluations[i + next]?.success ?? 0) >= 0.9));
  return at < 0 ? undefined : evaluations[at]?.steps;
}

/** One run. Ends early once 90 % were held for three evaluations: the figure that is asked for is then known. */
export function train(options: TrainingOptions): TrainingRun {
  const { seed, shaping, judge, stepSize, discount, epsilon } = options;
  const learner = newPlayer(options);
  const tester = newPlayer(options);
  const { env, memory } = learner;
  const table = new QTable({ actions: env.actions.length, stepSize, discount });
  const exploration = randomStream(seed, "exploration");
  const evaluations: Evaluation[] = [];
  const counts = { episodes: 0, payments: 0, falsePayments: 0 };
  let paid = 0;
  let before = NOTHING;
  const begin = (given: { seed?: number }) => {
    const { observation } = env.reset(given);
    memory.reset();
    memory.see(observation);
    paid = 0;
    if (judge.reads === "seen") before = momentOf(observation);
    counts.episodes++;
  };
  begin({ seed });
  for (let step = 1; step <= options.steps; step++) {
    const state = stateOf(memory, paid);
    const action = table.act(state, epsilon, exploration);
    const result = env.step(action);
    const { observation, reward, terminated, truncated, info } = result;
    const end = terminated ? "terminated" : truncated ? "truncated" : "running";
    memory.see(observation);
    const { achieved, after } = judged(options, before, env.actions[action]!, result);
    const extra = shaping === undefined ? 0 : bonus(shaping, paid, achieved, end);
    if (achieved & ~paid) counts.payments++;
    if (achieved & ~paid & ~truthMask(info.events)) counts.falsePayments++;
    paid = paidAfter(paid, achieved);
    before = after;
    table.learn(state, action, reward + extra, stateOf(memory, paid), end);
    if (end !== "running") begin(options.levels === "one" ? { seed } : {});
    if (step % options.evaluateEvery === 0) {
      evaluations.push({ steps: step, success: evaluate(tester, table, options) });
      if (firstAt90(evaluations) !== undefined) break;
    }
  }
  const stepsTo90 = firstAt90(evaluations);
  return { evaluations, states: table.size, ...counts, ...(stepsTo90 === undefined ? {} : { stepsTo90 }) };
}
