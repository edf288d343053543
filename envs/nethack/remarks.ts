/**
 * Commands that come to nothing in these levels but a text and perhaps a turn; MiniHack's wrapper cancels every question
 * about a thing.
 */
import { tellHere } from "./floor.js";
import { KEYS } from "./keys.js";
import { NEVER_MIND, say } from "./messages.js";
import { REMARKS, SAID } from "./remark-texts.js";
import { type State, TIME } from "./state.js";

/** Ask for a thing, and are cancelled. */
const CANCELLED = ["ADJUST", "DIP", "DROP", "ENGRAVE", "FIRE", "INVOKE", "QUIVER", "REMOVE", "THROW", "TIP", "WIELD"];

/** By key code: message template, 0 for nothing said, and turns. */
const REMARK_OF_KEY: ReadonlyMap<number, readonly [template: number, turns: 0 | 1]> = new Map([
  ...SAID.map(([name, turns, text], i) => [KEYS[name]!, [text === "" ? 0 : REMARKS + i, turns]] as const),
  ...CANCELLED.map((name) => [KEYS[name]!, [NEVER_MIND, 0]] as const),
]);

/** Names of the commands that are no more than a remark. */
export const REMARKED: readonly string[] = ["LOOK", ...SAID.map(([name]) => name), ...CANCELLED];

/** What a key that is nothing else says. */
export function remark(state: State, key: number): number {
  if (key === KEYS.LOOK) return tellHere(state);
  const found = REMARK_OF_KEY.get(key);
  if (found === undefined) return 0;
  const [template, turns] = found;
  state.hero[TIME]! += turns;
  if (template !== 0) say(state, template);
  return 0;
}
