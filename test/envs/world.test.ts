import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  defineSubgoals,
  defineWorld,
  type Env,
  type Episode,
  environmentIds,
  InputError,
  make,
  randomStream,
  recorder,
  register,
  replay,
  vector,
  worlds,
} from "../../envs/index.js";
import { myRoom } from "../../examples/my-world.js";
import { type Corridor, corridorNamed } from "./corridor.js";

const ID = "Corridor-v0";
const corridor = corridorNamed(ID);

beforeAll(() => {
  register(corridor);
  register(myRoom);
});

const text = (env: Pick<Env, "snapshot">): string => new TextDecoder().decode(env.snapshot().block);

/** What an observer notes of an episode played with these actions, taken modulo their number. */
function course(env: Env<"message">, choices: readonly number[], notes: string[] = []): readonly string[] {
  for (const choice of choices) {
    const { reward, terminated, truncated, info } = env.step(choice % env.actions.length);
    notes.push(JSON.stringify([reward, terminated, truncated, info, env.frame(), text(env)]));
    if (terminated || truncated) break;
  }
  return notes;
}

const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 });
const anyId = fc.constantFrom(ID, "MyRoom-v0");

describe("a world of one's own", () => {
  it("is made by its id, beside ours", () => {
    expect(environmentIds()).toEqual(expect.arrayContaining([ID, "MyRoom-v0", "MiniHack-KeyRoom-S5-v0"]));
    const env = make(ID);
    expect([env.id, env.actions, env.limit]).toEqual([ID, ["left", "right", "light"], 30]);
    expect(() => make("Corridor-v1")).toThrow(/the nearest is Corridor-v0/);
  });

  it("plays equal episodes for equal seeds and actions", () => {
    fc.assert(
      fc.property(anyId, fc.integer(), choices, (id, seed, actions) => {
        const [one, other] = [make(id, { observationKeys: ["message"] }), make(id, { observationKeys: ["message"] })];
        one.reset({ seed });
        // The other has played before: nothing of that is left.
        other.reset({ seed: seed + 1 });
        course(other, actions);
        other.reset({ seed });
        expect(course(other, actions)).toEqual(course(one, actions));
      }),
      { numRuns: 60 },
    );
  });

  it("goes on from a snapshot, in another game and after JSON, as if nothing had happened", () => {
    fc.assert(
      fc.property(anyId, fc.integer(), choices, choices, (id, seed, first, second) => {
        const env = make(id, { observationKeys: ["message"] });
        env.reset({ seed });
        course(env, first);
        const snapshot = env.snapshot();
        const other = make(id, { observationKeys: ["message"] });
        other.restore({ ...snapshot, block: Uint8Array.from(JSON.parse(JSON.stringify([...snapshot.block]))) });
        expect(text(other)).toBe(text(env));
        expect(other.frame()).toEqual(env.frame());
        const isOver = () => JSON.parse(text(env))[1] !== 0;
        if (!isOver()) expect(course(other, second)).toEqual(course(env, second));
        else expect(() => other.step(0)).toThrow(/The episode has ended/);
      }),
      { numRuns: 60 },
    );
  });

  it("plays a level again with other dice", () => {
    const env = make(ID);
    const lamps = [1, 2, 3].map((seed) => {
      env.reset({ seed, level: 7 });
      return env.frame().rows[0]!.indexOf("o");
    });
    env.reset({ seed: 7 });
    expect(new Set([...lamps, env.frame().rows[0]!.indexOf("o")]).size).toBe(1);
  });

  it("is truncated at its limit, terminated at its end, and says which of them was success", () => {
    const env = make(ID);
    env.reset({ seed: 1 });
    let last = env.step(2);
    for (let t = 2; t <= 30; t++) last = env.step(2);
    expect(last).toMatchObject({ terminated: false, truncated: true, info: { endStatus: -1 } });
    expect(() => env.step(0)).toThrow(InputError);
    const { plan } = worlds.planner(env);
    env.reset({ seed: 1 });
    const ends = plan()!.map((action) => ({ ...env.step(action), end: env.frame() }));
    expect(ends.at(-1)).toMatchObject({ terminated: true, truncated: false, reward: 1 });
    env.reset({ seed: 1 });
    // The lamp stays dark.
    do last = env.step(1);
    while (!last.terminated && !last.truncated);
    expect(last.info.endStatus).toBe(1);
  });

  it("tells which subgoals a step achieved, and what only looks so", () => {
    const env = make("MyRoom-v0");
    const achieved: string[] = [];
    env.reset({ seed: 5 });
    const { plan } = worlds.planner(env);
    for (const action of plan()!) {
      const { info } = env.step(action);
      const bits = worlds.achievedBits(info.events);
      for (const [i, { name }] of myRoom.subgoals.entries()) if ((bits >> i) & 1) achieved.push(name);
    }
    expect(achieved).toEqual(["pick up the key", "open the door"]);
    env.reset({ seed: 5 });
    expect(worlds.lookAlikeIndex(env.step(env.actions.indexOf("toggle")).info.events)).toBe(1);
    expect(worlds.lookAlikeIndex(0)).toBe(-1);
  });

  it("shows numbers to agents that read them, and refuses those that only NetHack has", () => {
    const env = make(ID, { observationKeys: ["chars", "chars_crop", "message", "blstats"], cropSize: 3 });
    const { observation } = env.reset({ seed: 1 });
    const { chars, chars_crop: crop, message, blstats } = env.step(1).observation;
    expect(chars).toBe(observation.chars);
    expect(String.fromCharCode(...chars)).toBe(env.frame().rows[0]);
    const { x } = env.frame().hero!;
    expect([...crop].map((code) => (code === 0 ? "" : String.fromCharCode(code))).join("")).toBe(
      env.frame().rows[0]!.slice(Math.max(0, x - 1), x + 2),
    );
    expect([message[0], blstats[0], blstats[20]]).toEqual([0, x, 2]);
    expect(() => make(ID, { observationKeys: ["glyphs"] })).toThrow(/has no observation "glyphs"; .* has chars/);
    expect(() => make(ID, { actions: "paper" })).toThrow(/has its own actions/);
    expect(() => make(ID, { actions: ["jump"] })).toThrow(/no action "jump" in Corridor-v0; accepted are left right/);
    expect(() => make(ID, { manners: "minihack" })).toThrow(/is no MiniHack/);
  });

  it("steps in a vector like any other", () => {
    const games = vector(ID, { count: 3, observationKeys: ["chars", "message"] });
    games.reset({ seed: [1, 2, 3] });
    const single = make(ID, { observationKeys: ["chars"] });
    single.reset({ seed: 2 });
    const { observation, rewards } = games.step([1, 1, 1]);
    expect(rewards[1]).toBe(single.step(1).reward);
    expect([...observation.chars.subarray(7, 14)]).toEqual([...single.step(2).observation.chars]);
  });

  it("is recorded and played again, with every link of the chain", () => {
    const game = recorder(ID, { observationKeys: ["message"] }, "frames");
    game.reset({ seed: 4 });
    for (const action of [1, 1, 2, 0]) game.step(action);
    const episode: Episode = JSON.parse(JSON.stringify(game.episode()));
    expect(episode.rules).toBe(0);
    expect([...replay(episode)]).toHaveLength(5);
    const steps = episode.steps.map((step, i) => (i === 2 ? { ...step, action: "left" } : step));
    expect(() => [...replay({ ...episode, steps })]).toThrow(/step 3: left does not lead to the recorded state/);
    expect(() => [...replay({ ...episode, id: "Elsewhere-v0" })]).toThrow(/--import its module/);
  });

  it("refuses the snapshot of another world, and a damaged one", () => {
    const env = make(ID);
    env.reset({ seed: 1 });
    const other = make("MyRoom-v0");
    other.reset({ seed: 1 });
    expect(() => env.restore(other.snapshot())).toThrow(/The snapshot is of MyRoom-v0/);
    expect(() => env.restore({ ...env.snapshot(), block: Uint8Array.of(123) })).toThrow(/is damaged/);
  });
});

describe("the solver of worlds", () => {
  it("finds a shortest way, and none where there is none", () => {
    const env = make("MyRoom-v0");
    const { plan, distance, solvable } = worlds.planner(env);
    for (let seed = 0; seed < 10; seed++) {
      env.reset({ seed });
      const way = plan()!;
      const before = distance();
      expect(way).toHaveLength(before);
      for (const [i, action] of way.entries()) {
        expect(distance()).toBe(before - i);
        expect(env.step(action).terminated).toBe(i === way.length - 1);
      }
      expect(distance()).toBe(0);
    }
    register(defineWorld({ ...myRoom, id: "Walled-v0", step: (state) => ({ state }) }));
    const walled = make("Walled-v0");
    walled.reset({ seed: 1 });
    expect(worlds.planner(walled).plan()).toBeUndefined();
    expect(worlds.planner(walled).solvable()).toBe(false);
    expect(solvable()).toBe(true);
  });
});

describe("subgoals on an environment that is there", () => {
  it("see what its frames show: KeyRoom's own, read from frames, are the engine's events", () => {
    const hasKey = ({ inventory }: { inventory?: readonly { readonly text: string }[] }) =>
      inventory?.some((item) => /\bkey\b/.test(item.text)) ?? false;
    register(
      defineSubgoals({
        id: "KeyRoom-Again-S5-v0",
        on: "MiniHack-KeyRoom-S5-v0",
        task: "as it is",
        subgoals: [{ name: "take the key", achieved: (before, _, after) => !hasKey(before) && hasKey(after) }],
      }),
    );
    const [own, ours] = [make("KeyRoom-Again-S5-v0"), make("MiniHack-KeyRoom-S5-v0")];
    const { plan } = worlds.planner(own);
    let taken = 0;
    for (let seed = 0; seed < 5; seed++) {
      own.reset({ seed });
      ours.reset({ seed });
      for (const action of plan()!) {
        const [mine, theirs] = [own.step(action), ours.step(action)];
        expect(mine.info.events).toBe((theirs.info.events >> 2) & 1);
        expect([mine.reward, mine.info.endStatus]).toEqual([theirs.reward, theirs.info.endStatus]);
        taken += mine.info.events;
      }
    }
    expect(taken).toBe(5);
    const nowhere = { id: "Nowhere-v0", task: "t", subgoals: [{ name: "a", achieved: () => true }] };
    expect(() => register(defineSubgoals({ ...nowhere, on: "MiniHack-KeyRoom-S5" }))).toThrow(
      /^Nowhere-v0 stands on nothing: There is no environment "MiniHack-KeyRoom-S5"; the nearest/,
    );
  });
});

describe("a world that breaks a promise is refused", () => {
  type Parts = Partial<typeof corridor>;
  const broken =
    (more: object): (() => void) =>
    () =>
      register(defineWorld({ ...corridor, id: "Broken-v0", ...more }));
  const state: Corridor = { at: 0, lamp: 1, lit: false, slips: 0 };
  let calls = 0;
  const cases: readonly (readonly [string, Parts | object, RegExp])[] = [
    ["an id that is taken", { id: ID }, /^There is an environment "Corridor-v0" already\.$/],
    ["an id of ours", { id: "MiniHack-KeyRoom-S5-v0" }, /already/],
    ["a hostile id", { id: "../\u001b[31mx" }, /^The id ".*" is none; accepted are a letter, then/],
    ["no id", { id: undefined }, /^The id of a world is none/],
    ["no actions", { actions: [] }, /has 0 actions; accepted are 1 to 256/],
    ["no list of actions", { actions: "left" }, /has no actions/],
    ["an action twice", { actions: ["a", "a"] }, /names the action "a" twice/],
    ["a hostile action", { actions: ["a\u202eb"] }, /has the action "a\\u\{202e\}b"; accepted is one line/],
    ["no limit", { limit: 0 }, /has the limit 0; accepted is a whole number from 1/],
    ["no task", { task: "" }, /has the task ""/],
    ["no subgoals", { subgoals: [] }, /has 0 subgoals; accepted are 1 to 8/],
    [
      "a subgoal twice",
      { subgoals: [corridor.subgoals[0], corridor.subgoals[0]] },
      /names the subgoal "light the lamp" twice/,
    ],
    [
      "a subgoal without a name",
      { subgoals: [{ achieved: () => true }] },
      /has the subgoal a undefined|has the subgoal/,
    ],
    ["a subgoal that is no function", { subgoals: [{ name: "a" }] }, /has no function achieved/],
    ["a subgoal called neither", { subgoals: [{ name: "neither", achieved: () => true }] }, /"neither"/],
    ["a subgoal that says nothing", { subgoals: [{ name: "a", achieved: () => 1 }] }, /neither true nor false on "a"/],
    ["no step", { step: undefined }, /has no function step/],
    ["a state that is no object", { create: () => 7 }, /has no object for a state at the start with seed 1/],
    ["a state with a Map", { create: () => ({ ...state, seen: new Map() }) }, /\(state\.seen is a Map\)/],
    ["a state with NaN", { create: () => ({ ...state, at: Number.NaN }) }, /\(state\.at is NaN\)/],
    ["a state with undefined", { create: () => ({ ...state, at: undefined }) }, /\(state\.at is undefined\)/],
    ["a ragged frame", { frame: () => ({ rows: ["##", "#"] }) }, /shows no rectangle of 2 x 2 .*: row 1 has 1 signs/],
    [
      "frames of two sizes",
      { frame: ({ at }: Corridor) => ({ rows: [".".repeat(7 + at)] }) },
      /shows no rectangle of 1 x 7 after step/,
    ],
    ["no rows", { frame: () => ({}) }, /shows no rows of text/],
    ["a control sign on the map", { frame: () => ({ rows: ["a\u001b"] }) }, /shows signs that no terminal can show/],
    ["a hero off the map", { frame: () => ({ rows: [".."], hero: { x: 2, y: 0 } }) }, /has its hero beyond the map/],
    ["a message of two lines", { frame: () => ({ rows: ["."], message: "a\nb" }) }, /has a message that is no line/],
    ["a wild key", { key: () => -1 }, /tells states by -1/],
    [
      "a step that changes its state",
      { step: (s: { at: number }) => ({ state: Object.assign(s, { at: 1 }) }) },
      /changes nothing\) failed \(TypeError/,
    ],
    ["a step that returns nothing", { step: () => undefined }, /returns no \{ state \} after step 1/],
    [
      "a step that throws",
      {
        step: () => {
          throw new Error("oh\nno");
        },
      },
      /failed \(Error: oh\\nno\)\.$/,
    ],
    [
      "a reward that is none",
      { step: (s: Corridor) => ({ state: s, reward: Number.NaN }) },
      /gives a reward that is no number/,
    ],
    ["an end of no kind", { step: (s: Corridor) => ({ state: s, end: "draw" }) }, /ends as "draw"/],
    [
      "chance of its own",
      { create: () => ({ ...state, lamp: 1 + (calls++ % 2) }) },
      /plays another episode when seed 1 is played again/,
    ],
  ];

  it.each(cases)("%s", (_, more, said) => {
    const refused = broken(more);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(said);
    expect(environmentIds()).not.toContain("Broken-v0");
  });

  it("and what breaks later is one sentence as well", () => {
    const late = (s: Corridor) => {
      if (s.at > 3) throw new RangeError("too far");
      return { state: { ...s, at: s.at + 1 } };
    };
    let isChecked = false;
    register(
      defineWorld({
        ...corridor,
        id: "Late-v0",
        limit: 50,
        step: (s: Corridor, ...rest) => (isChecked ? late(s) : corridor.step(s, ...rest)),
      }),
    );
    isChecked = true;
    const env = make("Late-v0");
    env.reset({ seed: 1 });
    for (let t = 0; t < 4; t++) env.step(0);
    expect(() => env.step(0)).toThrow(/^Step 5 of Late-v0, action left, failed \(RangeError: too far\)\.$/);
  });
});

describe("registering", () => {
  it("keeps no half of a refused world", () => {
    const stream = randomStream(1, "test");
    expect(() => register(defineWorld({ ...corridor, id: "Half-v0", limit: stream.below(1) }))).toThrow(/limit 0/);
    expect(() => make("Half-v0")).toThrow(/There is no environment/);
  });
});
