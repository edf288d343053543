import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadDataSet, select } from "../../annotations/index.js";
import { RECORDINGS, recorded } from "../envs/recordings.js";

it("judges 150 shipped items by default", () => {
  expect(select(loadDataSet("keyroom"), { size: "default" })).toHaveLength(150);
});

it.skipIf(!recorded)(
  "the shipped set is made from the recordings again, byte for byte",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "calmhack-keyroom-"));
    try {
      const program = join("node_modules", "tsx", "dist", "cli.mjs");
      expect(existsSync(program)).toBe(true);
      execFileSync(process.execPath, [
        program,
        "--conditions=calmhack-source",
        "scripts/make-keyroom.ts",
        RECORDINGS,
        folder,
      ]);
      const made = readdirSync(folder).sort();
      expect(made).toEqual(["card.md", "dataset.json", "episode.jsonl", "transitions.jsonl"]);
      for (const name of made) {
        const [again, shipped] = [join(folder, name), join("data/keyroom", name)].map((path) => readFileSync(path));
        expect(again?.equals(shipped ?? Buffer.alloc(0)), name).toBe(true);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
