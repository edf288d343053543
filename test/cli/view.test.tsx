/** `view`: the screen, the plain text of a pipe, and a real terminal. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "ink-testing-library";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStoredResult, type StoredResult } from "../../calm/index.js";
import type { Cell } from "../../cli/colour.js";
import { cutOut, scrolled, shares } from "../../cli/screens/layout.js";
import { ViewScreen } from "../../cli/screens/view.js";
import type { ViewState } from "../../cli/screens/view-state.js";
import { width } from "../../cli/text-table.js";
import { wrapped } from "../../cli/wrapped.js";
import { press as pressOn } from "./keys.js";
import { answering, openServer, subgoalsOf } from "./mock-server.js";
import { build, calmhack, program, root, temporaryFolder } from "./run.js";
import { hasTmux, openTerminals } from "./terminal.js";

const folder = temporaryFolder();
const LONG = `I thought about this for a long time. ${"On and on. ".repeat(80)}The end.`;
let stored: StoredResult;

/** Judged by a model that says yes to the key always, and says nothing readable about the door's last steps. */
beforeAll(async () => {
  build();
  writeFileSync(join(folder, "my.jsonl"), readFileSync(join(root, "examples", "transitions.jsonl")));
  const answer = answering((text) =>
    text.includes("Action: toggle")
      ? LONG
      : JSON.stringify(Object.fromEntries(subgoalsOf(text).map((name, i) => [name, i === 0]))),
  );
  const server = await openServer(answer);
  const flags = ["--model", "foo", "--base-url", server.url, "--repetitions", "100"];
  const mine = await calmhack(["evaluate", "my.jsonl", ...flags, "--out", "mine"], { cwd: folder });
  const shipped = await calmhack(["evaluate", "keyroom", ...flags, "--limit", "12", "--out", "shipped"], {
    cwd: folder,
  });
  await server.close();
  if (mine.code !== 0 || shipped.code !== 0) throw new Error(mine.err + shipped.err);
  stored = readStoredResult(join(folder, "mine"));
}, 120_000);

describe("in a pipe", () => {
  it("is complete: frames, prompt, raw answer, truth, and why an answer was not read", async () => {
    const { code, out, err } = await calmhack(["view", "mine"], { cwd: folder });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^10 of 10 transitions/);
    expect(out.match(/^foo: line \d+$/gm)).toHaveLength(10);
    expect(out).toContain("  pick up the key: truth yes, answered yes");
    expect(out).toContain("✗ open the door: truth yes, answered unanswered");
    expect(out).toMatch(/^not read: no object: /m);
    expect(out).toContain(`raw answer:\n  ${LONG}`);
    expect(out).toContain("#.K#..#");
    expect(out).toMatch(/prompt:\n {2}You review recorded play of a game on a grid/);
    expect(out).not.toContain("\u001b");
  });

  it("keeps to one row and to what is wrong", async () => {
    const wrong = await calmhack(["view", "mine", "--wrong", "--row", "always no"], { cwd: folder });
    expect(wrong.out).toMatch(/^(\d) of 10 transitions/);
    expect(wrong.out.match(/^✗ /gm)?.length).toBeGreaterThan(0);
    expect(wrong.out).not.toContain("raw answer:");
    const crop = await calmhack(["view", "shipped", "--wrong"], { cwd: folder });
    expect(crop.out).toMatch(/^foo: (balanced|hard|natural)-\d{4}/m);
  });

  it("says so where nothing is wrong", async () => {
    const { code, out } = await calmhack(["view", "shipped", "--wrong", "--row", "text rules"], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toBe("text rules is right on all 12 transitions.\n");
  });
});

function screen(state: ViewState) {
  const shown = render(<ViewScreen stored={stored} start={state} />);
  const press = (...keys: readonly string[]) => pressOn(shown, keys);
  return { press, frame: () => shown.lastFrame() ?? "", leave: () => shown.unmount() };
}

describe("the screen", () => {
  it("walks forth and back, and stops at both ends", async () => {
    const { press, frame, leave } = screen({ row: "foo", filter: "all" });
    expect(frame()).toContain("1 of 10 judged: foo: line 1");
    expect(frame()).toContain("pick up the key truth yes      answered yes");
    expect(await press("n")).toContain("2 of 10 judged: foo: line 2");
    expect(await press("\u001b[C", "\u001b[C")).toContain("4 of 10");
    expect(await press("p", "\u001b[D", "p", "p", "p")).toContain("1 of 10");
    expect(await press("nnnnnnn", "n", "nnnnn")).toContain("10 of 10");
    leave();
  });

  it("shows only what is wrong, and all again", async () => {
    const { press, leave } = screen({ row: "foo", filter: "all" });
    const wrong = await press("n", "w");
    expect(wrong).toMatch(/1 of \d wrong: foo: line/);
    expect(wrong).toContain("✗");
    expect(await press("w")).toContain("1 of 10 judged");
    leave();
  });

  it("goes through the rows", async () => {
    const { press, leave } = screen({ row: "foo", filter: "all" });
    expect(await press("r")).toContain("always yes: line");
    expect(await press("r")).toContain("always no: line");
    expect(await press("r", "r", "r", "r", "r", "r")).toContain("foo: line");
    leave();
  });

  it("shows the whole prompt and answer on a page that scrolls", async () => {
    const { press, leave } = screen({ row: "foo", filter: "all" });
    const judged = await press("n", "n");
    expect(judged).toContain("not read: no object");
    expect(judged).toContain("raw answer, its end (t shows all of it):");
    expect(judged).toContain("The end.");
    const first = await press("t");
    expect(first).toContain("raw answer\n  I thought about this");
    const seen = [first, await press(" "), await press(" "), await press(" ")].join("\n");
    expect(seen).toContain("The end.");
    expect(seen).toContain("Only the JSON object");
    const counts = /(\d+)-(\d+) of (\d+): /.exec(await press(" ", "j", "j"));
    expect(counts?.[2]).toBe(counts?.[3]);
    expect(await press("b", "b", "b", "b", "b", "k")).toContain("1-21 of");
    expect(await press("t")).toContain("3 of 10 judged");
    leave();
  });

  it("says that nothing is wrong where nothing is", async () => {
    const shipped = readStoredResult(join(folder, "shipped"));
    const shown = render(<ViewScreen stored={shipped} start={{ row: "text rules", filter: "wrong" }} />);
    expect(shown.lastFrame()).toContain("text rules is right on all 12 transitions.");
    await pressOn(shown, ["w"]);
    expect(shown.lastFrame()).toContain("1 of 12 judged");
    shown.unmount();
  });
});

describe("what fits", () => {
  it("is never higher than the window, and shows some of everything where it can", () => {
    for (let rows = 12; rows <= 60; rows++) {
      for (const frame of [1, 9, 21, 40]) {
        for (const subgoals of [1, 2, 5, 64]) {
          for (const failure of [0, 1] as const) {
            const share = shares(rows, { frame, subgoals, failure });
            const more = share.subgoals < subgoals ? 1 : 0;
            expect(share.frame).toBeGreaterThan(0);
            expect(share.subgoals).toBeGreaterThan(0);
            if (rows >= 14)
              expect(9 + share.frame + share.subgoals + more + failure + share.raw).toBeLessThanOrEqual(rows);
          }
        }
      }
    }
    expect(shares(24, { frame: 9, subgoals: 2, failure: 1 })).toEqual({ frame: 9, subgoals: 2, raw: 3 });
  });

  it("is cut out around what changed, in both frames alike", () => {
    const grid = (changedAt: number): readonly (readonly Cell[])[] =>
      Array.from({ length: 21 }, (_, y) =>
        Array.from(
          { length: 79 },
          (_, x): Cell => ({ text: String((x + y) % 10), colour: "gray", changed: y === 10 && x === changedAt }),
        ),
      );
    const [before, after] = cutOut([grid(70), grid(70)], { columns: 30, rows: 9 });
    expect([before.length, before[0]?.length, after.length, after[0]?.length]).toEqual([9, 30, 9, 30]);
    expect(before.flat().some(({ changed }) => changed)).toBe(true);
    const small = cutOut([[], []], { columns: 30, rows: 9 });
    expect(small).toEqual([[], []]);
  });

  it("is wrapped without losing a letter", () => {
    const texts = ["", "a b c", "  indented text that is long", "日本語の長い文章です", "x".repeat(50), "ab  cd"];
    for (const text of texts) {
      for (const columns of [1, 2, 7, 20]) {
        const lines = wrapped(text, columns);
        if (columns > 1) expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }
    }
    expect(wrapped("one two three", 8)).toEqual(["one two", "three"]);
  });

  it("scrolls no further than the text", () => {
    expect([
      scrolled(0, -1, 50, 20),
      scrolled(0, 20, 50, 20),
      scrolled(20, 20, 50, 20),
      scrolled(3, 5, 10, 20),
    ]).toEqual([0, 20, 30, 0]);
  });
});

if (!hasTmux) console.warn("tmux is not here: the viewer is not tried on a real terminal");

describe.runIf(hasTmux)("on a real terminal", () => {
  const terminals = openTerminals();
  afterAll(() => terminals.close());

  for (const [columns, rows] of [
    [80, 24],
    [120, 40],
  ] as const) {
    it(`of ${columns}x${rows} fits, walks and gives the terminal back`, async () => {
      const { type, press, until } = await terminals.open({ columns, rows });
      type(`cd ${folder} && echo be''fore && ${process.execPath} ${program} view mine`);
      press("Enter");
      const first = await until("q quit");
      expect(first.split("\n")[0]).toMatch(/^1 of 10 judged: foo: line 1/);
      expect(first).not.toContain("before\n1 of");
      expect(first.split("\n").every((line) => line.length <= columns)).toBe(true);
      press("n");
      await until("2 of 10");
      press("n");
      const third = await until("3 of 10");
      expect(third).toContain("not read: no object");
      expect(third.split("\n")[0]).toMatch(/^3 of 10/);
      press("t");
      const text = await until("t back");
      expect(text.split("\n")[0]).toMatch(/^3 of 10/);
      expect(text).toContain("raw answer");
      press("t");
      press("p");
      await until("2 of 10");
      press("w");
      await until(/1 of \d wrong/);
      press(columns === 80 ? "q" : "C-c");
      const left = await until(/before\nready> *\n/);
      expect(left).not.toContain("q quit");
      // The terminal echoes again, and the cursor is where one types.
      type("echo st''ill");
      press("Enter");
      expect(await until("still")).toContain("ready> echo st''ill");
    });
  }

  it("is told apart: output on a terminal without a keyboard is refused in one line", async () => {
    const { type, press, until } = await terminals.open({ columns: 100, rows: 24 });
    type(`cd ${folder} && ${process.execPath} ${program} view mine </dev/null; echo status $?`);
    press("Enter");
    expect(await until(/status \d/)).toContain(
      "calmhack: The viewer needs a keyboard; pipe its output for plain text.\nstatus 2",
    );
  });
});
