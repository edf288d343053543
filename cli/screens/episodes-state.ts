/**
 * Where a person is among recorded episodes, and what a key does. Pure, as the viewer of judgements is.
 */
import { isWrong, type Moment, momentsOf, type ShownEpisode } from "../view-model-episodes.js";

export type Filter = "all" | "wrong";

export interface EpisodePlace {
  readonly page: "list" | "walk";
  readonly filter: Filter;
  /** Index among the episodes that the filter leaves. */
  readonly episode: number;
  /** Index among the moments that the filter leaves. */
  readonly moment: number;
}

/** "wrong" leaves the episodes in which something is wrong, and of these the moments where it is. */
export const episodesAt = (all: readonly ShownEpisode[], filter: Filter): readonly ShownEpisode[] =>
  filter === "all" ? all : all.filter(isWrong);

export function momentAt(all: readonly ShownEpisode[], place: EpisodePlace): Moment | undefined {
  const shown = episodesAt(all, place.filter)[place.episode];
  return shown === undefined ? undefined : momentsOf(shown, place.filter)[place.moment];
}

const within = (index: number, length: number): number => Math.max(0, Math.min(length - 1, index));

function chosen(place: EpisodePlace, by: number, all: readonly ShownEpisode[]): EpisodePlace {
  return { ...place, episode: within(place.episode + by, episodesAt(all, place.filter).length), moment: 0 };
}

function walked(place: EpisodePlace, by: number, all: readonly ShownEpisode[]): EpisodePlace {
  const shown = episodesAt(all, place.filter)[place.episode];
  const length = shown === undefined ? 0 : momentsOf(shown, place.filter).length;
  return { ...place, moment: within(place.moment + by, length) };
}

/** The same episode and moment under the other filter, where that leaves them; else the first it leaves after them. */
function filtered(place: EpisodePlace, all: readonly ShownEpisode[]): EpisodePlace {
  const filter = place.filter === "all" ? "wrong" : "all";
  const before = episodesAt(all, place.filter)[place.episode];
  const left = episodesAt(all, filter);
  const from = before === undefined ? 0 : all.indexOf(before);
  const episode = left.findIndex((one) => all.indexOf(one) >= from);
  const now = left[episode];
  const t = now === before ? (momentAt(all, place)?.t ?? 0) : 0;
  const moment = now === undefined ? 0 : momentsOf(now, filter).findIndex((one) => one.t >= t);
  return { ...place, filter, episode: Math.max(0, episode), moment: Math.max(0, moment) };
}

const PAGE = 10;

/** `key`: a letter, or the name of an arrow, page or return key. */
export function afterEpisodeKey(place: EpisodePlace, key: string, all: readonly ShownEpisode[]): EpisodePlace {
  const isList = place.page === "list";
  switch (key) {
    case "n":
    case "right":
      return isList ? { ...place, page: "walk", moment: 0 } : walked(place, 1, all);
    case "return":
      return { ...place, page: "walk", moment: isList ? 0 : place.moment };
    case "p":
    case "left":
      return isList ? place : walked(place, -1, all);
    case "j":
    case "down":
      return chosen(place, 1, all);
    case "k":
    case "up":
      return chosen(place, -1, all);
    case " ":
    case "pageDown":
      return isList ? chosen(place, PAGE, all) : walked(place, PAGE, all);
    case "b":
    case "pageUp":
      return isList ? chosen(place, -PAGE, all) : walked(place, -PAGE, all);
    case "t":
      return { ...place, page: isList ? "walk" : "list", moment: 0 };
    case "w":
      return filtered(place, all);
    default:
      return place;
  }
}
