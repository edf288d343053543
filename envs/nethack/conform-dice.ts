/**
 * Dice for one step as it was recorded: unlocking fails until the recorded turns are used up, a door resists when it is
 * said to, who is carried off or crawls lands where the hero then stands, a wound lasts until it is said to be over.
 */
import type { Frame } from "../frame.js";
import type { RecordedStep } from "../trace-file.js";
import { cellOf, targetOf } from "./conform-frames.js";
import type { Dice, Site } from "./dice.js";
import { CELL, DEXTERITY, HP, HP_MAX, type State } from "./state.js";
import { COLUMNS, DOOR, ROWS, SECRET } from "./terrain.js";

const TIME = 20;
/** What fountains sound like, in the order of the dice. */
const SOUNDS = [/bubbling water/, /water falling on coins/, /splashing of a naiad/];
/** Turns of a wound or a spell of confusion whose end was not recorded. */
const MOST_TURNS = 10;

/** The moment before a step, and what the recording has from there on. */
export interface Moment {
  readonly before: Frame;
  /** The clock then. */
  readonly time: number;
  /** The step itself and all that follow. */
  readonly steps: readonly RecordedStep[];
}

export class RecordedDice implements Dice {
  private failures = 0;
  private passed = 0;
  private message = "";
  private place = 0;
  private target = 0;
  private isWounded = false;
  private turns = 0;
  private lasts = 0;
  private damage = 0;
  /** Whether each thing of the pack came to harm in water, as its name shows it, in order. */
  private harmed: readonly boolean[] = [];
  private harmedAt = 0;
  /** Whether things came to harm whose names do not show it. */
  harmsUnseen: "spared" | "harmed" = "spared";
  /** Whether each hidden neighbour comes to light, in the order of a search. */
  private found: readonly boolean[] = [];
  private foundAt = 0;

  expect(state: State, { before, time, steps }: Moment): void {
    const step = steps[0]!;
    const { action, frame, stats } = step;
    const from = state.hero[CELL]!;
    this.passed = frame === undefined ? 0 : (stats[TIME] ?? 0) - time;
    this.message = frame?.message ?? "";
    this.place = frame === undefined ? from : cellOf(frame);
    this.target = targetOf(from, action.replace("LONG_", ""));
    this.isWounded = frame !== undefined && (stats[4] ?? 0) < state.hero[DEXTERITY]!;
    this.lasts = turnsUntil(time, steps, this.isWounded ? /leg feels better/ : /less confused/);
    // A point may have come back in the same turn.
    const regained = (stats[TIME] ?? 0) % 15 === 0 ? 1 : 0;
    const lost = state.hero[HP]! - (stats[10] ?? 0);
    this.damage = frame === undefined ? state.hero[HP_MAX]! : lost + regained;
    this.harmed = frame === undefined ? [] : harmedBy(before, frame);
    this.found = frame === undefined ? [] : foundBy(state, before, frame);
    this.rewind();
  }

  /** The same step once more. */
  rewind(): void {
    this.failures = Math.max(0, this.passed - 2);
    this.turns = this.lasts;
    this.harmedAt = 0;
    this.foundAt = 0;
  }

  roll(site: Site, sides: number): number {
    const { message } = this;
    switch (site) {
      case "unlock":
        return this.failures-- > 0 ? sides - 1 : 0;
      case "open":
      case "close":
        return /resists/.test(message) ? sides - 1 : 0;
      case "teleport":
        return this.place;
      case "trap":
        return /You escape/.test(message) ? 0 : sides - 1;
      case "boulder":
        return /splash|sinks/.test(message) ? 0 : sides - 1;
      case "sound": {
        const said = SOUNDS.findIndex((sound) => sound.test(message));
        return sides === SOUNDS.length ? Math.max(0, said) : said >= 0 ? 0 : sides - 1;
      }
      case "water: thing":
        return this.harmed[this.harmedAt++] === true ? sides - 1 : 0;
      case "water: tool":
        this.harmedAt++;
        return this.harmsUnseen === "harmed" ? sides - 1 : 0;
      case "water: blessed":
        return sides - 1;
      case "crawl": {
        const dx = (this.place % COLUMNS) - (this.target % COLUMNS);
        const dy = Math.trunc(this.place / COLUMNS) - Math.trunc(this.target / COLUMNS);
        return (dy + 1) * 3 + dx + 1;
      }
      case "search":
        return this.found[this.foundAt++] === true ? 0 : sides - 1;
      case "kick: door":
        return /WHAMM/.test(message) ? sides - 1 : 0;
      case "kick: shatter":
        return /shatters/.test(message) ? 0 : sides - 1;
      case "kick: hidden":
        return /Crash!/.test(message) ? 0 : sides - 1;
      case "kick: strain":
        return /strain/.test(message) ? 0 : sides - 1;
      case "kick: thump":
        return /Ouch/.test(message) ? sides - 1 : 0;
      case "kick: wound":
        return this.isWounded ? 0 : sides - 1;
      case "kick: turns":
        return within(this.turns - 6, sides);
      case "kick: damage":
        return within(this.damage - 1, sides);
      case "eat: rotten":
        return /Blecch/.test(message) ? 0 : sides - 1;
      case "eat: effect":
        return /light headed/.test(message) ? 0 : sides - 1;
      case "eat: turns": {
        const roll = within(this.turns - 2, sides);
        this.turns -= roll;
        return roll;
      }
      case "search: trap":
        return /You find an? (?:teleportation trap|squeaky board)/.test(message) ? 0 : sides - 1;
      case "prayer":
        return /relearn/.test(message) ? sides - 1 : 0;
      case "two weapons":
        return this.passed > 0 ? sides - 1 : 0;
      case "confusion":
        return sides - 1;
      default:
        return 0;
    }
  }
}

const within = (roll: number, sides: number): number => Math.max(0, Math.min(sides - 1, roll));

/** Turns from a moment of the clock to the step that says so. */
function turnsUntil(time: number, steps: readonly RecordedStep[], said: RegExp): number {
  const end = steps.slice(1).find(({ frame }) => frame !== undefined && said.test(frame.message));
  return end === undefined ? MOST_TURNS : (end.stats[TIME] ?? 0) - time;
}

/** Sacks are asked for no roll. */
function harmedBy(before: Frame, after: Frame): boolean[] {
  const now = new Map((after.inventory ?? []).map(({ letter, text }) => [letter, text]));
  return (before.inventory ?? [])
    .filter(({ text }) => !/\bsack$/.test(text))
    .map(({ letter, text }) => now.get(letter) !== text);
}

function foundBy(state: State, before: Frame, after: Frame): boolean[] {
  const { hero, terrain, door } = state;
  const hx = hero[CELL]! % COLUMNS;
  const hy = Math.trunc(hero[CELL]! / COLUMNS);
  const found: boolean[] = [];
  for (let x = Math.max(0, hx - 1); x <= Math.min(COLUMNS - 1, hx + 1); x++) {
    for (let y = Math.max(0, hy - 1); y <= Math.min(ROWS - 1, hy + 1); y++) {
      const cell = y * COLUMNS + x;
      if (terrain[cell]! >= DOOR || door[cell]! < SECRET) continue;
      const sign = after.rows[y]?.[x];
      found.push((sign === "+" || sign === "#") && sign !== before.rows[y]?.[x]);
    }
  }
  return found;
}
