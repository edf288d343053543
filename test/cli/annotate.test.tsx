/** `annotate`: what keys do, what the screen shows and does not, and the command. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "ink-testing-library";
import { beforeAll, describe, expect, it } from "vitest";
import { labelling, loadDataSet } from "../../annotations/index.js";
import { afterKey, type Desk, keysFor, medianSeconds, openDesk, type Saved, sheetAt } from "../../cli/annotating.js";
import { AnnotateScreen, type Annotating } from "../../cli/screens/annotate.js";
import { deskShares, firstShown } from "../../cli/screens/annotate-layout.js";
import { InputError } from "../../envs/index.js";
import { frame, transition } from "../annotations/support.js";
import { press as pressOn } from "./keys.js";
import { build, calmhack, expectOneSentence, temporaryFolder } from "./run.js";

const folder = temporaryFolder();

const showings = (count: number) =>
  Array.from({ length: count }, (_, i): labelling.Showing => ({ id: `item ${i}`, time: 1 }));

function desk(count = 3, size = 2): Desk {
  const plan = showings(count);
  return openDesk({ plan, sizes: plan.map(() => size), sheets: [], changes: [] }, "item", 0);
}

/** Presses keys a second apart. */
function pressed(start: Desk, ...keys: readonly string[]): { readonly desk: Desk; readonly saved: readonly Saved[] } {
  let held = start;
  const saved: Saved[] = [];
  keys.forEach((key, i) => {
    const step = afterKey(held, key, (i + 1) * 1000);
    if (step.saved !== undefined) saved.push(step.saved);
    held = step.desk;
  });
  return { desk: held, saved };
}

describe("at the desk", () => {
  it("a digit says yes, and no when it comes again", () => {
    expect(sheetAt(pressed(desk(), "2").desk, 0).marks).toEqual(["open", "yes"]);
    expect(sheetAt(pressed(desk(), "2", "2").desk, 0).marks).toEqual(["open", "no"]);
    expect(sheetAt(pressed(desk(), "2", "2", "2").desk, 0).marks).toEqual(["open", "yes"]);
    expect(pressed(desk(), "3").desk.remark).toBe("There is no subgoal 3 here.");
  });

  it("no item is passed before every subgoal has an answer", () => {
    const held = pressed(desk(), "1", "return").desk;
    expect([held.at, held.remark]).toEqual([
      0,
      "Subgoal 2 has no answer yet: yes, no or unsure, or s to skip the item.",
    ]);
    const on = pressed(desk(), "1", "u", "return").desk;
    expect(on.at).toBe(0);
    const passed = pressed(desk(), "1", "down", "u", "return").desk;
    expect([passed.at, sheetAt(passed, 0).state, sheetAt(passed, 0).marks]).toEqual([1, "done", ["yes", "unsure"]]);
    expect(sheetAt(pressed(desk(), "2", "0", "return").desk, 0).marks).toEqual(["no", "yes"]);
  });

  it("every key that changes a label is saved at once, with the seconds so far", () => {
    const { saved } = pressed(desk(), "1", "2", "2", "return", "s");
    expect(saved.map(({ showing, sheet, why }) => [showing, ...sheet.marks, sheet.state, sheet.seconds, why])).toEqual([
      [0, "yes", "open", "open", 1, "key"],
      [0, "yes", "yes", "open", 2, "key"],
      [0, "yes", "no", "open", 3, "key"],
      [0, "yes", "no", "done", 4, "key"],
      [1, "open", "open", "skipped", 1, "key"],
    ]);
  });

  it("undo takes back key after key, across items, and goes where the change was", () => {
    const { desk: held, saved } = pressed(desk(), "1", "0", "return", "1", "z", "z", "z");
    expect([held.at, sheetAt(held, 0).marks, sheetAt(held, 0).state]).toEqual([0, ["yes", "open"], "open"]);
    expect(sheetAt(held, 1).marks).toEqual(["open", "open"]);
    expect(saved.slice(-3).map(({ showing, why }) => [showing, why])).toEqual([
      [1, "undo"],
      [0, "undo"],
      [0, "undo"],
    ]);
    expect(pressed(held, "z", "z").desk.remark).toBe("There is nothing to undo.");
  });

  it("one can go back and change an answer, and a skipped item can be answered after all", () => {
    const back = pressed(desk(), "0", "return", "b", "1", "return").desk;
    expect([back.at, sheetAt(back, 0)]).toMatchObject([1, { marks: ["yes", "no"], state: "done" }]);
    const skipped = pressed(desk(), "s", "left", "0", "return").desk;
    expect(sheetAt(skipped, 0).state).toBe("done");
    expect(pressed(desk(), "b").desk.remark).toBe("This is the first item.");
  });

  it("a note takes any letter, those of keys too; escape drops it, backspace takes a letter", () => {
    const noted = pressed(desk(), "n", ..."quit 1é", "backspace", "return", "1").desk;
    expect(sheetAt(noted, 0)).toMatchObject({ note: "quit 1", marks: ["yes", "open"] });
    const dropped = pressed(noted, "n", ..."zz", "escape").desk;
    expect([dropped.page, sheetAt(dropped, 0).note]).toEqual(["item", "quit 1"]);
    const long = pressed(desk(), "n", ..."x".repeat(510)).desk;
    expect([sheetAt(long, 0).note.length, long.remark]).toEqual([500, "A note has at most 500 characters."]);
  });

  it("of more than nine subgoals the digits reach those around the selected one", () => {
    const down = Array.from({ length: 10 }, () => "down");
    expect(sheetAt(pressed(desk(1, 12), ...down, "3").desk, 0).marks.indexOf("yes")).toBe(11);
    const marks = Array.from(
      { length: 12 },
      (_, i): labelling.Mark => (i % 3 === 0 ? "yes" : i % 3 === 1 ? "no" : "unsure"),
    );
    expect(sheetAt(pressed(desk(1, 12), ...keysFor(marks, "why")).desk, 0)).toMatchObject({
      marks,
      note: "why",
      state: "done",
    });
  });

  it("one begins where one left, and at the end stays at the end", () => {
    const { plan, sizes, sheets, changes } = pressed(desk(), "0", "return").desk;
    expect(openDesk({ plan, sizes, sheets, changes }, "instructions", 5).at).toBe(1);
    const end = pressed(desk(), "s", "s", "0", "return", "1", "n", "x").desk;
    expect(end.at).toBe(3);
    expect(medianSeconds(end)).toBe(2);
    expect(pressed(end, "b").desk.at).toBe(2);
  });
});

const item = transition("hard-0001", {
  part: "hard negatives",
  kind: "apply without a key",
  episode: "ep-7",
  labels: ["yes", "no"],
  before: frame(["#@+#"], { message: "a \u001b[31mred\u001b[0m word" }),
  after: frame(["#.@#"], { message: "" }),
});

function screen(more: Partial<Annotating> = {}) {
  const saved: Saved[] = [];
  const plan = showings(3);
  const shown: Annotating = {
    rater: "human:ann",
    instructions: "Say what was done.",
    window: "map",
    items: plan.map(() => item),
    start: openDesk({ plan, sizes: plan.map(() => 2), sheets: [], changes: [] }, "instructions", 0),
    now: () => 0,
    save: (one) => void saved.push(one),
    ...more,
  };
  const shownScreen = render(<AnnotateScreen shown={shown} />);
  const press = (...keys: readonly string[]) => pressOn(shownScreen, keys);
  return { press, saved, frame: () => shownScreen.lastFrame() ?? "", leave: () => shownScreen.unmount() };
}

describe("the screen", () => {
  it("shows the instructions and the task first", () => {
    const { frame: shown, leave } = screen();
    expect(shown()).toContain("Instructions for human:ann\nSay what was done.\n\nTask of the player: Fetch the key");
    leave();
  });

  it("shows the step as a model sees it, and nothing that gives the truth away", async () => {
    const { press, leave } = screen();
    const shown = await press("x");
    for (const wanted of [
      "1 of 3, 0 finished, human:ann",
      "Task: Fetch the key",
      "action E",
      "#@+#",
      "#.@#",
      "message after:  (none)",
      "›1 pick up the key –",
    ]) {
      expect(shown).toContain(wanted);
    }
    expect(shown).toContain("message before: a \\u{1b}[31mred\\u{1b}[0m word");
    expect(shown).not.toMatch(/hard|apply without|ep-7|item 0/);
    leave();
  });

  it("takes keys that come at once one by one, each saved before it is shown", async () => {
    const { press, saved, leave } = screen();
    expect(await press("x", "10\r11")).toContain("2 of 3, 1 finished, 0.0 s an item (median), human:ann");
    expect(saved.map(({ sheet }) => sheet.marks.join())).toEqual([
      "yes,open",
      "yes,no",
      "yes,no",
      "yes,open",
      "no,open",
    ]);
    expect(await press("n", "so q?", "\u007f")).toContain("note: so q▏");
    expect(await press("\r", "2", "\r", "s")).toContain("All 3 are finished. Thank you.");
    expect(await press("b")).toContain("3 of 3, 3 finished");
    leave();
  });

  it("shows what others said where an adjudication asks for it", async () => {
    const { press, leave } = screen({ votes: [["1 yes, 1 no", "2 no"], [], []] });
    expect(await press("x")).toMatch(/1 pick up the key – +\(1 yes, 1 no\)/);
    leave();
  });

  it("ends when a label cannot be saved, and does not show it as saved", async () => {
    const {
      press,
      frame: shown,
      leave,
    } = screen({
      save: () => {
        throw new InputError("labels.jsonl cannot be written: the disk is full.");
      },
    });
    await press("x", "1");
    expect(shown()).not.toContain("pick up the key yes");
    leave();
  });

  it("is never higher than the window", () => {
    for (let rows = 13; rows <= 60; rows++) {
      for (const frameRows of [1, 9, 21]) {
        for (const subgoals of [1, 2, 5, 64]) {
          const share = deskShares(rows, { task: 3, frame: frameRows, subgoals });
          expect(10 + share.task + share.frame + share.subgoals).toBeLessThanOrEqual(rows);
          expect(Math.min(share.frame, share.subgoals)).toBeGreaterThan(0);
        }
      }
    }
    expect(deskShares(24, { task: 3, frame: 9, subgoals: 2 })).toEqual({ task: 3, frame: 9, subgoals: 2 });
    expect([firstShown(0, 12, 4), firstShown(6, 12, 4), firstShown(11, 12, 4)]).toEqual([0, 4, 8]);
  });
});

describe("the command", () => {
  const run = (...args: readonly string[]) => calmhack(["annotate", ...args], { cwd: folder });
  const script = (name: string, answer: (labels: readonly string[]) => readonly (boolean | null)[]): string => {
    const lines = loadDataSet("keyroom").items.map(({ id, subgoals, labels }) => {
      const given = answer(labels ?? []);
      return JSON.stringify({
        id,
        labels: Object.fromEntries(subgoals.map((subgoal, i) => [subgoal, given[i]])),
        note: "\u001b[2J",
      });
    });
    writeFileSync(join(folder, name), lines.join("\n"));
    return name;
  };

  beforeAll(() => build(), 120_000);

  it("lets a script stand in for a person, under its own name", async () => {
    const right = script("right.jsonl", (labels) => labels.map((label) => label === "yes"));
    const ran = await run("keyroom", "--as", "script:a", "--script", right);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(/^script:a: 44 of 44 finished\.\nLabels: labels\.script-a\.jsonl\n/);
    const data = loadDataSet("keyroom");
    const [ratings] = labelling.readRatings([join(folder, "labels.script-a.jsonl")], data);
    expect([ratings?.first.size, ratings?.second.size, ratings?.left]).toEqual([40, 4, 0]);
    for (const [id, { verdicts }] of ratings?.first ?? []) {
      expect(verdicts, id).toEqual(data.items.find((one) => one.id === id)?.labels);
    }
    // The same command again has nothing to do, and changes nothing; more items come after those there are.
    const before = readFileSync(join(folder, "labels.script-a.jsonl"));
    expect((await run("keyroom", "--as", "script:a", "--script", right)).code).toBe(0);
    expect(readFileSync(join(folder, "labels.script-a.jsonl"))).toEqual(before);
    const more = await run("keyroom", "--as", "script:a", "--script", right, "--items", "60");
    expect(more.out).toContain("66 of 66 finished");
  });

  it("takes data that nobody has labelled", async () => {
    const line = { id: "one", task: "t", subgoals: ["open"], before: "#@+", action: "E", after: "#@_" };
    writeFileSync(join(folder, "bare.jsonl"), `${JSON.stringify(line)}\n`);
    writeFileSync(join(folder, "bare-script.jsonl"), `${JSON.stringify({ id: "one", skip: true })}\n`);
    const ran = await run("bare.jsonl", "--as", "script:b", "--script", "bare-script.jsonl");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("1 of 1 finished (1 skipped)");
  });

  it("says in one sentence what it cannot do, and writes nothing then", async () => {
    writeFileSync(
      join(folder, "short.jsonl"),
      `${JSON.stringify({ id: "balanced-0001", labels: { "pick up the key": true } })}\n`,
    );
    writeFileSync(join(folder, "bad.jsonl"), `${JSON.stringify({ id: "x", labels: { a: "yes" } })}\n`);
    const skip = JSON.stringify({ id: "balanced-0001", skip: true });
    writeFileSync(join(folder, "thrice.jsonl"), [skip, skip, skip].join("\n"));
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ["keyroom", "--as", "script:eve", "--script", "thrice.jsonl"],
        /thrice\.jsonl:3: the item balanced-0001 has two/,
      ],
      [["keyroom", "--as", "human:eve"], /Labelling needs a keyboard and a screen/],
      [["keyroom", "--as", "gpt-4o"], /"gpt-4o" is no rater; accepted is human:NAME for a person, script:NAME/],
      [["keyroom", "--as", "human:../eve"], /is no rater/],
      [["keyroom", "--as", "human:\u001b[31meve"], /"human:\\u\{1b\}\[31meve" is no rater/],
      [
        ["keyroom", "--as", "human:eve", "--script", "short.jsonl"],
        /human:eve is a person, whose labels no --script gives/,
      ],
      [["keyroom", "--as", "script:eve", "--script", "short.jsonl"], /does not answer the item/],
      [["keyroom", "--as", "script:eve", "--script", "bad.jsonl"], /bad\.jsonl:1: not \{"id"/],
      [["keyroom", "--as", "script:eve", "--script", "absent"], /The script absent cannot be read/],
      [["keyroom", "--as", "script:eve", "--items", "0"], /--items is "0"/],
      [["keyroom", "--as", "script:eve", "--repeat", "0.6"], /--repeat is "0.6"/],
      [["keyroom", "--as", "script:eve", "--instructions", "absent"], /The instructions absent cannot be read/],
      [["nothing", "--as", "script:eve"], /There is no data set "nothing"/],
      [["keyroom"], /required option '--as <rater>' not specified/],
      [
        ["keyroom", "--as", "script:eve", "--script", "right.jsonl", "--out", "absent/x.jsonl"],
        /cannot be written: there is no such file or folder/,
      ],
      [
        ["keyroom", "--as", "script:eve", "--script", "right.jsonl", "--out", "."],
        /is a folder|it is a folder|cannot be written/,
      ],
      [
        ["keyroom", "--as", "script:eve", "--script", "right.jsonl", "--out", "labels.script-a.jsonl"],
        /holds the labels of script:a/,
      ],
      [["keyroom", "--as", "script:eve", "--script", "right.jsonl", "--out", "right.jsonl"], /is no label file/],
    ];
    for (const [args, said] of cases) expectOneSentence(expect, await run(...args), said);
    expect(existsSync(join(folder, "labels.script-eve.jsonl"))).toBe(false);
    expect(existsSync(join(folder, "right.jsonl.lock"))).toBe(false);
  }, 120_000);
});
