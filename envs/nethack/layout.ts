/**
 * One block, named views. All state of an environment lives in one ArrayBuffer, so a snapshot is one copy and a restore
 * another (0.4 µs for 12 KB, where nine separate arrays take 11). No strings, closures or objects: only numbers.
 */

const ARRAYS = {
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;

export type FieldType = keyof typeof ARRAYS;

/** Type and length of a field. */
export type Field = readonly [type: FieldType, length: number];
export type Fields = Readonly<Record<string, Field>>;

export type Views<F extends Fields> = {
  readonly [Name in keyof F]: InstanceType<(typeof ARRAYS)[F[Name][0]]>;
};

export interface Layout<F extends Fields> {
  readonly bytes: number;
  /** Names, types and lengths in order: two layouts with the same signature read each other's blocks. */
  readonly signature: string;
  readonly views: (buffer: ArrayBuffer) => Views<F>;
}

/**
 * Fields are placed widest type first, and each begins at a multiple of four bytes, so that a plane of bytes can be read
 * four at a time; what fills the gaps is 0 for ever.
 */
export function defineLayout<const F extends Fields>(fields: F): Layout<F> {
  const order = Object.keys(ARRAYS);
  const entries = Object.entries(fields).sort(([, [a]], [, [b]]) => order.indexOf(a) - order.indexOf(b));
  let bytes = 0;
  const places = entries.map(([name, [type, length]]) => {
    const offset = bytes;
    bytes += Math.ceil((length * ARRAYS[type].BYTES_PER_ELEMENT) / 4) * 4;
    return { name, type, length, offset };
  });
  // A block is copied in words of eight bytes.
  bytes = Math.ceil(bytes / 8) * 8;
  return {
    bytes,
    signature: places.map(({ name, type, length }) => `${name}:${type}[${length}]`).join(" "),
    views: (buffer) =>
      Object.fromEntries(
        places.map(({ name, type, length, offset }) => [name, new ARRAYS[type](buffer, offset, length)]),
        // The record is built from the very fields that the type is computed from.
      ) as Views<F>,
  };
}
