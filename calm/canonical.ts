/**
 * One spelling per value, and its SHA-256. Content addresses of model calls and the bytes of result.json rest on this.
 *
 * Canonical: keys sorted by UTF-16 code unit, no white space, numbers and strings as JSON.stringify writes them (so -0
 * is 0 and a lone surrogate is escaped). A property that is undefined is left out, as JSON does, so {a: undefined} and
 * {} share an address. Everything else that JSON would bend in silence (NaN, infinities, undefined in a list, dates,
 * maps, class instances, functions, bigints, cycles) is refused with its path.
 *
 * Unlike RFC 8785 there is nothing to negotiate with other programs: the same Node major writes and reads.
 */
import { createHash } from "node:crypto";
import { InputError } from "../envs/index.js";

/** Canonical JSON; `indent` spaces per level make it readable (result.json) without changing the order. */
export function canonicalJson(value: unknown, indent = 0): string {
  return write(value, "$", indent, 0, []);
}

/** 64 hex digits over the canonical JSON of the value. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}

function write(value: unknown, path: string, indent: number, depth: number, above: readonly object[]): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new InputError(`${path} is ${value}; only finite numbers can be written`);
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeStructure(value, path, indent, depth, above);
    default:
      throw new InputError(`${path} is a value of type ${typeof value}, which JSON cannot hold`);
  }
}

function writeStructure(value: object, path: string, indent: number, depth: number, above: readonly object[]): string {
  if (above.includes(value)) throw new InputError(`${path} contains itself, which JSON cannot hold`);
  const within = [...above, value];
  if (Array.isArray(value)) {
    // Array.from turns holes into undefined, which is then refused like any other undefined.
    const items = Array.from(value, (item, i) => write(item, `${path}[${i}]`, indent, depth + 1, within));
    return enclose("[", items, "]", indent, depth);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new InputError(`${path} is neither a plain object nor a list, and nothing else can be written`);
  }
  const colon = indent === 0 ? ":" : ": ";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => JSON.stringify(key) + colon + write(member, `${path}.${key}`, indent, depth + 1, within));
  return enclose("{", members, "}", indent, depth);
}

function enclose(open: string, parts: readonly string[], close: string, indent: number, depth: number): string {
  if (indent === 0 || parts.length === 0) return open + parts.join(",") + close;
  const inner = `\n${" ".repeat(indent * (depth + 1))}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${" ".repeat(indent * depth)}${close}`;
}
