/**
 * KeyRoom for a network, in two manners, both egocentric:
 *
 * - "map": where key, door and goal lie, as offsets from the hero (a group a coordinate, "unknown" among them), from the
 *   remembered map; the phase; what is near (5 x 5: walls, and what was never seen; as "wide map" 9 x 9); the message; the paid set.
 * - "crop": the 9 x 9 characters round the hero, each cell in its class; the message; the paid set. No memory.
 */
import type { Player } from "../player.js";
import { type Features, groups } from "./features.js";
import { MESSAGES, messageSlot } from "./message-slot.js";

const [COLUMNS, ROWS] = [79, 21];
/** Offsets beyond are shown as this far; KeyRoom's rooms are no wider. */
const FAR = 16;
const OFFSETS = 2 * FAR + 1;
/** How far the crop goes to each side, and how far the map's walls do. */
const CROP = 4;
const SIDE = 2 * CROP + 1;

/** Characters that matter in KeyRoom; all others share a class. */
const SIGNS = " .-|+(>@#<";
const CLASSES = SIGNS.length + 1;
const CLASS_OF = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = SIGNS.indexOf(String.fromCharCode(byte));
  return byte === 0 ? 0 : at < 0 ? CLASSES - 1 : at;
});

const [BLANK, DASH, BAR] = [32, 45, 124];

const clamped = (offset: number): number => Math.min(FAR, Math.max(-FAR, offset)) + FAR;

const PLACES = ["door", "key", "goal"] as const;
const PHASES = { locked: 0, held: 1, open: 2 } as const;

/** `near`: how far to each side of the hero walls and what was never seen are shown cell by cell. */
export function keyRoomMap(player: Player, near: number): Features {
  const cells = (2 * near + 1) ** 2;
  const layout = groups({
    doorX: OFFSETS + 1,
    doorY: OFFSETS,
    keyX: OFFSETS + 1,
    keyY: OFFSETS,
    goalX: OFFSETS + 1,
    goalY: OFFSETS,
    phase: 3,
    paid: 2 ** player.subgoals,
    message: MESSAGES,
    walls: cells,
    unseen: cells,
  });
  const across = [layout.doorX, layout.keyX, layout.goalX] as const;
  const down = [layout.doorY, layout.keyY, layout.goalY] as const;
  const { memory } = player;
  return {
    size: layout.size,
    slots: 2 * PLACES.length + 3 + cells,
    write(paid, into, at) {
      const { chars, message } = player.seen;
      const hero = memory.cell;
      const [x, y] = [hero % COLUMNS, Math.floor(hero / COLUMNS)];
      let to = at;
      for (let i = 0; i < PLACES.length; i++) {
        const cell = memory.placeOf(PLACES[i]!);
        if (cell < 0) {
          into[to++] = across[i]!.from + OFFSETS;
          continue;
        }
        into[to++] = across[i]!.from + clamped((cell % COLUMNS) - x);
        into[to++] = down[i]!.from + clamped(Math.floor(cell / COLUMNS) - y);
      }
      into[to++] = layout.phase.from + PHASES[memory.stage];
      into[to++] = layout.paid.from + paid;
      into[to++] = layout.message.from + messageSlot(message);
      for (let dy = -near, cell = 0; dy <= near; dy++) {
        for (let dx = -near; dx <= near; dx++, cell++) {
          const [cx, cy] = [x + dx, y + dy];
          const sign = cx < 0 || cx >= COLUMNS || cy < 0 || cy >= ROWS ? BLANK : chars[cy * COLUMNS + cx]!;
          if (sign === DASH || sign === BAR) into[to++] = layout.walls.from + cell;
          else if (sign === BLANK) into[to++] = layout.unseen.from + cell;
        }
      }
      while (to < at + this.slots) into[to++] = -1;
    },
  };
}

export function keyRoomCrop(player: Player): Features {
  const layout = groups({ cells: SIDE * SIDE * CLASSES, paid: 2 ** player.subgoals, message: MESSAGES });
  return {
    size: layout.size,
    slots: SIDE * SIDE + 2,
    write(paid, into, at) {
      const { chars, message } = player.seen;
      const hero = player.memory.cell;
      const [x, y] = [hero % COLUMNS, Math.floor(hero / COLUMNS)];
      let to = at;
      for (let dy = -CROP, cell = 0; dy <= CROP; dy++) {
        for (let dx = -CROP; dx <= CROP; dx++, cell++) {
          const [cx, cy] = [x + dx, y + dy];
          const sign = cx < 0 || cx >= COLUMNS || cy < 0 || cy >= ROWS ? BLANK : chars[cy * COLUMNS + cx]!;
          into[to++] = layout.cells.from + cell * CLASSES + CLASS_OF[sign]!;
        }
      }
      into[to++] = layout.paid.from + paid;
      into[to++] = layout.message.from + messageSlot(message);
    },
  };
}
