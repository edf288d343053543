/**
 * Progress of model calls on standard error: one line that is rewritten on a terminal, a line now and then elsewhere.
 */
import type { CallEvent } from "../calm/index.js";
import { visible } from "../envs/index.js";

const QUIET_MILLISECONDS = 10_000;
const LIVE_MILLISECONDS = 100;

export interface Progress {
  readonly onCall: (event: CallEvent) => void;
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** `expected`: distinct texts of the run, undefined for a stream. */
export function openProgress(name: string, expected: number | undefined): Progress {
  const live = process.stderr.isTTY === true;
  const began = Date.now();
  let shown = began;
  let lines = 0;
  let ended = false;
  return {
    onCall(event) {
      if (ended) return; // a text that is asked twice is counted twice
      const { totals } = event;
      const now = Date.now();
      const answered = totals.calls + totals.recorded;
      const done = answered + totals.failed;
      const isLast = expected !== undefined && done + totals.notAsked >= expected;
      ended = isLast;
      if (!isLast && now - shown < (live ? LIVE_MILLISECONDS : QUIET_MILLISECONDS)) return;
      // Where nobody watches, a run that was over before the first line was due needs no last one.
      if (isLast && !live && lines === 0) return;
      shown = now;
      lines++;
      const rate = totals.calls / Math.max(0.001, (now - began) / 1000);
      const left = expected === undefined || totals.calls === 0 ? "" : `, ${duration((expected - done) / rate)} left`;
      const of = expected === undefined ? "" : ` of ${expected}`;
      const waits =
        event.kind === "waiting" ? `, waiting ${duration(event.milliseconds / 1000)} (${event.detail})` : "";
      const failed = totals.failed === 0 ? "" : `, ${totals.failed} failed`;
      const cost = totals.money === undefined ? "" : `, cost ${totals.money.toFixed(4)}`;
      // Of a run that was stopped nothing more is to come, so no time is left and no pace matters.
      const state =
        totals.notAsked > 0
          ? `${answered}${of} answered, ${totals.notAsked} not asked`
          : `${done}${of}, ${rate.toFixed(1)} calls/s${left}`;
      const line = `${visible(name, 40)}: ${state}${failed}${cost}${waits}`;
      process.stderr.write(live ? `\r\u001b[K${line}${isLast ? "\n" : ""}` : `${line}\n`);
    },
  };
}
