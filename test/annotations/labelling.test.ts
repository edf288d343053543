/** Raters, their orders, and label files that survive what happens to files. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type DataSet, labelling } from "../../annotations/index.js";
import { InputError } from "../../envs/index.js";
import { transition } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "calmhack-labels-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const items = Array.from({ length: 20 }, (_, i) => transition(`item ${i}`));
const data: DataSet = {
  name: "mine",
  version: "1",
  hash: "a".repeat(64),
  labels: "",
  humanLabels: 0,
  parts: [{ name: "all", items: 20, subset: 20 }],
  items,
};
const AT = "2026-11-23T12:00:00.000Z";
const { text, hash } = labelling.INSTRUCTIONS;
const headOf = (rater: string): labelling.LabelHead => ({
  format: labelling.LABELS_FORMAT,
  rater,
  data: { name: data.name, version: data.version, hash: data.hash },
  instructions: { hash, text },
  window: "map",
  began: AT,
  calmhack: "0.1.0",
});
const ids = items.map(({ id }) => id);
const planOf = (rater: string) => labelling.planned(ids, { rater, data: data.hash, repeat: 0.1 });

let files = 0;
const fresh = () => join(folder, `labels.${files++}.jsonl`);

/** A file of a rater who answered the first so many showings: yes to the key, and no to the door. */
function answered(path: string, rater: string, count: number): void {
  const plan = planOf(rater);
  const writer = labelling.openLabelFile(path, { head: headOf(rater), plan });
  for (let showing = 0; showing < count; showing++) {
    const save = (marks: labelling.Sheet["marks"], state: labelling.Sheet["state"]) => {
      const sheet = { marks, state, note: showing === 0 ? "näh \u001b[31m" : "", seconds: 1.25 };
      writer.save({ at: AT, showing, of: plan[showing]!, sheet, why: "key" });
    };
    save(["yes", "open"], "open");
    save(["yes", "no"], "open");
    save(["yes", "no"], "done");
  }
  writer.close();
}

describe("a rater's name", () => {
  it("is human:NAME or script:NAME, and nothing else", () => {
    expect(labelling.parseRater("human:ann")).toEqual({ kind: "human", name: "human:ann" });
    expect(labelling.parseRater("script:é.b-1")).toEqual({ kind: "script", name: "script:é.b-1" });
    for (const name of [
      "ann",
      "gpt-4o",
      "model:x",
      "human:",
      "human:../x",
      "human:a/b",
      "human:.a",
      "human:a b",
      "human:\u001b[31m",
      "human:a\u202eb",
    ]) {
      expect(() => labelling.parseRater(name), name).toThrow(/accepted is human:NAME/);
    }
    expect(() => labelling.parseRater("human:\u001b")).toThrow(/\\u\{1b\}/);
  });

  it("names the file without a character that some systems refuse", () => {
    expect(labelling.labelFileName(labelling.parseRater("human:ann"))).toBe("labels.human-ann.jsonl");
  });
});

describe("the order of items", () => {
  it("shows every item once, and a tenth of them a second time, later and not soon after", () => {
    const plan = planOf("human:ann");
    expect(
      plan
        .filter(({ time }) => time === 1)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
    const again = plan.filter(({ time }) => time === 2);
    expect(again).toHaveLength(2);
    for (const { id } of again) {
      const [first, second] = plan.flatMap((showing, i) => (showing.id === id ? [i] : []));
      expect(second! - first!).toBeGreaterThanOrEqual(8);
    }
  });

  it("is each rater's own, and the same on every machine and day", () => {
    expect(planOf("human:ann")).toEqual(planOf("human:ann"));
    expect(planOf("human:ann")).not.toEqual(planOf("human:bob"));
  });

  it("repeats nothing where nothing is asked for, and at most every other item", () => {
    const repeated = (repeat: number) =>
      labelling.planned(ids.slice(0, 5), { rater: "human:ann", data: "", repeat }).filter(({ time }) => time === 2)
        .length;
    expect([repeated(0), repeated(0.5)]).toEqual([0, 2]);
  });
});

describe("a label file", () => {
  it("gives back what was saved: who, when, of what, under which instructions", () => {
    const path = fresh();
    answered(path, "human:ann", 5);
    const { log } = labelling.readLabelFile(path);
    expect(log.head).toEqual(headOf("human:ann"));
    expect(log.plan).toEqual(planOf("human:ann"));
    expect(log.sheets.slice(0, 6)).toEqual([
      { marks: ["yes", "no"], state: "done", note: "näh \u001b[31m", seconds: 1.3 },
      ...Array.from({ length: 4 }, () => ({ marks: ["yes", "no"], state: "done", note: "", seconds: 1.3 })),
      undefined,
    ]);
    expect(readFileSync(path, "utf8")).not.toContain("\u001b");
  });

  it("goes on from every byte at which it may have been cut", () => {
    const path = fresh();
    answered(path, "human:ann", 1);
    const bytes = readFileSync(path);
    const headEnd = bytes.indexOf(10) + 1;
    const whole = bytes.indexOf(10, headEnd) + 1;
    for (let end = whole; end <= bytes.length; end++) {
      const cut = fresh();
      writeFileSync(cut, bytes.subarray(0, end));
      const lines = bytes.subarray(0, end).toString("latin1").split("\n").length - 1;
      const isWhole = bytes[end - 1] === 10;
      if (isWhole) expect(labelling.readLabelFile(cut).log.end).toBe("whole");
      else expect(() => labelling.readLabelFile(cut)).toThrow(/is cut in the middle of its last line/);
      const writer = labelling.openLabelFile(cut, { head: headOf("human:ann"), plan: planOf("human:ann") });
      const done = writer.log.sheets.filter((sheet) => sheet?.state === "done").length;
      expect(done).toBe(Math.floor((lines - 2) / 3));
      const sheet: labelling.Sheet = { marks: ["no", "no"], state: "done", note: "", seconds: 0 };
      writer.save({ at: AT, showing: done, of: writer.log.plan[done]!, sheet, why: "key" });
      writer.close();
      expect(labelling.readLabelFile(cut).log.sheets[done]).toEqual(sheet);
      rmSync(cut);
    }
  });

  it("is refused where a line was changed, lost, doubled or moved, with the line's number", () => {
    const path = fresh();
    answered(path, "human:ann", 3);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    const refused = (changed: readonly string[]) => {
      const bad = fresh();
      writeFileSync(bad, `${changed.join("\n")}\n`);
      try {
        labelling.readLabelFile(bad);
      } catch (error) {
        if (error instanceof InputError) return Number(/jsonl:(\d+) /.exec(error.message)?.[1]);
        throw error;
      }
      return undefined;
    };
    for (let i = 2; i < lines.length; i++) {
      const line = lines[i]!;
      const turned = line.includes('"no"') ? line.replace('"no"', '"yes"') : line.replace('"open"', '"no"');
      expect(refused(lines.with(i, turned))).toBe(i + 1);
      expect(refused(lines.with(i, line.slice(0, -5)))).toBe(i + 1);
      expect(refused(lines.with(i, ""))).toBe(i + 1);
      if (i < lines.length - 1) expect(refused(lines.toSpliced(i, 1))).toBe(i + 1);
      expect(refused(lines.toSpliced(i, 0, line))).toBe(i + 2);
    }
    expect(refused(lines.with(0, lines[0]!.replace("human:ann", "human:bob")))).toBe(1);
  });

  it("is told from what is none", () => {
    const path = fresh();
    for (const content of ["", "\n", "{}\n", "[]\n", "no json", '{"format":"calmhack-labels/2"}\n', "\u0000\n"]) {
      writeFileSync(path, content);
      expect(() => labelling.readLabelFile(path), content).toThrow(/is no label file of format calmhack-labels\/1/);
    }
    expect(() => labelling.readLabelFile(folder)).toThrow(/cannot be read: it is a folder/);
    expect(() => labelling.readLabelFile(join(folder, "absent"))).toThrow(/there is no such file/);
  });

  it("belongs to one rater, one data set, one text of instructions", () => {
    const path = fresh();
    answered(path, "human:ann", 1);
    const before = readFileSync(path);
    const open = (head: labelling.LabelHead) => () => labelling.openLabelFile(path, { head, plan: [] });
    const own = headOf("human:ann");
    expect(open(headOf("human:bob"))).toThrow(/holds the labels of human:ann/);
    expect(open({ ...own, data: { ...own.data, hash: "b".repeat(64) } })).toThrow(
      /labels other data \(mine aaaaaaaaaaaa\)/,
    );
    expect(open({ ...own, instructions: labelling.instructionsOf("other") })).toThrow(/under other instructions/);
    expect(open({ ...own, adjudicates: [] })).toThrow(/is no adjudication/);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });

  it("is written by one process at a time; the lock of one that is no more does not count", () => {
    const path = fresh();
    const open = () => labelling.openLabelFile(path, { head: headOf("human:ann"), plan: planOf("human:ann") });
    const writer = open();
    expect(open).toThrow(new RegExp(`is being written by process ${process.pid}; one rater, one screen`));
    writer.close();
    // No process has so high a number.
    writeFileSync(`${path}.lock`, "99999999\n");
    open().close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("is not begun where it cannot be written", () => {
    const path = join(folder, "absent", "labels.jsonl");
    const open = () => labelling.openLabelFile(path, { head: headOf("human:ann"), plan: [] });
    expect(open).toThrow(/cannot be written: there is no such file or folder/);
  });
});

describe("what a label file says", () => {
  it("is the finished showings, first and second time apart; unsure and skipped are no labels", () => {
    const path = fresh();
    const plan = planOf("human:ann");
    const writer = labelling.openLabelFile(path, { head: headOf("human:ann"), plan });
    plan.forEach((of, showing) => {
      const state = showing === 0 ? "skipped" : showing === 1 ? "open" : "done";
      const marks: labelling.Sheet["marks"] = showing === 2 ? ["unsure", "no"] : [of.time === 2 ? "no" : "yes", "no"];
      writer.save({ at: AT, showing, of, sheet: { marks, state, note: "", seconds: 2 }, why: "key" });
    });
    writer.close();
    const [found] = labelling.readRatings([path], data);
    expect(found).toMatchObject({ rater: { name: "human:ann" }, skipped: 1, left: 1, began: AT, ended: AT });
    expect([found?.first.size, found?.second.size]).toEqual([18, 2]);
    expect(found?.first.get(plan[2]!.id)?.verdicts).toEqual(["unanswered", "no"]);
    for (const { verdicts } of found?.second.values() ?? []) expect(verdicts).toEqual(["no", "no"]);
  });

  it("is refused for other data, unknown items, other subgoals, and two files of one rater", () => {
    const [one, two] = [fresh(), fresh()];
    answered(one, "human:ann", 2);
    answered(two, "human:ann", 2);
    const read = (paths: readonly string[], of: DataSet) => () => labelling.readRatings(paths, of);
    expect(read([one], { ...data, hash: "b".repeat(64) })).toThrow(
      /labels other data: mine aaaaaaaaaaaa, not mine bbbb/,
    );
    expect(read([one], { ...data, items: items.slice(1) })).toThrow(/names an item "item 0" that mine has not/);
    const fewer = items.map((item) => ({ ...item, subgoals: ["pick up the key"] }));
    expect(read([one], { ...data, items: fewer })).toThrow(/has 1 subgoals, not 2/);
    expect(read([one, two], data)).toThrow(/are both of human:ann; one file of each rater is needed/);
  });
});
