import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { conforming } from "../../../envs/index.js";
import { NETHACK } from "../../../envs/nethack/catalogue.js";
import { besidesOf } from "../../../envs/nethack/conform-besides.js";
import { foreignSign } from "../../../envs/nethack/conform-foreign.js";
import { keyOf, Path } from "../../../envs/nethack/conform-path.js";
import { type ConformanceRow, conformance } from "../../../envs/nethack/conformance.js";
import { MONSTERS } from "../../../envs/nethack/monster-kinds.js";
import { COLUMNS, ROWS } from "../../../envs/nethack/terrain.js";
import { RECORDINGS, recorded } from "../recordings.js";
import { episodesOf, gameOf } from "./support.js";

type Step = conforming.RecordedEpisode["steps"][number];

const files = new Map<string, Promise<conforming.RecordedEpisode[]>>();

/** A recorded episode by its id's last part and its seed. */
async function episode(name: string, seed: number): Promise<conforming.RecordedEpisode> {
  const read = files.get(name) ?? episodesOf(join(RECORDINGS, `MiniHack-${name}-v0.jsonl.gz`));
  files.set(name, read);
  const found = (await read).find((one) => one.seed === seed);
  if (found === undefined) throw new Error(`${name} has no seed ${seed}`);
  return found;
}

async function judged(one: conforming.RecordedEpisode): Promise<ConformanceRow> {
  async function* only() {
    yield one;
  }
  const [row] = await conformance(only(), "made.jsonl");
  return row!;
}

describe("a tree of choices", () => {
  it("is walked until every way was taken, each once", () => {
    const path = new Path();
    const ways: number[][] = [];
    do {
      const first = path.choose([0, 1]);
      ways.push(first === 0 ? [0, path.choose([5, 6, 7])] : [1]);
    } while (path.next());
    expect(ways).toEqual([[0, 5], [0, 6], [0, 7], [1]]);
  });

  it("knows a place whose ways were all in vain, where another way comes to it", () => {
    const path = new Path();
    path.choose([0, 1]);
    path.choose([0, 1], 42);
    expect([path.next(), path.isInVain(42)]).toEqual([true, false]);
    path.choose([0, 1]);
    path.choose([0, 1], 42);
    expect([path.next(), path.isInVain(42)]).toEqual([true, true]);
    path.clear();
    expect(path.isInVain(42)).toBe(false);
  });

  it("tells places apart that differ in one number", () => {
    const keys = Array.from({ length: 2_000 }, (_, i) => keyOf([[1, 2, 3], [i]], [7]));
    expect(new Set(keys).size).toBe(2_000);
    expect(keyOf([[1, 2], [3]], [4])).toBe(keyOf([[1, 2, 3]], [4]));
  });
});

describe.runIf(recorded)("recorded steps among monsters", () => {
  it("are possible with several monsters that were out of sight, each put where it alone is needed", async () => {
    const { steps, misses, undecided } = await judged(await episode("MultiRoom-N4-Extreme", 1004));
    expect([steps, misses, undecided]).toEqual([5, [], { "a monster that was out of sight": 3 }]);
  }, 30_000);

  it("see past a cell that no frame shows", async () => {
    expect((await judged(await episode("HideNSeek-Lava", 1014))).misses).toEqual([]);
    expect((await judged(await episode("MultiRoom-N6-Extreme", 1026))).misses).toEqual([]);
  }, 30_000);

  it("push a boulder on that lay hidden in the water", async () => {
    expect((await judged(await episode("River", 1004))).misses).toEqual([]);
  }, 30_000);

  it("are possible where a kick at a wall and a monster hurt in one turn", async () => {
    const { misses } = await judged(await episode("MultiRoom-N6-Extreme", 1020));
    expect(misses).toEqual([]);
  }, 30_000);
});

describe("what a caster near the hero does without a word", () => {
  const game = gameOf("MiniHack-HideNSeek-v0");
  game.seed(1);
  game.reset();
  const { state } = game;
  const rows = Array.from({ length: ROWS }, (_, y) =>
    String.fromCharCode(...state.chars.subarray(y * COLUMNS, (y + 1) * COLUMNS)),
  );
  const before = { rows, message: "", inventory: [] };
  const near = [{ deed: "spell", kind: MONSTERS.find(({ name }) => name === "lich")! }] as const;
  const stats = [...state.blstats];
  /** A step that shows another sign at a cell, and other hit points. */
  const reason = (sign: string, lost: number) => {
    const frame = { ...before, rows: rows.with(0, `${sign}${rows[0]!.slice(1)}`) };
    const step = { frame, stats: stats.with(10, stats[10]! - lost) } as unknown as Step;
    return besidesOf(before, step, near, state);
  };

  it("is a reason where it could be the difference: the caster's place, hit points", () => {
    expect([reason("L", 0), reason(" ", 2)]).toEqual(["a monster's spell", "a monster's spell"]);
  });

  it("is none where another monster went otherwise", () => {
    expect(reason("T", 0)).toBeUndefined();
  });
});

describe.runIf(recorded)("an episode that was not played on a level of its id", () => {
  const plan = NETHACK.get("MiniHack-MultiRoom-N10-v0")!.plan;

  it("is counted apart by what its frames show: a corridor, a boulder, floor between two walls", async () => {
    const said = await Promise.all(
      [1000, 1002, 1004].map(async (seed) => foreignSign(plan, await episode("MultiRoom-N10", seed))),
    );
    expect(said).toEqual(["floor between two walls at (50,14)", 'the sign "#" at (72,14)', 'the sign "`" at (4,13)']);
    const row = await judged(await episode("MultiRoom-N10", 1000));
    expect([row.steps, row.undecided]).toEqual([0, { "a level that is none of this id": 60 }]);
  });

  it("is told from rooms in a chain, which show none of that", async () => {
    const rooms = await episode("MultiRoom-N6", 1000);
    expect(foreignSign(plan, rooms)).toBeUndefined();
    const rows = rooms.start.rows.with(20, `#${" ".repeat(78)}`);
    expect(foreignSign(plan, { ...rooms, start: { ...rooms.start, rows } })).toBe('the sign "#" at (0,20)');
  });

  it("is no such episode where rooms are not wide", async () => {
    const other = NETHACK.get("MiniHack-Corridor-R2-v0")!.plan;
    expect(foreignSign(other, await episode("MultiRoom-N10", 1002))).toBeUndefined();
  });
});
