import { describe, expect, it } from "vitest";
import { type Env, make, randomStream } from "../../../envs/index.js";
import { Sight } from "../../../envs/nethack/look.js";
import { CELL, makeState, type State } from "../../../envs/nethack/state.js";
import { COLUMNS } from "../../../envs/nethack/terrain.js";
import { sized } from "../../sizes.js";
import { nextAction, wander } from "./player.js";
import { SlowView, worldOf } from "./slow-view.js";
import { IDS } from "./support.js";

/** The state behind an environment, as a view of a snapshot of its own. */
const stateOf = (env: Pick<Env, "snapshot">): State => makeState(env.snapshot().block.buffer as ArrayBuffer);

const KEYS = [
  "glyphs",
  "chars",
  "colors",
  "specials",
  "glyphs_crop",
  "chars_crop",
  "colors_crop",
  "specials_crop",
  "blstats",
] as const;

describe("what the hero sees and remembers", () => {
  it.each(IDS)("equals a slow rendering from the start of the episode, planes and crops, in %s", (id) => {
    const stream = randomStream(1, `view ${id}`);
    const sight = new Sight();
    let [looks, solved, shown] = [0, 0, 0];
    for (let seed = 0; seed < sized(8, 14); seed++) {
      const size = [9, 3, 21][seed % 3]!;
      const env = make(id, { observationKeys: KEYS, cropSize: size, sight });
      const { observation } = env.reset({ seed });
      const slow = new SlowView();
      for (let step = 0; step < 60; step++) {
        const state = stateOf(env);
        const cell = state.hero[CELL]!;
        const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
        slow.look(worldOf(state), x, y);
        const planes = { glyphs: slow.glyphs, chars: slow.chars, colors: slow.colors };
        for (const name of ["glyphs", "chars", "colors"] as const) {
          const where = `${id} seed ${seed} step ${step} ${name}`;
          expect([...observation[name]], where).toEqual(planes[name]);
          expect([...observation[`${name}_crop`]], where).toEqual(slow.crop(planes[name], size, x, y));
        }
        expect(observation.specials.every((flag) => flag === 0)).toBe(true);
        expect([observation.blstats[0], observation.blstats[1]]).toEqual([x, y]);
        looks++;
        shown += slow.glyphs.filter((glyph) => glyph !== 2359).length;
        // Every third game goes straight to the end, so that doors open and subrooms are seen.
        const name = seed % 3 === 0 ? nextAction(state)! : wander(state, env.actions, stream);
        const { terminated } = env.step(env.actions.indexOf(name));
        if (terminated) {
          solved++;
          break;
        }
      }
    }
    expect(solved).toBeGreaterThan(sized(1, 3));
    expect(looks).toBeGreaterThan(sized(15, 30));
    expect(shown / looks).toBeGreaterThan(8);
  });
});
