/**
 * Progress of an experiment on standard error: one line that is rewritten on a terminal, a line a run elsewhere.
 */
import { visible } from "../envs/index.js";
import type { RunDone } from "../experiments/index.js";
import { duration } from "./progress.js";

/** A function to be told of each run that is done. */
export function openTrainProgress(): (done: RunDone) => void {
  const live = process.stderr.isTTY === true;
  let began = Date.now();
  let before = 0;
  let phase: RunDone["phase"] | undefined;
  return ({ phase: now, arm, seed, done, of, record }) => {
    if (phase !== now) {
      phase = now;
      began = Date.now();
      before = done - 1;
    }
    const came = record.stepsTo90 === undefined ? "not within the budget" : `${record.stepsTo90} steps`;
    const pace = (Date.now() - began) / 1000 / (done - before);
    const left = !live || done === of ? "" : `, ${duration(pace * (of - done))} left`;
    const line = `${now === "tuning" ? "tuning " : ""}${done} of ${of}${left}: ${visible(arm, 60)}, seed ${seed}: ${came}`;
    process.stderr.write(live ? `\r\u001b[K${line}${done === of ? "\n" : ""}` : `${line}\n`);
  };
}

/** Says on Ctrl-C what is kept, and ends. For experiments without a model; with one, the calls in flight are waited for. */
export function keepOnInterrupt(work: string): () => void {
  const stop = () => {
    process.stderr.write(
      `\ncalmhack: Stopped; what was done is kept in ${visible(work)}, the same command goes on from there.\n`,
    );
    process.exit(130);
  };
  process.once("SIGINT", stop);
  return () => process.off("SIGINT", stop);
}
