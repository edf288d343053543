/**
 * A worker thread of an experiment: takes a run at a time, keeps its checkpoints and its record on disk, and says so.
 */
import { parentPort, workerData } from "node:worker_threads";
import { InputError } from "../envs/index.js";
import { loadModules } from "./own-modules.js";
import type { Order, Report, WorkerSetting } from "./pool.js";
import { executeInFolder } from "./pool.js";
import { workFolder } from "./work-folder.js";

// The pool is the only one who starts this file, with this data.
const { folder, levels, paths } = workerData as WorkerSetting;
const common = { levels, work: workFolder(folder), memo: new Map<number, number>() };
/** Once; whoever runs first waits for it. */
const loading = loadModules(paths);
// Said with the first order.
loading.catch(() => undefined);
const port = parentPort;
const tell = (report: Report) => port?.postMessage(report);

port?.on("message", (order: Order) => {
  loading
    .then((modules) => executeInFolder(order, { ...common, modules }))
    .then(
      () => tell({ kind: "done" }),
      (error: unknown) =>
        tell({
          kind: "failed",
          message: error instanceof Error ? error.message : String(error),
          cause: error instanceof InputError ? "input" : "defect",
        }),
    );
});
