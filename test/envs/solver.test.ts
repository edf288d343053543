import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Env, make, type Snapshot, solver } from "../../envs/index.js";
import { makeObject, takeFromFloor } from "../../envs/nethack/objects.js";
import { CELL, makeState, type State } from "../../envs/nethack/state.js";
import {
  CLOSED,
  COLUMNS,
  DOOR,
  FLOOR,
  HORIZONTAL,
  LOCKED,
  OPEN,
  STAIRS_DOWN,
  STONE,
} from "../../envs/nethack/terrain.js";
import { sized } from "../sizes.js";
import { IDS } from "./nethack/support.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const ids = IDS;
const straight = (id: string) => ["N", "E", "S", "W", ...(id.includes("KeyRoom") ? ["PICKUP", "APPLY"] : [])];
const actionSets = ["8 moves", "4 moves"] as const;
const open = (id: string, set: (typeof actionSets)[number] = "8 moves"): Env =>
  make<never>(id, { observationKeys: [], actions: set === "8 moves" ? "default" : straight(id) }) as Env;
const run = { seed: 1 } as const;

/** A snapshot changed by hand. */
function changed(snapshot: Snapshot, change: (state: State) => void): Snapshot {
  const block = new Uint8Array(snapshot.block);
  change(makeState(block.buffer));
  return { ...snapshot, block };
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};

describe.each(ids)("on %s", (id) => {
  describe.each(actionSets)("with %s", (set) => {
    const env = open(id, set);
    const solved = solver(env);

    it("a plan reaches success in the real environment, in exactly as many steps as the distance says", () => {
      for (let seed = 0; seed < sized(15, 100); seed++) {
        env.reset({ seed });
        const plan = solved.plan()!;
        expect(plan).toHaveLength(solved.distance());
        const ends = plan.map((action, t) => {
          const { terminated, reward } = env.step(action);
          expect(solved.distance()).toBe(plan.length - t - 1);
          return terminated && reward > 0.9;
        });
        expect(ends.indexOf(true)).toBe(plan.length - 1);
      }
    });

    it("no distance is below the straight way to the goal", () => {
      for (let seed = 0; seed < sized(15, 100); seed++) {
        env.reset({ seed });
        const { hero, terrain } = makeState(new Uint8Array(env.snapshot().block).buffer);
        const goal = terrain.indexOf(STAIRS_DOWN);
        const dx = Math.abs((goal % COLUMNS) - (hero[CELL]! % COLUMNS));
        const dy = Math.abs(Math.trunc(goal / COLUMNS) - Math.trunc(hero[CELL]! / COLUMNS));
        expect(solved.distance()).toBeGreaterThanOrEqual(set === "8 moves" ? Math.max(dx, dy) : dx + dy);
      }
    });

    it("what the environment does from any state of a walk is what the table says, and d = 1 + min d after", () => {
      const walk = fc.array(fc.nat({ max: env.actions.length - 1 }), { maxLength: 60 });
      const property = fc.property(fc.nat(), fc.nat({ max: 60 }), walk, (seed, planned, wandered) => {
        env.reset({ seed });
        // Along the plan for a while, so that keys are held and doors are open too, then anywhere.
        for (const action of [...solved.plan()!.slice(0, planned), ...wandered]) {
          if (solved.distance() > 0) env.step(action);
        }
        const here = env.snapshot();
        const { level, state } = solved.level(here);
        const distance = solved.distance(here);
        expect(distance).toBe(level.distances[state]);
        if (distance === 0) return;
        const after = env.actions.map((_, action) => {
          env.restore(here);
          env.step(action);
          expect(solved.level().state).toBe(level.next[state * env.actions.length + action]);
          return solved.distance();
        });
        expect(1 + Math.min(...after)).toBe(distance);
      });
      fc.assert(property, { ...run, numRuns: sized(8, 40) });
    });
  });
});

it("the table's distances agree with each other in all states of a level, not only in those that a walk meets", () => {
  const env = open("MiniHack-KeyRoom-S15-v0");
  env.reset({ seed: 3 });
  const { level } = solver(env).level();
  expect(level.states).toBe(level.distances.length);
  for (let s = 0; s < level.states; s++) {
    const after = [...level.next.subarray(s * env.actions.length, (s + 1) * env.actions.length)];
    if (level.distances[s] === 0) expect(new Set(after)).toEqual(new Set([s]));
    else expect(level.distances[s]).toBe(1 + Math.min(...after.map((to) => level.distances[to]!)));
  }
});

describe("a level that cannot be solved", () => {
  const env = open(S5);
  env.reset({ seed: 1 });
  const start = env.snapshot();
  const solved = solver(env);
  const door = makeState(new Uint8Array(start.block).buffer).terrain.indexOf(DOOR);

  it("is told when its door is walled up", () => {
    const walled = changed(start, ({ terrain }) => {
      terrain[door] = HORIZONTAL;
    });
    expect([solved.distance(walled), solved.solvable(walled), solved.plan(walled)]).toEqual([
      Number.POSITIVE_INFINITY,
      false,
      undefined,
    ]);
    expect(solved.solvable(start)).toBe(true);
  });

  it("is told when the key is gone while the door is locked, and only then", () => {
    const gone = (state: State) =>
      takeFromFloor(
        state,
        state.floorHead.findIndex((head) => head !== 0),
      );
    expect(solved.solvable(changed(start, gone))).toBe(false);
    const opened = changed(start, (state) => {
      gone(state);
      state.door[door] = OPEN;
    });
    expect(solved.solvable(opened)).toBe(true);
  });

  it("is told by the actions: without APPLY, no KeyRoom ends", () => {
    const few = make(S5, { actions: ["N", "E", "S", "W", "PICKUP"] });
    few.reset({ seed: 1 });
    expect(solver(few).solvable()).toBe(false);
  });
});

describe("the corridor of five cells (key, start, floor, door, goal)", () => {
  const env = open(S5, "4 moves");
  env.reset({ seed: 1 });
  const solved = solver(env);
  const first = 10 * COLUMNS + 30;
  const corridor = (at: number, has: "key" | "no key", door: number) =>
    changed(env.snapshot(), (state) => {
      state.terrain.fill(STONE);
      state.door.fill(0);
      state.floorHead.fill(0);
      state.terrain.fill(FLOOR, first, first + 3);
      state.terrain[first + 3] = DOOR;
      state.door[first + 3] = door;
      state.terrain[first + 4] = STAIRS_DOWN;
      state.hero[CELL] = first + at;
      const link = makeObject(state, 8, 1, 0) + 1;
      if (has === "no key") state.floorHead[first] = link;
      else {
        state.objectNext[link - 1] = state.packHead[0]!;
        state.packHead[0] = link;
      }
    });

  it("has the distances that were worked out by hand", () => {
    const distances = (has: "key" | "no key", door: number, cells: readonly number[]) =>
      cells.map((at) => solved.distance(corridor(at, has, door)));
    expect(distances("no key", LOCKED, [0, 1, 2])).toEqual([6, 7, 8]);
    expect(distances("key", LOCKED, [0, 1, 2])).toEqual([5, 4, 3]);
    expect(distances("no key", OPEN, [0, 1, 2, 3, 4])).toEqual([4, 3, 2, 1, 0]);
    expect(distances("key", OPEN, [0, 1, 2, 3, 4])).toEqual([4, 3, 2, 1, 0]);
  });

  it("takes one action more for a door that is closed but not locked: walking at it opens it", () => {
    expect([0, 1, 2].map((at) => solved.distance(corridor(at, "no key", CLOSED)))).toEqual([5, 4, 3]);
  });

  it("gives its plan in the environment's own action indices", () => {
    const names = solved.plan(corridor(1, "no key", LOCKED))!.map((action) => env.actions[action]);
    expect(names).toEqual(["W", "PICKUP", "E", "E", "APPLY", "E", "E"]);
  });

  it("has APPLY open the first of two doors in the wrapper's order, west before east", () => {
    const between = changed(corridor(2, "key", LOCKED), (state) => {
      state.terrain[first + 1] = DOOR;
      state.door[first + 1] = LOCKED;
    });
    // The western door first, then the eastern one.
    expect(solved.plan(between)!.map((action) => env.actions[action])).toEqual(["APPLY", "APPLY", "E", "E"]);
  });
});

describe("a solver", () => {
  it("keeps one table along an episode and its branches, and makes another for another level", () => {
    const env = open(S5);
    env.reset({ seed: 1 });
    const solved = solver(env);
    const { level } = solved.level();
    const start = env.snapshot();
    for (const action of solved.plan()!) {
      env.step(action);
      expect(solved.level().level).toBe(level);
    }
    expect(solved.level(start).level).toBe(level);
    env.reset({ seed: 2 });
    expect(solved.level().level).not.toBe(level);
    // A table made late in an episode does not know of its beginning, and says nothing wrong about it.
    const late = solver(env);
    env.restore(start);
    for (const action of solved.plan()!.slice(0, -1)) env.step(action);
    expect([late.distance(), late.distance(start)]).toEqual([1, solved.distance(start)]);
  });

  it("leaves the environment as it was", () => {
    const env = open(S5);
    env.reset({ seed: 1 });
    const before = env.snapshot();
    solver(env).plan();
    expect(env.snapshot()).toEqual(before);
  });

  it("has no table of a level with more than 12 shut doors, which it searches, and says so", () => {
    const env = open(S5);
    env.reset({ seed: 1 });
    const solved = solver(env);
    const many = changed(env.snapshot(), ({ terrain, door }) => {
      terrain.fill(DOOR, 0, 13);
      door.fill(LOCKED, 0, 13);
    });
    expect(() => solved.level(many)).toThrow("no table of all their states: there are 14 shut doors (at most 12)");
    expect(solved.distance(many)).toBe(solved.distance());
  });

  it("refuses another id's snapshots, terrain and actions that it does not know, and buried keys", () => {
    const env = open(S5);
    env.reset({ seed: 1 });
    const solved = solver(env);
    const start = env.snapshot();
    const refused = (change: (state: State) => void) => () => solved.distance(changed(start, change));
    expect(() => solved.distance({ ...start, id: "other" })).toThrow(/solver is for this engine's MiniHack-KeyRoom-S5/);
    expect(() => solved.distance({ ...start, layout: "other" })).toThrow(/this engine's/);
    expect(refused(({ terrain }) => terrain.fill(99, 5, 6))).toThrow("The solver does not know terrain 99 at cell 5.");
    const bury = (state: State) => {
      const cell = state.floorHead.findIndex((head) => head !== 0);
      const row = makeObject(state, 1, 1, 0);
      state.objectNext[row] = state.floorHead[cell]!;
      state.floorHead[cell] = row + 1;
    };
    expect(refused(bury)).toThrow("The solver does not dig: a key lies below other things.");
    expect(() => solver({ ...env, actions: ["DANCE"] })).toThrow(
      'The solver does not know the action "DANCE"; it knows',
    );
    expect(() => solver(env, { factor: 0.5 })).toThrow(
      "The solver's factor is 0.5; accepted is 1 to 100, or Infinity for any way.",
    );
  });
});

it("the least, middle and most actions on an environment's page are those of 1,000 seeds", () => {
  for (const id of [S5, "MiniHack-Room-Random-5x5-v0", "MiniHack-KeyRoom-Fixed-S5-v0"].slice(0, sized(1, 3))) {
    const page = readFileSync(`docs/environments/${id}.md`, "utf8");
    // | actions | least | 25 % | median | 75 % | most | mean |, first with all actions, then with straight ones.
    const table = page.slice(page.indexOf("| actions | least |")).split("\n").slice(2, 4);
    const told = table.map((line) => line.split("|").map((cell) => cell.trim()));
    for (const [row, set] of actionSets.entries()) {
      const env = open(id, set);
      const solved = solver(env);
      const found = Array.from({ length: 1000 }, (_, seed) => {
        env.reset({ seed });
        return solved.distance();
      });
      const [least, middle, most] = [told[row]![2], told[row]![4], told[row]![6]].map(Number);
      expect([least, middle, most], `${id}, ${set}`).toEqual([Math.min(...found), median(found), Math.max(...found)]);
    }
  }
});
