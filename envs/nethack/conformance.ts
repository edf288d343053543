/**
 * Conformance of many recorded episodes: a row per environment, its steps by event class, and what missed.
 */
import type { RecordedEpisode } from "../trace-file.js";
import { NETHACK } from "./catalogue.js";
import { conformEpisode } from "./conform.js";
import { EVENT_CLASSES } from "./conform-verdict.js";
import { Game } from "./game.js";
import { Sight } from "./look.js";

export { type RecordedEpisode, readTraces } from "../trace-file.js";

export interface Share {
  steps: number;
  conforming: number;
}

export interface ConformanceRow extends Share {
  readonly environment: string;
  readonly file: string;
  episodes: number;
  readonly classes: Record<string, Share>;
  /** One sentence a missed step or an unbuilt start. */
  readonly misses: string[];
  /** Turns of each unlocking, for the frequencies of its dice. */
  readonly doorTurns: number[];
  /** Steps of which a recording cannot tell, by reason; they are no part of `steps`. */
  readonly undecided: Record<string, number>;
}

const emptyRow = (environment: string, file: string): ConformanceRow => ({
  environment,
  file,
  episodes: 0,
  steps: 0,
  conforming: 0,
  classes: Object.fromEntries(EVENT_CLASSES.map((name) => [name, { steps: 0, conforming: 0 }])),
  misses: [],
  doorTurns: [],
  undecided: {},
});

function add(share: Share, conforms: boolean): void {
  share.steps++;
  if (conforms) share.conforming++;
}

function unknown(row: ConformanceRow, episode: RecordedEpisode): void {
  row.steps += episode.steps.length;
  row.misses.push(`seed ${episode.seed}: this engine has no environment of that id, so all its steps fail`);
}

/** Episodes of an id that this engine does not have fail all their steps. */
export async function conformance(
  episodes: AsyncIterable<RecordedEpisode>,
  file: string,
): Promise<readonly ConformanceRow[]> {
  const rows = new Map<string, ConformanceRow>();
  const games = new Map<string, Game>();
  const sight = new Sight();
  for await (const episode of episodes) {
    const id = episode.environment;
    const row = rows.get(id) ?? emptyRow(id, file);
    rows.set(id, row);
    row.episodes++;
    const spec = NETHACK.get(id);
    if (spec === undefined) {
      unknown(row, episode);
      continue;
    }
    const game = games.get(id) ?? new Game({ plan: spec.plan, limit: spec.limit, sight });
    games.set(id, game);
    const verdict = conformEpisode(game, spec.plan, episode);
    if (verdict.unbuilt !== undefined) row.misses.push(`seed ${episode.seed}: no start: ${verdict.unbuilt}`);
    for (const { t, classes, differences, doorTurns, undecided } of verdict.steps) {
      if (undecided !== undefined) {
        row.undecided[undecided] = (row.undecided[undecided] ?? 0) + 1;
        continue;
      }
      const conforms = differences.length === 0;
      add(row, conforms);
      for (const name of classes) add(row.classes[name]!, conforms);
      if (doorTurns !== undefined) row.doorTurns.push(doorTurns);
      if (!conforms && verdict.unbuilt === undefined) {
        row.misses.push(`seed ${episode.seed} step ${t} (${classes.join(", ")}): ${differences.join("; ")}`);
      }
    }
  }
  return [...rows.values()];
}
