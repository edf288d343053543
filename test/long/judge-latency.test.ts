import { join } from "node:path";
import { expect, it } from "vitest";
import { type Behaviour, completion, sends } from "../calm/servers.js";
import { asked, openServer, subgoalsOf } from "../cli/mock-server.js";
import { build, calmhack, temporaryFolder } from "../cli/run.js";

const LATENCY = 0.2;
const CONCURRENCY = 16;

/** Every subgoal "false", after so many seconds. */
const answers =
  (seconds: number): Behaviour =>
  (seen, response) => {
    const text = JSON.stringify(Object.fromEntries(subgoalsOf(asked(seen)).map((name) => [name, false])));
    setTimeout(() => sends(200, completion(text))(seen, response), seconds * 1000);
  };

/** Wall time of a training with a judge in the loop, from the command line and over HTTP, and the calls that it made. */
async function trained(seconds: number, seeds: number): Promise<{ readonly seconds: number; readonly calls: number }> {
  const server = await openServer(answers(seconds));
  const cwd = temporaryFolder();
  const began = performance.now();
  const { code, err } = await calmhack(
    [
      ...["train", "MiniHack-KeyRoom-S5-v0", "--arm", "none", "--seeds", String(seeds), "--steps", "15000"],
      ...["--evaluate-every", "5000", "--evaluate-on", "16", "--episodes", "0", "--workers", "0"],
      ...["--model", "bar", "--mock", "--base-url", server.url, "--concurrency", String(CONCURRENCY)],
      ...["--out", join(cwd, "trained")],
    ],
    { cwd },
  );
  const passed = (performance.now() - began) / 1000;
  await server.close();
  expect([code, err.includes("defect")]).toEqual([0, false]);
  return { seconds: passed, calls: server.seen.length };
}

it("a judge of 200 ms, 16 at once, costs its calls and hardly anything besides", async () => {
  build();
  for (const seeds of [2, 5]) {
    const instant = await trained(0, seeds);
    const slow = await trained(LATENCY, seeds);
    // Latency changes no byte, so not what is asked.
    expect(slow.calls).toBe(instant.calls);
    const least = instant.seconds + (slow.calls * LATENCY) / CONCURRENCY;
    const ratio = slow.seconds / least;
    console.log(
      `${seeds} seeds: ${slow.calls} calls; ${instant.seconds.toFixed(1)} s with an instant judge, ` +
        `${slow.seconds.toFixed(1)} s with one of ${1000 * LATENCY} ms; least ${least.toFixed(1)} s, ratio ${ratio.toFixed(3)}`,
    );
    expect(ratio).toBeLessThanOrEqual(1.1);
  }
});
