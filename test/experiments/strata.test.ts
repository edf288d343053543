import { describe, expect, it } from "vitest";
import type { JudgedStep } from "../../agents/index.js";
import { Player } from "../../agents/index.js";
import { KEYROOM, loadDataSet, type TransitionView } from "../../annotations/index.js";
import { randomStream, solver } from "../../envs/index.js";
import { LOOK_ALIKES, lookAlikeOf } from "../../experiments/strata.js";
import { recordedStep, seen, stepWith } from "./support.js";

const OTHER = "other";
const told = (step: JudgedStep, number: number): string => LOOK_ALIKES[lookAlikeOf(step, number)] ?? OTHER;
const expected = (view: Pick<TransitionView, "before" | "action" | "after">, number: number): string =>
  KEYROOM.lookAlikes.find(({ holds }) => holds(view, number))?.name ?? OTHER;

describe("the kind of a step that achieved nothing", () => {
  it("is the look-alike that the frames show, on every recorded transition of keyroom", () => {
    const found = new Map<string, number>();
    for (const item of loadDataSet("keyroom").items) {
      if (item.labels?.includes("yes")) continue;
      const kind = expected(item, item.step!);
      expect(told(recordedStep(item), item.step!), item.id).toBe(kind);
      if (item.kind !== undefined) expect(kind).toBe(item.kind);
      found.set(kind, (found.get(kind) ?? 0) + 1);
    }
    // All kinds were there to be told.
    expect([...found.keys()].sort()).toEqual([...LOOK_ALIKES, OTHER].sort());
  });

  it.each(["MiniHack-KeyRoom-S5-v0", "MiniHack-KeyRoom-Dark-S15-v0"])(
    "is the same in training on %s, where the memory stands for the pack",
    (id) => {
      const player = new Player({ id, actions: "default" }, "text");
      const { env } = player;
      const guide = solver(env);
      const stream = randomStream(3, "play for a test");
      player.begin({ seed: 3 });
      const found = new Set<string>();
      let number = 0;
      for (let i = 0; i < 6_000; i++) {
        const before = env.frame();
        const action = (stream.below(2) === 0 ? guide.plan()?.[0] : undefined) ?? stream.below(env.actions.length);
        const { terminated, truncated } = player.act(action, i);
        number++;
        if (player.judged.truth === 0) {
          const kind = expected({ before, action: env.actions[action]!, after: env.frame() }, number);
          expect(told(player.judged, number)).toBe(kind);
          found.add(kind);
        }
        if (!terminated && !truncated) continue;
        player.begin({});
        number = 0;
      }
      expect(found.size).toBeGreaterThanOrEqual(LOOK_ALIKES.length);
    },
  );

  it("reads words, not letters: a monkey, a keyhole and a longer message are no key and no locked door", () => {
    const kindOf = (message: string) => told(stepWith({ after: seen(message) }), 2);
    expect(kindOf("You see here a key named X.")).toBe("step onto the key");
    expect(kindOf("There is a staircase up here.  You see here a monkey and a key.")).toBe("step onto the key");
    expect(kindOf("You see here a monkey.")).toBe(OTHER);
    expect(kindOf("You see here a keyhole.")).toBe(OTHER);
    expect(kindOf("This is the key.")).toBe(OTHER);
    expect(kindOf("This door is locked.")).toBe("locked door bumped");
    expect(kindOf("This door is locked.  Really.")).toBe(OTHER);
  });

  it("tells a step onto the open door from a bump at a wall, in all eight directions", () => {
    const doors = seen("", "|".repeat(81));
    const cellBefore = 800;
    for (const cell of [-80, -79, -78, -1, 1, 78, 79, 80].map((by) => cellBefore + by)) {
      const step = stepWith({ before: doors, after: doors, cellBefore, cell });
      expect(told(step, 2)).toBe("step onto the open door");
      expect(told({ ...step, cell: cellBefore }, 2)).toBe(OTHER);
    }
  });
});
