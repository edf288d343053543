import { describe, expect, it } from "vitest";
import { Player } from "../../agents/player.js";
import { presetPrompt, promptText } from "../../calm/index.js";
import { randomStream } from "../../envs/index.js";
import { keyOf } from "../../experiments/changes-key.js";
import { shownStep } from "../../experiments/crop.js";

const TEMPLATE = presetPrompt("changes");

describe("the key of a canonical text", () => {
  it.each(["MiniHack-KeyRoom-S15-v0", "MiniHack-KeyRoom-Dark-S5-v0"])(
    "is the same for the same words and differs for others: %s",
    (id) => {
      const player = new Player({ id, actions: "default" }, "text");
      const stream = randomStream(7, "play");
      const key = keyOf(TEMPLATE);
      const [words, keys, seen] = [new Map<number, string>(), new Map<string, number>(), new Set<number>()];
      player.begin({ seed: 7 });
      for (let at = 0; at < 6_000; at++) {
        const { terminated, truncated } = player.act(stream.below(player.actions.length), at);
        const { judged } = player;
        const text = promptText(TEMPLATE, { task: "", subgoals: [], action: judged.action, ...shownStep(judged) });
        const own = key(judged);
        expect(words.get(own) ?? text).toBe(text);
        expect(keys.get(text) ?? own).toBe(own);
        words.set(own, text);
        keys.set(text, own);
        seen.add(judged.key);
        if (terminated || truncated) player.begin({});
      }
      // What it is for: fewer texts than steps that look different.
      expect(words.size).toBeLessThan(seen.size / 10);
      expect(words.size).toBeGreaterThan(20);
    },
  );
});
