/** A training result's folder with episodes, as `view` opens it: two are judged rightly or wrongly, one by nobody. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEYROOM } from "../../annotations/index.js";
import { type Episode, make, recorder, solver, writeEpisodes } from "../../envs/index.js";

const ID = "MiniHack-KeyRoom-S5-v0";
const PAPER = { actions: "paper" } as const;
type Step = Episode["steps"][number];

/** The shortest way through a level, with frames. */
export function solvedEpisode(seed: number, level?: number): Episode {
  const seeds = level === undefined ? { seed } : { seed, level };
  const game = recorder(ID, PAPER, "frames");
  game.reset(seeds);
  const env = make(ID, PAPER);
  env.reset(seeds);
  for (const action of solver(env).plan()!) game.step(action);
  return game.episode();
}

/** Adds what the state says, and what `judge` terminates given that; each true subgoal pays 0.1. */
export function judgedEpisode(
  episode: Episode,
  note: string,
  judge: (truth: readonly string[], t: number) => readonly string[],
): Episode {
  const steps = episode.steps.map((step, i): Step => {
    const before = (i === 0 ? episode.frame : episode.steps[i - 1]?.frame)!;
    const verdicts = KEYROOM.truth({ before, after: step.frame! });
    const truth = KEYROOM.subgoals.filter((_, s) => verdicts[s] === "yes");
    const terminations = judge(truth, i + 1);
    return { ...step, terminations, truth, bonus: 0.1 * terminations.length };
  });
  return { ...episode, note, steps };
}

/** Writes the folder; answers with its episodes. The second flags the key at step 2 and misses the door. */
export async function trainingSample(folder: string): Promise<readonly Episode[]> {
  const right = judgedEpisode(solvedEpisode(1), "truth once, seed 1, after 25000 steps, greedy", (truth) => truth);
  const wrong = judgedEpisode(solvedEpisode(2, 7), "noisy 0.1/0.5, seed 2, after 5000 steps, greedy", (truth, t) =>
    t === 2 ? ["pick up the key"] : truth.filter((name) => name !== "open the door"),
  );
  const game = recorder(ID, PAPER, "frames");
  game.reset({ seed: 3 });
  for (let t = 0; t < 120; t++) game.step(t % 4);
  const wandering = { ...game.episode(), note: "none, seed 3, after 2500 steps, greedy" };
  const episodes = [right, wrong, wandering];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "result.json"), `${JSON.stringify({ format: "calmhack-training/2", arms: [] })}\n`);
  await writeEpisodes(join(folder, "episodes.jsonl"), episodes);
  return episodes;
}
