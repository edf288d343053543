/**
 * Every further key that a recording holds (terminal, descriptions, crops, pack glyphs), compared number by number with
 * what an observer of our game sees.
 */
import type { ObservationKey } from "../env.js";
import type { RecordedKeys } from "../recorded-keys.js";
import type { Game } from "./game.js";
import { Observer } from "./observer.js";

/** Side of the crops that MiniHack gives. */
const CROP = 9;

const KEYS = [
  "internal",
  "specials",
  "inv_glyphs",
  "inv_oclasses",
  "tty_chars",
  "tty_colors",
  "tty_cursor",
  "screen_descriptions",
  "glyphs_crop",
  "chars_crop",
  "colors_crop",
  "specials_crop",
] as const satisfies readonly ObservationKey[];

/** `renew` after the game was begun, then `differences` after each of its steps. Asks for nothing that is not recorded. */
export class KeyObserver {
  private observer: Observer<(typeof KEYS)[number]> | undefined;

  constructor(private readonly game: Game) {}

  /** The game was begun anew; `recorded` are the keys of its moments. */
  renew(recorded: readonly RecordedKeys[]): void {
    const keys = KEYS.filter((key) => recorded.some((moment) => moment.has(key)));
    this.observer =
      keys.length === 0 ? undefined : new Observer(this.game, { keys, size: CROP, manners: "calmhack", into: {} });
    this.observer?.renew();
  }

  /** The game has taken a step. */
  update(): void {
    this.observer?.update();
  }

  /** What differs at the game's present moment, a line a key. */
  differences(recorded: RecordedKeys): string[] {
    const { observer } = this;
    if (observer === undefined) return [];
    return [...recorded].flatMap(([key, theirs]) => {
      const ours = Object.entries(observer.observation).find(([name]) => name === key)?.[1];
      if (ours === undefined) return [];
      let wrong = theirs.length === ours.length ? 0 : 1;
      let first = -1;
      for (let i = 0; i < Math.min(theirs.length, ours.length); i++) {
        if (theirs[i] === ours[i]) continue;
        wrong++;
        if (first < 0) first = i;
      }
      if (wrong === 0) return [];
      const where =
        first < 0
          ? `has ${theirs.length} numbers, ours ${ours.length}`
          : `at ${first} is ${theirs[first]}, ours ${ours[first]}`;
      return [`${key} ${where}${wrong > 1 ? ` and ${wrong - 1} more` : ""}`];
    });
  }
}
