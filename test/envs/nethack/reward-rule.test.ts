/**
 * Rewards of one's own. Reference: MiniHack's reward_manager.py and NLE's `_get_time_penalty`, read and, in
 * `test/long/reward-manager.test.ts`, run.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environmentIds, InputError, levels, make, rewards } from "../../../envs/index.js";

const ROOM = "MiniHack-Room-5x5-v0";

/** Rewards and end statuses of the named actions on the room whose start is (36, 9) and whose goal is (40, 13). */
function play(reward: Parameters<typeof make>[1] & object, ...names: readonly string[]) {
  const env = make(ROOM, { observationKeys: [], ...reward });
  env.reset({ seed: 1 });
  return names.map((name) => {
    const { reward: paid, info } = env.step(env.actions.indexOf(name));
    return [Number(paid.toFixed(6)), info.endStatus];
  });
}

describe("rewards of one's own", () => {
  it("are the id's when nothing is said", () => {
    const ids = environmentIds().filter((id) => /KeyRoom-S5|Room-5x5|Crossing|MultiRoom-N2-(Lava-)?v0/.test(id));
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.nat(1000),
        fc.array(fc.nat(9), { maxLength: 60 }),
        (id, seed, actions) => {
          const [plain, own] = [make(id, { observationKeys: [] }), make(id, { observationKeys: [], reward: {} })];
          plain.reset({ seed });
          own.reset({ seed });
          for (const action of actions) {
            const a = plain.step(action % plain.actions.length);
            const b = own.step(action % plain.actions.length);
            expect([b.reward, b.terminated, b.truncated]).toEqual([a.reward, a.terminated, a.truncated]);
            if (a.terminated || a.truncated) return;
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("win and lose what one says", () => {
    expect(play({ reward: { win: 5 } }, "SE", "SE", "SE", "SE")).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [5, 2],
    ]);
    const lava = make("MiniHack-LavaCrossingS9N1-v0", { observationKeys: [], reward: { lose: -3 } });
    let last = { reward: 0, end: 0 };
    for (let seed = 0; last.end !== 1; seed++) {
      lava.reset({ seed });
      for (const name of ["E", "E", "E", "E", "E", "E", "E", "S", "S", "S", "S", "S", "S"]) {
        const { reward, info, terminated, truncated } = lava.step(lava.actions.indexOf(name));
        last = { reward, end: info.endStatus };
        if (terminated || truncated) break;
      }
    }
    expect(last.reward).toBe(-3);
  });

  it("charge frozen steps by MiniHack's five modes, and turns", () => {
    // Three bumps, a step, a bump: f is 1, 2, 3, 0, 1.
    const bumps = ["N", "N", "N", "E", "N"] as const;
    const paid = (mode: "constant" | "exp" | "square" | "linear" | "always") =>
      play({ reward: { penalty: { mode, step: -0.5, time: 0.25 } } }, ...bumps).map(([reward]) => reward);
    expect(paid("constant")).toEqual([-0.5, -0.5, -0.5, 0.25, -0.5]);
    expect(paid("exp")).toEqual([-1, -2, -4, -0.25, -1]);
    expect(paid("square")).toEqual([-0.5, -2, -4.5, 0.25, -0.5]);
    expect(paid("linear")).toEqual([-0.5, -1, -1.5, 0.25, -0.5]);
    expect(paid("always")).toEqual([-0.5, -0.5, -0.5, -0.25, -0.5]);
  });

  it("end the episode once all required events have happened", () => {
    const task = rewards.all(rewards.coordinate([37, 9], { reward: 2 }), rewards.coordinate([36, 9], { reward: 3 }));
    expect(play({ reward: { task } }, "E", "E", "W", "W")).toEqual([
      [2, 0],
      [0, 0],
      [0, 0],
      [3, 2],
    ]);
  });

  it("end it by one event that suffices, and pay a repeatable one each time", () => {
    const task = rewards.all(
      rewards.message(["solid stone"], { reward: -1, repeatable: true, terminalRequired: true }),
      rewards.coordinate([37, 9], { terminalSufficient: true }),
    );
    expect(play({ reward: { task } }, "N", "N", "E")).toEqual([
      [-1.01, 0],
      [-1.01, 0],
      [1, 2],
    ]);
  });

  it("pay the stairs nothing: they end the episode, the task pays", () => {
    const task = rewards.all(rewards.coordinate([0, 0]));
    expect(play({ reward: { task } }, "SE", "SE", "SE", "SE").at(-1)).toEqual([0, 2]);
  });

  it("look for events in order, one after the other", () => {
    const task = rewards.inOrder(rewards.coordinate([37, 10]), rewards.coordinate([37, 9], { reward: 4 }));
    expect(play({ reward: { task } }, "E", "S", "N")).toEqual([
      [0, 0],
      [1, 0],
      [4, 2],
    ]);
  });

  it("group tasks: one required and undone ends the look", () => {
    const first = rewards.inOrder(rewards.coordinate([37, 9]));
    const second = rewards.all(
      rewards.message(["solid stone"], { reward: 7, repeatable: true, terminalRequired: false }),
    );
    const group = (terminalRequired: boolean) =>
      rewards.groups(
        { task: first, terminalRequired, terminalSufficient: false },
        { task: second, terminalRequired: true, terminalSufficient: false },
      );
    // The first group is undone while the hero bumps: the second is not looked at.
    expect(play({ reward: { task: group(true) } }, "N", "E")).toEqual([
      [-0.01, 0],
      [1, 2],
    ]);
    expect(play({ reward: { task: group(false) } }, "N")).toEqual([[6.99, 2]]);
  });

  it("find what the hero stands on by what is no longer shown, and a yes after an action there", () => {
    const goal = rewards.all(rewards.location("staircase up", { reward: 2, repeatable: true, terminalRequired: true }));
    expect(play({ reward: { task: goal } }, "N", "E", "W")).toEqual([
      [1.99, 0],
      [0, 0],
      [2, 0],
    ]);
    const yes = rewards.all(rewards.positional("staircase up", "PICKUP"));
    const actions = ["N", "E", "W", "NW", "PICKUP"];
    expect(play({ actions, reward: { task: yes } }, "NW", "PICKUP", "N", "NW", "PICKUP", "NW").at(-1)).toEqual([
      0.99, 2,
    ]);
  });

  it("pay a function of one's own what it says of the frames before and after", () => {
    const task = rewards.all(
      rewards.custom((before, action, after) => (action === "E" ? after.hero!.x - before.hero!.x : 0)),
      rewards.coordinate([38, 9]),
    );
    expect(play({ reward: { task } }, "S", "N", "E", "E")).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
      [2, 2],
    ]);
  });

  it("begin anew with each episode", () => {
    const task = rewards.all(rewards.coordinate([37, 9]), rewards.coordinate([38, 9]));
    const env = make(ROOM, { observationKeys: [], reward: { task, penalty: { mode: "linear" } } });
    const [north, east] = ["N", "E"].map((name) => env.actions.indexOf(name));
    for (const seed of [1, 2]) {
      env.reset({ seed });
      expect([env.step(north!), env.step(north!)].map(({ reward }) => reward).at(-1)).toBe(-0.02);
      expect(env.step(east!).reward).toBe(1);
    }
  });

  it("are part of a snapshot", () => {
    const task = rewards.all(rewards.coordinate([37, 9]), rewards.coordinate([38, 9]));
    const env = make(ROOM, { observationKeys: [], reward: { task, penalty: { mode: "linear" } } });
    env.reset({ seed: 1 });
    const [north, east, west] = ["N", "E", "W"].map((name) => env.actions.indexOf(name));
    env.step(north!);
    const before = env.snapshot();
    expect(env.step(east!).reward).toBe(1);
    env.step(west!);
    expect(env.step(east!).reward).toBe(0);
    env.restore(before);
    expect(env.step(north!).reward).toBe(-0.02);
    expect(env.step(east!).reward).toBe(1);
  });

  it("go with a level of one's own: an apple taken up by walking, eaten from the floor when that is off", () => {
    const level = new levels.LevelBuilder({ width: 3, height: 1 }).setStartPos([0, 0]).addObject("apple", "%", [1, 0]);
    const own = levels.maker("Apple-v0", level);
    const task = rewards.all(rewards.eat("apple"));
    const options = { observationKeys: ["message"], actions: ["E", "EAT", "NW"], reward: { task } } as const;
    const env = own({ ...options, autopickup: "off" });
    env.reset({ seed: 1 });
    expect([env.step(0), env.step(1), env.step(2)].map(({ reward }) => reward).at(-1)).toBe(1);
    const taking = own(options);
    taking.reset({ seed: 1 });
    expect(Buffer.from(taking.step(0).observation.message).toString("latin1")).toMatch(/^\w - an (uncursed )?apple\./);
  });

  it("are refused when they are no numbers, no mode, or too many events", () => {
    const sentence = (reward: object) => {
      try {
        make(ROOM, { reward });
      } catch (error) {
        if (error instanceof InputError) return error.message;
      }
      return "accepted";
    };
    expect(sentence({ win: Number.NaN })).toBe("The reward's win is NaN; accepted is a number.");
    expect(sentence({ penalty: { step: "1" } })).toBe("The reward's penalty.step is 1; accepted is a number.");
    expect(sentence({ penalty: { mode: "cubic" } })).toBe(
      `The penalty's mode is "cubic"; accepted are constant exp square linear always.`,
    );
    expect(() => make("MiniHack-Boxoban-Medium-v0", { reward: {} })).toThrow(
      'MiniHack-Boxoban-Medium-v0 pays by rules of its own; the option "reward" is for the other ids.',
    );
    const many = rewards.all(...Array.from({ length: 65 }, () => rewards.coordinate([0, 0])));
    expect(sentence({ task: many })).toBe("A task has 65 events; accepted are up to 64.");
    expect(() => rewards.coordinate([0, 0], { reward: Number.POSITIVE_INFINITY })).toThrow(InputError);
    const task = rewards.all(rewards.custom(() => Number.NaN));
    expect(() => play({ reward: { task } }, "N")).toThrow("A reward of your own is NaN at N; accepted is a number.");
  });
});
