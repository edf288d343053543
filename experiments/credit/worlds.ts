/**
 * Small worlds of the credit studies: KeyRoom-S5 without dead ends, ours with pits, and ours in which subgoals repeat.
 */
import { credit } from "../../calm/index.js";
import { environmentIds, register } from "../../envs/index.js";
import type { StudyWorld } from "./plan.js";

/** Makes the worlds of credit that are no MiniHack known. */
export function knowCreditWorlds(): void {
  const known = environmentIds();
  if (!known.includes(credit.PITS_ID)) register(credit.pitsWorld);
  if (!known.includes(credit.ORCHARD_ID)) register(credit.orchardWorld);
}

export const PITS: StudyWorld = { id: credit.PITS_ID, actions: "default", start: 0.05, budget: 10_000 };
export const ORCHARD: StudyWorld = { id: credit.ORCHARD_ID, actions: "default", start: 0.05, budget: 10_000 };
/** Random play wins one game in five there. */
export const KEYROOM: StudyWorld = { id: "MiniHack-KeyRoom-S5-v0", actions: "paper", start: 0, budget: 5_000 };
