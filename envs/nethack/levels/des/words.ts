/**
 * The words of the level language by what they are for, and what names of monsters, things, traps and rooms there are.
 */
import { MONSTER_CLASSES } from "./monster-names.js";
import { OBJECT_CLASSES } from "./object-names.js";

export const FLAGS = [
  "noteleport",
  "hardfloor",
  "nommap",
  "arboreal",
  "shortsighted",
  "mazelevel",
  "premapped",
  "shroud",
  "graveyard",
  "icedpools",
  "solidify",
  "corrmaze",
  "inaccessibles",
] as const;

export const TRAPS = [
  "arrow",
  "dart",
  "falling rock",
  "board",
  "bear",
  "land mine",
  "rolling boulder",
  "sleep gas",
  "rust",
  "fire",
  "pit",
  "spiked pit",
  "hole",
  "trap door",
  "teleport",
  "level teleport",
  "magic portal",
  "web",
  "statue",
  "magic",
  "anti magic",
  "polymorph",
  "vibrating square",
] as const;

/** Kinds of rooms; the real compiler only warns of others and makes them ordinary. */
export const ROOMS = [
  "ordinary",
  "throne",
  "swamp",
  "vault",
  "beehive",
  "morgue",
  "barracks",
  "zoo",
  "delphi",
  "temple",
  "anthole",
  "cocknest",
  "leprehall",
  "shop",
  "armor shop",
  "scroll shop",
  "potion shop",
  "weapon shop",
  "food shop",
  "ring shop",
  "wand shop",
  "tool shop",
  "book shop",
  "health food shop",
  "candle shop",
] as const;

export const LIGHTS = ["lit", "unlit", "random"] as const;
export const DIRECTIONS = ["north", "south", "east", "west"] as const;
export const DOOR_STATES = ["nodoor", "broken", "open", "closed", "locked", "secret", "random"] as const;
export const WAYS = ["up", "down"] as const;
export const GROUNDS = ["dry", "wet", "hot", "solid", "any"] as const;
export const HORIZONTAL_PLACES = ["left", "half-left", "center", "half-right", "right"] as const;
export const VERTICAL_PLACES = ["top", "center", "bottom"] as const;
export const ROOM_FLAGS = ["filled", "unfilled", "regular", "irregular", "joined", "unjoined"] as const;
export const ALIGNMENTS = ["noalign", "law", "neutral", "chaos", "coaligned", "noncoaligned"] as const;
export const ALTARS = ["sanctum", "shrine", "altar", "random"] as const;
export const ENGRAVINGS = ["dust", "engrave", "burn", "mark", "blood", "random"] as const;

/** Map characters that terrain can be set to. */
export const MAP_CHARACTERS = "-|}{+xABCISHKPLWTF\\#. ";

const kindsOf = (classes: typeof MONSTER_CLASSES) =>
  classes.flatMap(([symbol, names]) => names.split("|").map((name) => ({ symbol, name })));

/** By index, which is the glyph number of a monster, and of a thing from 1906 on. */
export const MONSTERS: readonly { readonly symbol: string; readonly name: string }[] = kindsOf(MONSTER_CLASSES);
export const THINGS: readonly { readonly symbol: string; readonly name: string }[] = kindsOf(OBJECT_CLASSES);

/** Class symbols as the real compiler takes them. */
export const MONSTER_SYMBOLS = " &':;@ABCDEFGHJKLMNOPQRSTUVWXYZ]abcdefghijklmnopqrstuvwxyz~";
export const THING_SYMBOLS = '!"$%()*+./0=?[]_`';

/** Index of a kind by name and, where given, class; capitals are as good as small letters. -1 for none. */
export function kindIndex(kinds: typeof MONSTERS, name: string, symbol?: string): number {
  const fits = (kind: { readonly symbol: string }) => symbol === undefined || kind.symbol === symbol;
  const exact = kinds.findIndex((kind) => kind.name === name && kind.name !== "" && fits(kind));
  if (exact >= 0) return exact;
  const lower = name.toLowerCase();
  return kinds.findIndex((kind) => kind.name !== "" && kind.name.toLowerCase() === lower && fits(kind));
}
