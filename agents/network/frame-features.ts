/**
 * A world of one's own for a network: each cell of its frame with its character, the message, and the paid set. A cell
 * has a row of the table for each class of characters; characters of the same class are told apart no further.
 */
import { InputError } from "../../envs/index.js";
import type { WorldPlayer } from "../world-player.js";
import { type Features, groups } from "./features.js";
import { MESSAGES, messageSlot } from "./message-slot.js";

/** Printable ASCII, and one class for all that is beyond. */
export const CLASSES = 96;
const MOST_CELLS = 2_000;

export const classOf = (code: number): number => (code < 32 || code > 126 ? CLASSES - 1 : code - 32);

/** The size is that of the frame that is seen now. Throws an InputError for a frame that is too large. */
export function frameFeatures(player: WorldPlayer): Features {
  const { rows } = player.frame;
  const [width, height] = [Math.max(0, ...rows.map(({ length }) => length)), rows.length];
  if (width * height > MOST_CELLS) {
    throw new InputError(
      `A network is shown frames of ${MOST_CELLS} cells at most, and this world has ${width} x ${height}.`,
    );
  }
  const layout = groups({ cells: width * height * CLASSES, paid: 2 ** player.subgoals, message: MESSAGES });
  return {
    size: layout.size,
    slots: width * height + 2,
    write(paid, into, at) {
      const { rows: now, message } = player.frame;
      let to = at;
      for (let y = 0; y < height; y++) {
        const row = now[y] ?? "";
        for (let x = 0; x < width; x++) {
          into[to++] =
            layout.cells.from + (y * width + x) * CLASSES + (x < row.length ? classOf(row.charCodeAt(x)) : 0);
        }
      }
      into[to++] = layout.paid.from + paid;
      into[to++] = layout.message.from + messageSlot(message);
    },
  };
}
