import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LevelBuilder } from "../../../../envs/nethack/levels/builder.js";
import { parseLevel } from "../../../../envs/nethack/levels/des/parser.js";
import { printLevel } from "../../../../envs/nethack/levels/des/print.js";
import { sized } from "../../../sizes.js";

describe("LevelBuilder", () => {
  it("prints what MiniHack's LevelGenerator prints, a line a call in call order", () => {
    const level = new LevelBuilder({ width: 3, height: 2 })
      .setStartPos([0, 1])
      .addObject("apple", "%", [1, 1])
      .addMonster("jackal", "d", [2, 0], ["hostile", "asleep"])
      .addTrap()
      .addGoalPos([2, 1]);
    expect(level.getDes()).toBe(
      `MAZE:"mylevel",' '
FLAGS:hardfloor
INIT_MAP:solidfill,' '
GEOMETRY:center,center
MAP
...
...
ENDMAP
REGION:(0,0,3,2),lit,"ordinary"
BRANCH:(0,1,0,1),(0,0,0,0)
OBJECT:('%',"apple"),(1,1)
MONSTER:('d',"jackal"),(2,0),hostile,asleep
TRAP:"teleport",random
STAIR:(2,1),down
`,
    );
  });

  it("has every call of LevelGenerator, each a line that is read again", () => {
    const level = new LevelBuilder({
      map: `
|------|
|......|
|..+...|
|------|
`,
      light: "unlit",
      flags: ["premapped", "noteleport"],
    })
      .setAreaVariable("left", "fillrect", 1, 1, 2, 2)
      .setStartRect([1, 1], [2, 2])
      .setStartPos([5, 1])
      .addObject()
      .addObject("boulder", "`", "rndcoord($left)", "cursed")
      .addObjectArea("left", "cold", "/", "blessed")
      .addMonster()
      .addMonster("random", "d")
      .addMonster("minotaur")
      .addTerrain([1, 1], "T")
      .addTerrain([2, 1], "L", "last")
      .fillTerrain("line", "}", 1, 1, 4, 1)
      .addStairDown()
      .addDoor("locked", [3, 2])
      .addAltar([4, 2], "neutral", "altar")
      .addSink()
      .addFountain([5, 2])
      .addBoulder([5, 1])
      .addGold(10, [4, 1])
      .addTrap("pit", [2, 2])
      .wallify()
      .addMazewalk()
      .addMazewalk([1, 1], "south")
      .addLine('IF [50%] { TRAP:"board",random }');
    const lines = level.getDes().split("\n");
    expect(lines.filter((line) => line.startsWith("BRANCH"))).toEqual(["BRANCH:(1,1,2,2),(0,0,0,0)"]);
    // The footer comes last.
    expect(lines.at(-2)).toBe("TERRAIN:(2,1),'L'");
    expect(lines).toContain("MAZEWALK:(4,2),east");
    expect(level.getMapArray()[2]!.join("")).toBe("|..+...|");
    expect(level.getMapStr().split("\n")).toHaveLength(4);
    const printed = printLevel(level.build());
    expect(printLevel(parseLevel(printed))).toBe(printed);
  });

  it.each([
    [
      () => new LevelBuilder().addObject("appel", "%"),
      `addObject would write "OBJECT:('%',"appel"),random": found "appel"; accepted is an object of class '%', the nearest is apple.`,
    ],
    [
      () => new LevelBuilder().addTrap("teleporter"),
      'addTrap would write "TRAP:"teleporter",random": there is no trap "teleporter"; accepted is a kind of trap, the nearest is teleport.',
    ],
    [
      () => new LevelBuilder().addGoalPos([80, 0]),
      'addStairDown would write "STAIR:(80,0),down": (80,0) lies outside; accepted is columns 0 to 79 and rows 0 to 20.',
    ],
    [
      () => new LevelBuilder({ map: "..Q" }),
      'new LevelBuilder would write "..Q": found "Q" in a map; accepted is map characters -|}{+xABCISHKPLWTF\\#. and blanks, then ENDMAP on a line of its own.',
    ],
    [() => new LevelBuilder().addObjectArea("nowhere", "apple"), /addObject would write .*\$nowhere is not set/],
  ])("refuses a mistake where it is made (%#)", (call, said) => {
    expect(call).toThrow(said);
  });

  it("keeps what was built when a call is refused", () => {
    const level = new LevelBuilder();
    const before = level.getDes();
    expect(() => level.addFountain([200, 200])).toThrow();
    expect(level.getDes()).toBe(before);
  });

  it("is read again as it was printed, whatever is built", () => {
    const place = fc.oneof(fc.constant(undefined), fc.tuple(fc.nat(7), fc.nat(5)), fc.constant("rndcoord($area)"));
    const call = fc.oneof(
      place.map((at) => (level: LevelBuilder) => level.addObject("apple", "%", at)),
      place.map((at) => (level: LevelBuilder) => level.addMonster("random", "L", at, ["asleep"])),
      place.map((at) => (level: LevelBuilder) => level.addTrap("pit", at)),
      place.map((at) => (level: LevelBuilder) => level.addDoor("closed", at)),
      place.map((at) => (level: LevelBuilder) => level.addStairDown(at)),
      fc.constantFrom(..."LT}.CF").map((flag) => (level: LevelBuilder) => level.fillTerrain("rect", flag, 1, 1, 3, 3)),
      fc.nat(500).map((amount) => (level: LevelBuilder) => level.addGold(amount)),
      fc.constant((level: LevelBuilder) => level.wallify().addMazewalk()),
    );
    fc.assert(
      fc.property(fc.array(call, { maxLength: 12 }), fc.constantFrom("lit", "unlit"), (calls, light) => {
        const level = new LevelBuilder({ height: 6, light }).setAreaVariable("$area", "fillrect", 0, 0, 4, 4);
        for (const one of calls) one(level);
        const printed = printLevel(level.build());
        // Printed and built texts differ in blanks at most; their trees do not differ.
        expect(JSON.stringify(parseLevel(printed).body, without)).toBe(JSON.stringify(level.build().body, without));
      }),
      { numRuns: sized(60, 2_000), seed: 1 },
    );
  });
});

const without = (key: string, value: unknown): unknown => (key === "line" ? undefined : value);
