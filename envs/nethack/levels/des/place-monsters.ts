/**
 * Monsters that MONSTER puts on the level, as far as this engine plays them: those of the first level, and of six
 * classes.
 */

import { monsterKind, monsterNumber } from "../../monster-kinds.js";
import { ASLEEP, addMonster, freeCellNear, randomKind, randomOfClass } from "../../monsters.js";
import { MOST_MONSTERS } from "../../state.js";
import type { Canvas } from "./canvas.js";
import type { Evaluator } from "./evaluate.js";
import type { Command } from "./syntax.js";

/** Details that are played: all these monsters are hostile, and some sleep. */
const PLAYED = ["hostile", "awake", "asleep"];

export function placeMonster(canvas: Canvas, values: Evaluator, command: Extract<Command, { kind: "MONSTER" }>): void {
  const { state, dice } = canvas;
  const { name, symbol } = values.monster(command.monster);
  if (command.body !== undefined) canvas.unsupported("what a monster carries");
  const odd = command.details.find((detail) => !(detail.kind === "word" && PLAYED.includes(detail.word)));
  if (odd !== undefined) canvas.unsupported("a monster with details other than hostile, awake and asleep");
  const kind =
    name !== undefined ? monsterNumber(name) : symbol !== undefined ? randomOfClass(symbol, dice) : randomKind(dice);
  if (kind === 0 && name === undefined) canvas.unsupported(`a random monster of the class "${symbol}"`);
  if (kind === 0) canvas.unsupported(`the monster "${name}"`);
  const sleeps = command.details.some((detail) => detail.kind === "word" && detail.word === "asleep");
  const drawn = values.cell(command.place, ["dry"]);
  const put = (cell: number): void => {
    if (cell < 0) return;
    if (!addMonster(state, kind, cell, dice)) {
      canvas.fail("one monster more than the level holds", `at most ${MOST_MONSTERS}`);
    }
    if (sleeps) state.monsterFlags[state.monsterAt[cell]! - 1]! |= ASLEEP;
  };
  const cell = state.monsterAt[drawn] === 0 ? drawn : freeCellNear(state, drawn, kind, dice);
  put(cell);
  // Half of those that live in small groups bring another one, if they are drawn and not named.
  if (
    name === undefined &&
    symbol === undefined &&
    monsterKind(kind).company === "small group" &&
    dice.roll("level: monster", 2) === 0
  ) {
    put(freeCellNear(state, cell, kind, dice));
  }
}

/** Who stands where the hero arrives gives way. */
export function clearStart(canvas: Canvas, start: number): void {
  const { state } = canvas;
  const row = state.monsterAt[start]! - 1;
  if (row < 0) return;
  const to = freeCellNear(state, start, state.monsterKind[row]!, canvas.dice);
  if (to < 0) canvas.fail("no place for the hero beside a monster", "a free cell near the start");
  state.monsterAt[start] = 0;
  state.monsterCell[row] = to;
  state.monsterAt[to] = row + 1;
}
