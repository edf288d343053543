/**
 * `screen_descriptions`: what the look-around command says of each cell, 21 x 79 texts of 80 bytes. NLE describes a cell
 * when it is drawn, so a key that was first seen from afar stays "a key" when the hero comes beside it; once drawn from
 * beside (as after standing on it) it has its full name. (Asked of NLE 1.3 in 1,117 states of KeyRooms and
 * Rooms, lit and dark: all equal.)
 */
import { objectFromAfar, objectName } from "./objects.js";
import type { State } from "./state.js";
import { BLANK, BROKEN, CELLS, DOORWAY_GLYPH, GLYPH_DESCRIPTIONS } from "./terrain.js";

const TEXT_BYTES = 80;
export const DESCRIPTION_BYTES = CELLS * TEXT_BYTES;

/** Added to a glyph where a thing lies that was drawn from beside it, and to a doorway whose door is broken. */
const CLOSE = 0x4000;

export class Descriptions {
  /** What the bytes describe, by cell: only cells that look otherwise are spelled anew. */
  private readonly held = new Int16Array(CELLS).fill(BLANK);

  /** The bytes must be zeros at first. */
  constructor(readonly bytes: Uint8Array) {}

  write(state: State): void {
    const { glyphs, floorHead, objectClose, door } = state;
    for (let cell = 0; cell < CELLS; cell++) {
      const glyph = glyphs[cell]!;
      const top = floorHead[cell]!;
      const isBroken = glyph === DOORWAY_GLYPH && door[cell] === BROKEN;
      const look = (top !== 0 && objectClose[top - 1]) || isBroken ? glyph + CLOSE : glyph;
      if (this.held[cell] === look) continue;
      this.held[cell] = look;
      const isThing = glyph !== BLANK && !GLYPH_DESCRIPTIONS.has(glyph);
      if (isBroken) this.spell(cell, "broken door");
      else this.spell(cell, isThing ? thing(state, top - 1) : (GLYPH_DESCRIPTIONS.get(glyph) ?? ""));
    }
  }

  /** Nothing is described; as in MiniHack's last observation. */
  clear(): void {
    this.bytes.fill(0);
    this.held.fill(BLANK);
  }

  private spell(cell: number, text: string): void {
    const start = cell * TEXT_BYTES;
    for (let i = 0; i < TEXT_BYTES; i++) this.bytes[start + i] = i < text.length ? text.charCodeAt(i) : 0;
  }
}

const thing = (state: State, row: number): string =>
  state.objectClose[row] ? objectName(state, row) : objectFromAfar(state, row);
