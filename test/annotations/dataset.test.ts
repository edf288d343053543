import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type DataSet,
  loadDataSet,
  partOf,
  select,
  shippedDataSets,
  type Transition,
  transitionText,
  writeDataSet,
} from "../../annotations/index.js";
import { InputError } from "../../envs/index.js";
import { transition } from "./support.js";

const items = (part: string, count: number, split?: (i: number) => string): Transition[] =>
  Array.from({ length: count }, (_, i) =>
    transition(`${part} ${i}`, { part, labels: ["yes", "no"], ...(split === undefined ? {} : { split: split(i) }) }),
  );

const parity = (i: number) => (i % 2 === 0 ? "dev" : "test");

const data: DataSet = {
  name: "small",
  version: "1",
  hash: "0".repeat(64),
  labels: "made up",
  humanLabels: 0,
  parts: [
    { name: "balanced", items: 6, subset: 4 },
    { name: "hard negatives", items: 3, subset: 1 },
    { name: "natural rate", items: 5, subset: 2 },
  ],
  items: [...items("balanced", 6, parity), ...items("hard negatives", 3, parity), ...items("natural rate", 5, parity)],
};

const ids = (selected: readonly Transition[]) => selected.map(({ id }) => id);

describe("a selection", () => {
  it("is every item, in the data's order, when full", () => {
    expect(select(data, { size: "full" })).toEqual(data.items);
  });

  it("is the declared first items of each part by default", () => {
    expect(ids(select(data, { size: "default" }))).toEqual([
      "balanced 0",
      "balanced 1",
      "balanced 2",
      "balanced 3",
      "hard negatives 0",
      "natural rate 0",
      "natural rate 1",
    ]);
  });

  it("keeps one split of what the size selects", () => {
    expect(ids(select(data, { size: "default", split: "test" }))).toEqual([
      "balanced 1",
      "balanced 3",
      "natural rate 1",
    ]);
    expect(select(data, { size: "full", split: "dev" })).toHaveLength(3 + 2 + 3);
  });

  it("takes a limit from the parts in turn, so that no part crowds out another", () => {
    expect(ids(select(data, { size: "full", limit: 5 }))).toEqual([
      "balanced 0",
      "balanced 1",
      "hard negatives 0",
      "hard negatives 1",
      "natural rate 0",
    ]);
  });

  it("of a limit is a prefix of each part, at most so many, and grows with the limit", () => {
    const within = (selected: readonly Transition[], part: string) =>
      ids(selected.filter((item) => partOf(item) === part));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom("default" as const, "full" as const),
        (limit, size) => {
          const whole = select(data, { size });
          const cut = select(data, { size, limit });
          const more = select(data, { size, limit: limit + 1 });
          expect(cut).toHaveLength(Math.min(limit, whole.length));
          for (const { name } of data.parts) {
            const prefix = within(cut, name);
            expect(within(whole, name).slice(0, prefix.length)).toEqual(prefix);
            expect(within(more, name).slice(0, prefix.length)).toEqual(prefix);
          }
        },
      ),
      { seed: 1 },
    );
  });

  it("that is empty says which splits there are", () => {
    expect(() => select(data, { size: "full", split: "train" })).toThrow(
      new InputError("No transition of small is selected; its splits are dev, test."),
    );
    const unsplit = { ...data, items: items("balanced", 2) };
    expect(() => select(unsplit, { size: "full", split: "dev" })).toThrow(
      new InputError("No transition of small is selected; it has no splits."),
    );
    expect(() => select(data, { size: "full", limit: 0 })).toThrow(InputError);
  });
});

describe("loading a data set", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "calmhack-dataset-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const about = {
    name: "small",
    version: "1",
    labels: "made up",
    humanLabels: 0,
    parts: [...data.parts],
    provenance: {},
  };
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it("gives back what was written, by folder", async () => {
    const manifest = await writeDataSet(folder, about, data.items);
    const loaded = loadDataSet(folder);
    expect(loaded.hash).toBe(manifest.sha256);
    expect(loaded.parts).toEqual(data.parts);
    expect(loaded.items.map(transitionText)).toEqual(data.items.map(transitionText));
  });

  it("finds the shipped ones by name", () => {
    expect(shippedDataSets()).toEqual(["keyroom"]);
    expect(loadDataSet("keyroom").name).toBe("keyroom");
  });

  it("names what is shipped when there is none of that name", () => {
    expect(() => loadDataSet("keyrom\u001b[31m")).toThrow(
      new InputError(
        'There is no data set "keyrom\\u{1b}[31m"; shipped are keyroom, or give the path of a JSONL file.',
      ),
    );
  });

  it("refuses transitions that are not those of the manifest", async () => {
    await writeDataSet(folder, about, data.items);
    const path = join(folder, "transitions.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replace('"open the door":false', '"open the door":true'));
    expect(() => loadDataSet(folder)).toThrow(
      new InputError(`${path} is not the file that dataset.json describes: its SHA-256 differs.`),
    );
  });

  it("refuses a damaged manifest and names the place", async () => {
    await writeDataSet(folder, about, data.items);
    const path = join(folder, "dataset.json");
    const whole = JSON.parse(readFileSync(path, "utf8"));
    const refusal = (changed: unknown) => {
      writeFileSync(path, typeof changed === "string" ? changed : JSON.stringify(changed));
      return expect(() => loadDataSet(folder));
    };
    const start = `${path} is no data-set manifest of format calmhack-dataset/1`;
    refusal("{").toThrow(new InputError(`${start} (it is no object).`));
    refusal("[]").toThrow(new InputError(`${start} (it is no object).`));
    refusal({ ...whole, format: "calmhack-dataset/2" }).toThrow(new InputError(`${start} (format).`));
    refusal({ ...whole, sha256: "0" }).toThrow(new InputError(`${start} (sha256).`));
    refusal({ ...whole, humanLabels: -1 }).toThrow(new InputError(`${start} (humanLabels).`));
    refusal({ ...whole, parts: [{ ...whole.parts[0], name: "train" }] }).toThrow(
      new InputError(`${start} (parts.0.name).`),
    );
  });

  it("takes anybody's labelled file as one part, whatever parts its lines name", () => {
    const path = file("mine.jsonl", `\ufeff${data.items.map(transitionText).join("\r\n")}\n\n`);
    const loaded = loadDataSet(path);
    expect(loaded).toMatchObject({ name: "mine", version: "file", humanLabels: 0 });
    expect(loaded.parts).toEqual([{ name: "all", items: 14, subset: 14 }]);
    expect(select(loaded, { size: "default" })).toHaveLength(14);
  });

  it("counts people and not labels, and only people", () => {
    const by = (labelledBy: string, id: string) =>
      transitionText(transition(id, { labels: ["yes", "no"], labelledBy }));
    const lines = [
      by("human:A", "1"),
      by("human:A", "2"),
      by("human:B", "3"),
      by("script:human", "4"),
      by("truth", "5"),
    ];
    expect(loadDataSet(file("mine.jsonl", lines.join("\n")))).toMatchObject({
      humanLabels: 2,
      labels: "Labels as found in the file, by human:A, human:B, script:human, truth.",
    });
  });

  it("refuses a file without transitions, without labels, with an id twice, or with a damaged line", () => {
    const unlabelled = transitionText(transition("1"));
    const labelled = transitionText(transition("1", { labels: ["yes", "no"] }));
    const empty = file("empty.jsonl", "\n\n");
    expect(() => loadDataSet(empty)).toThrow(
      new InputError(`${empty} holds no transition; one JSON object a line is needed.`),
    );
    const bare = file("bare.jsonl", unlabelled);
    expect(() => loadDataSet(bare)).toThrow(/holds no labels to score against/);
    const twice = file("twice.jsonl", `${labelled}\n${labelled}`);
    expect(() => loadDataSet(twice)).toThrow(new InputError(`${twice}:2: the id "1" is used twice.`));
    const damaged = file("damaged.jsonl", `${labelled}\n{`);
    expect(() => loadDataSet(damaged)).toThrow(`${damaged}:2: this line is no JSON object`);
    expect(() => loadDataSet(folder)).toThrow(/cannot be read; a data set is a folder with dataset\.json, or a JSONL/);
  });

  it("takes a packed file, and refuses in words what only has the name of one", () => {
    const path = file("mine.jsonl.gz", "");
    writeFileSync(path, gzipSync(transitionText(transition("1", { labels: ["yes", "no"] }))));
    expect(loadDataSet(path)).toMatchObject({ name: "mine", items: [{ id: "1" }] });
    writeFileSync(path, "no gzip");
    expect(() => loadDataSet(path)).toThrow(InputError);
  });
});
