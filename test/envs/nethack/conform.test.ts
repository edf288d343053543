import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import type { conforming, Frame } from "../../../envs/index.js";
import { type ConformanceRow, conformance } from "../../../envs/nethack/conformance.js";
import { isLong, sized } from "../../sizes.js";
import { recorded } from "../recordings.js";
import { episodesOf, filesOf, IDS } from "./support.js";

async function* these(episodes: readonly conforming.RecordedEpisode[]): AsyncGenerator<conforming.RecordedEpisode> {
  yield* episodes;
}

const replay = async (episodes: readonly conforming.RecordedEpisode[]): Promise<readonly ConformanceRow[]> =>
  conformance(these(episodes), "made.jsonl");

const [S5] = filesOf("MiniHack-KeyRoom-S5-v0").slice(1);

describe.runIf(recorded)("recorded play of the real MiniHack", () => {
  it("conforms step by step in all KeyRooms and plain Rooms", async () => {
    const rows: ConformanceRow[] = [];
    // Every id's random play, and the solutions of one; in the long check those of all.
    const files = IDS.flatMap((id) => (id.includes("KeyRoom-S5") ? filesOf(id) : filesOf(id).slice(0, sized(1, 9))));
    for (const path of files) {
      rows.push(...(await conformance(these(await episodesOf(path)), basename(path))));
    }
    const sum = (of: (row: ConformanceRow) => number) => rows.reduce((total, row) => total + of(row), 0);
    const shares = Object.keys(rows[0]!.classes).map(
      (name) => [name, sum((row) => row.classes[name]!.conforming), sum((row) => row.classes[name]!.steps)] as const,
    );
    const steps = sum((row) => row.steps);
    console.log(
      `conform: ${sum((row) => row.conforming)} of ${steps} steps of ${sum((row) => row.episodes)} episodes; ` +
        shares.map(([name, conforming, of]) => `${name} ${conforming}/${of}`).join(", "),
    );
    expect(rows.flatMap(({ misses }) => misses)).toEqual([]);
    expect(new Set(rows.map(({ environment }) => environment))).toEqual(new Set(IDS));
    // What INDEX.jsonl beside the recordings says of these files.
    if (isLong) expect(steps).toBe(22_931);
    expect(sum((row) => row.conforming)).toBe(steps);
    for (const [name, conforming, of] of shares) {
      expect(conforming, name).toBe(of);
      expect(of, name).toBeGreaterThan(sized(40, 400));
    }
  }, 60_000);

  /** The first episode with its step `t` (from 1) changed. */
  async function changed(t: number, change: (step: conforming.RecordedEpisode["steps"][number]) => object) {
    const [episode] = await episodesOf(S5!);
    const steps = episode!.steps.map((step) => (step.t === t ? { ...step, ...change(step) } : step));
    return replay([{ ...episode!, steps }]);
  }
  const withFrame =
    (change: (frame: Frame) => Partial<Frame>) => (step: conforming.RecordedEpisode["steps"][number]) => ({
      frame: { ...step.frame!, ...change(step.frame!) },
    });
  /** Another sign for the hero's western neighbour. */
  const otherMap = withFrame((frame) => {
    const { x, y } = frame.hero!;
    const rows = [...frame.rows];
    const row = rows[y]!;
    rows[y] = `${row.slice(0, x - 1)}${row[x - 1] === "." ? "|" : "."}${row.slice(x)}`;
    return { rows };
  });
  /** The level's last row, which no play reaches. */
  const farMap = withFrame((frame) => ({ rows: [...frame.rows.slice(0, 20), frame.rows[20]!.replace(/ $/, "#")] }));
  const damages = [
    ["one character of a map, beside the hero", 3, otherMap, /step 3 .*\(\d+,\d+\) is ".", ours "."/],
    ["one character of a map, far away", 3, farMap, /^seed \d+: no start: the sign "#" at \(78,20\) has no place/],
    ["a message", 4, withFrame(() => ({ message: "It's a wall." })), /step 4 .*message is "It's a wall\.", ours ""/],
    ["a reward", 2, () => ({ reward: -0.01 }), /step 2 .*reward is -0.01, ours 0/],
    ["an end", 2, () => ({ endStatus: 2 }), /step 2 .*end status is 2, ours 0/],
    [
      "the clock",
      2,
      ({ stats }: { stats: readonly number[] }) => ({ stats: stats.with(20, 99) }),
      /time is 99, ours 3/,
    ],
    ["a place", 2, withFrame(({ hero }) => ({ hero: { ...hero!, x: hero!.x + 1 } })), /step 2 .*place is/],
    ["the pack", 2, withFrame(() => ({ inventory: [] })), /step 2 .*pack is "", ours "a - a \+0 short sword/],
  ] as const;
  it.each(damages)("catches a change of %s at that step", async (_, t, change, said) => {
    const [row] = await changed(t, change);
    expect(row!.misses[0]).toMatch(said);
    const isUnbuilt = /no start/.test(row!.misses[0]!);
    expect(row!.steps - row!.conforming).toBe(isUnbuilt ? row!.steps : 1);
  });

  it("catches a start that shows other glyphs or colours, and then fails all its steps", async () => {
    const [episode] = await episodesOf(S5!);
    for (const name of ["glyphs", "colors"] as const) {
      const plane = episode!.startPlanes[name]!;
      const startPlanes = { ...episode!.startPlanes, [name]: plane.with(12, plane[12]!.with(40, 1)) };
      const [row] = await replay([{ ...episode!, startPlanes }]);
      expect(row!.misses).toEqual([
        expect.stringMatching(/^seed 0: no start: (glyph|colour) \(40,12\) is 1, ours \d+$/),
      ]);
      expect([row!.conforming, row!.steps]).toEqual([0, episode!.steps.length]);
    }
  });

  it("fails all steps of a start that cannot be built", async () => {
    const [episode] = await episodesOf(S5!);
    const start = { ...episode!.start, inventory: [{ letter: "a", text: "a wand of wishing" }] };
    const [row] = await replay([{ ...episode!, start }]);
    expect(row!.misses).toEqual([
      'seed 0: no start: the pack holds "a wand of wishing", which this engine does not know',
    ]);
    expect([row!.conforming, row!.steps]).toEqual([0, episode!.steps.length]);
  });

  it("fails all steps of an id that this engine does not have, and judges the rest of the file", async () => {
    const [first, second] = await episodesOf(S5!);
    const rows = await replay([{ ...first!, environment: "MiniHack-Quest-Hard-v0" }, second!]);
    expect(rows.map(({ environment, steps, conforming }) => [environment, steps, conforming])).toEqual([
      ["MiniHack-Quest-Hard-v0", first!.steps.length, 0],
      ["MiniHack-KeyRoom-S5-v0", second!.steps.length, second!.steps.length],
    ]);
    expect(rows[0]!.misses).toEqual([
      `seed ${first!.seed}: this engine has no environment of that id, so all its steps fail`,
    ]);
  });

  it("takes no opening in fewer than two turns", async () => {
    const [episode] = await episodesOf(S5!);
    const at = episode!.steps.findIndex(({ action }) => action === "APPLY");
    const before = episode!.steps[at - 1]!.stats[20]!;
    const [row] = await changed(at + 1, ({ stats }) => ({ stats: stats.with(20, before + 1) }));
    expect(row!.misses[0]).toMatch(/\(newly seen cells, unlock\): time is \d+, ours \d+$/);
  });
});
