/** A world for tests: a corridor with a lamp, slippery by dice, three subgoals, no key of its own. */
import { defineWorld } from "../../envs/index.js";

export interface Corridor {
  readonly at: number;
  readonly lamp: number;
  readonly lit: boolean;
  readonly slips: number;
}

const LENGTH = 7;

export const corridorNamed = (id: string) =>
  defineWorld<Corridor>({
    id,
    task: "Light the lamp (o), then walk to the end (>).",
    actions: ["left", "right", "light"],
    limit: 30,
    subgoals: [
      { name: "light the lamp", achieved: (before, _, after) => !before.lit && after.lit },
      { name: "leave the start", achieved: (before, _, after) => before.at === 0 && after.at > 0 },
      { name: "slip", achieved: (before, _, after) => after.slips > before.slips },
    ],
    lookAlikes: [{ name: "light without a lamp", holds: (_, action) => action === "light" }],
    create: (random) => ({ at: 0, lamp: 1 + random.below(LENGTH - 2), lit: false, slips: 0 }),
    step(state, action, random) {
      if (action === "light") return { state: { ...state, lit: state.lit || state.at === state.lamp } };
      const slipped = random.below(10) === 0;
      const by = (action === "right" ? 1 : -1) * (slipped ? -1 : 1);
      const at = Math.max(0, Math.min(LENGTH - 1, state.at + by));
      const next = { ...state, at, slips: state.slips + (slipped ? 1 : 0) };
      if (at !== LENGTH - 1) return { state: next, reward: -0.01 };
      return { state: next, reward: next.lit ? 1 : 0, end: next.lit ? "won" : "lost" };
    },
    frame: ({ at, lamp, lit }) => ({
      rows: [
        Array.from({ length: LENGTH }, (_, x) =>
          x === at ? "@" : x === lamp ? (lit ? "*" : "o") : x === LENGTH - 1 ? ">" : ".",
        ).join(""),
      ],
      hero: { x: at, y: 0 },
      message: lit ? "The lamp is lit." : "",
    }),
  });
