/** Steps for judges of training: played on the engine, made from recorded transitions, or made by hand. */
import { type JudgedStep, Player, type TrainingJudge } from "../../agents/index.js";
import { KEYROOM, type Transition } from "../../annotations/index.js";
import { randomStream, solver, windowRows } from "../../envs/index.js";

const bytes = (text: string, length: number): Uint8Array => {
  const array = new Uint8Array(length);
  new TextEncoder().encodeInto(text, array);
  return array;
};

export const seen = (message = "", crop = " ".repeat(81)): JudgedStep["before"] => ({
  crop: bytes(crop, 81),
  message: bytes(message, 256),
});

const NOTHING = seen();

/** A step in which nothing happened, but for what is given. */
export const stepWith = (more: Partial<JudgedStep> = {}): JudgedStep => ({
  at: 0,
  action: "N",
  before: NOTHING,
  after: NOTHING,
  cellBefore: 0,
  cell: 0,
  remembered: 0,
  truth: 0,
  events: 0,
  key: 0,
  ...more,
});

const holdsKey = ({ inventory }: Transition["after"]): boolean =>
  inventory?.some(({ text }) => /\bkey\b/.test(text)) ?? false;

/** A recorded transition as training would have shown it. */
export function recordedStep({ before, action, after }: Transition): JudgedStep {
  const truth = KEYROOM.truth({ before, after }).reduce((sum, label, i) => sum | (label === "yes" ? 1 << i : 0), 0);
  const cellOf = ({ hero }: Transition["after"]) => hero!.y * 79 + hero!.x;
  return stepWith({
    action,
    before: seen(before.message, windowRows(before, "crop").join("")),
    after: seen(after.message, windowRows(after, "crop").join("")),
    cellBefore: cellOf(before),
    cell: cellOf(after),
    remembered: holdsKey(after) ? 1 : 0,
    truth,
  });
}

export interface PlayedStep extends JudgedStep {
  /** Its number in its episode, from 1. */
  readonly number: number;
}

/**
 * Steps of an agent that plays at random and, half of the time, what the solver would: so everything happens. Each is
 * a copy.
 */
export function playedSteps(id: string, count: number, seed = 1): readonly PlayedStep[] {
  const player = new Player({ id, actions: "default" }, "text");
  const { env } = player;
  const stream = randomStream(seed, "play for a test");
  const guide = solver(env);
  player.begin({ seed });
  const steps: PlayedStep[] = [];
  for (let number = 1; steps.length < count; number++) {
    const action = stream.below(2) === 0 ? guide.plan()?.[0] : undefined;
    const { terminated, truncated } = player.act(action ?? stream.below(env.actions.length), steps.length);
    const { before, after } = player.judged;
    const copy = ({ crop, message }: JudgedStep["before"]) => ({ crop: crop.slice(), message: message.slice() });
    steps.push({ ...player.judged, before: copy(before), after: copy(after), number });
    if (!terminated && !truncated) continue;
    player.begin({});
    number = 0;
  }
  return steps;
}

/** What a judge says of each step in order, told where episodes begin. */
export const answers = (judge: TrainingJudge, steps: readonly PlayedStep[]): readonly number[] =>
  steps.map((step) => {
    if (step.number === 1) judge.begin?.();
    return judge.judge(step);
  });

/** Values of a list cut where episodes begin. */
export function byEpisode<T>(steps: readonly PlayedStep[], values: readonly T[]): readonly (readonly T[])[] {
  const episodes: T[][] = [];
  steps.forEach(({ number }, i) => {
    if (number === 1) episodes.push([]);
    episodes.at(-1)!.push(values[i]!);
  });
  return episodes;
}

/** How many subgoals a set of bits holds. */
export const sizeOf = (set: number): number => (set & 1) + (set >> 1);
