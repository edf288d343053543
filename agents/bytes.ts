/**
 * Arrays of numbers as text, for checkpoints: base64 of their bytes (little-endian, as every machine that Node runs on),
 * because printed numbers are slow.
 */
export function bytesText(array: Uint8Array | Float64Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

export const textBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** Throws a RangeError when the text holds no whole number of doubles. */
export const textNumbers = (text: string): Float64Array => new Float64Array(textBytes(text).buffer);
