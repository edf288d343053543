/**
 * Splits by episode: transitions of one episode resemble one another, so an episode belongs to one split whole.
 */
import { InputError, randomStream, visible } from "../envs/index.js";
import type { Transition } from "./transition.js";

export interface SplitOptions {
  readonly seed: number;
  /** Of the episodes, to "dev"; the rest to "test". */
  readonly devShare: number;
}

/**
 * New splits for items that all have an episode, at least two of them; the same whatever the items' order. Both splits
 * get at least one episode.
 */
export function splitByEpisode(items: readonly Transition[], { seed, devShare }: SplitOptions): readonly Transition[] {
  const homeless = items.find(({ episode }) => episode === undefined);
  if (homeless !== undefined) {
    throw new InputError(`"${visible(homeless.id, 60)}" names no episode; a split by episode needs one for each.`);
  }
  const episodes = [...new Set(items.map(({ episode = "" }) => episode))].sort();
  if (episodes.length < 2) throw new InputError("All transitions are of one episode, which belongs to one split.");
  const count = Math.min(episodes.length - 1, Math.max(1, Math.round(devShare * episodes.length)));
  const dev = new Set(randomStream(seed, "split by episode").shuffle(episodes).slice(0, count));
  return items.map((item) => ({ ...item, split: dev.has(item.episode ?? "") ? "dev" : "test" }));
}
