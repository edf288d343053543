import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  dataSets,
  loadDataSet,
  parseTransition,
  type Transition,
  transitionText,
  validate,
} from "../../annotations/index.js";
import { splitByEpisode } from "../../annotations/split.js";
import { assetPath, InputError } from "../../envs/index.js";

const shipped = loadDataSet("keyroom").items;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-table-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: readonly string[]) => join(folder, ...names);

const write = (name: string, items: readonly Transition[]) =>
  dataSets.writeAnyData(at(name), { items, manifest: undefined, form: "file" });
const read = async (name: string) => (await dataSets.readAnyData(at(name))).items;

const hostile = [
  "",
  " ",
  "null",
  "NA",
  "nan",
  "true",
  "[",
  "[]",
  '["x"]',
  '"',
  '""',
  "'",
  ",",
  "a,b",
  "a\nb",
  "a\r\nb",
  "\r",
  "\u0000",
  "=1+1",
  "\uFEFFx",
  "é",
  "e\u0301",
  "😀",
  "\u202Egnp",
  "\u2028",
  "__proto__",
  "constructor",
  "1",
  "1.0",
  "-",
  "---",
  "PAR1",
];
const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "grapheme", maxLength: 12 }));
const name = text.filter((value) => value.length > 0 && value !== "any flagged");
const row = text.map((value) => value.replaceAll("\n", ""));
const frame = fc.record(
  {
    rows: fc.array(row, { maxLength: 4 }),
    hero: fc.tuple(fc.integer({ min: -3, max: 99 }), fc.integer({ min: 0, max: 99 })),
    message: text,
    inventory: fc.array(fc.oneof(text, fc.record({ letter: fc.constantFrom("", "a", "é", ","), text })), {
      maxLength: 3,
    }),
    status: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: ["rows"] },
);
const line = fc
  .record(
    {
      task: text,
      subgoals: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      before: frame,
      action: name,
      after: frame,
      flags: fc.array(fc.constantFrom(true, false, null), { minLength: 4, maxLength: 4 }),
      labelledBy: name,
      episode: fc.oneof(name, fc.integer()),
      step: fc.nat(),
      part: name,
      kind: name,
      split: name,
    },
    { requiredKeys: ["task", "subgoals", "before", "action", "after"] },
  )
  .map(({ flags, ...rest }) =>
    flags === undefined
      ? rest
      : { ...rest, labels: Object.fromEntries(rest.subgoals.map((subgoal, i) => [subgoal, flags[i]])) },
  );
const transitions = fc
  .array(line, { minLength: 1, maxLength: 5 })
  .map((lines) => lines.map((value, i) => parseTransition({ number: i + 1, text: JSON.stringify(value) }, "made")));

describe("a table of transitions", () => {
  it.each(["csv", "parquet", "jsonl"])(
    "gives back every transition exactly, hostile texts and gaps included: %s",
    async (ending) => {
      await fc.assert(
        fc.asyncProperty(transitions, async (items) => {
          await write(`x.${ending}`, items);
          const again = await read(`x.${ending}`);
          expect(again.map(transitionText)).toEqual(items.map(transitionText));
          expect(again).toEqual(items);
        }),
        { numRuns: 150, seed: 20261123 },
      );
    },
    120_000,
  );

  it("keeps the shipped set through CSV, Parquet and back", async () => {
    await write("a.csv", shipped);
    await write("b.parquet", await read("a.csv"));
    expect(await read("b.parquet")).toEqual(shipped);
    await write("c.jsonl", await read("b.parquet"));
    expect(readFileSync(at("c.jsonl"), "utf8")).toBe(readFileSync(assetPath("keyroom", "transitions.jsonl"), "utf8"));
  });

  it("gives the same bytes for the same transitions", async () => {
    const some = shipped.slice(0, 200);
    for (const ending of ["csv", "parquet"]) {
      await write(`one.${ending}`, some);
      await write(`two.${ending}`, some);
      expect(readFileSync(at(`one.${ending}`)).equals(readFileSync(at(`two.${ending}`)))).toBe(true);
    }
  });

  it("refuses what a table cannot keep, and writes nothing", async () => {
    const [some] = shipped;
    if (some === undefined) throw new Error("nothing is shipped");
    const broken = { ...some, before: { ...some.before, rows: ["a\nb"] } };
    await expect(write("x.csv", [broken])).rejects.toThrow(/a row of its map holds a line break/);
    await expect(write("x.parquet", [{ ...some, task: "\ud800" }])).rejects.toThrow(
      /its task holds half of a surrogate/,
    );
    await expect(write("x.csv", [{ ...some, subgoals: ["\udc00"], labels: ["yes"] }])).rejects.toThrow(/its subgoals/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("takes what pandas and others write: whole numbers with a point, lists as JSON, few columns", async () => {
    writeFileSync(
      at("x.csv"),
      'task,subgoals,action,before,after,step,episode,labels\r\nfetch,"[""key""]",N,"#@#\n#+#",".@.",3.0,7,"[true]"\r\n',
    );
    expect(await read("x.csv")).toMatchObject([
      {
        id: "line 2",
        step: 3,
        episode: "7",
        labels: ["yes"],
        labelledBy: "given",
        before: { rows: ["#@#", "#+#"], hero: { x: 1, y: 0 } },
      },
    ]);
  });
});

it("a table given to evaluate is met with the command that makes JSONL of it", () => {
  expect(() => loadDataSet("mine/x.parquet")).toThrow(
    /^mine\/x\.parquet is a table; .* npx calmhack convert mine\/x\.parquet/,
  );
});

describe("a damaged table is one sentence with file and place", () => {
  const good = 'task,subgoals,action,before,after\nt,"[""s""]",N,a,b\n';
  it.each<[string, string, RegExp]>([
    [
      "a quote that is not closed",
      good.replace('"[""s""]"', '"[""s""]'),
      /x\.csv:2:3: a quoted field is not closed\.$/,
    ],
    ["a quote inside a plain field", good.replace("N", 'N"N'), /x\.csv:2:14: a quote stands in a field/],
    ["something after a closing quote", good.replace('"[""s""]"', '"s"s'), /x\.csv:2:6: after a closing quote a comma/],
    ["a column missing", good.replace("subgoals", "labels"), /x\.csv has no column subgoals; needed are task,/],
    [
      "a column misspelt",
      good.replaceAll("after", "after,lables").replace("b\n", "b,c\n"),
      /has a column "lables" that is unknown/,
    ],
    ["a column twice", good.replace("after", "after,task").replace("b\n", "b,c\n"), /has the column task twice/],
    ["a field too few", `${good}t,N\n`, /x\.csv:3: 2 fields, and the head names 5/],
    ["a list that is none", good.replace('"[""s""]"', "['s']"), /x\.csv:2: the column subgoals needs a list of texts/],
    [
      "labels of another length",
      good.replace("after\n", "after,labels\n").replace("b\n", 'b,"[true,false]"\n'),
      /x\.csv:2: labels and subgoals differ in length/,
    ],
    [
      "a step that is no number",
      good.replace("after\n", "after,step\n").replace("b\n", "b,one\n"),
      /x\.csv:2: the column step needs a whole number, not "one"/,
    ],
    ["an action that is empty", good.replace("N", ""), /x\.csv:2: not a transition \(action/],
    [
      "a hero without a row",
      good.replace("after\n", "after,after_hero_x\n").replace("b\n", "b,3\n"),
      /x\.csv:2: of after_hero_x and after_hero_y one is missing/,
    ],
    ["nothing in it", "", /x\.csv holds no transition/],
  ])("CSV: %s", async (_, content, said) => {
    writeFileSync(at("x.csv"), content);
    await expect(read("x.csv")).rejects.toThrow(said);
    await expect(read("x.csv")).rejects.toThrow(InputError);
  });

  it("Parquet: cut at any place, or changed anywhere, is an InputError or what it was", async () => {
    await write("x.parquet", shipped.slice(0, 20));
    const bytes = readFileSync(at("x.parquet"));
    for (const cut of [0, 3, 11, 12, bytes.length >> 1, bytes.length - 5, bytes.length - 1]) {
      writeFileSync(at("cut.parquet"), bytes.subarray(0, cut));
      await expect(read("cut.parquet")).rejects.toThrow(
        /cut\.parquet (is no Parquet file|does not end as a Parquet file does: it was cut off)/,
      );
    }
    let [refused, read_] = [0, 0];
    for (let i = 0; i < bytes.length; i += 97) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 0x55;
      writeFileSync(at("bad.parquet"), changed);
      await read("bad.parquet").then(
        () => read_++,
        (error: unknown) => {
          expect(error).toBeInstanceOf(InputError);
          refused++;
        },
      );
    }
    expect(refused).toBeGreaterThan(10);
    expect(refused + read_).toBe(Math.ceil(bytes.length / 97));
  }, 60_000);

  it("Parquet: another table, and a file of another kind", async () => {
    const { parquetWriteBuffer } = await import("hyparquet-writer");
    writeFileSync(at("x.parquet"), Buffer.from(parquetWriteBuffer({ columnData: [{ name: "city", data: ["Lyon"] }] })));
    await expect(read("x.parquet")).rejects.toThrow(/x\.parquet has no column task, subgoals, action, before, after/);
    writeFileSync(at("y.parquet"), "not a table at all");
    await expect(read("y.parquet")).rejects.toThrow(/y\.parquet is no Parquet file/);
  });
});

describe("a folder for the Hub", () => {
  const keyroom = dataSets.readAnyData("keyroom");
  const data = () => keyroom;

  it("holds a head that names the splits and a Parquet file of each, and becomes the data set again, byte for byte", async () => {
    expect(await dataSets.writeAnyData(at("hub"), await data())).toBe("hub");
    expect(readdirSync(at("hub")).sort()).toEqual(["README.md", "calmhack-dataset.json", "data"]);
    expect(readdirSync(at("hub", "data")).sort()).toEqual(["dev.parquet", "test.parquet"]);
    expect(readFileSync(at("hub", "README.md"), "utf8")).toMatch(
      /^---\nconfigs:\n- config_name: default\n {2}data_files:\n {2}- split: "test"\n {4}path: data\/test\.parquet\n {2}- split: "dev"\n/,
    );
    expect((await validate(at("hub"))).findings).toEqual([]);
    expect(await dataSets.writeAnyData(at("again"), await dataSets.readAnyData(at("hub")))).toBe("data set");
    for (const file of ["transitions.jsonl", "dataset.json", "card.md"]) {
      expect(readFileSync(at("again", file), "utf8"), file).toBe(readFileSync(assetPath("keyroom", file), "utf8"));
    }
  });

  it("is no data set again once a row was changed, but still a file", async () => {
    await dataSets.writeAnyData(at("hub"), await data());
    const rows = await dataSets.readAnyData(at("hub"));
    await dataSets.writeAnyData(at("hub"), { ...rows, items: rows.items.slice(1), form: "file", manifest: undefined });
    cpSync(assetPath("keyroom", "dataset.json"), at("hub", "calmhack-dataset.json"));
    const changed = await dataSets.readAnyData(at("hub"));
    await expect(dataSets.writeAnyData(at("again"), changed)).rejects.toThrow(
      /no data-set manifest that fits these rows/,
    );
    expect(existsSync(at("again"))).toBe(false);
    await dataSets.writeAnyData(at("again.jsonl"), changed);
    expect(await read("again.jsonl")).toHaveLength(1567);
  });

  it.each<[string, () => void, RegExp]>([
    [
      "a README of somebody's",
      () => writeFileSync(at("hub", "README.md"), "# My thesis"),
      /its README\.md was not made by convert/,
    ],
    [
      "other data",
      () => {
        mkdirSync(at("hub", "data"));
        writeFileSync(at("hub", "data", "x.csv"), "");
      },
      /its data\/ holds x\.csv/,
    ],
    ["a repository", () => mkdirSync(at("hub", ".git")), /holds \.git, which is no part/],
  ])("is not written over %s", async (_, prepare, said) => {
    mkdirSync(at("hub"));
    prepare();
    await expect(dataSets.writeAnyData(at("hub"), await data())).rejects.toThrow(said);
  });

  it("refuses a split whose name is no name of a file", async () => {
    const items = shipped.slice(0, 2).map((item) => ({ ...item, split: "../../x" }));
    await expect(write("hub", items)).rejects.toThrow(/A split is named "\.\.\/\.\.\/x"/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("takes anybody's folder, where the file's name says the split", async () => {
    mkdirSync(at("theirs", "data"), { recursive: true });
    await write(
      "x.parquet",
      shipped.slice(0, 3).map(({ split: _split, ...item }) => item),
    );
    cpSync(at("x.parquet"), at("theirs", "data", "validation-00000-of-00001.parquet"));
    expect((await read("theirs")).map(({ split }) => split)).toEqual(["validation", "validation", "validation"]);
  });
});

describe("splits by episode", () => {
  it("put every episode into one split, the share of them into dev, whatever the order of the items", () => {
    const items = splitByEpisode(shipped, { seed: 3, devShare: 0.25 });
    const splits = new Map<string, Set<string>>();
    for (const { episode = "", split = "" } of items)
      splits.set(episode, (splits.get(episode) ?? new Set()).add(split));
    expect([...splits.values()].every(({ size }) => size === 1)).toBe(true);
    const dev = [...splits.values()].filter((names) => names.has("dev")).length;
    expect(dev).toBe(Math.round(splits.size * 0.25));
    expect([...splitByEpisode([...shipped].reverse(), { seed: 3, devShare: 0.25 })].reverse()).toEqual(items);
    expect(splitByEpisode(shipped, { seed: 4, devShare: 0.25 })).not.toEqual(items);
  });

  it("leave no split empty, and need an episode for each and two at least", () => {
    const two = splitByEpisode(shipped.slice(0, 2), { seed: 1, devShare: 0 }).map(({ split }) => split);
    expect(two.sort()).toEqual(["dev", "test"]);
    const [some] = shipped;
    if (some === undefined) throw new Error("nothing is shipped");
    const { episode: _episode, ...homeless } = some;
    expect(() => splitByEpisode([some, homeless], { seed: 1, devShare: 0.5 })).toThrow(/names no episode/);
    expect(() => splitByEpisode([some, some], { seed: 1, devShare: 0.5 })).toThrow(
      /all transitions are of one episode/i,
    );
  });

  it("are found out by validate in CSV, Parquet and a folder for the Hub when an episode lies in two", async () => {
    const [a, b] = shipped.filter(({ episode }) => shipped.filter((item) => item.episode === episode).length > 1);
    if (a === undefined || b === undefined) throw new Error("no such episode is shipped");
    const items = [
      { ...a, split: "dev" },
      { ...b, episode: a.episode ?? "", split: "test" },
    ];
    for (const name of ["x.csv", "x.parquet", "hub"]) {
      await write(name, items);
      expect((await validate(at(name))).findings, name).toEqual([expect.stringMatching(/its episode lies in both/)]);
    }
  });

  it("and rows that are no transition are findings that name file and row", async () => {
    writeFileSync(at("x.csv"), "task,subgoals,action,before,after\nt,x,N,a,b\n");
    expect((await validate(at("x.csv"))).findings[0]).toMatch(/x\.csv:2: the column subgoals needs a list/);
  });
});
