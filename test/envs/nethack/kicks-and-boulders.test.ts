import { describe, expect, it } from "vitest";
import type { Dice, Site } from "../../../envs/nethack/dice.js";
import { Game } from "../../../envs/nethack/game.js";
import { KEYS } from "../../../envs/nethack/keys.js";
import { parseLevel } from "../../../envs/nethack/levels/des/parser.js";
import { Sight } from "../../../envs/nethack/look.js";
import { messageText } from "../../../envs/nethack/messages.js";
import { monsterNumber } from "../../../envs/nethack/monster-kinds.js";
import { addMonster, FLEES_ON } from "../../../envs/nethack/monsters.js";
import { hasBoulder } from "../../../envs/nethack/objects.js";
import { KNIGHT } from "../../../envs/nethack/roles.js";
import { CELL, EXPERIENCE, TIME } from "../../../envs/nethack/state.js";
import { COLUMNS, GLYPH_DESCRIPTIONS } from "../../../envs/nethack/terrain.js";

const told = (rolls: Partial<Record<Site, number>>): Dice => ({ roll: (site, sides) => rolls[site] ?? sides - 1 });

const ROWS = ["---------", "|.......|", "|.......|", "|.......|", "---------"];

/** A lit room whose hero stands at (1,2) of the map; what a step said, and the turns that it took. */
function play(body: string, rolls: Partial<Record<Site, number>> = {}, map = ROWS, role = 0) {
  const text = `MAZE:"m",' '\nGEOMETRY:center,center\nMAP\n${map.join("\n")}\nENDMAP\nREGION:(0,0,20,20),lit,"ordinary"\nBRANCH:(1,2,1,2),(0,0,0,0)\n${body}\n`;
  const level = parseLevel(text);
  const plan = { family: "written", level: () => level, signs: { light: "lit" }, isMapped: false, role } as const;
  const game = new Game({ plan, limit: 100, sight: new Sight() });
  game.seed(1);
  game.reset();
  game.playDice = told(rolls);
  const { state } = game;
  const start = state.hero[CELL]!;
  return {
    state,
    start,
    put: (name: string, cell: number) => {
      addMonster(state, monsterNumber(name), cell, told({}));
      return state.monsterAt[cell]! - 1;
    },
    step: (...keys: string[]) => {
      const time = state.hero[TIME]!;
      for (const key of keys) game.step(KEYS[key]!);
      return [messageText(state), state.hero[TIME]! - time];
    },
    sign: (cell: number) => String.fromCharCode(state.chars[cell]!),
  };
}

// As NetHack 3.6's dokick.c has it, and as MiniHack 1.0.2 was seen to do it.
describe("a kick at a monster", () => {
  it("takes hit points, and kills", () => {
    const room = play("", { "kick: monster": 0 });
    const row = room.put("newt", room.start + 1);
    room.state.monsterHp[row] = 2;
    expect(room.step("KICK", "E")[0]).toBe("You kick the newt.");
    expect(room.state.monsterHp[row]).toBe(1);
    expect(room.step("KICK", "E")[0]).toBe("You kick the newt.  You kill the newt!");
    expect([room.state.monsterKind[row], room.state.hero[EXPERIENCE]]).toEqual([0, 1]);
  });

  it("is evaded by who is quick, who then stands elsewhere beside the hero", () => {
    const room = play("", { "kick: evaded": 0, "level: monster": 0 });
    const row = room.put("jackal", room.start + 1);
    expect(room.step("KICK", "E")[0]).toMatch(/^You kick the jackal\. {2}The jackal jumps, nimbly evading your kick\./);
    expect(room.state.monsterAt[room.start + 1]).toBe(0);
    expect(room.state.monsterKind[row]).toBe(monsterNumber("jackal"));
  });

  it("is not evaded by a newt, which is slow", () => {
    const room = play("", { "kick: evaded": 0, "kick: monster": 0 });
    room.put("newt", room.start + 1);
    expect(room.step("KICK", "E")[0]).toBe("You kick the newt.");
  });

  it("is blocked by a grid bug, which has hands", () => {
    const room = play("", { "kick: evaded": 0, "kick: blocked": 0 });
    room.put("grid bug", room.start + 1);
    expect(room.step("KICK", "E")[0]).toMatch(/^You kick the grid bug\. {2}The grid bug blocks your kick\./);
  });
});

describe("boulders", () => {
  it("lie on one cell by twos: the second is stuck behind the first, which has moved, and no time has passed", () => {
    const room = play('OBJECT:"boulder",(2,2)\nOBJECT:"boulder",(2,2)');
    expect(room.step("E")).toEqual(["You try to move the boulder, but in vain.", 0]);
    // He sees none behind the first, as the game does not.
    expect([room.start + 1, room.start + 2].map((cell) => hasBoulder(room.state, cell))).toEqual([true, true]);
    expect(room.state.hero[CELL]).toBe(room.start);
  });

  const river = ["---------", "|..WWW..|", "|..WWW..|", "|..WWW..|", "---------"];

  it("are hidden by water, and pushed on by who walks in: what they fill stays opaque", () => {
    const room = play('OBJECT:"boulder",(3,2)', { boulder: 9 }, river);
    room.step("E");
    expect(room.sign(room.start + 2)).toBe("}");
    const [said] = room.step("E");
    expect(said).toContain("Pheew!");
    expect(room.sign(room.start + 3)).toBe(".");
    expect(room.state.opaque[room.start + 3]).toBe(1);
    // Where the boulder was the water is seen through from now on.
    expect(room.state.opaque[room.start + 2]).toBe(0);
    expect(room.state.opaque[room.start + 2 + COLUMNS]).toBe(1);
  });
});

describe("a Knight", () => {
  it("is told that he is a caitiff when he strikes at who flees", () => {
    const room = play("", { "hero: hit": 19 }, ROWS, KNIGHT);
    const row = room.put("newt", room.start + 1);
    expect(room.step("E")[0]).toMatch(/^You miss the newt\./);
    room.state.monsterFlees[row] = FLEES_ON;
    room.state.monsterMove[row] = 0;
    expect(room.step("E")[0]).toMatch(/^You caitiff! {2}You miss the newt\./);
  });
});

it("calls a cloud what NetHack 3.6 calls it on land", () => {
  expect(GLYPH_DESCRIPTIONS.get(2399)).toBe("fog/vapor cloud");
});
