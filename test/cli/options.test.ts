import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presetPrompt } from "../../calm/index.js";
import { type ModelFlags, modelSettings, recordingPath } from "../../cli/models.js";
import { budgetFlag, integerFlag, modelSpec, noiseFlag, numberFlag, priceFlag, promptFlag } from "../../cli/options.js";
import { InputError } from "../../envs/index.js";
import { temporaryFolder } from "./run.js";

const refused = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("accepted");
};

describe("numbers", () => {
  it("are accepted within their limits, in every usual spelling", () => {
    expect(["0", "2", "1.5", "1e-3", " 1 ", "0x1"].map((text) => numberFlag("--x", text, 0, 2))).toEqual([
      0, 2, 1.5, 0.001, 1, 1,
    ]);
    expect(["1", "10", "1e1"].map((text) => integerFlag("--x", text, 1, 10))).toEqual([1, 10, 10]);
  });

  it("are refused elsewhere, naming the flag, the text and what is accepted", () => {
    for (const text of ["", " ", "two", "1,5", "NaN", "Infinity", "-1", "3", "1e999", "1_000", "٣", "1;rm"]) {
      expect(refused(() => numberFlag("--x", text, 0, 2))).toMatch(/^--x is ".*"; accepted is a number from 0 to 2\.$/);
    }
    expect(refused(() => integerFlag("--x", "1.5", 1, 10))).toBe('--x is "1.5"; accepted is a whole number.');
  });

  it("never throw anything but that sentence", () => {
    const parsers = [
      (text: string) => numberFlag("--x", text, 0, 1),
      (text: string) => integerFlag("--x", text, 0, 1),
      priceFlag,
      budgetFlag,
      noiseFlag,
      (text: string) => modelSpec(text, undefined),
      promptFlag,
    ];
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...parsers), (text, parse) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect(String(error)).not.toMatch(/[\p{Cc}\p{Cf}]|undefined/u);
        }
      }),
    );
  });
});

describe("prices, budgets, noise", () => {
  it("are read", () => {
    expect(priceFlag("0.15/0.60")).toEqual({ inPerMillion: 0.15, outPerMillion: 0.6 });
    expect(priceFlag("0/0")).toEqual({ inPerMillion: 0, outPerMillion: 0 });
    expect(budgetFlag("200k")).toEqual({ unit: "tokens", limit: 200_000 });
    expect(budgetFlag("1.5M")).toEqual({ unit: "tokens", limit: 1_500_000 });
    expect(budgetFlag("200000tokens")).toEqual({ unit: "tokens", limit: 200_000 });
    expect(budgetFlag("7 tokens")).toEqual({ unit: "tokens", limit: 7 });
    expect(budgetFlag("1.50")).toEqual({ unit: "money", limit: 1.5 });
    expect(noiseFlag("0/1")).toEqual({ falsePositive: 0, falseNegative: 1 });
  });

  it("are refused with what is accepted", () => {
    for (const text of ["", "1", "1/2/3", "-1/1", "a/b", "1/", "/1", "1e5/1", "$1/2", `${"9".repeat(400)}/1`]) {
      expect(refused(() => priceFlag(text))).toMatch(/accepted is IN\/OUT per million tokens, such as 0\.15\/0\.60/);
    }
    for (const text of ["", "lots", "-5", "5K", "5 dollars", "1e6", "k", "9".repeat(400)]) {
      expect(refused(() => budgetFlag(text))).toMatch(/accepted is 200k or 200000tokens, or money such as 1\.50/);
    }
    for (const text of ["", "0.1", "0.1/0.1/0.1", "2/0", "0/-1", "a/0", "/"]) {
      expect(refused(() => noiseFlag(text))).toMatch(/--noise is/);
    }
  });
});

describe("models", () => {
  it("are names, with a server of their own or the common one", () => {
    expect(modelSpec("llama3.1", "http://here")).toEqual({ model: "llama3.1", server: "http://here" });
    expect(modelSpec("a@http://there:8000/v1", "http://here")).toEqual({ model: "a", server: "http://there:8000/v1" });
    expect(modelSpec("org/model:tag@2024", undefined)).toEqual({ model: "org/model:tag@2024", server: undefined });
    expect(modelSpec("@cf/meta/llama@https://x", undefined)).toEqual({ model: "@cf/meta/llama", server: "https://x" });
  });

  it("have recordings of their own, also where their names look alike on disk", () => {
    const paths = ["a/b", "a_b", "a b", "A/B", "..", "."].map((name) => recordingPath("r", name));
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(6);
    expect(paths.every((path) => /^r\/[\w.-]+-[0-9a-f]{8}\.jsonl$/.test(path))).toBe(true);
  });

  it("have their flags checked although none is named", () => {
    const flags: ModelFlags = {
      recordings: "r",
      concurrency: "8",
      timeout: "120",
      tries: "5",
      temperature: "0",
      maxTokens: "1024",
    };
    expect(modelSettings({ ...flags, budget: "1", price: "1/1" })).toMatchObject({
      specs: [],
      calls: { concurrency: 8, tries: 5 },
    });
    expect(modelSettings({ ...flags, temperature: "omit" }).parameters.temperature).toBeUndefined();
    const wrong: readonly Partial<ModelFlags>[] = [
      { concurrency: "0" },
      { timeout: "0" },
      { timeout: "301" },
      { tries: "0" },
      { temperature: "3" },
      { maxTokens: "0" },
      { budget: "1" },
      { baseUrl: "http://here" },
      { model: ["a", "a"] },
    ];
    for (const one of wrong) expect(refused(() => modelSettings({ ...flags, ...one }))).not.toBe("");
  });
});

describe("prompts", () => {
  it("are shipped ones by name or name and version, or a JSON file", () => {
    expect(promptFlag("crop")).toBe(presetPrompt("crop/1"));
    const file = join(temporaryFolder(), "mine.json");
    const mine = { ...presetPrompt("map"), id: "mine/2" };
    writeFileSync(file, JSON.stringify(mine));
    expect(promptFlag(file)).toEqual(mine);
  });

  it("are refused with what is wrong", () => {
    const folder = temporaryFolder();
    const write = (name: string, value: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(value));
      return join(folder, name);
    };
    mkdirSync(join(folder, "d.json"));
    expect(refused(() => promptFlag("crop/9"))).toMatch(/no prompt "crop\/9"; shipped are crop\/1/);
    expect(refused(() => promptFlag(join(folder, "none.json")))).toMatch(/There is no prompt file/);
    expect(refused(() => promptFlag(join(folder, "d.json")))).toMatch(/is a folder/);
    expect(refused(() => promptFlag(write("a.json", { ...presetPrompt("map"), id: "mine" })))).toMatch(
      /a name and a version/,
    );
    expect(refused(() => promptFlag(write("b.json", { ...presetPrompt("map"), window: "moon" })))).toMatch(/window/);
    expect(refused(() => promptFlag(write("c.json", { ...presetPrompt("map"), parts: {} })))).toMatch(
      /parts\.role.*missing/,
    );
    expect(refused(() => promptFlag(write("e.json", { ...presetPrompt("map"), more: 1 })))).toMatch(/more/);
    expect(refused(() => promptFlag(write("f.json", null)))).toMatch(/the object/);
  });
});
