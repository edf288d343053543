/**
 * A saved network's success on levels, on all cores. policies.Episodes are played in chunks of fixed size, each with streams of its
 * own, so how many threads there are changes no figure.
 */
import { Worker } from "node:worker_threads";
import { playOf, policies } from "../agents/index.js";
import { InputError } from "../envs/index.js";
import type { JudgeSource } from "./judge-source.js";
import { judgeOf } from "./judges.js";

export interface PolicyQuestion {
  readonly policy: policies.SavedPolicy;
  readonly id: string;
  /** Names, in index order. */
  readonly actions: readonly string[];
  /** Who says which subgoals are paid, with the seed that it had. */
  readonly source: JudgeSource;
  readonly judgeSeed: number;
  /** Level seeds, one an episode. */
  readonly levels: readonly number[];
  readonly manner: "greedy" | "exploring";
  readonly seed: number;
}

export interface PolicyChunk {
  readonly question: PolicyQuestion;
  readonly from: number;
}

const CHUNK = 50;
const silent = { reads: "numbers", judge: () => 0, tester: () => silent } as const;

/** One chunk. Throws an InputError for a judge that would have to be asked. */
export function playChunk({ question, from }: PolicyChunk): policies.Episodes {
  const { policy, id, actions, source, judgeSeed, levels, manner, seed } = question;
  if (source.kind === "asked" || source.kind === "own") {
    throw new InputError(
      "The policy's judge has to be asked or is a module of one's own; such a policy is not replayed.",
    );
  }
  const judge = judgeOf(source, { seed: judgeSeed, id }) ?? silent;
  const name = `policy, ${manner}, from ${from}`;
  const seeds = levels.slice(from, from + CHUNK);
  const options = { levels: { seeds, episodes: seeds.length }, seed, name, manner, at: 0 };
  return policies.playEpisodes(
    playOf({ id, actions }, judge.reads),
    policies.savedActor(policy),
    judge.tester(name),
    options,
  );
}

/** Whether this very file was compiled: a thread cannot run its TypeScript source. */
const isCompiled = import.meta.url.endsWith(".js");

const zero: policies.Episodes = { episodes: 0, won: 0, rewards: 0, steps: 0 };

const sum = (a: policies.Episodes, b: policies.Episodes): policies.Episodes => ({
  episodes: a.episodes + b.episodes,
  won: a.won + b.won,
  rewards: a.rewards + b.rewards,
  steps: a.steps + b.steps,
});

/** `workers`: threads; 0: in the calling one. Throws an InputError for a policy or an id that does not fit. */
export async function evaluatePolicy(question: PolicyQuestion, workers: number): Promise<policies.Episodes> {
  const chunks: PolicyChunk[] = [];
  for (let from = 0; from < question.levels.length; from += CHUNK) chunks.push({ question, from });
  const parts = new Array<policies.Episodes>(chunks.length);
  if (workers === 0 || !isCompiled) {
    for (const [i, chunk] of chunks.entries()) parts[i] = playChunk(chunk);
  } else {
    let next = 0;
    const serve = async () => {
      const thread = new Worker(new URL("./policy-worker.js", import.meta.url));
      try {
        for (let i = next++; i < chunks.length; i = next++) parts[i] = await askThread(thread, chunks[i]!);
      } finally {
        await thread.terminate();
      }
    };
    await Promise.all(Array.from({ length: Math.min(workers, chunks.length) }, serve));
  }
  // Summed in their order: sums of rewards are then the same to the last bit.
  return parts.reduce(sum, zero);
}

export type ChunkReport =
  | { readonly kind: "played"; readonly episodes: policies.Episodes }
  | { readonly kind: "failed"; readonly message: string; readonly cause: "input" | "defect" };

function askThread(thread: Worker, chunk: PolicyChunk): Promise<policies.Episodes> {
  return new Promise((resolve, reject) => {
    thread.once("error", reject);
    thread.once("message", (report: ChunkReport) => {
      thread.off("error", reject);
      if (report.kind === "played") resolve(report.episodes);
      else reject(report.cause === "input" ? new InputError(report.message) : new Error(report.message));
    });
    thread.postMessage(chunk);
  });
}
