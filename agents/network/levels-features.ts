/**
 * MiniHack's levels beside KeyRoom for a network, egocentric: the 9 x 9 cells round the hero as the map remembers them, where
 * the stairs down lie as an offset ("unknown" among them), the message, and the paid set.
 */
import type { WorldPlayer } from "../world-player.js";
import { type Features, groups } from "./features.js";
import { CLASSES, classOf } from "./frame-features.js";
import { MESSAGES, messageSlot } from "./message-slot.js";

const CROP = 4;
const SIDE = 2 * CROP + 1;
/** Offsets beyond are shown as this far. */
const [FAR_COLUMNS, FAR_ROWS] = [40, 20];
const STAIRS_DOWN = ">";

const clamped = (offset: number, far: number): number => Math.min(far, Math.max(-far, offset)) + far;

export function levelsFeatures(player: WorldPlayer): Features {
  const layout = groups({
    cells: SIDE * SIDE * CLASSES,
    stairsX: 2 * FAR_COLUMNS + 2,
    stairsY: 2 * FAR_ROWS + 1,
    paid: 2 ** player.subgoals,
    message: MESSAGES,
  });
  return {
    size: layout.size,
    slots: SIDE * SIDE + 4,
    write(paid, into, at) {
      const { rows, hero = { x: 0, y: 0 }, message } = player.frame;
      const { x, y } = hero;
      let to = at;
      for (let dy = -CROP, cell = 0; dy <= CROP; dy++) {
        const row = rows[y + dy] ?? "";
        for (let dx = -CROP; dx <= CROP; dx++, cell++) {
          const code = x + dx >= 0 && x + dx < row.length ? row.charCodeAt(x + dx) : 32;
          // A blank says nothing: most of a dark level is.
          if (code !== 32) into[to++] = layout.cells.from + cell * CLASSES + classOf(code);
        }
      }
      const row = rows.findIndex((one) => one.includes(STAIRS_DOWN));
      if (row < 0) {
        into[to++] = layout.stairsX.from + layout.stairsX.size - 1;
      } else {
        into[to++] = layout.stairsX.from + clamped(rows[row]!.indexOf(STAIRS_DOWN) - x, FAR_COLUMNS);
        into[to++] = layout.stairsY.from + clamped(row - y, FAR_ROWS);
      }
      into[to++] = layout.paid.from + paid;
      into[to++] = layout.message.from + messageSlot(message);
      while (to < at + this.slots) into[to++] = -1;
    },
  };
}
