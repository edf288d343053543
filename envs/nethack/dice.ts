/**
 * Dice are a seam: every roll names its site, so that a test or a replay can script it. The default draws from a
 * four-word stream inside the state, which a snapshot carries along.
 */
import { RandomStream } from "../seeds.js";
import type { State } from "./state.js";

/** Where in the rules a die is thrown. */
export type Site =
  | "level: subroom x"
  | "level: subroom y"
  | "level: door wall"
  | "level: door place"
  | "level: key"
  | "level: start"
  | "level: goal"
  | "level: place"
  | "level: chance"
  | "level: number"
  | "level: shuffle"
  | "level: line"
  | "level: door"
  | "level: light"
  | "level: maze"
  | "level: room"
  | "level: corridor"
  | "level: grid"
  | "hero: attribute"
  | "hero: kit"
  | "unlock"
  | "open"
  | "close"
  | "kick: door"
  | "kick: shatter"
  | "kick: hidden"
  | "kick: wound"
  | "kick: turns"
  | "kick: damage"
  | "kick: strain"
  | "kick: thump"
  | "kick: evaded"
  | "kick: blocked"
  | "kick: monster"
  | "search"
  | "eat: rotten"
  | "eat: effect"
  | "eat: turns"
  | "confusion"
  | "level: monster"
  | "hero: hit"
  | "hero: damage"
  | "hero: escape"
  | "hero: scare"
  | "corpse"
  | "level gained"
  | "monster: hit"
  | "monster: damage"
  | "monster: magic"
  | "monster: speed"
  | "monster: track"
  | "monster: trap"
  | "monster: teleport"
  | "boulder"
  | "pit"
  | "sound"
  | "water: thing"
  | "water: tool"
  | "water: blessed"
  | "crawl"
  | "teleport"
  | "trap"
  | "search: trap"
  | "two weapons"
  | "prayer"
  | "voice";

export interface Dice {
  /** Uniform in 0..sides-1. */
  roll(site: Site, sides: number): number;
  /**
   * The row of the monster that acts at a place of a round (places count down), -1 for no more: for a replay of what does
   * not tell the order. Without it the latest acts first.
   */
  order?(state: State, place: number): number;
}

/** Dice over four words of state. */
export function streamDice(words: Uint32Array): Dice {
  const stream = new RandomStream(words);
  return { roll: (_site, sides) => stream.below(sides) };
}
