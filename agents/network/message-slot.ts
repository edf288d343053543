/**
 * Which feature stands for a message: 0 for none, else one of the others by FNV-1a of its characters.
 */
export const MESSAGES = 32;

/** Bytes end at the first zero. */
export function messageSlot(message: Uint8Array | string): number {
  let hash = 0x811c9dc5;
  let read = 0;
  for (; read < message.length; read++) {
    const code = typeof message === "string" ? message.charCodeAt(read) : message[read]!;
    if (code === 0) break;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return read === 0 ? 0 : 1 + (((hash ^ (hash >>> 15)) & 0x7fffffff) % (MESSAGES - 1));
}
