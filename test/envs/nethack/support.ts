/** What the engine's tests share: games by id, recorded episodes, goodness of fit. */
import { join } from "node:path";
import { conforming } from "../../../envs/index.js";
import { NETHACK } from "../../../envs/nethack/catalogue.js";
import { Game, type GameOptions } from "../../../envs/nethack/game.js";
import { Sight } from "../../../envs/nethack/look.js";
import { RECORDINGS } from "../recordings.js";

/** KeyRooms and plain Rooms; ids with written levels have tests of their own. */
export const IDS: readonly string[] = [...NETHACK].flatMap(([id, { plan }]) => (plan.family === "written" ? [] : [id]));
export const WRITTEN_IDS: readonly string[] = [...NETHACK.keys()].filter((id) => !IDS.includes(id));
export const KEYROOM_IDS = IDS.filter((id) => id.includes("KeyRoom"));
export const ROOM_IDS = IDS.filter((id) => !id.includes("KeyRoom"));

export function gameOf(id: string, options: Partial<GameOptions> = {}): Game {
  const spec = NETHACK.get(id);
  if (spec === undefined) throw new Error(`no ${id}`);
  return new Game({ plan: spec.plan, limit: spec.limit, sight: new Sight(), ...options });
}

/** Recording files of an id: random play, and for KeyRoom solutions with two sets of actions. */
export const filesOf = (id: string): readonly string[] => [
  join(RECORDINGS, `${id}.jsonl.gz`),
  ...(id.includes("KeyRoom")
    ? ["default10", "paper6"].map((set) => join(RECORDINGS, `solutions-${id}-${set}.jsonl.gz`))
    : []),
];

export async function episodesOf(path: string): Promise<conforming.RecordedEpisode[]> {
  const episodes: conforming.RecordedEpisode[] = [];
  for await (const episode of conforming.readTraces(path)) episodes.push(episode);
  return episodes;
}

/** Pearson's statistic of counts against shares that add up to 1. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.reduce((sum, n, i) => sum + (n - total * shares[i]!) ** 2 / (total * shares[i]!), 0);
}

/**
 * The 0.9999 quantile of chi-square by Wilson and Hilferty's approximation (1931; within 1 % from 2 degrees on): with
 * fixed seeds a test passes or fails for good, and a true null fails one seed in 10,000.
 */
export function chiLimit(freedom: number): number {
  const share = 2 / (9 * freedom);
  return freedom * (1 - share + 3.719 * Math.sqrt(share)) ** 3;
}

export const even = (n: number): readonly number[] => Array.from({ length: n }, () => 1 / n);

type Arrays = Readonly<Record<string, ArrayBufferView>>;

/** All of an observation's bytes, for quick comparison. */
export const bytesOf = (observation: object): Buffer =>
  Buffer.concat(
    Object.values(observation as Arrays).map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)),
  );
