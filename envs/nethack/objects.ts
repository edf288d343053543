/**
 * Things: what they are called, how they look, and the table of the state in which they lie or are carried. Lists are
 * links through the table's rows; 0 ends a list, row i is link i + 1.
 */
import { CORPSE_GLYPH, monsterKind } from "./monster-kinds.js";
import { MOST_OBJECTS, type State } from "./state.js";
import { APPLE_GLYPH, BOULDER_GLYPH, KEY_GLYPH } from "./terrain.js";

export const SHORT_SWORD = 1;
export const DAGGER = 2;
export const LEATHER_ARMOR = 3;
export const POTION_OF_SICKNESS = 4;
export const LOCK_PICK = 5;
export const SACK = 6;
export const BLINDFOLD = 7;
export const MASTER_KEY = 8;
export const BOULDER = 9;
export const APPLE = 10;
/** Its detail is the kind of monster, from 1. */
export const CORPSE = 11;

/** A thing of another kind, as a recording shows it: detail and count - 1 are the glyph beyond the first thing's. */
export const OTHER = 12;

/** A potion that water has thinned twice. */
export const POTION_OF_WATER = 13;
/** What a Knight carries. */
export const LONG_SWORD = 14;
export const LANCE = 15;
export const RING_MAIL = 16;
export const HELMET = 17;
export const SMALL_SHIELD = 18;
export const LEATHER_GLOVES = 19;
export const CARROT = 20;
/** His armour that rusts. */
export const KNIGHT_ARMOR: readonly number[] = [RING_MAIL, HELMET];

/** `objectDetail`: how a thing is used, or which look a potion has in this game. */
export const UNUSED = 0;
export const WIELDED = 1;
export const ALTERNATE = 2;
export const WORN = 3;
/** A weapon in the other hand, beside the one that is wielded. */
export const OTHER_HAND = 4;
/** Added to a use. */
export const BLESSED = 8;
/** Added once for each degree of rust, of which there are three. */
export const RUST = 16;
export const MOST_RUST = 3;
/** Added to a potion's look. */
export const DILUTED = 32;
/** Added to a helmet or gloves, once for each look after the first. */
export const LOOK = 64;
/** Of food that is known not to be cursed. */
export const UNCURSED = 1;
const USE = 7;

export const rustOf = (state: State, row: number): number => (state.objectDetail[row]! >> 4) & 3;
const isUsable = (kind: number): boolean => kind <= LEATHER_ARMOR || (kind >= LONG_SWORD && kind <= LEATHER_GLOVES);
/** How a weapon or a garment is used; other things are not. */
export const howUsed = (state: State, row: number): number =>
  isUsable(state.objectKind[row]!) ? state.objectDetail[row]! & USE : UNUSED;
const RUSTY = ["", "rusty ", "very rusty ", "thoroughly rusty "];

const USES = ["", " (weapon in hand)", " (alternate weapon; not wielded)", " (being worn)", " (wielded in other hand)"];
/** Of several in one hand. */
const MANY_WIELDED = " (wielded)";

/** Glyph of the first thing. */
const OBJECT_GLYPH = 1906;

interface Kind {
  readonly glyph: number;
  /** NLE's object class. */
  readonly oclass: number;
  /** `blessed`: "blessed " or nothing; `rusty`: "very rusty " and so on, or nothing. */
  readonly name: (count: number, use: string, blessed: string, rusty: string) => string;
}

const worn =
  (what: string): Kind["name"] =>
  (_, use, blessed, rusty) =>
    `${blessed === "" ? "an uncursed" : "a blessed"} ${rusty}${what}${use}`;

const KINDS: readonly (Kind | undefined)[] = [
  undefined,
  { glyph: 1935, oclass: 2, name: (_, use, blessed, rusty) => `a ${blessed}${rusty}+0 short sword${use}` },
  {
    glyph: 1923,
    oclass: 2,
    name: (n, use, _, rusty) => (n === 1 ? `a ${rusty}+0 dagger${use}` : `${n} ${rusty}+0 daggers${use}`),
  },
  {
    glyph: 2019,
    oclass: 3,
    name: (_, use, blessed) => `${blessed ? "a blessed" : "an uncursed"} +1 leather armor${use}`,
  },
  // A potion's look is drawn anew for each game.
  { glyph: 2178, oclass: 8, name: () => "an uncursed potion of sickness" },
  { glyph: 2103, oclass: 6, name: () => "an uncursed lock pick" },
  { glyph: 2098, oclass: 6, name: () => "an empty uncursed sack" },
  { glyph: 2114, oclass: 6, name: () => "an uncursed blindfold" },
  { glyph: KEY_GLYPH, oclass: 6, name: () => "a key named The Master Key of Thievery" },
  { glyph: BOULDER_GLYPH, oclass: 14, name: () => "a boulder" },
  { glyph: APPLE_GLYPH, oclass: 7, name: (n) => (n === 1 ? "an apple" : `${n} apples`) },
  { glyph: CORPSE_GLYPH, oclass: 7, name: () => "a corpse" },
  { glyph: OBJECT_GLYPH, oclass: 0, name: () => "a thing" },
  { glyph: 2203, oclass: 8, name: () => "an uncursed clear potion" },
  { glyph: 1943, oclass: 2, name: (_, use, blessed, rusty) => `a ${blessed}${rusty}+1 long sword${use}` },
  { glyph: 1952, oclass: 2, name: (_, use, blessed, rusty) => `a ${blessed}${rusty}+1 lance${use}` },
  { glyph: 2017, oclass: 3, name: worn("+1 ring mail") },
  { glyph: 1984, oclass: 3, name: worn("+0 helmet") },
  { glyph: 2035, oclass: 3, name: worn("+0 small shield") },
  { glyph: 2042, oclass: 3, name: worn("+0 pair of leather gloves") },
  { glyph: 2163, oclass: 7, name: (n) => (n === 1 ? "a carrot" : `${n} carrots`) },
];

const kindOf = (kind: number): Kind => KINDS[kind] ?? { glyph: 0, oclass: 0, name: () => "nothing" };

export const objectGlyph = (state: State, row: number): number => {
  const kind = state.objectKind[row]!;
  if (kind === CORPSE) return CORPSE_GLYPH + monsterKind(state.objectDetail[row]!).glyph;
  if (kind === OTHER) return OBJECT_GLYPH + state.objectDetail[row]! + 256 * (state.objectCount[row]! - 1);
  if (kind === HELMET || kind === LEATHER_GLOVES) return kindOf(kind).glyph + (state.objectDetail[row]! >> 6);
  return kindOf(kind).glyph + (kind === POTION_OF_SICKNESS ? state.objectDetail[row]! & ~DILUTED : 0);
};

export const objectClass = (state: State, row: number): number => kindOf(state.objectKind[row]!).oclass;

/** As the inventory prints it, e.g. "7 +0 daggers (alternate weapon; not wielded)". */
export function objectName(state: State, row: number): string {
  const kind = state.objectKind[row]!;
  if (kind === CORPSE) {
    const { name } = monsterKind(state.objectDetail[row]!);
    const count = state.objectCount[row]!;
    return count === 1 ? `a ${name} corpse` : `${count} ${name} corpses`;
  }
  if (kind === POTION_OF_SICKNESS)
    return `an uncursed ${state.objectDetail[row]! & DILUTED ? "diluted " : ""}potion of sickness`;
  const detail = state.objectDetail[row]!;
  if ((kind === APPLE || kind === CARROT) && detail === UNCURSED) {
    const [, count, name] = /^(\S+) (.*)$/.exec(kindOf(kind).name(state.objectCount[row]!, "", "", "")) ?? [];
    return `${count === "a" ? "an" : count} uncursed ${name}`;
  }
  const blessed = detail & BLESSED ? "blessed " : "";
  // Of kinds that are neither worn nor wielded the detail says other things.
  const isHeld = (detail & USE) === WIELDED && state.objectCount[row]! > 1;
  const use = isHeld ? MANY_WIELDED : (USES[detail & USE] ?? "");
  return kindOf(kind).name(state.objectCount[row]!, use, blessed, RUSTY[rustOf(state, row)]!);
}

/** As the look-around command says it of a thing on the floor: from afar neither a key's own name nor a number shows. */
export function objectFromAfar(state: State, row: number): string {
  const kind = state.objectKind[row];
  if (kind === MASTER_KEY) return "a key";
  return kind === APPLE && state.objectCount[row]! > 1 ? "some apples" : objectName(state, row);
}

/** What one thing of a kind is called by itself. */
const PLAIN: Readonly<Record<number, string>> = {
  [SHORT_SWORD]: "short sword",
  [DAGGER]: "dagger",
  [LOCK_PICK]: "lock pick",
  [POTION_OF_SICKNESS]: "potion of sickness",
  [LONG_SWORD]: "long sword",
  [LANCE]: "lance",
  [RING_MAIL]: "ring mail",
  [HELMET]: "helmet",
};
export const plainName = (kind: number): string => PLAIN[kind] ?? "thing";

/** Whether the top thing of a cell is a boulder. */
export function hasBoulder(state: State, cell: number): boolean {
  const top = state.floorHead[cell]!;
  return top !== 0 && state.objectKind[top - 1] === BOULDER;
}

/** An empty table with all rows free. */
export function clearObjects(state: State): void {
  state.floorHead.fill(0);
  state.packHead[0] = 0;
  state.freeHead[0] = 1;
  for (let row = 0; row < MOST_OBJECTS; row++) state.objectNext[row] = row + 2 <= MOST_OBJECTS ? row + 2 : 0;
}

/** A new thing in no list; returns its row. Throws when the table is full: a level may not hold more. */
export function makeObject(state: State, kind: number, count: number, detail: number): number {
  const link = state.freeHead[0]!;
  if (link === 0) throw new RangeError(`a game holds at most ${MOST_OBJECTS} things`);
  const row = link - 1;
  state.freeHead[0] = state.objectNext[row]!;
  state.objectKind[row] = kind;
  state.objectCount[row] = count;
  state.objectDetail[row] = detail;
  state.objectLetter[row] = 0;
  state.objectNext[row] = 0;
  state.objectClose[row] = 0;
  return row;
}

/** On top of what lies there, but a boulder stays on top. */
export function layOnFloor(state: State, row: number, cell: number): void {
  const top = state.floorHead[cell]!;
  if (top !== 0 && state.objectKind[top - 1] === BOULDER && state.objectKind[row] !== BOULDER) {
    state.objectNext[row] = state.objectNext[top - 1]!;
    state.objectNext[top - 1] = row + 1;
    return;
  }
  state.objectNext[row] = state.floorHead[cell]!;
  state.floorHead[cell] = row + 1;
}

/** Lays a thing where things of its kind may lie: apples and corpses of a kind join into one. */
export function stackOnFloor(state: State, row: number, cell: number): void {
  const kind = state.objectKind[row];
  if (kind === APPLE || kind === CORPSE) {
    for (let link = state.floorHead[cell]!; link !== 0; link = state.objectNext[link - 1]!) {
      if (state.objectKind[link - 1] !== kind || state.objectDetail[link - 1] !== state.objectDetail[row]) continue;
      state.objectCount[link - 1]! += state.objectCount[row]!;
      freeObject(state, row);
      return;
    }
  }
  layOnFloor(state, row, cell);
}

/** Appends to the pack under the first free letter; returns the letter's code. */
export function addToPack(state: State, row: number): number {
  let taken = 0;
  let last = 0;
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    taken |= 1 << (state.objectLetter[link - 1]! - 97);
    last = link;
  }
  let letter = 0;
  while ((taken >> letter) & 1) letter++;
  state.objectLetter[row] = 97 + letter;
  state.objectNext[row] = 0;
  if (last === 0) state.packHead[0] = row + 1;
  else state.objectNext[last - 1] = row + 1;
  return 97 + letter;
}

/** Puts a thing into the pack, with its like if some are carried; returns the row that holds it. */
export function stackInPack(state: State, row: number): number {
  const kind = state.objectKind[row];
  const joins = kind === APPLE || kind === CORPSE;
  for (let link = state.packHead[0]!; joins && link !== 0; link = state.objectNext[link - 1]!) {
    if (state.objectKind[link - 1] !== kind || state.objectDetail[link - 1] !== state.objectDetail[row]) continue;
    state.objectCount[link - 1]! += state.objectCount[row]!;
    freeObject(state, row);
    return link - 1;
  }
  addToPack(state, row);
  return row;
}

/** Row of the first thing of a kind in the pack, or -1. */
export function findInPack(state: State, kind: number): number {
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    if (state.objectKind[link - 1] === kind) return link - 1;
  }
  return -1;
}

/** Gives a row back that is in no list. */
export function freeObject(state: State, row: number): void {
  state.objectNext[row] = state.freeHead[0]!;
  state.freeHead[0] = row + 1;
}

/** Takes the top thing from a cell; returns its row, or -1 when nothing lies there. */
export function takeFromFloor(state: State, cell: number): number {
  const link = state.floorHead[cell]!;
  if (link === 0) return -1;
  state.floorHead[cell] = state.objectNext[link - 1]!;
  return link - 1;
}
