/**
 * A worker thread of an experiment: takes a run at a time, keeps its checkpoints and its record on disk, and says so.
 */
import { parentPort, workerData } from "node:worker_threads";
import { InputError } from "../envs/index.js";
import type { Order, Report, WorkerSetting } from "./pool.js";
import { executeInFolder } from "./pool.js";
import { workFolder } from "./work-folder.js";

// The pool is the only one who starts this file, with this data.
const { folder, levels } = workerData as WorkerSetting;
const bench = { levels, work: workFolder(folder), memo: new Map<number, number>() };
const port = parentPort;
const tell = (report: Report) => port?.postMessage(report);

port?.on("message", (order: Order) => {
  executeInFolder(order, bench).then(
    () => tell({ kind: "done" }),
    (error: unknown) =>
      tell({
        kind: "failed",
        message: error instanceof Error ? error.message : String(error),
        cause: error instanceof InputError ? "input" : "defect",
      }),
  );
});
