/** `agreement`: figures that equal a count by hand, disagreements that open in `view`, adjudication, bad input. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { labelling, loadDataSet } from "../../annotations/index.js";
import { build, calmhack, expectOneSentence, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const run = (...args: readonly string[]) => calmhack(args, { cwd: folder });
const data = loadDataSet("keyroom");

/** What scripted raters say of an item's subgoal; null is unsure. */
const SAYS: Readonly<Record<string, (yes: boolean, i: number) => boolean | null>> = {
  a: (yes) => yes,
  b: (yes, i) => (i % 5 === 0 ? !yes : yes),
  c: (yes, i) => (i % 4 === 0 ? null : yes),
};

function said(rater: string, id: string, subgoal: number): boolean | null {
  const i = data.items.findIndex((item) => item.id === id);
  return SAYS[rater]!(data.items[i]?.labels?.[subgoal] === "yes", i + subgoal);
}

const A = "labels.script-a.jsonl";
const B = "labels.script-b.jsonl";
const C = "labels.script-c.jsonl";

/** An item on which a and b differ. */
const NOTED = "balanced-0001";

beforeAll(async () => {
  build();
  for (const rater of Object.keys(SAYS)) {
    const lines = data.items.map(({ id, subgoals }) => {
      const labels = Object.fromEntries(subgoals.map((name, s) => [name, said(rater, id, s)]));
      return JSON.stringify({ id, labels, ...(rater === "b" && id === NOTED ? { note: "why?\u001b[31m" } : {}) });
    });
    writeFileSync(join(folder, `${rater}.jsonl`), lines.join("\n"));
    const ran = await run(
      "annotate",
      "keyroom",
      "--as",
      `script:${rater}`,
      "--script",
      `${rater}.jsonl`,
      "--items",
      "60",
    );
    if (ran.code !== 0) throw new Error(ran.err);
  }
}, 120_000);

describe("the command", () => {
  it("counts as a person with a pencil would, and says that no person labelled", async () => {
    const { code, out, err } = await run("agreement", "keyroom", A, B, "--repetitions", "100");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^keyroom 1 \(data [0-9a-f]{12}\): 0 human labels, 2 scripted raters \(programs\)\./);
    const [ratings] = labelling.readRatings([join(folder, A)], data);
    const ids = [...(ratings?.first.keys() ?? [])];
    expect(ids).toHaveLength(60);
    const count = (a: boolean, b: boolean) =>
      ids.filter((id) => said("a", id, 1) === a && said("b", id, 1) === b).length;
    const [yy, yn, ny, nn] = [count(true, true), count(true, false), count(false, true), count(false, false)];
    const line = out
      .slice(out.indexOf("open the door  "))
      .split("\n")[2]
      ?.split(/\s{2,}/);
    expect(line?.slice(0, 5)).toEqual(["script:a – script:b", ...[yy, yn, ny, nn].map(String)]);
    const chance = ((yy + yn) * (yy + ny) + (ny + nn) * (yn + nn)) / 3600;
    expect(line?.[6]).toMatch(new RegExp(`^${(((yy + nn) / 60 - chance) / (1 - chance)).toFixed(2)} \\[`));
    expect(out).toMatch(/script:a, twice .* 1\.00 \[/);
    const apart = ids.flatMap((id) => [0, 1].filter((s) => said("a", id, s) !== said("b", id, s))).length;
    expect(out).toContain(`Raters differ on ${apart}:`);
    expect(out).toMatch(/ {2}balanced-0001: pick up the key: script:a yes, script:b no \("why\?\\u\{1b\}\[31m"\)/);
  });

  it("gives JSON with everything, and a result in which view opens a disagreement", async () => {
    const { out } = await run("agreement", "keyroom", A, B, C, "--json", "--repetitions", "100", "--out", "differ");
    const found = JSON.parse(out);
    expect(found).toMatchObject({
      format: "calmhack-agreement/1",
      folder: "differ",
      raters: [{ rater: "script:a", items: 60 }, {}, {}],
    });
    expect(found.columns[0].humanCeiling).toBeUndefined();
    const { id, subgoal } = found.disagreements[0];
    const view = await run("view", "differ", "--row", "script:b", "--item", id);
    expect(view.out).toMatch(new RegExp(`^1 of 60 transitions[^]*\nscript:b: ${id}`));
    expect(view.out).toMatch(new RegExp(`✗ ${subgoal}: script:a (yes|no), answered (yes|no)`));
    expectOneSentence(
      expect,
      await run("view", "differ", "--item", "absent"),
      /There is no item "absent" among the 60/,
    );
  });

  it("lets somebody decide the items on which raters differ, in a file of its own", async () => {
    const before = [A, B].map((name) => readFileSync(join(folder, name), "utf8"));
    const args = [
      "agreement",
      "keyroom",
      A,
      B,
      "--adjudicate",
      "decided.jsonl",
      "--as",
      "script:judge",
      "--script",
      "a.jsonl",
    ];
    const ran = await run(...args);
    expect(ran).toMatchObject({ code: 0, err: "" });
    const { log } = labelling.readLabelFile(join(folder, "decided.jsonl"));
    const { disagreements } = labelling.agreement(
      data.items,
      labelling.readRatings([join(folder, A), join(folder, B)], data),
      {
        seed: 1,
        repetitions: 100,
      },
    );
    expect([...log.plan.map(({ id }) => id)].sort()).toEqual([...new Set(disagreements.map(({ id }) => id))].sort());
    expect(log.head.adjudicates?.map(({ rater }) => rater)).toEqual(["script:a", "script:b"]);
    expect([A, B].map((name) => readFileSync(join(folder, name), "utf8"))).toEqual(before);
    // Neither is an adjudication gone on with as labels, nor the other way round.
    const other = ["annotate", "keyroom", "--as", "script:judge", "--script", "a.jsonl", "--out", "decided.jsonl"];
    expectOneSentence(expect, await run(...other), /is an adjudication/);
  });

  it("says in one sentence what it cannot do, and writes nothing then", async () => {
    const text = readFileSync(join(folder, A), "utf8");
    writeFileSync(join(folder, "cut.jsonl"), text.slice(0, -20));
    writeFileSync(join(folder, "edited.jsonl"), text.replace('"marks":["yes","no"]', '"marks":["no","no"]'));
    writeFileSync(join(folder, "copy.jsonl"), text);
    const names = readdirSync(folder).sort();
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["keyroom", "cut.jsonl", B], /cut\.jsonl is cut in the middle of its last line/],
      [["keyroom", "edited.jsonl", B], /edited\.jsonl:\d+ is damaged or was changed/],
      [["keyroom", A, "copy.jsonl"], /are both of script:a; one file of each rater/],
      [["keyroom", "a.jsonl"], /a\.jsonl is no label file/],
      [["keyroom", "absent"], /absent cannot be read: there is no such file/],
      [["keyroom", "."], /cannot be read: it is a folder/],
      [["a.jsonl", A], /a\.jsonl:1/],
      [["keyroom", A, B, "--adjudicate", "x.jsonl"], /--adjudicate needs --as human:NAME/],
      [["keyroom", A, B, "--adjudicate", "x.jsonl", "--as", "human:eve"], /needs a keyboard/],
      [["keyroom", A, B, "--adjudicate", "x.jsonl", "--as", "eve"], /"eve" is no rater/],
      [["keyroom", A, B, "--adjudicate", A, "--as", "script:a", "--script", "a.jsonl"], /is one of the files compared/],
      [["keyroom", A, "--adjudicate", "x.jsonl", "--as", "script:eve", "--script", "a.jsonl"], /nothing to adjudicate/],
      [["keyroom"], /missing required argument 'labels'/],
    ];
    for (const [args, wanted] of cases) expectOneSentence(expect, await run("agreement", ...args), wanted);
    expect(readdirSync(folder).sort()).toEqual(names);
  }, 120_000);
});
