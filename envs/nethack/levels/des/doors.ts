/**
 * Doors as commands set them.
 */
import { BROKEN, CLOSED, DOOR, HORIZONTAL, LOCKED, NO_DOOR, OPEN, SECRET } from "../../terrain.js";
import type { Canvas } from "./canvas.js";
import type { DoorState } from "./syntax.js";

const STATES: Readonly<Record<Exclude<DoorState, "secret" | "random">, number>> = {
  nodoor: NO_DOOR,
  broken: BROKEN,
  open: OPEN,
  closed: CLOSED,
  locked: LOCKED,
};
const NAMES = ["nodoor", "broken", "open", "closed", "locked"] as const;

/** DOOR: a random state is each of the five as likely. */
export function setDoor({ state, dice }: Canvas, cell: number, name: DoorState): void {
  if (name === "secret") {
    state.terrain[cell] = HORIZONTAL;
    state.door[cell] = SECRET + CLOSED;
    return;
  }
  const known = name === "random" ? NAMES[dice.roll("level: door", NAMES.length)]! : name;
  state.terrain[cell] = DOOR;
  state.door[cell] = STATES[known];
}

/** A room's door: two in three random ones are none, and a secret one is shut. */
export function rollRoomDoor({ dice }: Canvas, name: DoorState, isSecret: boolean): number {
  const roll = (sides: number) => dice.roll("level: door", sides);
  if (name !== "random") return name === "secret" ? SECRET + CLOSED : STATES[name] + (isSecret ? SECRET : 0);
  if (isSecret) return SECRET + (roll(5) === 0 ? LOCKED : CLOSED);
  if (roll(3) !== 0) return NO_DOOR;
  if (roll(5) === 0) return OPEN;
  return roll(6) === 0 ? LOCKED : CLOSED;
}
