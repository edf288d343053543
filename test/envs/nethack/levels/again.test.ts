import { describe, expect, it } from "vitest";
import { randomStream } from "../../../../envs/index.js";
import { streamDice } from "../../../../envs/nethack/dice.js";
import { buildLevel } from "../../../../envs/nethack/levels/des/interpreter.js";
import { parseLevel } from "../../../../envs/nethack/levels/des/parser.js";
import { printLevel } from "../../../../envs/nethack/levels/des/print.js";
import { buildGrid, Grid, gridTree } from "../../../../envs/nethack/levels/grid.js";
import { drawCrossing, drawRoomChain } from "../../../../envs/nethack/levels/grids.js";
import { sized } from "../../../sizes.js";
import { gameOf, WRITTEN_IDS } from "../support.js";

describe("a level that is built again", () => {
  it("is the one that its tree, printed and read, means by the same dice, where it was drawn on a grid", () => {
    const grid = new Grid();
    const dice = streamDice(randomStream(3, "grids").words);
    const draws = [
      () => drawCrossing(grid, { size: 19, lines: 13, sign: "L" }, dice),
      () => drawCrossing(grid, { size: 9, lines: 3, sign: "|" }, dice),
      () => drawRoomChain(grid, { rooms: 2, most: 4, doors: "locked", sign: "L", monsters: 3 }, dice),
      () => drawRoomChain(grid, { rooms: 6, most: 10, doors: "open", sign: "|", monsters: 9 }, dice),
    ];
    const [one, other] = [gameOf("MiniHack-River-v0"), gameOf("MiniHack-River-v0")];
    for (let run = 0; run < sized(40, 4_000); run++) {
      draws[run % draws.length]!();
      for (const game of [one, other]) game.clear();
      buildGrid(one.state, grid, streamDice(randomStream(run, "level").words));
      buildLevel(other.state, parseLevel(printLevel(gridTree(grid))), streamDice(randomStream(run, "level").words));
      expect(Buffer.compare(one.bytes, other.bytes), `run ${run}`).toBe(0);
    }
  });

  it.each(WRITTEN_IDS)("is the one that a new game builds, in %s", (id) => {
    const game = gameOf(id);
    game.seed(5);
    for (let run = 0; run < 5; run++) {
      const fresh = gameOf(id);
      for (const stream of ["levelStream", "dynamicsStream"] as const) fresh.state[stream].set(game.state[stream]);
      game.reset();
      fresh.reset();
      expect(Buffer.compare(game.bytes, fresh.bytes), `reset ${run}`).toBe(0);
    }
  });
});
