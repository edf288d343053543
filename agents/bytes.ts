/**
 * Arrays of numbers as text, for checkpoints: base64 of their bytes (little-endian, as every machine that Node runs on),
 * because printed numbers are slow.
 */
export function bytesText(array: ArrayBufferView): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

export const textBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** Throws a RangeError when the text holds no whole number of doubles. */
export const textNumbers = (text: string): Float64Array => new Float64Array(textBytes(text).buffer);

/** Throws a RangeError when the text holds no whole number of single-precision floats. */
export const textFloats = (text: string): Float32Array => new Float32Array(textBytes(text).buffer);

/** Takes the place of a typed array's content. Throws a RangeError when the text holds another number of bytes. */
export function fillFromText(array: ArrayBufferView, text: string): void {
  const bytes = textBytes(text);
  if (bytes.byteLength !== array.byteLength) {
    throw new RangeError(`${bytes.byteLength} bytes where ${array.byteLength} belong`);
  }
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(bytes);
}
