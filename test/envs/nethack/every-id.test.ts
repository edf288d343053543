import { describe, expect, it } from "vitest";
import { type Env, make, type ObservationKey, randomStream, type Snapshot } from "../../../envs/index.js";
import { NETHACK } from "../../../envs/nethack/catalogue.js";
import { END_STATUS, makeState } from "../../../envs/nethack/state.js";
import { sized } from "../../sizes.js";
import { broken } from "./invariants.js";

const KEYS: readonly ObservationKey[] = [
  "glyphs",
  "chars",
  "colors",
  "specials",
  "blstats",
  "message",
  "internal",
  "glyphs_crop",
  "chars_crop",
  "colors_crop",
  "specials_crop",
  "inv_glyphs",
  "inv_letters",
  "inv_oclasses",
  "inv_strs",
  "tty_chars",
  "tty_colors",
  "tty_cursor",
];

const ACTIONS = sized(30, 2_000);
const SEEDS = sized(1, 20);
/** Steps after a snapshot that are played again from it. */
const AGAIN = 10;

/** The bytes that a game shows, as views that are written into by each of its steps and restores. */
class Shown {
  private readonly views: readonly Buffer[];
  readonly length: number;

  constructor(observation: object) {
    this.views = Object.values(observation as Record<string, ArrayBufferView>).map((array) =>
      Buffer.from(array.buffer, array.byteOffset, array.byteLength),
    );
    this.length = this.views.reduce((sum, view) => sum + view.length, 0);
  }

  isLike(other: Shown): boolean {
    return this.views.every((view, i) => view.equals(other.views[i]!));
  }

  keep(): Buffer {
    return Buffer.concat(this.views, this.length);
  }

  isKept(held: Buffer): boolean {
    let at = 0;
    return this.views.every((view) => {
      at += view.length;
      return held.compare(view, 0, view.length, at - view.length, at) === 0;
    });
  }
}

/** A step's numbers. */
function numbersOf(env: Env, action: number): string {
  const { reward, terminated, truncated, info } = env.step(action);
  return [reward, terminated, truncated, info.endStatus, info.events, info.time].join(" ");
}

const isSame = (a: Snapshot, b: Snapshot): boolean => Buffer.compare(a.block, b.block) === 0;

describe("every id", () => {
  it.each([...NETHACK.keys()])("%s keeps its invariants, shows a state anew alike, and replays from it", (id) => {
    const env = make(id, { observationKeys: KEYS });
    // Of its own: no line of sight is shared.
    const twin = make(id, { observationKeys: KEYS });
    const seen = new Shown(env.reset({ seed: 0 }).observation);
    const anew = new Shown(twin.reset({ seed: 0 }).observation);
    const [state, from, other] = [env.snapshot(), env.snapshot(), env.snapshot()];
    const read = makeState();
    const bytes = new Uint8Array(read.terrain.buffer);
    let where = "";
    // Quick, since it is asked millions of times: what is expected is looked at more closely where it fails.
    const hold = (isTrue: boolean, what: string): void => {
      if (!isTrue) expect.fail(`${where}: ${what}`);
    };
    const check = (): void => {
      bytes.set(env.snapshot(state).block);
      const found = broken(read, env.limit);
      hold(found.length === 0, found.join(", "));
    };
    for (let seed = 1; seed <= SEEDS; seed++) {
      const stream = randomStream(seed, `every id ${id}`);
      env.reset({ seed });
      env.snapshot(from);
      let steps: { readonly action: number; readonly numbers: string; readonly shown: Buffer }[] = [];
      for (let t = 0; t < ACTIONS; t++) {
        where = `seed ${seed} step ${t}`;
        check();
        twin.restore(state);
        hold(anew.isLike(seen), "it is shown otherwise anew");
        hold(isSame(twin.snapshot(other), state), "a snapshot comes back otherwise");
        const action = stream.below(env.actions.length);
        const numbers = numbersOf(env, action);
        steps.push({ action, numbers, shown: seen.keep() });
        check();
        const hasEnded = read.hero[END_STATUS] !== 0;
        if (!hasEnded && steps.length < AGAIN) continue;
        twin.restore(from);
        for (const one of steps) {
          hold(numbersOf(twin, one.action) === one.numbers, "it replays to other numbers");
          hold(anew.isKept(one.shown), "it replays to other frames");
        }
        hold(isSame(twin.snapshot(other), state), "it replays to another state");
        if (hasEnded) env.reset();
        env.snapshot(from);
        steps = [];
      }
    }
  });
});
