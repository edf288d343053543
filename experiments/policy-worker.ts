/** A worker thread of `evaluatePolicy`: plays a chunk of episodes at a time. */
import { parentPort } from "node:worker_threads";
import { InputError } from "../envs/index.js";
import { type ChunkReport, type PolicyChunk, playChunk } from "./policy-evaluation.js";

const tell = (report: ChunkReport) => parentPort?.postMessage(report);

parentPort?.on("message", (chunk: PolicyChunk) => {
  try {
    tell({ kind: "played", episodes: playChunk(chunk) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: "failed", message, cause: error instanceof InputError ? "input" : "defect" });
  }
});
