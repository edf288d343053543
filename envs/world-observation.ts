/**
 * A world's frame as the arrays that NLE has for it, for agents that read numbers: those keys that any map of text has.
 * A sign beyond Latin-1 is shown as "?"; cells beyond the map are 0, as in MiniHack's crops.
 */
import type { ObservationKey, ObservationTable } from "./env.js";
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";
import { visible } from "./text.js";

export const WORLD_KEYS = ["chars", "chars_crop", "message", "blstats"] as const satisfies readonly ObservationKey[];

const MESSAGE = 256;
const STATS = 27;
/** The clock's place among the status numbers. */
const TIME = 20;
const UNKNOWN_SIGN = 63;

const code = (text: string, at: number): number => {
  const sign = text.charCodeAt(at);
  return sign < 256 ? sign : UNKNOWN_SIGN;
};

/** Rows one after another. */
function writeMap(rows: readonly string[], into: Uint8Array): void {
  let at = 0;
  for (const row of rows) for (let x = 0; x < row.length; x++) into[at++] = code(row, x);
}

/** A window of `size` x `size` round the hero; without one, the window's corner lies on the map's. */
export function writeCrop({ rows, hero }: Frame, size: number, into: Uint8Array): void {
  const half = (size - 1) / 2;
  const [left, top] = hero === undefined ? [0, 0] : [hero.x - half, hero.y - half];
  for (let y = 0; y < size; y++) {
    const row = rows[top + y] ?? "";
    for (let x = 0; x < size; x++) {
      const column = left + x;
      into[y * size + x] = column >= 0 && column < row.length ? code(row, column) : 0;
    }
  }
}

/** Zero-padded; what does not fit is cut. */
export function writeMessage(message: string, into: Uint8Array): void {
  into.fill(0);
  for (let i = 0; i < message.length && i < into.length; i++) into[i] = code(message, i);
}

/** Arrays of the keys asked for, and what fills them. Throws an InputError for a key that a world does not have. */
export function worldObserver(
  id: string,
  keys: readonly ObservationKey[],
  size: number,
): { readonly observation: Partial<ObservationTable>; readonly see: (frame: Frame, time: number) => void } {
  const unknown = keys.find((key) => !WORLD_KEYS.some((known) => known === key));
  if (unknown !== undefined) {
    throw new InputError(
      `${id} has no observation "${visible(unknown, 40)}"; a world of one's own has ${WORLD_KEYS.join(" ")}.`,
    );
  }
  let chars = new Uint8Array(0);
  const crop = new Uint8Array(size * size);
  const message = new Uint8Array(MESSAGE);
  const blstats = new Int32Array(STATS);
  const has = (key: ObservationKey): boolean => keys.includes(key);
  const [hasMap, hasCrop, hasMessage, hasStats] = [has("chars"), has("chars_crop"), has("message"), has("blstats")];
  const observation: { chars?: Uint8Array; chars_crop?: Uint8Array; message?: Uint8Array; blstats?: Int32Array } = {
    ...(hasMap ? { chars } : {}),
    ...(hasCrop ? { chars_crop: crop } : {}),
    ...(hasMessage ? { message } : {}),
    ...(hasStats ? { blstats } : {}),
  };
  return {
    observation,
    see(frame, time) {
      if (hasMap) {
        const cells = frame.rows.length * (frame.rows[0]?.length ?? 0);
        if (chars.length !== cells) {
          // Known with the first frame, and the same ever after.
          chars = new Uint8Array(cells);
          observation.chars = chars;
        }
        writeMap(frame.rows, chars);
      }
      if (hasCrop) writeCrop(frame, size, crop);
      if (hasMessage) writeMessage(frame.message, message);
      if (!hasStats) return;
      blstats[0] = frame.hero?.x ?? 0;
      blstats[1] = frame.hero?.y ?? 0;
      blstats[TIME] = time;
    },
  };
}
