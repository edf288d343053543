/** `evaluate` from end to end: the built-in rows, models behind mock servers, interruptions, what is written. */
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { beforeAll, describe, expect, it } from "vitest";
import { loadDataSet, viewOf } from "../../annotations/index.js";
import { presetPrompt, promptText } from "../../calm/index.js";
import { type Behaviour, completion, sends } from "../calm/servers.js";
import { isLong } from "../sizes.js";
import { allFalse, answering, asked, openServer, subgoalsOf } from "./mock-server.js";
import {
  build,
  calmhack,
  calmhackProcess,
  contents,
  expectNoKey,
  KEY,
  type Ran,
  root,
  temporaryFolder,
} from "./run.js";

beforeAll(build, 120_000);

const TRANSITIONS = join(root, "examples", "transitions.jsonl");
const FEW = ["--repetitions", "100"];

interface Figure {
  readonly value: number | null;
}
interface Result {
  readonly folder: string;
  readonly data: { readonly items: number; readonly humanLabels: number };
  readonly annotators: readonly {
    readonly provenance: { readonly name: string; readonly kind: string; readonly note: string };
    readonly texts: number;
    readonly failures: Readonly<Record<string, number>>;
  }[];
  readonly parts: readonly {
    readonly name: string;
    readonly items: number;
    readonly columns: readonly {
      readonly name: string;
      readonly rows: readonly {
        readonly provenance: { readonly name: string };
        readonly counts: Readonly<Record<string, number>>;
        readonly asWrong: Readonly<Record<string, Figure>>;
        readonly leftOut: Readonly<Record<string, Figure>>;
        readonly falseRewards: Figure;
      }[];
    }[];
  }[];
}

async function evaluated(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Result & Ran> {
  const ran = await calmhack(["evaluate", ...args, "--json"], { cwd, env });
  expect(ran).toMatchObject({ code: 0 });
  return { ...ran, ...JSON.parse(ran.out) };
}

function row(result: Result, part: string, name: string, column = "any flagged") {
  const found = result.parts
    .find((one) => one.name === part)
    ?.columns.find((one) => one.name === column)
    ?.rows.find(({ provenance }) => provenance.name === name);
  if (found === undefined) throw new Error(`no ${name} in ${part}`);
  return found;
}

/** Files of a result that must be the same every time. */
function steady(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(contents(folder)).filter(([name]) => name !== "manifest.json" && name !== "timing.json"),
  );
}

describe("the built-in rows on keyroom", () => {
  it("print three parts, the honest sentences and floors that are flagged", async () => {
    const cwd = temporaryFolder();
    const { code, out, err } = await calmhack(["evaluate", "keyroom", ...FEW], { cwd });
    expect(code).toBe(0);
    expect(err).toBe("");
    for (const part of ["BALANCED: 60 ", "HARD NEGATIVES: 45 ", "NATURAL RATE: 45 "]) expect(out).toContain(part);
    expect(out).toContain("No language model was used: every row is a program.");
    expect(out).toContain("0 human labels.");
    expect(out).toMatch(/action only \(floor\) .*\*1\.00/);
    expect(out).toContain("* A floor has the best value of this column");
    expect(out).not.toMatch(/undefined|NaN/);
    const folder = join(cwd, "calmhack-results", readdirSync(join(cwd, "calmhack-results"))[0] ?? "");
    expect(readdirSync(folder).sort()).toEqual([
      "items.jsonl",
      "judgements.jsonl",
      "manifest.json",
      "report.html",
      "report.md",
      "result.json",
      "scores.csv",
      "timing.json",
    ]);
  });

  it("give an always-yes its closed form, and find action only out on the look-alikes", async () => {
    const result = await evaluated(["keyroom", "--full", ...FEW], temporaryFolder());
    const always = row(result, "balanced", "always yes");
    expect(always.asWrong.f1?.value).toBeCloseTo(0.8, 2);
    expect(always.asWrong.kappa?.value).toBe(0);
    expect(row(result, "balanced", "action only").asWrong.f1?.value).toBeGreaterThan(0.98);
    expect(row(result, "hard negatives", "action only").falseRewards.value).toBeGreaterThan(0.3);
    expect(row(result, "hard negatives", "text rules").falseRewards.value).toBe(0);
    expect(result.data).toMatchObject({ humanLabels: 0, items: 1568 });
    expect(result.parts.map(({ name }) => name)).toEqual(["balanced", "hard negatives", "natural rate"]);
  });

  it("count what --limit, --split and the default take", async () => {
    const cwd = temporaryFolder();
    const [all, few, dev, test] = await Promise.all([
      evaluated(["keyroom", ...FEW], cwd),
      evaluated(["keyroom", "--limit", "9", ...FEW], cwd),
      evaluated(["keyroom", "--split", "dev", ...FEW], cwd),
      evaluated(["keyroom", "--split", "test", ...FEW], cwd),
    ]);
    expect(all.data.items).toBe(150);
    expect(few.data.items).toBe(9);
    expect(few.parts.map(({ items }) => items)).toEqual([3, 3, 3]);
    expect(dev.data.items + test.data.items).toBe(150);
    expect(new Set([all, few, dev, test].map(({ folder }) => folder)).size).toBe(4);
  });

  it("write the same bytes twice, but for manifest and timing", async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    for (const cwd of [one, two]) await calmhack(["evaluate", "keyroom", ...FEW, "--out", "r"], { cwd });
    expect(steady(join(two, "r"))).toEqual(steady(join(one, "r")));
    // Once more into the same folder: exchanged, not mixed.
    await calmhack(["evaluate", "keyroom", ...FEW, "--out", "r"], { cwd: one });
    expect(steady(join(one, "r"))).toEqual(steady(join(two, "r")));
    expect(readdirSync(one)).toEqual(["r"]);
  });

  it("use no colour in a pipe, with NO_COLOR or without", async () => {
    const cwd = temporaryFolder();
    for (const env of isLong ? [{ NO_COLOR: "1" }, { FORCE_COLOR: "1" }] : [{ FORCE_COLOR: "1" }]) {
      const { out } = await calmhackProcess(["demo", "--skip-training"], { cwd, env });
      expect(out).not.toContain("\u001b");
      expect(out).toContain("Never mind.");
    }
  });
});

/** Right about what it knows by heart, prose where the text is even, wrong keys now and then. */
function rule(): (text: string) => string {
  const data = loadDataSet("keyroom");
  const prompt = presetPrompt("crop");
  const known = new Map(data.items.map((item) => [promptText(prompt, viewOf(item)), item]));
  const order = [...known.keys()];
  return (text) => {
    const item = known.get(text);
    const place = order.indexOf(text);
    if (item === undefined) return "What?";
    if (place % 5 === 3) return "I would say that the door was opened.";
    if (place % 5 === 4) return '{"key": true}';
    return JSON.stringify(Object.fromEntries(item.subgoals.map((name, i) => [name, item.labels?.[i] === "yes"])));
  };
}

async function aimock(answer: (text: string) => string): Promise<LLMock> {
  const mock = new LLMock({ port: 0, chaos: {} });
  const last = (content: unknown): string => (typeof content === "string" ? content : JSON.stringify(content));
  mock.on({ predicate: () => true }, (request: { messages: readonly { content?: unknown }[] }) => ({
    content: answer(last(request.messages.at(-1)?.content)),
  }));
  await mock.start();
  return mock;
}

const chats = (mock: LLMock): number => mock.getRequests().filter(({ path }) => path.includes("chat")).length;

describe("a model behind aimock, a mock server written by others", () => {
  it("is scored, its unread answers counted with reasons, and never asked twice", async () => {
    const mock = await aimock(rule());
    const cwd = temporaryFolder();
    const flags = ["keyroom", "--model", "foo", "--base-url", mock.url, ...FEW];
    try {
      const dry = await calmhack(["evaluate", ...flags, "--dry-run"], { cwd });
      expect(dry.out).toMatch(
        /150 transitions, (\d+) distinct texts[\s\S]*foo: \1 calls to make, 0 answers recorded[\s\S]*Nothing was asked\./,
      );
      expect(chats(mock)).toBe(0);
      expect(contents(cwd)).toEqual({ "/": "" });
      const texts = Number(/, (\d+) distinct/.exec(dry.out)?.[1]);

      const first = await evaluated([...flags, "--out", "one"], cwd);
      const foo = first.annotators.find(({ provenance }) => provenance.name === "foo");
      expect(foo?.provenance).toMatchObject({ kind: "model" });
      expect(foo?.texts).toBe(texts);
      expect(foo?.failures["no object"]).toBeGreaterThan(10);
      expect(foo?.failures["wrong keys"]).toBeGreaterThan(10);
      expect(chats(mock)).toBe(texts);
      const { asWrong, leftOut } = row(first, "balanced", "foo");
      expect(leftOut.kappa?.value).toBe(1);
      expect(asWrong.kappa?.value).toBeLessThan(0.8);
      expectNoKey(expect, cwd, first);

      const again = await calmhack(["evaluate", ...flags, "--out", "two"], { cwd });
      expect(again.out).toMatch(/foo: 0 calls .*, \d+ answers from the recording/);
      expect(again.out).toMatch(/foo \(model\) .*\n {2}left out: \d+ of \d+/);
      expect(again.out).toMatch(/foo \(model\) .*no object \d+, wrong keys \d+/);
      expect(chats(mock)).toBe(texts);
      expect(steady(join(cwd, "two"))).toEqual(steady(join(cwd, "one")));
      const held = await calmhack(["evaluate", ...flags, "--dry-run"], { cwd });
      expect(held.out).toContain(`foo: 0 calls to make, ${texts} answers recorded already.`);
    } finally {
      await mock.stop();
    }
    // The server is gone; its recording is not.
    const file = readdirSync(join(cwd, "calmhack-recordings"))[0] ?? "";
    const replayed = await evaluated(["keyroom", "--replay", join("calmhack-recordings", file), ...FEW], cwd);
    const last = replayed.annotators.at(-1);
    expect(last?.provenance).toMatchObject({ kind: "replayed", name: expect.stringMatching(/^foo, \d{4}-\d\d-\d\d$/) });
    const original = JSON.parse(readFileSync(join(cwd, "one", "result.json"), "utf8"));
    const figures = (result: Result, name: string) => {
      const { provenance: _, ...rest } = row(result, "natural rate", name);
      return rest;
    };
    expect(figures(replayed, last?.provenance.name ?? "")).toEqual(figures(original, "foo"));
  });

  it("says mock where the server is one, and puts several models in one table", async () => {
    const [sure, shy] = [
      await aimock(() => '{"pick up the key": true, "open the door": true}'),
      await aimock(() => ""),
    ];
    const cwd = temporaryFolder();
    const models = ["--model", `sure@${sure.url}`, "--model", `shy@${shy.url}`];
    try {
      const result = await evaluated([TRANSITIONS, ...models, "--mock", ...FEW, "--out", "r"], cwd);
      expect(result.annotators.slice(-2).map(({ provenance }) => [provenance.name, provenance.kind])).toEqual([
        ["sure", "mock"],
        ["shy", "mock"],
      ]);
      expect(row(result, "all", "sure").counts).toEqual(row(result, "all", "always yes").counts);
      expect(result.annotators.at(-1)?.failures).toEqual({ "no object": 10 });
      const manifest = JSON.parse(readFileSync(join(cwd, "r", "manifest.json"), "utf8"));
      expect(manifest.models.map(({ server }: { server: string }) => server)).toEqual([
        `${sure.url}/v1`,
        `${shy.url}/v1`,
      ]);
    } finally {
      await Promise.all([sure.stop(), shy.stop()]);
    }
  });
});

describe("the recording of one model at two servers", () => {
  const sure = answering((text) => JSON.stringify(Object.fromEntries(subgoalsOf(text).map((name) => [name, true]))));
  const recorded = (cwd: string): string =>
    join("calmhack-recordings", readdirSync(join(cwd, "calmhack-recordings"))[0] ?? "");

  it("answers only for the server that gave the answer, and says once what it does not use", async () => {
    const [fake, real] = [await openServer(sure), await openServer(allFalse)];
    const cwd = temporaryFolder();
    const args = (url: string) => [TRANSITIONS, "--model", "foo", "--base-url", url, ...FEW];
    try {
      const first = await evaluated([...args(fake.url), "--out", "fake"], cwd);
      expect(first.err).toBe("");
      const count = fake.seen.length;
      const second = await evaluated([...args(real.url), "--out", "real"], cwd);
      expect(real.seen).toHaveLength(count);
      expect(second.err).toBe(`${count} answers of foo are from ${fake.url} and are not used for ${real.url}.\n`);
      expect(row(second, "all", "foo").counts).not.toEqual(row(first, "all", "foo").counts);
      const third = await evaluated([...args(fake.url), "--out", "third"], cwd);
      expect(fake.seen).toHaveLength(count);
      expect(row(third, "all", "foo").counts).toEqual(row(first, "all", "foo").counts);
      const servers = JSON.parse(readFileSync(join(cwd, "real", "manifest.json"), "utf8")).models;
      expect(servers).toMatchObject([{ server: `${real.url}/v1`, answersFrom: [real.url] }]);

      const replayed = await evaluated([TRANSITIONS, "--replay", recorded(cwd), ...FEW, "--out", "again"], cwd);
      expect(replayed.err).toBe("");
      const { name = "", note } = replayed.annotators.at(-1)?.provenance ?? {};
      expect(note).toContain(`${count} answers of ${fake.url}, 20`);
      expect(row(replayed, "all", name).counts).toEqual(row(first, "all", "foo").counts);
      const [model] = JSON.parse(readFileSync(join(cwd, "again", "manifest.json"), "utf8")).models;
      expect(model).toMatchObject({ answersFrom: [fake.url] });
      expect(model).not.toHaveProperty("server");
    } finally {
      await Promise.all([fake.close(), real.close()]);
    }
  });

  it("keeps a mock a mock: not recalled for a model, and a replay of it is no language model", async () => {
    const server = await openServer(sure);
    const cwd = temporaryFolder();
    const args = [TRANSITIONS, "--model", "foo", "--base-url", server.url, ...FEW];
    try {
      const mocked = await calmhack(["evaluate", ...args, "--mock"], { cwd });
      expect(mocked.out).toContain(
        "No language model was used: every other row is a program, the mock rows are a test",
      );
      const count = server.seen.length;
      const replayed = await calmhack(["evaluate", TRANSITIONS, "--replay", recorded(cwd), ...FEW], { cwd });
      expect(replayed.out).toContain("No language model was used:");
      expect(replayed.out).toMatch(/foo, mock, \d{4}-\d\d-\d\d \(mock\)/);
      const { annotators } = await evaluated([TRANSITIONS, "--replay", recorded(cwd), ...FEW], cwd);
      expect(annotators.at(-1)?.provenance).toMatchObject({
        kind: "mock",
        note: expect.stringMatching(/^Replayed mock, no language model, from foo/),
      });
      const asModel = await calmhack(["evaluate", ...args], { cwd });
      expect(server.seen).toHaveLength(2 * count);
      expect(asModel.err).toBe(
        `${count} answers of foo are from ${server.url} (mock) and are not used for ${server.url}.\n`,
      );
      expect(asModel.out).not.toContain("No language model");
      await calmhack(["evaluate", ...args, "--mock"], { cwd });
      expect(server.seen).toHaveLength(2 * count);
      // Both are in the file now, and each is a row of its own.
      const both = await evaluated([TRANSITIONS, "--replay", recorded(cwd), ...FEW], cwd);
      expect(both.annotators.slice(-2).map(({ provenance }) => provenance.kind)).toEqual(["mock", "replayed"]);
    } finally {
      await server.close();
    }
  });
});

describe("answers that are no verdicts", () => {
  const strange: readonly (readonly [string, string])[] = [
    ["prose", "It was a dark and stormy night."],
    ["nothing", ""],
    ["other keys", '{"yes": true}'],
    ["a web page", "<!doctype html><html></html>"],
    ["a list", "[true, false]"],
    ["code", 'process.exit(7); {"__proto__": {"pick up the key": true}}'],
  ];
  for (const [what, text] of strange) {
    it.concurrent(`${what} is unanswered with its reason, and no error`, async ({ expect: expected }) => {
      const server = await openServer(answering(() => text));
      const cwd = temporaryFolder();
      const where = ["--model", "foo", "--base-url", server.url];
      try {
        const ran = await calmhack(["evaluate", TRANSITIONS, ...where, ...FEW, "--json"], { cwd });
        expected(ran).toMatchObject({ code: 0, err: "" });
        const foo = (JSON.parse(ran.out) as Result).annotators.at(-1);
        expected(Object.values(foo?.failures ?? {})).toEqual([10]);
        const judged = await calmhack(["judge", TRANSITIONS, ...where], { cwd });
        expected(judged.code).toBe(0);
        const lines = judged.out
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line));
        expected(lines.every(({ verdicts }) => Object.values(verdicts).every((verdict) => verdict === null))).toBe(
          true,
        );
        expected(lines.every(({ failure, raw }) => failure.reason.length > 0 && raw === text)).toBe(true);
      } finally {
        await server.close();
      }
    });
  }
});

describe("the budget", () => {
  it("stops with one line, and a later run goes on without asking again", async () => {
    const server = await openServer(allFalse);
    const cwd = temporaryFolder();
    const args = ["evaluate", TRANSITIONS, "--model", "foo", "--base-url", server.url, ...FEW, "--concurrency", "1"];
    try {
      const stopped = await calmhack([...args, "--budget", "0.000060", "--price", "1/1"], { cwd });
      expect(stopped).toMatchObject({ code: 2, out: "" });
      expect(stopped.err).toBe(
        "calmhack: Stopped: the budget of 0.00006 is spent after 4 calls; the answers so far are recorded, raise the budget to go on.\n",
      );
      expect(server.seen).toHaveLength(4);
      const whole = await calmhack([...args, "--budget", "200k", "--price", "1/1"], { cwd });
      expect(whole).toMatchObject({ code: 0, err: "" });
      expect(server.seen).toHaveLength(9); // two of the ten ask the same
      expect(whole.out).toContain("foo: 5 calls (50 tokens in, 25 out, cost 0.0001), 5 answers from the recording.");
    } finally {
      await server.close();
    }
  });
});

/** Answers after a while, and tells how many were answered. */
function slowly(milliseconds: number): Behaviour & { answered: () => number } {
  let answered = 0;
  const behaviour: Behaviour = (seen, response) => {
    const verdicts = Object.fromEntries(subgoalsOf(asked(seen)).map((name, i) => [name, i === 0]));
    setTimeout(() => {
      answered++;
      sends(200, completion(JSON.stringify(verdicts)))(seen, response);
    }, milliseconds);
  };
  return Object.assign(behaviour, { answered: () => answered });
}

describe("a run that is stopped", () => {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    it(`by ${signal} keeps its answers, and the same command ends with the bytes of a calm run`, async () => {
      const behaviour = slowly(15);
      const server = await openServer(behaviour);
      const [calm, harsh] = [temporaryFolder(), temporaryFolder()];
      const args = [
        "evaluate",
        "keyroom",
        "--limit",
        "90",
        "--model",
        "foo",
        "--base-url",
        server.url,
        ...FEW,
        "--out",
        "r",
        "--concurrency",
        "4",
      ];
      try {
        expect(await calmhack(args, { cwd: calm })).toMatchObject({ code: 0, err: "" });
        const texts = behaviour.answered();
        const started = (child: ChildProcess): void => {
          const watch = setInterval(() => {
            if (behaviour.answered() < texts + 40) return;
            clearInterval(watch); // a second Ctrl-C would end it at once
            child.kill(signal);
          }, 2);
          child.on("close", () => clearInterval(watch));
        };
        const stopped = await calmhack(args, { cwd: harsh, started });
        if (signal === "SIGINT") {
          expect(stopped).toMatchObject({ code: 130, signal: null, out: "" });
          const lines = stopped.err.trimEnd().split("\n");
          expect(lines).toHaveLength(2);
          expect(lines[0]).toMatch(/^Stopping: waiting for the calls in flight/);
          expect(lines[1]).toMatch(
            /^calmhack: Stopped; the answers so far are kept in calmhack-recordings.*the same command goes on/,
          );
        } else expect(stopped).toMatchObject({ code: null, signal: "SIGKILL" });
        expect(readdirSync(harsh)).toEqual(["calmhack-recordings"]);
        const before = behaviour.answered();
        expect(await calmhack(args, { cwd: harsh })).toMatchObject({ code: 0 });
        const again = behaviour.answered() - before + (before - texts) - texts;
        // What was in flight at a kill may be paid again; after Ctrl-C nothing is.
        expect(again).toBeLessThanOrEqual(signal === "SIGINT" ? 0 : 4);
        expect(steady(join(harsh, "r"))).toEqual(steady(join(calm, "r")));
      } finally {
        await server.close();
      }
    });
  }
});

describe("the key", () => {
  it("is wanted before any call where no server is named", async () => {
    const said = "calmhack: No key and no server: set OPENAI_API_KEY, or name a server with --base-url.\n";
    const cwd = temporaryFolder();
    for (const command of ["evaluate", "judge"]) {
      const ran = await calmhack([command, TRANSITIONS, "--model", "foo"], { cwd, env: { OPENAI_API_KEY: "" } });
      expect(ran).toMatchObject({ code: 2, out: "", err: said });
    }
    expect(contents(cwd)).toEqual({ "/": "" });
  });

  it("is in no file and no output, also when the server repeats it", async () => {
    const echo: Behaviour = (seen, response) => {
      const key = String(seen.headers.authorization);
      const texts = [`You are ${key}`, `{"pick up the key": true, "open the door": false} ${key.slice(7)}`];
      sends(200, completion(texts[subgoalsOf(asked(seen)).length % 2] ?? key))(seen, response);
    };
    const server = await openServer(echo);
    const cwd = temporaryFolder();
    try {
      const flags = ["--model", "foo", "--base-url", server.url];
      const ran = await calmhack(["evaluate", TRANSITIONS, ...flags, ...FEW, "--json"], { cwd });
      expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
      expect(ran.code).toBe(0);
      expectNoKey(expect, cwd, ran);
      expectNoKey(expect, cwd, await calmhack(["judge", TRANSITIONS, ...flags], { cwd }));
      const recorded = readFileSync(
        join(cwd, "calmhack-recordings", readdirSync(join(cwd, "calmhack-recordings"))[0] ?? ""),
        "utf8",
      );
      expect(recorded).toContain("[secret]");
    } finally {
      await server.close();
    }
  });
});

describe("a data set of one's own", () => {
  it("is refused without labels, with a hint", async () => {
    const cwd = temporaryFolder();
    const text = readFileSync(TRANSITIONS, "utf8").replace(/"labels":\{[^}]*\},/g, "");
    writeFileSync(join(cwd, "mine.jsonl"), text);
    const ran = await calmhack(["evaluate", "mine.jsonl"], { cwd });
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toMatch(/use "npx calmhack judge"/);
  });

  it("is taken from a folder with a manifest, and by its gzip", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "copy"));
    cpSync(join(root, "data", "keyroom"), join(cwd, "copy"), { recursive: true });
    const result = await evaluated(["copy", "--limit", "6", ...FEW], cwd);
    expect(result.data.items).toBe(6);
    expect(await calmhack(["validate", "copy"], { cwd })).toMatchObject({ code: 0, err: "" });
  });
});
