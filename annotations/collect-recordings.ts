/**
 * Collects from recordings of the real game: what the shipped set is drawn with.
 */
import { conforming, InputError, visible } from "../envs/index.js";
import { type BalancedFrom, Collector, type Drawn, type Quotas } from "./collect.js";
import { KEYROOM_PLAY } from "./task.js";

export interface RecordingsOptions {
  readonly name: string;
  readonly seed: number;
  readonly quotas: Quotas;
  readonly balanced: BalancedFrom;
  /** What the recordings are of, in words; which environments is added when absent. */
  readonly origin?: string;
}

/** The last part of a path: what a recording is called, wherever it lies. */
const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Reads all episodes of KeyRoom recordings and draws. Throws an InputError that names file and line. */
export async function collectRecordings(paths: readonly string[], options: RecordingsOptions): Promise<Drawn> {
  const { name, seed, quotas, balanced } = options;
  const collector = new Collector(seed, KEYROOM_PLAY);
  const environments = new Set<string>();
  for (const path of paths) {
    for await (const episode of conforming.readTraces(path)) {
      if (!episode.environment.includes("KeyRoom")) {
        throw new InputError(
          `${visible(path)} records ${visible(episode.environment, 80)}; the truth that collect knows is KeyRoom's.`,
        );
      }
      environments.add(episode.environment);
      collector.add(episode, fileName(path));
    }
  }
  const { candidates, episodes, blankEndings } = collector;
  if (candidates.length === 0) throw new InputError(`${paths.map((path) => visible(path)).join(", ")}: no step in it.`);
  const origin =
    options.origin ??
    `recorded episodes of the real MiniHack: ${[...environments]
      .sort()
      .map((id) => visible(id, 80))
      .join(", ")}`;
  return collector.draw({
    name,
    seed,
    quotas,
    balanced,
    verb: "recorded",
    origin: {
      origin,
      files: `${paths.length} recordings, ${episodes} episodes, ${candidates.length} usable transitions`,
      "dropped blank endings": `${blankEndings} (the real program blanks the last observation of an episode, so "reach the stairs" cannot be judged)`,
      "screen text":
        "regenerated from the recorded map, message, status numbers and inventory; the recordings hold no terminal per step",
    },
  });
}
