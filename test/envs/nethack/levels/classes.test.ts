import { describe, expect, it } from "vitest";
import { attackHero } from "../../../../envs/nethack/fight.js";
import { Game } from "../../../../envs/nethack/game.js";
import { parseLevel } from "../../../../envs/nethack/levels/des/parser.js";
import { Sight } from "../../../../envs/nethack/look.js";
import { messageText } from "../../../../envs/nethack/messages.js";
import { MONSTERS, monsterKind, monsterNumber } from "../../../../envs/nethack/monster-kinds.js";
import { isGround, randomOfClass } from "../../../../envs/nethack/monsters.js";
import { CELL, HP, HP_MAX } from "../../../../envs/nethack/state.js";
import { COLUMNS, LAVA, STAIRS_UP } from "../../../../envs/nethack/terrain.js";

const level = (monster: string, map = "...\n...", more = ""): Game => {
  const text = `MAZE:"mine",' '\nGEOMETRY:center,center\nMAP\n${map}\nENDMAP\nREGION:(0,0,2,1),lit,"ordinary"\n${more}MONSTER:${monster},(1,0),hostile\nBRANCH:(0,0,0,0),(1,1,1,1)\n`;
  const tree = parseLevel(text);
  const plan = { family: "written", level: () => tree, signs: { light: "lit" }, isMapped: false } as const;
  const game = new Game({ plan, limit: 100, sight: new Sight() });
  game.reset();
  return game;
};

describe("monsters of a class", () => {
  it("are drawn as often as the real game draws them: red nagas 9,831 times of 13,979, Olog-hai 343", () => {
    const shares = (character: string) => MONSTERS.filter((kind) => kind.character === character);
    const share = (name: string) => {
      const { character, classWeight } = monsterKind(monsterNumber(name));
      return classWeight / shares(character).reduce((sum, kind) => sum + kind.classWeight, 0);
    };
    expect(share("red naga")).toBeCloseTo(9831 / 13979, 1);
    expect(share("ogre lord")).toBeCloseTo(3692 / 13979, 1);
    expect(share("hill giant")).toBeCloseTo(2639 / 13979, 1);
    expect(share("Olog-hai")).toBeCloseTo(343 / 13979, 2);
    expect(monsterKind(randomOfClass("T", { roll: (_, sides) => sides - 1 })).name).toBe("Olog-hai");
    expect(randomOfClass("d", { roll: () => 0 })).toBe(0);
  });

  it("stand on a level by class, by name and from a shuffled list", () => {
    const kindOf = (game: Game) => monsterKind(game.state.monsterKind[0]!).character;
    expect(kindOf(level("'O'"))).toBe("O");
    expect(kindOf(level("('D',\"red dragon\")"))).toBe("D");
    const list = level("$one[1]", "...\n...", "$one = monster: { 'H','H' }\nSHUFFLE:$one\n");
    expect(kindOf(list)).toBe("H");
    expect(() => level("'d'")).toThrow('a random monster of the class "d"');
  });

  it("strike with each blow in turn, a later one less often, until the hero is dead", () => {
    const { state } = level("('T',\"troll\")");
    state.hero[HP] = state.hero[HP_MAX] = 100;
    const sides: number[] = [];
    const dice = (roll: number) => ({
      roll: (site: string, of: number) => {
        sides.push(of);
        return site === "monster: hit" ? 0 : roll;
      },
    });
    state.messageParts[0] = 0;
    attackHero(state, 0, dice(0));
    expect(messageText(state)).toBe("The troll hits!  The troll hits!  The troll bites!");
    expect(state.hero[HP]).toBe(100 - 4 - 4 - 2);
    expect(sides).toEqual([20, 2, 2, 2, 2, 21, 2, 2, 2, 2, 22, 6, 6]);
    state.hero[HP] = 5;
    state.messageParts[0] = 0;
    attackHero(state, 0, dice(1));
    expect(messageText(state)).toBe("The troll hits!");
    expect(state.hero[HP]).toBe(-3);
  });

  it("fly over lava if they are dragons, and stay off it if they are not", () => {
    const { state } = level("'N'");
    const cell = state.hero[CELL]! + COLUMNS;
    state.terrain[cell] = LAVA;
    expect(isGround(state, cell, monsterNumber("red dragon"))).toBe(true);
    expect(isGround(state, cell, monsterNumber("red naga"))).toBe(false);
  });

  it("leave the stairs out where their one cell is a tree: the hero starts elsewhere", () => {
    const { state } = level("'N'", "T..\n...");
    expect(state.terrain.includes(STAIRS_UP)).toBe(false);
    expect(state.hero[CELL]).toBeGreaterThan(0);
  });
});
