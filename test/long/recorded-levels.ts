/** Where the real MiniHack put things, read from its recorded episodes: what was shown, taken, opened and reached. */
import type { conforming, Frame } from "../../envs/index.js";
import { episodesOf, filesOf } from "../envs/nethack/support.js";
import { recorded } from "../envs/recordings.js";
import type { Places } from "./level-rules.js";

const WIDTH = 79;
const MOVES: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  N: [0, -1],
  NE: [1, -1],
  E: [1, 0],
  SE: [1, 1],
  S: [0, 1],
  SW: [-1, 1],
  W: [-1, 0],
  NW: [-1, -1],
};

type Known = { -readonly [Name in "start" | "goal" | "key" | "door"]?: Places[Name] };

const heroCell = ({ hero }: Frame): number => hero!.y * WIDTH + hero!.x;
const findSign = ({ rows }: Frame, sign: string): number => rows.join("").indexOf(sign);

/** What one episode tells. The last frame is blank: where it ended follows from the step before. */
export function knownFrom({ start, steps }: conforming.RecordedEpisode): Known {
  const known: Known = { start: heroCell(start) };
  let before = start;
  for (const { action, endStatus, frame } of steps) {
    for (const [part, sign] of [
      ["goal", ">"],
      ["door", "+"],
    ] as const) {
      const cell = findSign(before, sign);
      if (cell >= 0) known[part] ??= cell;
    }
    if (frame === undefined) {
      const [dx, dy] = MOVES[action] ?? [0, 0];
      if (endStatus === 2) known.goal ??= heroCell(before) + dy * WIDTH + dx;
      break;
    }
    if (/^\w - a key named/.test(frame.message)) known.key = heroCell(before);
    before = frame;
  }
  return known;
}

/**
 * All that the recordings of some ids know, by seed. The same seed gives the same level in lit and dark ids and for any
 * actions; two episodes that disagree are an error.
 */
export async function recordedPlaces(ids: readonly string[]): Promise<readonly Known[]> {
  if (!recorded) return [];
  const bySeed = new Map<number, Known>();
  for (const path of ids.flatMap(filesOf)) {
    for (const episode of await episodesOf(path)) {
      const known = knownFrom(episode);
      const held = bySeed.get(episode.seed) ?? {};
      for (const part of ["start", "goal", "key", "door"] as const) {
        if (held[part] !== undefined && known[part] !== undefined && held[part] !== known[part]) {
          throw new Error(`${path} seed ${episode.seed}: two places of ${part}`);
        }
      }
      bySeed.set(episode.seed, { ...held, ...known });
    }
  }
  return [...bySeed.values()];
}
