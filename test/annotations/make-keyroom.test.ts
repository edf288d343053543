import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { loadDataSet, select } from "../../annotations/index.js";
import { RECORDINGS, recorded } from "../envs/recordings.js";
import { folderUntilEnd } from "../folders.js";

it("judges 150 shipped items by default", () => {
  expect(select(loadDataSet("keyroom"), { size: "default" })).toHaveLength(150);
});

it.skipIf(!recorded)(
  "the shipped set is made from the recordings again, byte for byte",
  async () => {
    const folder = folderUntilEnd("keyroom");
    // The script as it is, here and not in a process that would translate all source anew.
    const { argv } = process;
    const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
    process.argv = [...argv.slice(0, 1), "scripts/make-keyroom.ts", RECORDINGS, folder];
    try {
      await import("../../scripts/make-keyroom.js");
    } finally {
      process.argv = argv;
    }
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/^1568 transitions, [0-9a-f]{64}$/));
    const made = readdirSync(folder).sort();
    expect(made).toEqual(["card.md", "dataset.json", "episode.jsonl", "transitions.jsonl"]);
    for (const name of made) {
      const [again, shipped] = [join(folder, name), join("data/keyroom", name)].map((path) => readFileSync(path));
      expect(again?.equals(shipped ?? Buffer.alloc(0)), name).toBe(true);
    }
  },
  60_000,
);
