/**
 * A level that is built again and again: its first commands, as long as they need no dice, are run once. What they left
 * in the state is the caller's to keep and copy; what they left beside it (where the map lies, variables, stairs that
 * come last) stands here. The other commands run each time.
 */
import type { Dice } from "../../dice.js";
import type { State } from "../../state.js";
import { Interpreter } from "./interpreter.js";
import type { Command, Level, Statement } from "./syntax.js";

/** Commands that change the state, the map's place, variables and stairs, and nothing else. */
const PLAIN: ReadonlySet<Command["kind"]> = new Set<Command["kind"]>([
  "INIT_MAP",
  "MAP",
  "NOMAP",
  "REGION",
  "SET",
  "DOOR",
  "STAIR",
  "STAIR IN",
  "BRANCH",
  "TERRAIN",
  "WALLIFY",
  "FOUNTAIN",
  "SINK",
  "POOL",
  "ALTAR",
  "GRAVE",
  "OBJECT",
  "TRAP",
  "MESSAGE",
  "NON_DIGGABLE",
  "NON_PASSWALL",
  "TELEPORT_REGION",
]);

/** What dice throw when a command wants them. */
class Wanted extends Error {}

const NONE: Dice = {
  roll: () => {
    throw new Wanted();
  },
};

export class LevelProgram {
  /** As the commands without dice left it. */
  private first: Interpreter | undefined;
  /** The commands that run each time. */
  private rest: readonly Statement[];

  constructor(
    private readonly state: State,
    readonly level: Level,
  ) {
    this.rest = level.body;
  }

  /** Runs the commands that need no dice in a blank state; `bytes` are the state's, to take half a command back. */
  begin(bytes: Uint8Array): void {
    const { level, state } = this;
    const blank = bytes.slice();
    const runs = (count: number): Interpreter | undefined => {
      bytes.set(blank);
      const interpreter = new Interpreter(state, NONE, level);
      interpreter.begin();
      try {
        interpreter.run(level.body.slice(0, count));
      } catch {
        // It wants dice, or it is refused: the level's own run will say so, at the same command.
        return undefined;
      }
      return interpreter;
    };
    let done = 0;
    while (done < level.body.length && PLAIN.has(level.body[done]!.kind) && runs(done + 1) !== undefined) done++;
    this.rest = level.body.slice(done);
    this.first = runs(done);
  }

  /** Runs the other commands in a copy of that state; the hero stands at the level's start. */
  finish(dice: Dice): void {
    const { level, state, first, rest } = this;
    const interpreter = new Interpreter(state, dice, level);
    if (first === undefined) interpreter.begin();
    else {
      interpreter.canvas.map = first.canvas.map;
      interpreter.values.take(first.values);
      interpreter.stairs.areas.push(...first.stairs.areas);
      interpreter.stairs.start = first.stairs.start;
    }
    interpreter.finish(rest);
  }
}
