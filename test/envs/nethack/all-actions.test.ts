/**
 * Runs, prefixes and the rarer commands. Texts and turns are what MiniHack 1.0.2 (NLE 1.3.0) said and took on levels like
 * these; the long check `all-actions` plays it beside ours.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Env } from "../../../envs/index.js";
import { levels, make } from "../../../envs/index.js";

type Played = Env<"message" | "blstats" | "internal" | "inv_strs">;

const OPTIONS = { actions: "all", observationKeys: ["message", "blstats", "internal", "inv_strs"] } as const;

/** A lit map of one's own, the hero at a place of it. */
function level(map: readonly string[], start: readonly [number, number], more: readonly string[] = []): Played {
  const [x, y] = start;
  const width = map[0]!.length;
  const text = [
    "MAZE:\"own\",' '",
    "FLAGS:hardfloor",
    "GEOMETRY:center,center",
    "MAP",
    ...map,
    "ENDMAP",
    `REGION:(0,0,${width - 1},${map.length - 1}),lit,"ordinary"`,
    `BRANCH:(${x},${y},${x},${y}),(0,0,0,0)`,
    ...more,
  ].join("\n");
  return levels.maker("Own-v0", `${text}\n`, { limit: 500 })({ ...OPTIONS, autopickup: "off" });
}

interface Told {
  readonly said: string;
  readonly turns: number;
  readonly moved: readonly [number, number];
}

/** Plays actions by name; what the last one said, how many turns it took, and how far it led. */
function play(env: Played, names: string): Told {
  let told: Told = { said: "", turns: 0, moved: [0, 0] };
  for (const name of names.split(" ")) {
    const [x, y, time] = [0, 1, 20].map((i) => lastOf(env)[i]!);
    const { observation } = env.step(env.actions.indexOf(name));
    const { blstats } = observation;
    lastStats.set(env, [...blstats]);
    told = {
      said: Buffer.from(observation.message).toString("latin1").replace(/\0+$/, ""),
      turns: blstats[20]! - time!,
      moved: [blstats[0]! - x!, blstats[1]! - y!],
    };
  }
  return told;
}

const lastStats = new WeakMap<Played, number[]>();
const lastOf = (env: Played): readonly number[] => lastStats.get(env) ?? [];

function begun(env: Played, seed = 3): Played {
  const { observation } = env.reset({ seed });
  lastStats.set(env, [...observation.blstats]);
  return env;
}

const HALL = ["|----------|", "|..........|", "|..........|", "|----------|"];

describe("runs", () => {
  it("go on until a wall stops them, in as many turns as steps", () => {
    const env = begun(level(HALL, [1, 1]));
    expect(play(env, "LONG_E")).toEqual({ said: "It's a wall.", turns: 9, moved: [9, 0] });
    expect(play(env, "LONG_E")).toEqual({ said: "It's a wall.", turns: 0, moved: [0, 0] });
    expect(play(env, "RUSH W")).toMatchObject({ turns: 8, moved: [-8, 0] });
  });

  it("stop on what lies on the floor, but with M pass over it", () => {
    const apple = ["OBJECT:('%',\"apple\"),(4,1)"];
    expect(play(begun(level(HALL, [1, 1], apple)), "LONG_E")).toEqual({
      said: "You see here an apple.",
      turns: 3,
      moved: [3, 0],
    });
    expect(play(begun(level(HALL, [1, 1], apple)), "MOVEFAR E")).toMatchObject({ turns: 9, said: "It's a wall." });
    const stepped = begun(level(HALL, [3, 1], apple));
    expect(play(stepped, "MOVE E")).toEqual({ said: "", turns: 1, moved: [1, 0] });
    expect(play(stepped, "LOOK").said).toBe("You see here an apple.");
  });

  it("stop at shut doors, which they do not open, and in doorways", () => {
    const rooms = ["|----|---|", "|....+...|", "|----|---|"];
    const env = begun(level(rooms, [1, 1], ["DOOR:closed,(5,1)"]));
    expect(play(env, "LONG_E")).toEqual({ said: "That door is closed.", turns: 3, moved: [3, 0] });
    const open = begun(level(rooms, [1, 1], ["DOOR:nodoor,(5,1)"]));
    expect(play(open, "LONG_E")).toEqual({ said: "", turns: 4, moved: [4, 0] });
    // Rushing stops beside a doorway already.
    expect(play(begun(level(rooms, [1, 1], ["DOOR:nodoor,(5,1)"])), "RUSH2 E")).toMatchObject({ turns: 3 });
  });

  it("follow a corridor round its corners", () => {
    const bend = ["|----|     ", "|....##### ", "|----|   # ", "         # "];
    const env = begun(level(bend, [4, 1], ["DOOR:nodoor,(0,0)"]));
    expect(play(env, "E LONG_E")).toMatchObject({ turns: 6, moved: [4, 2] });
  });

  it("stop at the edge of water and lava, but not when these are the first step", () => {
    const shore = ["......L", "......L"];
    const env = begun(level(shore, [1, 0]));
    expect(play(env, "LONG_E")).toEqual({ said: "You stop at the edge of the lava.", turns: 4, moved: [4, 0] });
    expect(env.step(env.actions.indexOf("LONG_E"))).toMatchObject({ terminated: true, info: { endStatus: 1 } });
  });

  it("win on the stairs like a step", () => {
    const env = begun(level(HALL, [1, 1], ["STAIR:(6,1),down"]));
    expect(env.step(env.actions.indexOf("LONG_E"))).toMatchObject({ reward: 1, terminated: true, info: { time: 6 } });
  });
});

describe("prefixes", () => {
  it("ask nothing, take no turn and leave the message as it was", () => {
    const env = begun(level(HALL, [1, 1]));
    expect(play(env, "N").said).toBe("It's a wall.");
    expect(play(env, "FIGHT")).toEqual({ said: "It's a wall.", turns: 0, moved: [0, 0] });
    expect(env.step(env.actions.indexOf("ESC")).observation.internal[1]).toBe(0);
  });

  it("refuse what is no direction, each in its words", () => {
    const env = begun(level(HALL, [1, 1]));
    expect(play(env, "FIGHT LONG_E").said).toBe("Invalid direction for 'F' prefix.");
    expect(play(env, "MOVE SIT").said).toBe("Invalid direction for 'm' prefix.");
    expect(play(env, "MOVEFAR DOWN").said).toBe("You can't run downward.");
    expect(play(env, "RUSH WAIT").said).toBe("You can't rush at yourself.");
    expect(play(env, "FIGHT WAIT").said).toBe("You can't fight yourself.");
    expect(play(env, "RUSH2 LONG_E")).toMatchObject({ turns: 9 });
  });

  it("strike at thin air and at walls, which takes a turn", () => {
    const env = begun(level(HALL, [1, 1]));
    expect(play(env, "FIGHT E")).toEqual({ said: "You attack thin air.", turns: 1, moved: [0, 0] });
    expect(play(env, "FIGHT N")).toEqual({ said: "You harmlessly attack the wall.", turns: 1, moved: [0, 0] });
  });
});

describe("rarer commands", () => {
  const told = (names: string) => {
    const { said, turns } = play(begun(level(HALL, [1, 1])), names);
    return [said, turns];
  };

  it("say and take what they do in MiniHack", () => {
    expect(told("SIT")).toEqual(["You sit on the stairs.", 1]);
    expect(told("E SIT")).toEqual(["Having fun sitting on the floor?", 1]);
    expect(told("TAKEOFF")).toEqual(["You finish taking off your suit.", 3]);
    expect(told("TAKEOFF SEEARMOR")).toEqual(["You are not wearing any armor.", 0]);
    expect(told("RIDE E")).toEqual(["I see nobody there.", 0]);
    expect(told("UNTRAP E")).toEqual(["You know of no traps there.", 0]);
    expect(told("SEETRAP FIGHT")).toEqual(["What a strange direction!", 0]);
    expect(told("SEEWEAPON")[0]).toMatch(/^a - a (blessed )?\+0 short sword \(weapon in hand\)\.$/);
    expect(told("SWAP")).toEqual([expect.stringMatching(/short sword \(alternate weapon; not wielded\)\.$/), 1]);
    expect(told("SWAP SEEWEAPON")[0]).toMatch(/^b - \d+ \+0 daggers \(wielded\)\.$/);
  });

  it("show in the pack and in the armour class", () => {
    const env = begun(level(HALL, [1, 1]));
    play(env, "TWOWEAPON");
    const { observation } = env.step(env.actions.indexOf("TAKEOFF"));
    const pack = Buffer.from(observation.inv_strs).toString("latin1");
    expect(pack).toContain("daggers (wielded in other hand)");
    expect(pack).not.toContain("being worn");
    expect(observation.blstats[16]).toBe(10);
  });

  it("pray after a question that only yes and no answer", () => {
    const env = begun(level(HALL, [1, 1]));
    const { observation } = env.step(env.actions.indexOf("PRAY"));
    expect(observation.internal[1]).toBe(1);
    expect(play(env, "E").said).toBe("Are you sure you want to pray? [yn] (n) ");
    expect(play(env, "SE").said).toBe("Are you sure you want to pray? [yn] (n) n");
    const prayed = play(env, "PRAY NW");
    expect(prayed.turns).toBe(3);
    expect(["You feel that Kos is displeased.", '"Thou must relearn thy lessons!"  You feel foolish!']).toContain(
      prayed.said,
    );
  });
});

describe("all 85 actions", () => {
  it("go on from a snapshot as from the game itself, whatever waits for a key", () => {
    const env = make("MiniHack-Room-Ultimate-5x5-v0", OPTIONS);
    fc.assert(
      fc.property(
        fc.nat(999),
        fc.array(fc.nat(84), { maxLength: 40 }),
        fc.array(fc.nat(84), { maxLength: 10 }),
        (seed, first, then) => {
          const finish = () => {
            const seen: unknown[] = [];
            for (const action of then) {
              const { observation, reward, terminated, truncated } = env.step(action);
              seen.push([...observation.message], [...observation.blstats], reward);
              if (terminated || truncated) break;
            }
            return seen;
          };
          env.reset({ seed });
          for (const action of first) {
            const { terminated, truncated } = env.step(action);
            if (terminated || truncated) return;
          }
          const held = env.snapshot();
          const once = finish();
          env.restore(held);
          expect(finish()).toEqual(once);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});
