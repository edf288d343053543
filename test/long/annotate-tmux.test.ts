/**
 * Two scripted raters at the real screen of `annotate`, in tmux: 60 items each, one killed with SIGKILL in the middle, the
 * other killed with its last line cut; both go on. What `agreement` says then equals a count of the keys that were typed,
 * made here with a pencil's arithmetic and none of calmhack's code. Screens are printed to be looked at.
 */
import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, calmhack, expectOneSentence, program, temporaryFolder } from "../cli/run.js";
import { hasTmux, openTerminals, type Terminal } from "../cli/terminal.js";

const folder = temporaryFolder();
if (!hasTmux) console.warn("tmux is not here: nobody sits at the screen of annotate");

type Answer = "yes" | "no" | "unsure";
/** What was typed for one showing, in the order of the subgoals. */
type Typed = readonly [Answer, Answer] | "skipped";

interface Step {
  readonly action: string;
  readonly message: string;
}

/**
 * The declared rules. They read the screen and nothing else; that they are poor raters does not matter.
 *   a: a key was taken where PICKUP names a thing ("g - a key"); a door was opened where APPLY got any answer.
 *   b: as the action says, and every seventh showing the other way round; every thirteenth unsure of the door; every
 *      seventeenth skipped.
 */
const RULES: Readonly<Record<"a" | "b", (step: Step, showing: number) => Typed>> = {
  a: ({ action, message }) => [
    action === "PICKUP" && /^[a-zA-Z] - /.test(message) ? "yes" : "no",
    action === "APPLY" && message !== "(none)" ? "yes" : "no",
  ],
  b: ({ action }, showing) => {
    if (showing % 17 === 16) return "skipped";
    const said = (is: boolean): Answer => (is === (showing % 7 !== 6) ? "yes" : "no");
    return [said(action === "PICKUP"), showing % 13 === 12 ? "unsure" : said(action === "APPLY")];
  },
};

const SIZES = { a: { columns: 80, rows: 24 }, b: { columns: 200, rows: 60 } } as const;
const SHOWINGS = 66;
const KILLED_AT = 31;
const labelFile = (rater: "a" | "b") => join(folder, `labels.script-${rater}.jsonl`);
const command = (rater: "a" | "b") =>
  `cd ${folder} && ${process.execPath} ${program} annotate keyroom --as script:${rater} --items 60; echo status $?`;

function stepOn(screen: string): Step {
  const found = /^action (\S+)$/m.exec(screen)?.[1];
  const message = /^message after: +(.*?) *$/m.exec(screen)?.[1];
  if (found === undefined || message === undefined) throw new Error(`no step is shown:\n${screen}`);
  return { action: found, message };
}

function expectToFit(screen: string, { columns, rows }: { readonly columns: number; readonly rows: number }): void {
  const lines = screen.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(rows);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines[0]).toMatch(/^\d+ of 66, \d+ finished/);
  expect(lines.at(-1)).toBe("s skip  n note  z undo  i instructions  q quit (everything is saved)");
  for (const wanted of ["Task: A dungeon room", "pick up the key", "open the door", "before", "after"]) {
    expect(screen).toContain(wanted);
  }
}

const digit = (subgoal: number): string => String(subgoal + 1);

async function answer(terminal: Terminal, subgoal: number, said: Answer): Promise<void> {
  if (said === "unsure") {
    terminal.press(...(subgoal === 0 ? ["Up"] : ["Down"]), "u");
  } else {
    terminal.type(digit(subgoal));
    if (said === "no") terminal.type(digit(subgoal));
  }
  const name = ["pick up the key", "open the door"][subgoal];
  await terminal.until(new RegExp(`${name} +${said} *$`, "m"));
}

/** Answers the showing in front, with keys that are taken back, notes and second thoughts at declared showings. */
async function label(terminal: Terminal, showing: number, typed: Typed): Promise<void> {
  const here = `${showing + 1} of ${SHOWINGS}, `;
  if (typed === "skipped") return terminal.type("s");
  if (showing % 10 === 3) {
    // A slip, taken back.
    terminal.type("1");
    await terminal.until(/pick up the key +yes/);
    terminal.type("z");
    await terminal.until(/pick up the key +– *$/m);
  }
  for (const subgoal of [0, 1]) await answer(terminal, subgoal, typed[subgoal]!);
  if (showing % 15 === 5) {
    terminal.type("n");
    await terminal.until("enter keeps, esc drops");
    terminal.type("quiz 1 é");
    await terminal.until("note: quiz 1 é");
    terminal.press("Enter");
    await terminal.until(/note: quiz 1 é *$/m);
  }
  terminal.press("Enter");
  if (showing % 11 !== 6) return;
  // A second thought: back, the key's answer turned round, and on.
  await terminal.until(`${showing + 2} of ${SHOWINGS}, `);
  terminal.type("b");
  await terminal.until(here);
  await terminal.until("[done]");
  terminal.type("1");
  await terminal.until(typed[0] === "yes" ? /pick up the key +no *$/m : /pick up the key +yes *$/m);
  terminal.press("Enter");
}

async function sitDown(rater: "a" | "b"): Promise<Terminal> {
  const terminal = await terminals.open(SIZES[rater]);
  terminal.type(command(rater));
  terminal.press("Enter");
  const first = await terminal.until("q quits");
  expect(first).toContain(`Instructions for script:${rater}`);
  terminal.type("x");
  return terminal;
}

const terminals = openTerminals();
afterAll(() => terminals.close());
beforeAll(() => build(), 300_000);

/** What ends up as typed: a second thought turns the first answer round. */
const turned = (showing: number, typed: Typed): Typed =>
  typed === "skipped" || showing % 11 !== 6 ? typed : [typed[0] === "yes" ? "no" : "yes", typed[1]];

/** Labels all showings; `typed` fills up. Returns the last terminal. */
async function rate(rater: "a" | "b", typed: Typed[]): Promise<Terminal> {
  let terminal = await sitDown(rater);
  for (let showing = 0; showing < SHOWINGS; showing++) {
    const here = `${showing + 1} of ${SHOWINGS}, ${showing} finished`;
    let screen = await terminal.until(here);
    if (showing === 0 || showing === KILLED_AT) expectToFit(screen, SIZES[rater]);
    if (showing === 0)
      console.log(`script:${rater}, ${SIZES[rater].columns}x${SIZES[rater].rows}\n${screen.trimEnd()}`);
    if (showing === KILLED_AT) {
      terminal.type("1");
      await terminal.until(/pick up the key +yes/);
      const pid = Number(readFileSync(`${labelFile(rater)}.lock`, "utf8"));
      process.kill(pid, "SIGKILL");
      await terminal.until("status 137");
      if (rater === "b") {
        truncateSync(labelFile(rater), readFileSync(labelFile(rater)).length - 9);
        const refused = await calmhack(["agreement", "keyroom", labelFile(rater)], { cwd: folder });
        expectOneSentence(expect, refused, /is cut in the middle of its last line; go on with it once/);
      }
      terminal = await sitDown(rater);
      screen = await terminal.until(here);
      // What was typed before the kill is there; the line that was cut is not.
      expect(screen).toMatch(rater === "a" ? /pick up the key +yes *$/m : /pick up the key +– *$/m);
      // Back to an open sheet, so that both go on alike.
      if (rater === "a") {
        terminal.type("z");
        screen = await terminal.until(/pick up the key +– *$/m);
      }
    }
    const said = RULES[rater](stepOn(screen), showing);
    await label(terminal, showing, said);
    typed.push(turned(showing, said));
  }
  await terminal.until(`All ${SHOWINGS} are finished. Thank you.`);
  return terminal;
}

/** The file's own words, line by line, and nothing of calmhack. */
function linesOf(rater: "a" | "b"): readonly Record<string, unknown>[] {
  return readFileSync(labelFile(rater), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const isRated = (answers: readonly (Answer | undefined)[]): boolean =>
  answers.every((one) => one === "yes" || one === "no");

describe.runIf(hasTmux)("two scripted raters at the screen", () => {
  const typed: Record<"a" | "b", Typed[]> = { a: [], b: [] };
  /** Per rater, by "TIME ID": what was typed. */
  const byItem: Record<"a" | "b", Map<string, Typed>> = { a: new Map(), b: new Map() };

  for (const rater of ["a", "b"] as const) {
    it(`script:${rater} labels 60 items and 6 again, killed in the middle, and nothing is lost`, async () => {
      const began = Date.now();
      const terminal = await rate(rater, typed[rater]);
      // Another process on the same file is refused while this one is at it.
      const held = readFileSync(labelFile(rater));
      const second = await terminals.open({ columns: 300, rows: 10 });
      second.type(command(rater));
      second.press("Enter");
      expect(await second.until("status 2")).toMatch(
        /calmhack: labels\.script-.\.jsonl is being written by process \d+; one rater, one screen/,
      );
      expect(readFileSync(labelFile(rater))).toEqual(held);
      terminal.type("q");
      expect(await terminal.until("status 0")).toContain(`script:${rater}: 66 of 66 finished`);

      const [head, plan, ...sheets] = linesOf(rater);
      expect(head).toMatchObject({
        rater: `script:${rater}`,
        instructions: { text: expect.stringContaining("unsure") },
      });
      const showings = plan?.plan as readonly (readonly [string, 1 | 2])[];
      expect(showings).toHaveLength(SHOWINGS);
      const last = new Map(sheets.map((sheet) => [sheet.showing, sheet]));
      typed[rater].forEach((said, showing) => {
        const [id, time] = showings[showing]!;
        byItem[rater].set(`${time} ${id}`, said);
        const sheet = last.get(showing);
        expect(sheet, `showing ${showing}`).toMatchObject(
          said === "skipped" ? { id, time, state: "skipped" } : { id, time, state: "done", marks: said },
        );
        expect(sheet?.note, `showing ${showing}`).toBe(
          said !== "skipped" && showing % 15 === 5 ? "quiz 1 é" : undefined,
        );
        expect(sheet?.seconds).toBeGreaterThanOrEqual(0);
      });
      expect(sheets.filter(({ undo }) => undo === true).length).toBe(7 + (rater === "a" ? 1 : 0) - skippedSlips(rater));
      const seconds = [...last.values()].reduce((sum, sheet) => sum + Number(sheet.seconds), 0);
      expect(seconds).toBeGreaterThan(1);
      expect(seconds).toBeLessThan((Date.now() - began) / 1000);
      console.log(`script:${rater}: ${SHOWINGS} showings in ${((Date.now() - began) / 1000).toFixed(0)} s`);
    });
  }

  const skippedSlips = (rater: "a" | "b"): number =>
    typed[rater].filter((said, showing) => said === "skipped" && showing % 10 === 3).length;

  it("agree as a count of the typed keys says, to the last figure", async () => {
    const ran = await calmhack(["agreement", "keyroom", labelFile("a"), labelFile("b"), "--json", "--out", "differ"], {
      cwd: folder,
    });
    expect(ran).toMatchObject({ code: 0, err: "" });
    const found = JSON.parse(ran.out);
    const ids = [...byItem.a.keys()].flatMap((key) => (key.startsWith("1 ") ? [key.slice(2)] : []));
    expect(ids).toHaveLength(60);
    const said = (rater: "a" | "b", time: 1 | 2, id: string, subgoal: 0 | 1): Answer | undefined => {
      const typedHere = byItem[rater].get(`${time} ${id}`);
      return typedHere === undefined || typedHere === "skipped" ? undefined : typedHere[subgoal];
    };
    for (const subgoal of [0, 1] as const) {
      const column = found.columns[subgoal + 1];
      const count = (pairs: readonly (readonly (Answer | undefined)[])[]) => {
        const rated = pairs.filter(isRated);
        const of = (x: Answer, y: Answer) => rated.filter(([one, other]) => one === x && other === y).length;
        const [yy, yn, ny, nn] = [of("yes", "yes"), of("yes", "no"), of("no", "yes"), of("no", "no")];
        const n = rated.length;
        const chance = ((yy + yn) * (yy + ny) + (ny + nn) * (yn + nn)) / n ** 2;
        return { counts: [yy, yn, ny, nn], kappa: ((yy + nn) / n - chance) / (1 - chance) };
      };
      const expected = [
        count(ids.map((id) => [said("a", 1, id, subgoal), said("b", 1, id, subgoal)])),
        ...(["a", "b"] as const).map((rater) =>
          count(ids.map((id) => [said(rater, 1, id, subgoal), said(rater, 2, id, subgoal)])),
        ),
      ];
      expect(column.pairs).toHaveLength(3);
      expected.forEach(({ counts, kappa }, p) => {
        const { bothYes, onlyFirst, onlySecond, bothNo, kappa: ours } = column.pairs[p];
        expect([bothYes, onlyFirst, onlySecond, bothNo]).toEqual(counts);
        if (Number.isNaN(kappa)) expect(ours.value).toBeNull();
        else expect(ours.value).toBeCloseTo(kappa, 12);
        console.log(
          `${column.name}, ${column.pairs[p].first} ${column.pairs[p].kind}: ${counts.join(" ")}, κ ${kappa.toFixed(4)}`,
        );
      });
    }
    const apart = ids.flatMap((id) =>
      ([0, 1] as const).filter((subgoal) => {
        const pair = [said("a", 1, id, subgoal), said("b", 1, id, subgoal)];
        return isRated(pair) && pair[0] !== pair[1];
      }),
    );
    expect(found.disagreements).toHaveLength(apart.length);
    expect(apart.length).toBeGreaterThan(5);
    // The command that is printed opens one of them.
    const words = await calmhack(["agreement", "keyroom", labelFile("a"), labelFile("b"), "--out", "differ"], {
      cwd: folder,
    });
    console.log(words.out);
    const { id, subgoal } = found.disagreements[0];
    const view = await calmhack(["view", "differ", "--row", "script:b", "--item", id], { cwd: folder });
    expect(view.out).toMatch(new RegExp(`✗ ${subgoal}: script:a (yes|no), answered (yes|no)`));
  });
});
