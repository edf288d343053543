/**
 * Control: what anybody would pay for by hand without a judge: something was taken, a doorway was entered. Read from
 * what is seen alone. It knows neither what was taken nor which door, and in KeyRoom it hardly needs to.
 */
import { z } from "zod";
import type { JudgedStep } from "../agents/index.js";
import { CENTRE, SIDE, showsDoorway } from "./crop.js";
import type { Finder } from "./once-per-episode.js";
import { loaded } from "./saved.js";

const COLUMNS = 79;
const UNKNOWN_CELL = -1;
const [SPACE, DASH] = [32, 45];

const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** The game tells what was taken as "x - a thing". */
const tookSomething = ({ message }: JudgedStep["after"]): boolean =>
  isLetter(message[0]!) && message[1] === SPACE && message[2] === DASH && message[3] === SPACE;

/** Whether the hero came from `from` onto what showed an open door before he stood on it. */
function enteredDoorway({ before, cell }: JudgedStep, from: number): boolean {
  if (from === UNKNOWN_CELL || from === cell) return false;
  const down = Math.round((cell - from) / COLUMNS);
  const right = cell - from - down * COLUMNS;
  return Math.abs(down) <= 1 && Math.abs(right) <= 1 && showsDoorway(before, CENTRE + down * SIDE + right);
}

const savedState = z.object({ from: z.int().min(UNKNOWN_CELL) });

export function handMadeEvents(): Finder {
  // A step tells where it ended, so where an episode's first one began is unknown; nobody starts beside an open door.
  let from = UNKNOWN_CELL;
  return {
    reads: "text",
    begin() {
      from = UNKNOWN_CELL;
    },
    find(step) {
      const entered = enteredDoorway(step, from);
      from = step.cell;
      return (tookSomething(step.after) ? 1 : 0) | (entered ? 2 : 0);
    },
    tester: () => handMadeEvents(),
    save: () => ({ from }),
    load(saved) {
      from = loaded(savedState, saved).from;
    },
  };
}
