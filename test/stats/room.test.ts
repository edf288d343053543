import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as stats from "../../stats/index.js";

const room = new URL("../../stats/", import.meta.url);
const sources = readdirSync(room).map((name) => ({ name, text: readFileSync(new URL(name, room), "utf8") }));

describe("the stats room", () => {
  it("knows numbers only: no word of another room, no clock, no hidden randomness, no output", () => {
    for (const { name, text } of sources) {
      expect(text.match(/label|Math\.random|\bDate\b|performance\.now|console|process\./i), name).toBeNull();
    }
  });

  it("imports nothing but its own files", () => {
    for (const { name, text } of sources) {
      for (const [, from] of text.matchAll(/from "([^"]*)"/g)) expect(from, name).toMatch(/^\.\/[a-z0-9-]+\.js$/);
    }
  });

  it("refuses to tag a NaN as an estimate", () => {
    expect(() => stats.defined(Number.NaN)).toThrow("an estimate must be finite, got NaN");
    expect(stats.undefinedBecause("no data")).toEqual({ ok: false, why: "no data" });
  });
});
