/**
 * Ten million random actions over all ids, taken in turns: no throw, no broken invariant, and as much memory in use after
 * them as after the first million. `test/envs/nethack/every-id.test.ts` looks at each step of each id.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { make, randomStream, worlds } from "../../envs/index.js";
import { NETHACK } from "../../envs/nethack/catalogue.js";
import { broken, stateOf } from "../envs/nethack/invariants.js";

const MILLION = 1_000_000;
/** Actions of an id before the next one's turn. */
const TURN = 500;

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Bytes in use, those of arrays among them, once what is not needed is gone. */
function inUse(): number {
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

it("ten million random actions break nothing and leave no memory behind", () => {
  const sight = worlds.sharedSight();
  const envs = [...NETHACK.keys()].map((id) => make(id, { sight }));
  const stream = randomStream(1, "ten million");
  for (const [i, env] of envs.entries()) env.reset({ seed: i });
  const snapshots = envs.map((env) => env.snapshot());
  let [steps, ends, early] = [0, 0, 0];
  while (steps < 10 * MILLION) {
    for (const [i, env] of envs.entries()) {
      for (let t = 0; t < TURN; t++) {
        const { terminated, truncated, observation } = env.step(stream.below(env.actions.length));
        steps++;
        if (observation.blstats[20]! < 1) throw new Error(`${env.id}: no clock`);
        if (!terminated && !truncated) continue;
        ends++;
        env.reset();
      }
      expect(broken(stateOf(env.snapshot(snapshots[i]!)), env.limit), `${env.id} after ${steps}`).toEqual([]);
    }
    if (early === 0 && steps >= MILLION) early = inUse();
  }
  const late = inUse();
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  console.log(
    `${steps} actions of ${envs.length} ids, ${ends} episodes; in use after a million ${megabytes(early)} MB, after all ${megabytes(late)} MB`,
  );
  expect(ends).toBeGreaterThan(10_000);
  expect(late).toBeLessThan(1.1 * early);
});
