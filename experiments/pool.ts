/**
 * Runs of an experiment on all cores. Which worker takes a run, and in which order they end, changes no byte of any
 * record: a run depends on its spec alone.
 */
import { Worker } from "node:worker_threads";
import type { TrainingJudge } from "../agents/index.js";
import { InputError } from "../envs/index.js";
import { execute } from "./execute.js";
import { judgeOf } from "./judges.js";
import type { OwnModules } from "./own-modules.js";
import { runAddress } from "./run-address.js";
import type { EvaluationLevels, RunRecord, RunSpec } from "./run-spec.js";
import { type WorkFolder, workFolder } from "./work-folder.js";

export interface WorkerSetting {
  readonly folder: string;
  readonly levels: EvaluationLevels;
  /** Modules of one's own, which each thread loads. */
  readonly paths: readonly string[];
}

export interface Order {
  readonly spec: RunSpec;
  readonly address: string;
}

export type Report =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string; readonly cause: "input" | "defect" };

export interface PoolOptions extends Omit<WorkerSetting, "paths"> {
  readonly specs: readonly RunSpec[];
  /** Threads; 0: in the calling one. */
  readonly workers: number;
  /** Makes the judge of a run whose source is "asked"; such runs stay in the calling thread, all at once. */
  readonly asked?: ((spec: RunSpec) => TrainingJudge) | undefined;
  /** Modules of one's own, as this thread has them. */
  readonly modules?: OwnModules | undefined;
  /** Told when a run has its record; `index` is its place in `specs`. */
  readonly onRun: (index: number, record: RunRecord) => void;
}

/** A judge that answers at once is heard at once; the barrier is only where checkpoints are made. */
const BARRIER = 50_000;

const silent = { reads: "numbers", judge: () => 0, tester: () => silent } as const;

/** What runs of one thread have in common. */
export interface Bench {
  readonly levels: EvaluationLevels;
  readonly work: WorkFolder;
  readonly memo: Map<number, number>;
  readonly asked?: PoolOptions["asked"];
  readonly modules?: OwnModules | undefined;
}

/** One run, its checkpoints and its record in the folder. */
export async function executeInFolder({ spec, address }: Order, bench: Bench): Promise<void> {
  const { levels, work, memo, asked, modules } = bench;
  const { options, arm } = spec;
  const { source } = arm;
  const { seed, id } = options;
  const judge = source.kind === "asked" ? asked?.(spec) : (judgeOf(source, { seed, id, memo, modules }) ?? silent);
  if (judge === undefined) throw new RangeError(`nobody answers for ${arm.name}`);
  const checkpoints = work.checkpoints(address);
  const barrier = source.kind === "asked" ? source.delay : BARRIER;
  await work.finish(address, await execute({ spec, judge, levels, checkpoints, barrier, shapers: modules?.shapers }));
}

/** Whether this very file was compiled: a thread cannot run its TypeScript source. */
const isCompiled = import.meta.url.endsWith(".js");

/** Runs what has no record yet; resolves to all records, in the order of `specs`. Rejects with the first failure. */
export async function runAll({
  specs,
  folder,
  levels,
  workers,
  asked,
  modules,
  onRun,
}: PoolOptions): Promise<readonly RunRecord[]> {
  const work = workFolder(folder);
  // A run stands on what its modules said: when one changes, so does the run.
  const stands = modules === undefined || modules.modules.length === 0 ? null : modules.modules;
  const orders = specs.map((spec) => ({ spec, address: runAddress(spec, levels, stands) }));
  const records = new Map<string, RunRecord>();
  const take = (index: number): boolean => {
    const { address } = orders[index]!;
    const record = records.get(address) ?? work.record(address);
    if (record === undefined) return false;
    records.set(address, record);
    onRun(index, record);
    return true;
  };
  // Two arms may ask for the very same run (an untuned setting of an arm that does not use it).
  const twins = new Map<string, number[]>();
  orders.forEach(({ address }, index) => {
    if (!take(index)) twins.set(address, [...(twins.get(address) ?? []), index]);
  });
  const waiting = [...twins.values()];
  const isAsked = ([first]: readonly number[]) => specs[first!]!.arm.source.kind === "asked";
  const queue = waiting.filter((indices) => !isAsked(indices));
  const finished = (indices: readonly number[]) => {
    for (const index of indices) {
      if (!take(index)) throw new Error(`the run ${orders[index]!.address} left no record`);
    }
  };
  const bench: Bench = { levels, work, memo: new Map(), asked, modules };
  const here = async (indices: readonly number[]) => {
    await executeInFolder(orders[indices[0]!]!, bench);
    finished(indices);
  };
  if (workers === 0 || !isCompiled) {
    for (const indices of queue) await here(indices);
  } else {
    const threads = Math.min(workers, queue.length);
    await Promise.all(
      Array.from({ length: threads }, () =>
        serve(queue, orders, { folder, levels, paths: modules?.paths ?? [] }, finished),
      ),
    );
  }
  // Each keeps its checkpoint before the first failure is thrown.
  const ends = await Promise.allSettled(waiting.filter(isAsked).map(here));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return orders.map(({ address }) => records.get(address)!);
}

/** One thread, until the queue is empty or somebody has failed. */
function serve(
  queue: number[][],
  orders: readonly Order[],
  setting: WorkerSetting,
  finished: (indices: readonly number[]) => void,
): Promise<void> {
  const thread = new Worker(new URL("./worker.js", import.meta.url), { workerData: setting });
  return new Promise<void>((resolve, reject) => {
    let current: number[] = [];
    const next = () => {
      const indices = queue.shift();
      if (indices === undefined) return resolve();
      current = indices;
      thread.postMessage(orders[indices[0]!]);
    };
    const fail = (error: unknown) => {
      queue.length = 0;
      reject(error);
    };
    thread.on("message", (report: Report) => {
      if (report.kind === "failed") {
        return fail(report.cause === "input" ? new InputError(report.message) : new Error(report.message));
      }
      try {
        finished(current);
      } catch (error) {
        return fail(error);
      }
      next();
    });
    thread.on("error", fail);
    next();
  }).finally(() => thread.terminate());
}
