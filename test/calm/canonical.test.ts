import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, contentHash } from "../../calm/canonical.js";

describe("canonical JSON", () => {
  it("sorts keys by code unit at every depth and writes no white space", () => {
    expect(canonicalJson({ b: [{ z: 1, Z: 2 }], a: null, 10: true, 9: "é" })).toBe(
      '{"10":true,"9":"é","a":null,"b":[{"Z":2,"z":1}]}',
    );
  });

  it("leaves undefined properties out, so both spellings have one address", () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  it("is indented on demand without another order", () => {
    expect(canonicalJson({ b: [], a: [1, { c: 2 }] }, 2)).toBe(
      '{\n  "a": [\n    1,\n    {\n      "c": 2\n    }\n  ],\n  "b": []\n}',
    );
  });

  it("hashes to the SHA-256 of its UTF-8 bytes", () => {
    expect(contentHash({ b: 1, a: "ü" })).toBe(createHash("sha256").update('{"a":"ü","b":1}').digest("hex"));
  });

  it.each([
    [{ a: { b: [Number.NaN] } }, "$.a.b[0] is NaN; only finite numbers can be written"],
    [[1, undefined], "$[1] is a value of type undefined, which JSON cannot hold"],
    [{ when: new Date(0) }, "$.when is neither a plain object nor a list, and nothing else can be written"],
    [{ n: 1n }, "$.n is a value of type bigint, which JSON cannot hold"],
  ])("refuses %o with its path", (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it("refuses a value that contains itself, and accepts one that occurs twice", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalJson(loop)).toThrow("$.self contains itself");
    const twice = { a: 1 };
    expect(canonicalJson([twice, twice])).toBe('[{"a":1},{"a":1}]');
  });

  it("survives JSON and does not depend on the order of insertion", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(JSON.parse(canonicalJson(value, 2)))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
      { seed: 1 },
    );
  });
});

/** The same value with every object's keys inserted backwards. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [key, reversed(member)]);
  return Object.fromEntries(entries.reverse());
}
