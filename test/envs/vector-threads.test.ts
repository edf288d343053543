import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import * as source from "../../envs/index.js";
import { build, root } from "../cli/run.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const built = pathToFileURL(join(root, "dist", "envs", "index.js")).href;

/** Threads run what was built. */
let envs: typeof source;
beforeAll(async () => {
  build();
  envs = await import(built);
}, 120_000);

/** Every array of a step, in one value that compares fast. */
function bytes(value: object): string {
  if (!ArrayBuffer.isView(value)) return Object.values(value).map(bytes).join("\n");
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
}

describe("a vector over several threads", () => {
  it.each(["MiniHack-MultiRoom-N2-Lava-v0", "MiniHack-River-Monster-v0"])(
    "gives every byte that one thread gives, however the games are shared out, on %s",
    (id) => {
      const count = 7;
      const one = source.vector(id, { count });
      const stream = source.randomStream(1, id);
      const many = [2, 5].map((threads) => envs.vector(id, { count, threads }));
      const first = bytes(one.reset({ seed: 5 }));
      for (const games of many) expect(bytes(games.reset({ seed: 5 })) === first).toBe(true);
      let ends = 0;
      for (let t = 0; t < 80; t++) {
        const actions = Uint8Array.from({ length: count }, () => stream.below(one.actions.length));
        const step = one.step(actions);
        const expected = bytes(step);
        ends += step.final.mask.reduce((sum, bit) => sum + bit, 0);
        for (const games of many) expect(bytes(games.step(actions)) === expected, `${t}`).toBe(true);
      }
      expect(ends).toBeGreaterThan(3);
      for (const games of many) games.close();
    },
  );

  it("saves and takes back the states of all threads, and shows each game", () => {
    const [one, two] = [source.vector(S5, { count: 5 }), envs.vector(S5, { count: 5, threads: 2 })];
    for (const games of [one, two]) games.reset({ seed: [9, 8, 7, 6, 5] });
    const actions = [0, 1, 2, 3, 4];
    const start = two.snapshot();
    expect(start).toEqual(one.snapshot());
    const after = bytes(one.step(actions));
    expect(bytes(two.step(actions)) === after).toBe(true);
    const held = two.snapshot();
    two.restore(start);
    expect(two.snapshot(held)).toBe(held);
    expect(held).toEqual(start);
    expect(bytes(two.step(actions)) === after).toBe(true);
    for (const i of [0, 4]) {
      expect(two.game(i).frame()).toEqual(one.game(i).frame());
      expect(two.game(i).snapshot()).toEqual(one.game(i).snapshot());
    }
    // Streams go on in every thread.
    expect(bytes(two.reset()) === bytes(one.reset())).toBe(true);
    two.close();
  });

  it("refuses what one thread refuses, before any game has moved", () => {
    const said = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : "";
      }
      return "nothing";
    };
    const options = { count: 4, threads: 2 };
    expect(said(() => envs.vector("MiniHack-None-v0", options))).toMatch(/^InputError: .*MiniHack-None-v0/);
    expect(said(() => envs.vector(S5, { count: 4, threads: 5 }))).toMatch(/^InputError: .*1 to .* 4\.$/);
    expect(said(() => envs.vector(S5, { count: 0, threads: 2 }))).toMatch(/^InputError/);
    const games = envs.vector(S5, options);
    expect(said(() => games.step([0, 0, 0, 0]))).toMatch(/^InputError: .*not reset/);
    expect(said(() => games.reset())).toMatch(/^InputError: .*seed/);
    // A seed that another thread refuses.
    expect(said(() => games.reset({ seed: [1, 2, 3, 0.5] }))).toMatch(/^InputError: .*0\.5/);
    games.reset({ seed: 1 });
    const before = bytes(games.snapshot().games.map(({ block }) => block));
    expect(said(() => games.step([0, 0, 0, 99]))).toBe(
      "InputError: There is no action 99 for game 3; accepted are 0 to 9.",
    );
    expect(said(() => games.step([0]))).toMatch(/^InputError: .*1 actions for 4 games/);
    expect(said(() => games.game(4))).toMatch(/^InputError/);
    expect(bytes(games.snapshot().games.map(({ block }) => block)) === before).toBe(true);
    games.close();
    games.close();
    expect(said(() => games.step([0, 0, 0, 0]))).toMatch(/^InputError: .*closed/);
  });

  it("tells a thread's own failure by its type, after all threads have answered", () => {
    // A state that no game makes: it says something of a monster that there is none of.
    const games = envs.vector(S5, { count: 2, threads: 2 });
    games.reset({ seed: 1 });
    const states = games.snapshot();
    const good = games.snapshot();
    const { block, layout } = states.games[1]!;
    speakOfNobody(block, layout);
    let name = "nothing";
    try {
      games.restore(states);
      for (let action = 0; action < 8; action++) games.step([action, action]);
    } catch (error) {
      if (error instanceof envs.worlds.ThreadError) name = error.message;
    }
    expect(name).toMatch(/^The thread of games 1 to 1 failed: /);
    games.restore(good);
    expect(games.snapshot()).toEqual(good);
    games.close();
  });

  it("ends with its program, closed or not", () => {
    const program = (end: string) =>
      `import { vector } from ${JSON.stringify(built)};
       const games = vector("${S5}", { count: 4, threads: 2 });
       games.reset({ seed: 1 });
       console.log(games.step([0, 1, 2, 3]).rewards.length);
       ${end}`;
    for (const end of ["", "games.close();"]) {
      const told = execFileSync(process.execPath, ["--input-type=module", "-e", program(end)], {
        encoding: "utf8",
        timeout: 30_000,
      });
      expect(told).toBe("4\n");
    }
  });
});

function speakOfNobody(block: Uint8Array, layout: string): void {
  let at = 0;
  for (const field of layout.split(" ")) {
    const [, name, bits, length] = /^(\w+):[a-z](\d+)\[(\d+)\]$/.exec(field)!;
    // One part, of the template "You miss the ...".
    if (name === "messageParts") new Int32Array(block.buffer, block.byteOffset + at, 3).set([1, 61, 200]);
    at += (Number(bits) / 8) * Number(length);
  }
}
