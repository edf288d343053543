import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { credit } from "../../calm/index.js";
import { randomStream } from "../../envs/index.js";
import { wilson } from "../../stats/index.js";
import { calmhackProcess, contents } from "../cli/run.js";
import { folderUntilEnd } from "../folders.js";

const RERUNS = 10_000;
const STATES = 50;
/** Four standard deviations: one of 50 intervals misses by chance once in 300 runs of this test. */
const Z = 4;

describe("exact credit on KeyRoom-S5", () => {
  it(`equals what ${RERUNS} reruns from each of ${STATES} states find`, () => {
    const rule = credit.slippingOptimal(0.8);
    const stream = randomStream(11, "reruns");
    let [checked, unsure] = [0, 0];
    for (const { group } of credit.playGroups({
      id: "MiniHack-KeyRoom-S5-v0",
      actions: "paper",
      groups: 5,
      slips: [1],
      seed: 5,
    })) {
      const { env } = group;
      const graph = group.graph();
      const { rows } = rule.on(graph);
      const values = credit.values.policyValues(graph, rule.on(graph), { kind: "success" });
      const [episode] = group.episodes;
      const { states } = credit.exactEpisode(episode!, values, 0.99);
      const last = episode!.actions.length;
      // The last steps before the limit, where success is neither sure nor out of reach.
      const first = Math.max(0, last - 70);
      const ts = Array.from(
        { length: STATES / 5 },
        (_, k) => first + Math.floor((k * (last - 1 - first)) / (STATES / 5 - 1)),
      );
      for (const t of ts) {
        let won = 0;
        for (let k = 0; k < RERUNS; k++) {
          env.restore(episode!.snapshots[t]!);
          let state = states[t]!;
          for (;;) {
            let [u, action] = [stream.uniform(), 0];
            while (action < graph.actions - 1 && u >= rows[state * graph.actions + action]!)
              u -= rows[state * graph.actions + action++]!;
            const { terminated, truncated, info } = env.step(action);
            if (terminated || truncated) {
              won += Number(info.endStatus === 2);
              break;
            }
            state = graph.next[state * graph.actions + action]!;
          }
        }
        const interval = wilson({ successes: won, trials: RERUNS }, Z);
        if (!interval.ok) throw new Error(interval.why);
        const exact = values.at(t, states[t]!);
        expect(exact).toBeGreaterThanOrEqual(interval.low);
        expect(exact).toBeLessThanOrEqual(interval.high);
        checked += 1;
        unsure += Number(exact > 0.02 && exact < 0.98);
      }
    }
    expect(checked).toBe(STATES);
    expect(unsure).toBeGreaterThan(STATES / 2);
  });
});

describe("calmhack credit-study", () => {
  it("writes the same bytes twice", async () => {
    const place = folderUntilEnd("credit-study");
    const study = (out: string) => calmhackProcess(["credit-study", "--groups", "4", "--out", out], { cwd: place });
    await study("one");
    await study("other");
    expect(contents(join(place, "other"))).toEqual(contents(join(place, "one")));
    expect(readFileSync(join(place, "one", "report.md"), "utf8")).toContain("TempFlow success");
  });
});
