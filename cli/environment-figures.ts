/** What can be measured of an environment without learning: least numbers of actions to success, and random play. */
import { environmentCard, environmentIds, make, randomStream, solver } from "../envs/index.js";

const LEVELS = 1_000;
const EPISODES = 1_000;

export interface PlayFigures {
  readonly actions: readonly string[];
  /** d* of levels 0 to 999: how many levels need so many actions, least first. */
  readonly distances: readonly (readonly [actions: number, levels: number])[];
  readonly random: {
    readonly episodes: number;
    readonly won: number;
    /** Episodes in which the key was taken, and in which the door was opened. */
    readonly took: number;
    readonly opened: number;
    readonly meanReturn: number;
    readonly meanSteps: number;
  };
}

const TOOK = 4;
const OPENED = 16;

type Actions = readonly string[];

function distancesOf(id: string, actions: Actions): PlayFigures["distances"] {
  const env = make(id, { observationKeys: ["blstats"], actions });
  const { distance } = solver(env);
  const counts = new Map<number, number>();
  for (let seed = 0; seed < LEVELS; seed++) {
    env.reset({ seed });
    const least = distance();
    counts.set(least, (counts.get(least) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function randomPlay(id: string, actions: Actions): PlayFigures["random"] {
  const env = make(id, { observationKeys: ["blstats"], actions });
  const stream = randomStream(0, "random play");
  const sums = { won: 0, took: 0, opened: 0, hundredths: 0, steps: 0 };
  for (let seed = 0; seed < EPISODES; seed++) {
    env.reset({ seed });
    let events = 0;
    for (let isOver = false; !isOver; ) {
      const { reward, info, terminated, truncated } = env.step(stream.below(actions.length));
      events |= info.events;
      sums.hundredths += Math.round(100 * reward);
      sums.steps++;
      if (terminated) sums.won++;
      isOver = terminated || truncated;
    }
    if (events & TOOK) sums.took++;
    if (events & OPENED) sums.opened++;
  }
  const { won, took, opened, hundredths, steps } = sums;
  const meanReturn = hundredths / 100 / EPISODES;
  return { episodes: EPISODES, won, took, opened, meanReturn, meanSteps: steps / EPISODES };
}

const measure = (id: string, actions: Actions): PlayFigures => ({
  actions,
  distances: distancesOf(id, actions),
  random: randomPlay(id, actions),
});

/** With all actions of the id, and with the moves to four sides only (KeyRoom: the six actions of the CALM paper). */
export function environmentFigures(id: string): readonly PlayFigures[] {
  const { actions } = make(id);
  return [
    measure(id, actions),
    measure(
      id,
      actions.filter((name) => !/^[NS][EW]$/.test(name)),
    ),
  ];
}

/** Figures by id, as the pages' folder keeps them. */
export const allFigures = (): Readonly<Record<string, readonly PlayFigures[]>> =>
  Object.fromEntries(
    environmentIds()
      .filter((id) => environmentCard(id)?.page === "own")
      .map((id) => [id, environmentFigures(id)]),
  );
