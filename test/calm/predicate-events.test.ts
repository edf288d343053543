/** Event predicates on words that NetHack says, and on recorded play of the real game. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fires } from "../../calm/predicate-events.js";
import { requirePredicate } from "../../calm/predicates.js";
import { conforming, type Frame } from "../../envs/index.js";
import { RECORDINGS, recorded } from "../envs/recordings.js";

const frame = (message: string, ...inventory: readonly string[]): Frame => ({
  rows: ["..@.."],
  message,
  ...(inventory.length === 0 ? {} : { inventory: inventory.map((text, i) => ({ letter: "abcdef"[i] ?? "", text })) }),
});
const on = (predicate: string, before: Frame, after: Frame) => fires(requirePredicate(predicate), { before, after });
const said = (predicate: string, message: string, before = "") => on(predicate, frame(before), frame(message));

describe("an event predicate", () => {
  // Phrases of NetHack 3.6 (eat.c, mon.c, do_wear.c); MiniHack's add_eat_event and add_wear_event listen to the same.
  it("tells eating from the question before it", () => {
    const asked = "There is an apple here; eat it? [ynq] (n) ";
    expect(said("ate apple", asked)).toBe("no");
    expect(said("ate apple", "What do you want to eat? [f or ?*] ")).toBe("no");
    expect(said("ate apple", "You stop eating the apple.")).toBe("no");
    expect(said("ate apple", "This apple is delicious!")).toBe("yes");
    expect(said("ate apple", "This pear is delicious!")).toBe("no");
    expect(said("ate apple", "Delicious!  Must be a Macintosh!", "")).toBe("yes");
    expect(said("ate apple", "Core dumped.", asked)).toBe("yes");
    expect(said("ate pear", "Core dumped.")).toBe("unanswered");
    expect(said("ate food", "Blecch!  Rotten food!")).toBe("yes");
    expect(on("ate pear", frame("", "2 pears"), frame("Core dumped.", "a pear"))).toBe("yes");
  });

  it("hears who was killed, not who else is named", () => {
    expect(said("killed giant rat", "You kill the giant rat!  The sewer rat bites!")).toBe("yes");
    expect(said("killed sewer rat", "You kill the giant rat!  The sewer rat bites!")).toBe("no");
    expect(said("killed minotaur", "The bolt of cold hits the minotaur.  The minotaur is killed!")).toBe("yes");
    expect(said("killed newt", "You kill it!")).toBe("unanswered");
    expect(said("killed newt", "You miss the newt.")).toBe("no");
  });

  it("sees what is worn, and is not taken in by taking off", () => {
    const armor = "an uncursed +0 leather armor";
    expect(on("wore leather armor", frame("", armor), frame("", `${armor} (being worn)`))).toBe("yes");
    expect(on("wore leather armor", frame("", `${armor} (being worn)`), frame("", armor))).toBe("no");
    expect(on("wore ring", frame("", "a jade ring"), frame("", "a jade ring (on left hand)"))).toBe("yes");
    expect(said("wore robe", "You are now wearing a robe.")).toBe("yes");
    expect(said("wore ring", "g - a ring of levitation (on right hand).")).toBe("yes");
    expect(said("wore suit", "You finish taking off your suit.")).toBe("no");
    expect(said("wore suit", "You finish your dressing maneuver.")).toBe("unanswered");
    expect(said("wore robe", "What do you want to wear? [f or ?*] ")).toBe("no");
  });

  it("counts things of one kind", () => {
    expect(on("picked up dagger", frame("", "2 daggers"), frame("", "3 daggers"))).toBe("yes");
    expect(on("picked up dagger", frame("", "3 daggers"), frame("", "2 daggers"))).toBe("no");
  });

  it("says nothing about a frame that the game blanked", () => {
    const blank = { rows: ["\0\0\0\0\0"], message: "" };
    for (const predicate of ["ate apple", "killed newt", "wore robe", "picked up key", 'message contains "x"']) {
      expect(on(predicate, frame(""), blank), predicate).toBe("unanswered");
    }
  });
});

describe.runIf(recorded)("on recordings of the real game", () => {
  /** Steps on which a predicate fires: "episode/t message". */
  async function fired(file: string, predicate: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { episode, start, steps } of conforming.readTraces(join(RECORDINGS, `${file}.jsonl.gz`))) {
      let before = start;
      for (const { t, frame: after } of steps) {
        if (after === undefined) continue;
        if (on(predicate, before, after) === "yes") found.push(`${episode}/${t} ${after.message}`);
        before = after;
      }
    }
    return found;
  }

  it("nobody eats while being asked, and every kill that is told is heard", async () => {
    for (const id of ["Eat", "Eat-Fixed", "Eat-Distr"]) {
      expect(await fired(`scripted-MiniHack-${id}-v0`, "ate apple")).toEqual([]);
      expect((await fired(`scripted-MiniHack-${id}-v0`, 'message contains "eat"')).length).toBe(3);
    }
    const rats = await fired("MiniHack-CorridorBattle-v0", "killed giant rat");
    expect(rats.length).toBe(6);
    expect(rats).toEqual(await fired("MiniHack-CorridorBattle-v0", 'message contains "kill"'));
    expect(await fired("MiniHack-Room-Monster-5x5-v0", "killed sewer rat")).toHaveLength(2);
    expect(await fired("MiniHack-Room-Monster-5x5-v0", "killed giant rat")).toEqual([]);
  });

  it("armor is worn on the step that puts it on, as the inventory says, and not when it is taken off", async () => {
    const worn = await fired("MiniHack-Wear-v0", "wore leather armor");
    expect(worn.map((step) => step.replace(/^\S+ /, ""))).toEqual(["You finish your dressing maneuver."]);
    expect(await fired("MiniHack-Wear-v0", 'message contains "taking off"')).toHaveLength(1);
  });

  it("a thing is picked up where the script of the recording picks it up", async () => {
    expect(await fired("scripted-MiniHack-Wear-v0", "picked up robe")).toHaveLength(3);
    expect(await fired("scripted-MiniHack-Eat-v0", "picked up apple")).toHaveLength(3);
  });
});
