/** `judge` as a stream: order, standard input, `--out`, lines that are passed over, labels, interruptions. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { completion, sends } from "../calm/servers.js";
import { allFalse, asked, openServer } from "./mock-server.js";
import { build, calmhack, root, temporaryFolder } from "./run.js";

beforeAll(build, 120_000);

const LABELLED = readFileSync(join(root, "examples", "transitions.jsonl"), "utf8");
const UNLABELLED = LABELLED.replace(/"labels":\{[^}]*\},/g, "");

interface Line {
  readonly id: string;
  readonly annotator: string;
  readonly verdicts: Readonly<Record<string, boolean | null>>;
  readonly raw?: string;
  readonly failure?: { readonly reason: string };
}

const linesOf = (text: string): readonly Line[] =>
  text === ""
    ? []
    : text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));

describe("ten transitions of a gridworld that is not ours", () => {
  it("are judged without labels, and nothing is said of a score", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "my.jsonl"), UNLABELLED);
    const ran = await calmhack(["judge", "my.jsonl", "--rules"], { cwd });
    expect(ran).toMatchObject({ code: 0, err: "" });
    const lines = linesOf(ran.out);
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatchObject({ id: "line 1", annotator: "text rules" });
    expect(readdirSync(cwd)).toEqual(["my.jsonl"]);
  });

  it("are compared with their labels on standard error", async () => {
    const server = await openServer(allFalse);
    const cwd = temporaryFolder();
    try {
      const ran = await calmhack(["judge", "-", "--model", "foo", "--base-url", server.url], { cwd, input: LABELLED });
      expect(ran.code).toBe(0);
      expect(linesOf(ran.out)).toHaveLength(10);
      expect(ran.err).toMatch(/^foo against the labels of the file\ncolumn \(unanswered left out\) +TP +FP/);
      const yes = linesOf(LABELLED.replace(/"labels"/g, '"verdicts"')).filter(
        ({ verdicts }) => verdicts["open the door"],
      );
      expect(ran.err).toMatch(new RegExp(`\nopen the door +0 +0 +${yes.length} +${10 - yes.length} +0 `));
    } finally {
      await server.close();
    }
  });

  it("go to a file, which is there as a whole or not at all; through a link the link stays", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "my.jsonl"), UNLABELLED);
    writeFileSync(join(cwd, "bad.jsonl"), `${UNLABELLED}prose\n`);
    const printed = await calmhack(["judge", "my.jsonl", "--rules"], { cwd });
    expect(await calmhack(["judge", "my.jsonl", "--rules", "--out", "j.jsonl"], { cwd })).toMatchObject({
      code: 0,
      out: "",
    });
    expect(readFileSync(join(cwd, "j.jsonl"), "utf8")).toBe(printed.out);
    symlinkSync("j.jsonl", join(cwd, "link"));
    expect(await calmhack(["judge", "bad.jsonl", "--rules", "--out", "link"], { cwd })).toMatchObject({ code: 2 });
    expect(readFileSync(join(cwd, "j.jsonl"), "utf8")).toBe(printed.out);
    expect(await calmhack(["judge", "my.jsonl", "--rules", "--out", "link"], { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(cwd).sort()).toEqual(["bad.jsonl", "j.jsonl", "link", "my.jsonl"]);
    expect(await calmhack(["judge", "my.jsonl", "--rules", "--out", "/dev/null"], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync("/dev/null") && readFileSync("/dev/null").length).toBe(0);
  });

  it("are read from gzip", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "my.jsonl.gz"), gzipSync(LABELLED));
    const ran = await calmhack(["judge", "my.jsonl.gz", "--rules"], { cwd });
    expect(linesOf(ran.out)).toHaveLength(10);
    const scored = await calmhack(["evaluate", "my.jsonl.gz", "--repetitions", "100"], { cwd });
    expect(scored).toMatchObject({ code: 0, err: "" });
  });
});

describe("lines that are no transitions", () => {
  const [first = "", second = "", third = ""] = UNLABELLED.split("\n");
  const mixed = [first, "prose", second, '{"a":1}', "", third].join("\n");

  it("end the run at once, naming the line", async () => {
    const cwd = temporaryFolder();
    const ran = await calmhack(["judge", "-", "--rules"], { cwd, input: mixed });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^calmhack: standard input:2: [^\n]+\n$/);
  });

  it("are passed over with --keep-going, counted and named, and the rest is judged", async () => {
    const cwd = temporaryFolder();
    const ran = await calmhack(["judge", "-", "--rules", "--keep-going", "--out", "j.jsonl"], { cwd, input: mixed });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(
      /^calmhack: 2 lines were passed over \(2, 4\), 3 transitions judged; the first: standard input:2: [^\n]+\n$/,
    );
    expect(linesOf(readFileSync(join(cwd, "j.jsonl"), "utf8")).map(({ id }) => id)).toEqual([
      "line 1",
      "line 3",
      "line 6",
    ]);
  });

  it("are said to be one where there is one", async () => {
    const ran = await calmhack(["judge", "-", "--rules", "--keep-going"], {
      cwd: temporaryFolder(),
      input: `prose\n${first}\n`,
    });
    expect(ran.err).toMatch(/^calmhack: Line 1 was passed over, 1 transitions? judged; the first: /);
  });
});

describe("a stream", () => {
  const many = (count: number): string =>
    Array.from({ length: count }, (_, i) =>
      JSON.stringify({ ...JSON.parse(UNLABELLED.split("\n")[0] ?? ""), id: `n${i}`, task: `task ${i}` }),
    ).join("\n");

  it("keeps its order while answers overtake each other", async () => {
    let count = 0;
    const server = await openServer((seen, response) => {
      const n = /task (\d+)/.exec(asked(seen))?.[1] ?? "";
      setTimeout(
        () =>
          sends(200, completion(`{"pick up the key": ${Number(n) % 2 === 0}, "open the door": false}`))(seen, response),
        (count++ * 7919) % 40,
      );
    });
    try {
      const flags = ["--model", "foo", "--base-url", server.url, "--concurrency", "16"];
      const ran = await calmhack(["judge", "-", ...flags], { cwd: temporaryFolder(), input: many(120) });
      expect(ran).toMatchObject({ code: 0, err: "" });
      const lines = linesOf(ran.out);
      expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 120 }, (_, i) => `n${i}`));
      expect(lines.every(({ verdicts }, i) => verdicts["pick up the key"] === (i % 2 === 0))).toBe(true);
      expect(server.seen).toHaveLength(120);
    } finally {
      await server.close();
    }
  });

  it("judges what has come before more comes", async () => {
    const ran = await calmhack(["judge", "-", "--rules"], {
      cwd: temporaryFolder(),
      input: "open",
      started: (child) => {
        child.stdin?.write(`${UNLABELLED.split("\n")[0]}\n`);
        child.stdout?.once("data", () => child.stdin?.end());
      },
    });
    expect(ran.code).toBe(0);
    expect(linesOf(ran.out)).toHaveLength(1);
  });

  it("ends at an error although its input stays open", async () => {
    const server = await openServer(sends(500, "no"));
    try {
      const flags = ["--model", "foo", "--base-url", server.url, "--tries", "1"];
      const started = (child: { stdin: { write(text: string): unknown } | null }): void =>
        void child.stdin?.write(LABELLED);
      const ran = await calmhack(["judge", "-", ...flags], { cwd: temporaryFolder(), input: "open", started });
      expect(ran).toMatchObject({ code: 2, out: "" });
      expect(ran.err).toMatch(/^calmhack: [^\n]+\n$/);
    } finally {
      await server.close();
    }
  });

  for (const who of ["a model", "the rules"] as const) {
    it(`of ${who} ends at Ctrl-C although its input stays open, and shows no verdict that was not given`, async () => {
      let slow = 0;
      const server = await openServer((seen, response) => {
        setTimeout(() => allFalse(seen, response), slow++ < 3 ? 0 : 200);
      });
      const cwd = temporaryFolder();
      const flags =
        who === "the rules" ? ["--rules"] : ["--model", "foo", "--base-url", server.url, "--concurrency", "2"];
      try {
        const ran = await calmhack(["judge", "-", ...flags], {
          cwd,
          input: "open",
          started: (child) => {
            child.stdin?.write(`${many(50)}\n`);
            child.stdout?.once("data", () => setTimeout(() => child.kill("SIGINT"), 50));
          },
        });
        expect(ran).toMatchObject({ code: 130, signal: null });
        expect(ran.err.trimEnd().split("\n").at(-1)).toMatch(/^calmhack: Stopped/);
        const lines = linesOf(ran.out);
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.every(({ failure }) => failure?.reason !== "transport")).toBe(true);
      } finally {
        await server.close();
      }
    });
  }
});
