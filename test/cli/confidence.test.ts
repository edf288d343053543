/** Stated confidence and the price of a label, from end to end, against test servers. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadDataSet } from "../../annotations/index.js";
import { presetPrompt } from "../../calm/index.js";
import { type Behaviour, complains, completion } from "../calm/servers.js";
import { type Erring, erring, withTokens } from "./erring-server.js";
import { type MockServer, openServer } from "./mock-server.js";
import { build, calmhack, contents, expectNoKey, expectOneSentence, KEY, root, temporaryFolder } from "./run.js";

beforeAll(build, 120_000);

const EXAMPLES = join(root, "examples", "transitions.jsonl");
const own = { items: loadDataSet(EXAMPLES).items, prompt: presetPrompt("map") };
const few = ["--repetitions", "200"];

async function withServer<T>(behaviour: Behaviour, work: (server: MockServer, flags: readonly string[]) => Promise<T>) {
  const server = await openServer(behaviour);
  try {
    return await work(server, ["--model", "m", "--base-url", server.url, "--mock", ...few]);
  } finally {
    await server.close();
  }
}

const steady = (folder: string) =>
  Object.entries(contents(folder)).filter(([name]) => name !== "manifest.json" && name !== "timing.json");

const result = (cwd: string, folder: string) => JSON.parse(readFileSync(join(cwd, folder, "result.json"), "utf8"));

/** Says what is so, with probability 0.85. */
const sure: Erring = {
  ...own,
  errors: "systematic",
  rate: 0,
  write: (verdicts) => withTokens(Object.entries(verdicts).map(([name, verdict]) => ({ name, verdict, p: 0.85 }))),
};

describe("--logprobs", () => {
  it("states confidence, scores it, and replays it with the same figures", async () => {
    await withServer(erring(sure), async (server, flags) => {
      const cwd = temporaryFolder();
      const ran = await calmhack(["evaluate", EXAMPLES, ...flags, "--logprobs", "--out", "a"], { cwd });
      expect(ran.code).toBe(0);
      expect(server.seen[0]?.body).toMatchObject({ logprobs: true, top_logprobs: 5 });
      const { calibration } = result(cwd, "a");
      expect(calibration).toMatchObject([{ row: "m", source: "log-probabilities", bins: 10 }]);
      const all = calibration[0].parts[0].columns.at(-1);
      expect(all).toMatchObject({ name: "all subgoals", missing: { unanswered: 0, "not offered": 0 } });
      // Always right and always 0.85 sure: (1 - 0.85)^2, and every bin is 0.15 off.
      expect(all.brier.value).toBeCloseTo(0.0225, 10);
      expect(all.error.value).toBeCloseTo(0.15, 10);
      expect(ran.out).toMatch(/^0\.1 to 0\.2 +\d+ +0\.15 +0\.00 +●·····│·/m);
      expect(readdirSync(join(cwd, "a"))).toContain("calibration.csv");
      const page = readFileSync(join(cwd, "a", "report.html"), "utf8");
      expect(page).toContain("<svg ");
      expect(page).toContain("Confidence: m");
      expect(readFileSync(join(cwd, "a", "judgements.jsonl"), "utf8")).toMatch(/"confidence":\[0\.[18]/);
      const [file = ""] = readdirSync(join(cwd, "calmhack-recordings"));
      const replay = ["--replay", join("calmhack-recordings", file), "--logprobs", ...few];
      for (const out of ["b", "c"]) await calmhack(["evaluate", EXAMPLES, ...replay, "--out", out], { cwd });
      expect(server.seen).toHaveLength(9);
      expect(steady(join(cwd, "c"))).toEqual(steady(join(cwd, "b")));
      expect(result(cwd, "b").calibration[0].parts).toEqual(calibration[0].parts);
      expectNoKey(expect, cwd, ran);
    });
  });

  it.each([
    ["400, by name", complains(400, "Unsupported parameter", { param: "logprobs" })],
    ["422, without a name", complains(422, "I do not like this")],
    ["403, as a model may not be measured", complains(403, "You are not allowed to request logprobs from this model")],
  ])("is dropped where a server refuses it (%s), and the report says not offered", async (_, refusal) => {
    const plain = erring({ ...own, errors: "systematic", rate: 0 });
    const picky: Behaviour = (seen, response) => ("logprobs" in seen.body ? refusal : plain)(seen, response);
    await withServer(picky, async (server, flags) => {
      const cwd = temporaryFolder();
      const ran = await calmhack(["evaluate", EXAMPLES, ...flags, "--logprobs", "--out", "a"], { cwd });
      expect(ran.code).toBe(0);
      expect(server.seen).toHaveLength(10);
      expect(ran.out).toContain("20 of 20 labelled verdicts have no confidence: not offered 20.");
      expect(JSON.parse(readFileSync(join(cwd, "a", "manifest.json"), "utf8")).models[0].dialect).toEqual({
        structured: "schema",
        temperature: "sent",
        limit: "max_tokens",
        logprobs: "omitted",
      });
      // The plain question is now recorded, too; and the refused one is not asked again.
      await calmhack(["evaluate", EXAMPLES, ...flags, "--logprobs"], { cwd });
      await calmhack(["evaluate", EXAMPLES, ...flags], { cwd });
      expect(server.seen).toHaveLength(10);
    });
  });

  it("of numbers that are none, or fit another text, gives no confidence and no crash", async () => {
    const damages: readonly ((content: unknown) => unknown)[] = [
      () => "none",
      () => ({ content: "NaN" }),
      () => ({ content: [{ token: "x", logprob: -1, top_logprobs: [{ token: "y", logprob: -1 }] }] }),
      () => ({ content: Array.from({ length: 20_000 }, () => ({ token: "x", logprob: 1e300 })) }),
      () => null,
    ];
    const write: Erring["write"] = (verdicts) => {
      const name = Object.keys(verdicts).length;
      const text = JSON.stringify(verdicts);
      const damage = damages[(name + text.length) % damages.length]!;
      return completion(text, {
        choices: [
          { index: 0, message: { role: "assistant", content: text }, finish_reason: "stop", logprobs: damage(0) },
        ],
      });
    };
    await withServer(erring({ ...sure, write }), async (_, flags) => {
      const cwd = temporaryFolder();
      const ran = await calmhack(["evaluate", EXAMPLES, ...flags, "--logprobs"], { cwd });
      expect(ran.code).toBe(0);
      expect(ran.out).toMatch(/20 of 20 labelled verdicts have no confidence: not/);
    });
  });

  it("keeps no key that is spelt token by token", async () => {
    const write: Erring["write"] = (verdicts) => {
      const text = `${JSON.stringify(verdicts)} ${KEY}`;
      const pieces = text.match(/.{1,5}/gs) ?? [];
      const content = pieces.map((token) => ({ token, logprob: -1, top_logprobs: [{ token: "?", logprob: -2 }] }));
      return completion(text, {
        choices: [
          { index: 0, message: { role: "assistant", content: text }, finish_reason: "stop", logprobs: { content } },
        ],
      });
    };
    await withServer(erring({ ...sure, write }), async (_, flags) => {
      const cwd = temporaryFolder();
      const ran = await calmhack(["evaluate", EXAMPLES, ...flags, "--logprobs"], { cwd });
      expect(ran.out).toContain("not offered 20");
      expectNoKey(expect, cwd, ran);
      const [file = ""] = readdirSync(join(cwd, "calmhack-recordings"));
      expect(readFileSync(join(cwd, "calmhack-recordings", file), "utf8")).not.toContain('"tokens"');
    });
  });

  it("is written by judge per subgoal", async () => {
    await withServer(erring(sure), async (_, flags) => {
      const cwd = temporaryFolder();
      const { out } = await calmhack(["judge", EXAMPLES, ...flags.slice(0, 5), "--logprobs"], { cwd });
      const line = JSON.parse(out.split("\n")[0] ?? "");
      for (const [name, verdict] of Object.entries(line.verdicts)) {
        expect(line.confidence[name]).toBeCloseTo(verdict === true ? 0.85 : 0.15, 9);
      }
    });
  });
});

describe("--prices", () => {
  const PRICE = { input: 1, output: 4, currency: "EUR", date: "2026-11-05", source: "made up for a test" };

  it("gives cost, cost per label and per right label, for the single and the majority row", async () => {
    await withServer(erring({ ...own, errors: "systematic", rate: 0.3 }), async (_, flags) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, "p.json"), JSON.stringify({ m: PRICE }));
      const more = ["--samples", "2", "--temperature", "1", "--prices", "p.json", "--out", "a"];
      const ran = await calmhack(["evaluate", EXAMPLES, ...flags, ...more], { cwd });
      expect(ran.code).toBe(0);
      const [single, majority] = result(cwd, "a").costs;
      // Nine texts of 10 tokens in and 5 out; twenty labels.
      expect(single).toMatchObject({
        row: "m",
        labels: 20,
        price: { inPerMillion: 1, outPerMillion: 4, currency: "EUR" },
      });
      expect(single.cost).toBeCloseTo(9 * (10 + 4 * 5) * 1e-6, 12);
      expect(single.perThousandLabels).toBeCloseTo((1000 * single.cost) / 20, 12);
      expect(single.perRightLabel.value).toBeCloseTo(single.cost / single.right, 12);
      expect(majority.cost).toBeCloseTo(2 * single.cost, 12);
      expect(majority.right).toBe(single.right);
      expect(ran.out).toContain("(EUR, of 2026-11-05, made up for a test); check it, prices change.");
      expect(ran.out).toContain("2 answers instead of one, m, majority of 2: 0 labels more right.");
      const again = [...more.slice(0, -1), "b", "--budget", "1"];
      await calmhack(["evaluate", EXAMPLES, ...flags, ...again], { cwd });
      expect(result(cwd, "b").costs).toEqual(result(cwd, "a").costs);
      const dry = await calmhack(["evaluate", EXAMPLES, ...flags, ...more, "--dry-run"], { cwd });
      expect(dry.out).toMatch(/^m: 0 calls to make, 18 answers recorded already; all of them about 0\.0\d+ EUR\.$/m);
    });
  });

  it("says nothing in money where the server counts no tokens", async () => {
    const write: Erring["write"] = (verdicts) => completion(JSON.stringify(verdicts), { usage: undefined });
    await withServer(erring({ ...sure, write }), async (_, flags) => {
      const cwd = temporaryFolder();
      const { out } = await calmhack(["evaluate", EXAMPLES, ...flags, "--price", "1/4"], { cwd });
      expect(out).toMatch(/^m +– +20 +– +20 +1\.00 .* –$/m);
      expect(out).toContain("the server did not count the tokens of every answer");
    });
  });

  it.each([
    ["no file", undefined, /There is no price file p\.json\./],
    ["no JSON", "{", /The price file p\.json is no JSON/],
    ["a list", "[]", /p\.json is no object of models/],
    ["no model", "{}", /p\.json names no model/],
    ["another model", JSON.stringify({ a: PRICE, b: PRICE }), /p\.json has no price of "m"; it has a, b\./],
    [
      "a negative price",
      JSON.stringify({ m: { ...PRICE, input: -1 } }),
      /p\.json: m: input does not fit; accepted is a number/,
    ],
    [
      "a price still to be filled in",
      JSON.stringify({ m: { ...PRICE, output: null } }),
      /m: output is still to be filled in/,
    ],
    [
      "no date",
      JSON.stringify({ m: { ...PRICE, date: undefined } }),
      /m: date is missing; accepted is the day of the price/,
    ],
    ["a date that is none", JSON.stringify({ m: { ...PRICE, date: "2026-13-01" } }), /m: date does not fit/],
    ["a currency of words", JSON.stringify({ m: { ...PRICE, currency: "a lot" } }), /m: currency does not fit/],
    ["a field too many", JSON.stringify({ m: { ...PRICE, per: 1 } }), /p\.json: m is no price; accepted is/],
    ["a number", JSON.stringify({ m: 3 }), /p\.json: m is no price/],
  ])("of %s is refused in one sentence", async (_, text, said) => {
    const cwd = temporaryFolder();
    if (text !== undefined) writeFileSync(join(cwd, "p.json"), text);
    const before = contents(cwd);
    const ran = await calmhack(["evaluate", EXAMPLES, "--model", "m", "--prices", "p.json"], { cwd });
    expectOneSentence(expect, ran, said);
    expect(contents(cwd)).toEqual(before);
  });

  it.each([
    [["--model", "m", "--prices", "p", "--price", "1/2"], /--price and --prices both say what tokens cost/],
    [["--model", "m", "--budget", "1.5"], /A --budget in money needs --price IN\/OUT or --prices FILE/],
    [["--logprobs"], /--logprobs is about a model, but none is asked; add --model NAME\./],
    [["--samples", "3", "--temperature", "1", "--logprobs"], /--samples and --logprobs are about a model/],
    [["--prices", join(root, "examples", "prices.json"), "--model", "m"], /input is still to be filled in/],
  ])("%j is refused in one sentence", async (flags, said) => {
    const cwd = temporaryFolder();
    expectOneSentence(expect, await calmhack(["evaluate", EXAMPLES, ...flags], { cwd }), said);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
