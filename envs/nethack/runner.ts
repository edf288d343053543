/**
 * What a command of several turns needs of its game.
 */
import type { Dice } from "./dice.js";
import type { State } from "./state.js";

export interface Runner {
  readonly state: State;
  readonly playDice: Dice;
  /** The turns since a moment of the clock pass, and the hero looks round. */
  pass(from: number): void;
}
