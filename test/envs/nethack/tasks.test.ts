import { describe, expect, it } from "vitest";
import { environmentCard, type Frame, worlds } from "../../../envs/index.js";
import { WRITTEN_IDS } from "./support.js";

/** A frame from rows; "@" is the hero. */
function frame(...rows: readonly string[]): Frame {
  const y = rows.findIndex((row) => row.includes("@"));
  return { rows, message: "", hero: { x: rows[y]!.indexOf("@"), y } };
}

function said(id: string, before: Frame, after: Frame): readonly string[] {
  const family = worlds.familyTask(id);
  if (family === undefined) throw new Error(`${id} has no subgoals`);
  const achieved = family.subgoals.filter((one) => one.achieved(before, "E", after)).map(({ name }) => name);
  const like = family.lookAlikes.find((one) => one.holds(before, "E", after))?.name;
  return achieved.length > 0 ? achieved : like === undefined ? [] : [`(${like})`];
}

describe("the subgoals of MultiRoom", () => {
  const id = "MiniHack-MultiRoom-N2-v0";
  it("are a door that opens, the way through it, and the stairs in sight", () => {
    const shut = frame("--+-", "|.@|", "----");
    const open = frame("..|.", "--|-", "|.@|", "----");
    expect(said(id, shut, frame("--|-", "|.@|", "----"))).toEqual(["open a door"]);
    expect(said(id, frame("--|-", "|.@|", "----"), frame("--@-", "|..|", "----"))).toEqual(["go through a door"]);
    expect(said(id, open, frame("..|>", "--|-", "|.@|", "----"))).toEqual(["see the stairs down"]);
  });

  it("are none where the hero only stands at a door, walks, or a far door comes into sight", () => {
    expect(said(id, frame("--+-", "|@.|"), frame("--+-", "|.@|"))).toEqual(["(stand at a closed door)"]);
    expect(said(id, frame("-----", "|@..|"), frame("-----", "|.@.|"))).toEqual(["(walk in a room)"]);
    expect(said(id, frame("     ", "|@..|"), frame("---+-", "|@..|"))).toEqual([]);
  });
});

describe("the subgoals of River", () => {
  const id = "MiniHack-River-Narrow-v0";
  it("are a boulder in the water, and the far bank", () => {
    expect(said(id, frame("...}.", ".@`}.", "...}."), frame("...}.", "..@..", "...}."))).toEqual([
      "push a boulder into the water",
    ]);
    expect(said(id, frame("...}.", "...@.", "...}."), frame("...}.", "....@", "...}."))).toEqual(["cross the water"]);
  });

  it("are none while a boulder rolls on land or the hero stands on his bridge", () => {
    expect(said(id, frame(".@`.}"), frame("..@`}"))).toEqual(["(push a boulder on land)"]);
    expect(said(id, frame("..}.", ".@..", "..}."), frame("..}.", "..@.", "..}."))).toEqual(["(walk)"]);
  });
});

describe("the subgoal of a crossing", () => {
  it("is to stand in a gap of a line, whichever way it runs", () => {
    const lava = "MiniHack-LavaCrossingS9N1-v0";
    expect(said(lava, frame("|.@..|", "|}.}}|", "|....|"), frame("|....|", "|}@}}|", "|....|"))).toEqual([
      "go through a gap in the lava",
    ]);
    expect(said(lava, frame("|..}.|", "|.@..|", "|..}.|"), frame("|..}.|", "|..@.|", "|..}.|"))).toEqual([
      "go through a gap in the lava",
    ]);
    expect(said(lava, frame("|@...|", "|}.}}|", "|....|"), frame("|.@..|", "|}.}}|", "|....|"))).toEqual(["(walk)"]);
    expect(said(lava, frame("|.@..|", "|}.}}|", "|....|"), frame("|@...|", "|}.}}|", "|....|"))).toEqual([
      "(walk along the lava)",
    ]);
  });

  it("is the same with walls", () => {
    const walls = "MiniHack-SimpleCrossingS9N1-v0";
    expect(said(walls, frame("|.@..|", "|-.--|", "|....|"), frame("|....|", "|-@--|", "|....|"))).toEqual([
      "go through a gap in the wall",
    ]);
  });
});

describe("the subgoals of Boxoban and Sokoban", () => {
  it("are boulders in their places: on a fountain, in a pit, in the last pit", () => {
    const boxoban = "MiniHack-Boxoban-Hard-v0";
    expect(said(boxoban, frame("@`{."), frame(".@`."))).toEqual(["push a boulder onto a fountain"]);
    expect(said(boxoban, frame("@`.{"), frame(".@`{"))).toEqual(["(push a boulder over floor)"]);
    expect(said(boxoban, frame("@.`{"), frame(".@`{"))).toEqual(["(walk)"]);
    const sokoban = "MiniHack-Sokoban1a-v0";
    expect(said(sokoban, frame("@`^^"), frame(".@.^"))).toEqual(["push a boulder into a pit"]);
    expect(said(sokoban, frame("@`^."), frame(".@.."))).toEqual(["push a boulder into a pit", "fill the last pit"]);
    expect(said(sokoban, frame("@`.^"), frame(".@`^"))).toEqual(["(push a boulder over floor)"]);
    expect(said(sokoban, frame("@.^"), frame(".@^"))).toEqual(["(stand at a pit)"]);
    // Who stands in a pit has filled none.
    expect(said(sokoban, frame(".@^"), frame("..@"))).toEqual(["(walk)"]);
  });
});

describe("the subgoals of Memento", () => {
  it("are the fork, an arm of it, the grid bug in sight, and its death", () => {
    const id = "MiniHack-Memento-Short-F2-v0";
    expect(said(id, frame("     ", "<.@. ", "     "), frame("   . ", "<..@ ", "   . "))).toEqual(["reach the fork"]);
    expect(said(id, frame("   . ", "...@|", "   . "), frame("   @.", "....|", "   . "))).toEqual([
      "take an arm of the fork",
    ]);
    expect(said(id, frame("-----", "..@  "), frame("-----", "...@x"))).toEqual(["see the grid bug"]);
    expect(said(id, frame("-----", "...@x"), frame("-----", "...@."))).toEqual(["kill the grid bug"]);
  });

  it("are none in the corridor, in an arm, beside the bug, or where it is left behind", () => {
    const id = "MiniHack-Memento-F4-v0";
    expect(said(id, frame("--#--", "<@.  ", "--#--"), frame("--#--", "<.@. ", "--#--"))).toEqual(["(walk)"]);
    expect(said(id, frame(" .|", " @|", "..|"), frame(" @|", " .|", "..|"))).toEqual(["(walk)"]);
    expect(said(id, frame("..@x"), frame("..@x"))).toEqual(["(stand beside the grid bug)"]);
    expect(said(id, frame("..@x"), frame(".@.."))).toEqual(["(walk)"]);
  });
});

describe("what subgoals mean", () => {
  it("stands on the card of every written level that has some", () => {
    for (const id of WRITTEN_IDS) {
      const family = worlds.familyTask(id);
      const card = environmentCard(id)!;
      expect(card.subgoals.map(([name]) => name)).toEqual(family?.subgoals.map(({ name }) => name) ?? []);
      for (const [, , truth] of card.subgoals) expect(truth.length, id).toBeGreaterThan(20);
    }
  });
});

describe("the subgoals of Corridor", () => {
  const id = "MiniHack-Corridor-R2-v0";
  it("are the way in, the way out, and the stairs in sight", () => {
    expect(said(id, frame("..@#", "    "), frame("...@", "    "))).toEqual(["enter a corridor"]);
    expect(said(id, frame("##@."), frame("###@"))).toEqual(["leave the corridor"]);
    expect(said(id, frame("##@#"), frame("###@"))).toEqual(["(walk in a corridor)"]);
    expect(said(id, frame("##@ "), frame("###@"))).toEqual(["(walk)"]);
  });
});

it("levels with nothing but stairs to find have those as their subgoal, KeyRoom has its own elsewhere", () => {
  expect(worlds.familyTask("MiniHack-Room-Dark-5x5-v0")?.subgoals.map(({ name }) => name)).toEqual([
    "see the stairs down",
  ]);
  expect(worlds.familyTask("MiniHack-KeyRoom-S5-v0")).toBeUndefined();
});
