/**
 * The solver where levels have no table: the engine is the referee. Small levels are searched through by brute force over
 * the engine's own states; plans for MiniHack's levels are played.
 */
import { describe, expect, it } from "vitest";
import { type Env, levels, make, randomStream, type Snapshot, solver } from "../../envs/index.js";
import { END_STATUS, layout, makeState, WOUNDED } from "../../envs/nethack/state.js";
import { sized } from "../sizes.js";
import { drawPuzzle, drawRiver, drawSmall } from "./small-levels.js";

const EIGHT = ["N", "E", "S", "W", "NE", "SE", "SW", "NW"];
const open = (id: string): Env => make<never>(id, { observationKeys: [] }) as Env;

describe("on small levels drawn at random, with any choice of actions", () => {
  it("needs as many actions as a search through all of the engine's own states", () => {
    for (let seed = 0; seed < sized(60, 2_000); seed++) {
      const { env, brute, picture } = drawSmall(randomStream(seed, "small levels"));
      const least = brute();
      expect(solver(env).distance(), `seed ${seed}\n${picture}`).toBe(least);
      const twice = solver(env, { factor: 2 }).distance();
      expect(twice >= least && (twice <= 2 * least || twice === least), `seed ${seed}, factor 2`).toBe(true);
    }
  });

  it("needs as many where boulders must bridge a river", () => {
    for (let seed = 0; seed < sized(12, 200); seed++) {
      const stream = randomStream(seed, "small rivers");
      const size = { width: 3 + stream.below(sized(1, 3)), height: 2 + stream.below(2) };
      const actions = stream.below(4) === 0 ? EIGHT.slice(0, 4) : EIGHT;
      const { env, brute, picture } = drawRiver(stream, actions, size, 2, 1 + stream.below(sized(2, 3)));
      const least = brute();
      expect(solver(env).distance(), `seed ${seed}\n${picture}`).toBe(least);
      const more = solver(env, { factor: 1.5 }).distance();
      expect(more >= least && (more <= 1.5 * least || more === least), `seed ${seed}, factor 1.5`).toBe(true);
    }
  });
});

it.each(["pits", "boulders"] as const)("needs as many where the aim is %s, as in Sokoban and Boxoban", (aim) => {
  let solvable = 0;
  let missed = 0;
  for (let seed = 0; seed < sized(12, 60); seed++) {
    const { env, brute, picture } = drawPuzzle(randomStream(seed, `small ${aim}`), aim);
    const least = brute();
    if (least < Number.POSITIVE_INFINITY) solvable++;
    expect(solver(env).distance(), `seed ${seed}\n${picture}`).toBe(least);
    // Any way is a way, if not a short one, and none is found where there is none.
    const any = solver(env, { factor: Number.POSITIVE_INFINITY, beyond: "no way" }).distance();
    expect(any, `seed ${seed}, any way\n${picture}`).toBeGreaterThanOrEqual(least);
    if (any === Number.POSITIVE_INFINITY && least < any) missed++;
  }
  expect(solvable).toBeGreaterThan(0);
  // A beam may miss a way: one of sixty puzzles does.
  expect(missed).toBeLessThanOrEqual(solvable / 10);
});

/** Another turn of the dice: the same snapshot whose stream of play begins elsewhere. */
function turned(snapshot: Snapshot, by: number): Snapshot {
  const block = new Uint8Array(snapshot.block);
  makeState(block.buffer).dynamicsStream.set(randomStream(by, "another turn").words);
  return { ...snapshot, block };
}

/** Takes each action of a plan until its dice have fallen as the plan has it; how many were taken when the game ended. */
function playedWith(env: Env, id: string): { readonly planned: number; readonly won: boolean; readonly steps: number } {
  const solved = solver(env);
  const planned = solved.distance();
  let step = { terminated: false };
  let steps = 0;
  while (steps < planned) {
    const before = env.snapshot();
    // Where a hero crawls out of water, several places may be as near to the stairs.
    const action = solved.plan()![0]!;
    const left = planned - steps - 1;
    for (let turn = 0; ; turn++) {
      expect(turn, `${id}, step ${steps}`).toBeLessThan(500);
      env.restore(turned(before, turn));
      step = env.step(action);
      if (solved.distance() === left) break;
    }
    steps++;
    if (step.terminated) break;
  }
  const { hero } = makeState(new Uint8Array(env.snapshot().block).buffer);
  return { planned, won: step.terminated && hero[END_STATUS] === 2, steps };
}

const FAMILIES = [
  ["MiniHack-MultiRoom-N4-v0", 20],
  ["MiniHack-MultiRoom-N4-Locked-v0", 20],
  ["MiniHack-MultiRoom-N4-Lava-v0", 20],
  ["MiniHack-MultiRoom-N6-OpenDoor-v0", 20],
  ["MiniHack-Corridor-R2-v0", 20],
  ["MiniHack-Corridor-R3-v0", 20],
  ["MiniHack-Corridor-R5-v0", 20],
  ["MiniHack-ExploreMaze-Easy-v0", 20],
  ["MiniHack-ExploreMaze-Hard-Mapped-v0", 20],
  ["MiniHack-MazeWalk-15x15-v0", 20],
  ["MiniHack-LavaCrossingS11N5-v0", 20],
  ["MiniHack-SimpleCrossingS9N3-v0", 20],
  ["MiniHack-Room-Trap-15x15-v0", 20],
  ["MiniHack-River-Narrow-v0", 10],
] as const;

describe.each(FAMILIES)("on %s", (id, many) => {
  it("a plan wins in the real environment in exactly as many actions as it has, once the dice fall so", () => {
    const env = open(id);
    for (let seed = 0; seed < sized(3, many); seed++) {
      env.reset({ seed });
      const { planned, won, steps } = playedWith(env, `${id} seed ${seed}`);
      expect(won, `${id} seed ${seed}`).toBe(true);
      expect(steps).toBe(planned);
    }
  });
});

it.each(["MiniHack-Sokoban1a-v0", "MiniHack-Sokoban3a-v0"])(
  "fills all pits of %s one after another where any way will do",
  (id) => {
    const env = make(id, { observationKeys: [] });
    env.reset({ seed: 0 });
    const { plan } = solver(env, { factor: Number.POSITIVE_INFINITY, most: 300_000 });
    let step = { terminated: false, truncated: false };
    // Asked anew after each action: a door may be stuck.
    while (!step.terminated && !step.truncated) step = env.step(plan()![0]!);
    expect(step.terminated).toBe(true);
    const { hero } = makeState(new Uint8Array(env.snapshot().block).buffer);
    expect(hero[END_STATUS]).toBe(2);
  },
);

it("says that no way was found where a beam is too narrow, and no way where a boulder too many is stuck", () => {
  const env = make("MiniHack-Sokoban4a-v0", { observationKeys: [] });
  env.reset({ seed: 0 });
  const options = { factor: Number.POSITIVE_INFINITY, most: 2_000 };
  expect(() => solver(env, options).plan()).toThrow(/found no way in MiniHack-Sokoban4a-v0 among 2000 states/);
  expect(solver(env, { ...options, beyond: "no way" }).plan()).toBeUndefined();
});

const level = (map: readonly string[], rest: readonly string[]): string =>
  ["MAZE:\"small\",' '", "FLAGS:hardfloor", "GEOMETRY:center,center", "MAP", ...map, "ENDMAP", ...rest].join("\n");

function ownLevel(map: readonly string[], rest: readonly string[]): Env {
  const env = levels.maker("Own-v0", level(map, rest))({ observationKeys: [] }) as Env;
  env.reset({ seed: 1 });
  return env;
}

describe("the search", () => {
  it("keeps off lava and off traps, and goes round them", () => {
    const start = "BRANCH:(0,1,0,1),(1,0,1,0)";
    const around = ownLevel([".....", "..L..", "....."], [start, "STAIR:(4,1),down"]);
    expect(solver(around).distance()).toBe(4);
    const shut = ownLevel([".L...", ".L...", ".L..."], [start, "STAIR:(4,1),down"]);
    expect(solver(shut).solvable()).toBe(false);
    const trapped = ownLevel(["....."], ["BRANCH:(0,0,0,0),(1,0,1,0)", "STAIR:(4,0),down", 'TRAP:"teleport",(2,0)']);
    expect(solver(trapped).solvable()).toBe(false);
  });

  it("counts on a boulder to fill water, and lava only when it is told to", () => {
    const rest = ["BRANCH:(0,0,0,0),(2,0,2,0)", "STAIR:(5,0),down", "OBJECT:('`',\"boulder\"),(1,0)"];
    expect(solver(ownLevel(["...LW."], rest)).solvable()).toBe(false);
    expect(solver(ownLevel(["...LW."], rest), { lava: "fills" }).distance()).toBe(4);
    // Two pushes, over the filled cell, into the water and out of it on the far side.
    expect(solver(ownLevel(["...WW."], rest)).distance()).toBe(4);
  });

  it("says which levels it does not take, in one sentence each", () => {
    const lively = open("MiniHack-MultiRoom-N2-Monster-v0");
    lively.reset({ seed: 1 });
    expect(() => solver(lively).distance()).toThrow(/^The solver takes levels without monsters: [^.]+\.$/);
    const river = open("MiniHack-River-v0");
    river.reset({ seed: 1 });
    expect(() => solver(river, { most: 100 }).plan()).toThrow(
      /^The solver found no way in MiniHack-River-v0 among \d+ states; more states or a larger factor may, or Infinity \(solver:any\) for any way\.$/,
    );
    expect(() => solver(river).level()).toThrow(
      /no table of all their states: there are (boulders|water, lava or traps)\.$/,
    );
    const locked = open("MiniHack-MultiRoom-N2-Locked-v0");
    locked.reset({ seed: 1 });
    expect(() => solver(locked).level()).toThrow(/there are actions beyond moves, PICKUP and APPLY\.$/);
  });

  it("finds a way through River in a moment where it may take half as many actions more", () => {
    const env = open("MiniHack-River-v0");
    for (let seed = 0; seed < sized(2, 20); seed++) {
      env.reset({ seed });
      const solved = solver(env, { factor: 1.5 });
      expect(solved.solvable(), `seed ${seed}`).toBe(true);
    }
  });

  it("waits for a hurt leg before it kicks", () => {
    const env = open("MiniHack-MultiRoom-N2-Locked-v0");
    env.reset({ seed: 1 });
    const solved = solver(env);
    const least = solved.distance();
    const hurt = (turns: number) => {
      const snapshot = env.snapshot();
      const block = new Uint8Array(snapshot.block);
      makeState(block.buffer).hero[WOUNDED] = turns;
      return solved.distance({ ...snapshot, layout: layout.signature, block });
    };
    expect(hurt(10)).toBeGreaterThan(least);
    expect(hurt(10)).toBe(hurt(9) + 1);
  });
});
