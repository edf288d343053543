/**
 * Control: what anybody would pay for by hand without a judge: something was taken, a doorway was entered. Read from
 * what is seen alone. It knows neither what was taken nor which door, and in KeyRoom it hardly needs to.
 */
import type { JudgedStep } from "../agents/index.js";
import { enteredDoorway } from "./crop.js";
import type { Finder } from "./once-per-episode.js";

const [SPACE, DASH] = [32, 45];

const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** The game tells what was taken as "x - a thing". */
const tookSomething = ({ message }: JudgedStep["after"]): boolean =>
  isLetter(message[0]!) && message[1] === SPACE && message[2] === DASH && message[3] === SPACE;

export const handMadeEvents: Finder = {
  reads: "text",
  find: (step) => (tookSomething(step.after) ? 1 : 0) | (enteredDoorway(step) ? 2 : 0),
  tester: () => handMadeEvents,
};
