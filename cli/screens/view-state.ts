/**
 * Where a person is in the viewer, and what a key does. Pure: keys that come faster than the screen is drawn are taken
 * one after the other, none is lost.
 */
import type { StoredResult } from "../../calm/index.js";
import { type Entry, entriesOf, rowNames } from "../view-model.js";
import { scrolled } from "./layout.js";

export interface ViewState {
  readonly row: string;
  readonly filter: "all" | "wrong";
  /** Where to begin; 0 unless told. */
  readonly index?: number;
}

export interface Place extends ViewState {
  readonly index: number;
  readonly page: "judged" | "text";
  /** First line that the text page shows. */
  readonly line: number;
}

/** What a key's effect depends on besides the place. */
export interface Surroundings {
  readonly stored: StoredResult;
  /** Lines of text that fit, and lines that there are. */
  readonly room: number;
  readonly lines: (entry: Entry) => number;
}

export const entriesAt = (stored: StoredResult, { row, filter }: ViewState): readonly Entry[] =>
  entriesOf(stored, row).filter(({ wrong }) => filter === "all" || wrong);

function walked(place: Place, by: number, { stored }: Surroundings): Place {
  const last = entriesAt(stored, place).length - 1;
  return { ...place, index: Math.max(0, Math.min(last, place.index + by)), line: 0 };
}

function read(place: Place, by: number, { stored, room, lines }: Surroundings): Place {
  const entry = entriesAt(stored, place)[place.index];
  if (place.page === "judged" || entry === undefined) return place;
  return { ...place, line: scrolled(place.line, by, lines(entry), room) };
}

/** `key`: a letter, or the name of an arrow or page key. */
export function afterKey(place: Place, key: string, around: Surroundings): Place {
  switch (key) {
    case "n":
    case "right":
      return walked(place, 1, around);
    case "p":
    case "left":
      return walked(place, -1, around);
    case "t":
      return { ...place, page: place.page === "judged" ? "text" : "judged", line: 0 };
    case "w":
      return { ...place, filter: place.filter === "all" ? "wrong" : "all", index: 0, line: 0 };
    case "r": {
      const names = rowNames(around.stored);
      const row = names[(names.indexOf(place.row) + 1) % names.length] ?? place.row;
      return { ...place, row, index: 0, line: 0 };
    }
    case "j":
    case "down":
      return read(place, 1, around);
    case "k":
    case "up":
      return read(place, -1, around);
    case " ":
    case "pageDown":
      return read(place, around.room, around);
    case "b":
    case "pageUp":
      return read(place, -around.room, around);
    default:
      return place;
  }
}
