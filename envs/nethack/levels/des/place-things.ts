/**
 * Things that OBJECT lays on the floor, as far as this engine knows them.
 */
import { APPLE, BOULDER, MASTER_KEY, makeObject, stackOnFloor, UNUSED } from "../../objects.js";
import { MOST_OBJECTS } from "../../state.js";
import type { Canvas } from "./canvas.js";
import type { Evaluator } from "./evaluate.js";
import type { Command, Detail } from "./syntax.js";

/** Rows of the table that the hero's kit needs. */
const KIT = 8;

const isMasterKey = (details: readonly Detail[]): boolean =>
  details.some(
    (detail) =>
      detail.kind === "text" && detail.word === "name" && detail.value.parts.join("") === "The Master Key of Thievery",
  );

export function layThing(canvas: Canvas, values: Evaluator, command: Extract<Command, { kind: "OBJECT" }>): void {
  const { name } = values.thing(command.thing);
  const { state } = canvas;
  const kind =
    name === "boulder"
      ? BOULDER
      : name === "apple"
        ? APPLE
        : name === "skeleton key" && isMasterKey(command.details)
          ? MASTER_KEY
          : canvas.unsupported(name === undefined ? "a random object" : `the object "${name}"`);
  const cell = values.cell(command.place ?? { kind: "random", ground: [] }, ["dry"]);
  let free = 0;
  for (let link = state.freeHead[0]!; link !== 0 && free <= KIT; link = state.objectNext[link - 1]!) free++;
  if (free <= KIT) canvas.fail("one object more than the level holds", `at most ${MOST_OBJECTS - KIT} objects`);
  // One apple in six is two.
  const count = kind === APPLE && canvas.dice.roll("level: number", 6) === 0 ? 2 : 1;
  stackOnFloor(state, makeObject(state, kind, count, UNUSED), cell);
}
