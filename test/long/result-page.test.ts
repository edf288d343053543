/**
 * Every result page in a real browser: headless Chromium with every host unreachable. Nothing is logged, nothing is asked
 * for, nothing runs, the page is no wider than a phone, a size is kept, and it prints. Without Chromium the test says so
 * aloud and fails: `apt-get install -y chromium`.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDataSet } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { completion, sends } from "../calm/servers.js";
import { answering, openServer, subgoalsOf } from "../cli/mock-server.js";
import { build, calmhack, temporaryFolder } from "../cli/run.js";
import { type Browser, chromiumPath, type OpenedPage, openBrowser } from "./chromium.js";

const folder = temporaryFolder();
const MOST_BYTES = 2_000_000;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

const EVIL = `<script>document.title="pwned";fetch("http://evil.test/")</script></pre></table></details><img src=x onerror="document.title='pwned'"><svg onload="document.title='pwned'">\u001b[2J\u202egnp.exe\u2066`;
const LONG = `${EVIL}${"W".repeat(800)}`;
const MEGABYTE = `${EVIL}\n${"answer ".repeat(150_000)}`;

/** Says yes to every pick-up and every apply, at times in many words or in none that can be read. */
const errs = answering((text) => {
  const names = subgoalsOf(text);
  const said = JSON.stringify(
    Object.fromEntries(
      names.map((name, i) => [name, i === 0 ? /Action: PICKUP/.test(text) : /Action: APPLY/.test(text)]),
    ),
  );
  if (text.length % 7 === 0) return "I cannot tell.";
  return text.length % 3 === 0 ? `Let me think.\n${"It moved. ".repeat(400)}\n${said}` : said;
});

async function run(...args: readonly string[]): Promise<void> {
  const ran = await calmhack(args, { cwd: folder });
  if (ran.code !== 0) throw new Error(`${args.join(" ")}: ${ran.err}`);
}

function hostileLine(i: number): string {
  const frame = { rows: [EVIL, `@${LONG}`, ...Array.from({ length: 60 }, () => "W".repeat(300))], message: EVIL };
  return JSON.stringify({
    id: `${i} ${EVIL}`,
    task: `${i} ${EVIL}`,
    subgoals: [`${EVIL} 1`.slice(0, 290), "b"],
    before: frame,
    after: { ...frame, rows: frame.rows.toReversed() },
    action: EVIL.slice(0, 290),
    labels: { b: i % 2 === 0 },
    episode: LONG.slice(0, 290),
    kind: EVIL.slice(0, 190),
    part: i % 2 === 0 ? "hard negatives" : EVIL.slice(0, 90),
  });
}

let browser: Browser | undefined;

beforeAll(async () => {
  const path = chromiumPath();
  if (path === undefined) {
    console.error("NO CHROMIUM: result pages were not opened in a browser; apt-get install -y chromium");
    throw new Error("no chromium");
  }
  build();
  browser = await openBrowser(path);
  const server = await openServer(errs);
  const model = (name: string) => ["--model", name, "--base-url", server.url, "--mock"];
  const quick = ["--repetitions", "200"];
  await run("evaluate", "keyroom", "--full", ...quick, "--out", "programs");
  await run(
    "evaluate",
    "keyroom",
    "--full",
    ...model("small"),
    ...model("big").slice(0, 2),
    ...quick,
    "--price",
    "0.1/0.2",
    "--out",
    "several",
  );
  await run("evaluate", "keyroom", "--full", ...model("small"), ...quick, "--out", "one");
  await run("evaluate", "keyroom", "--full", ...model("other"), ...quick, "--prompt", "map", "--out", "another");
  await run("grid", "keyroom", "--vary", "legend,message", ...model("small"), "--rules", ...quick, "--out", "grid");
  await run("decompose", "MiniHack-KeyRoom-S5-v0", "--preset", "--out", "subgoals");
  await run("compare", "one", "another", ...quick, "--out", "compared");
  const train = [
    "train",
    "MiniHack-KeyRoom-S5-v0",
    "--arm",
    "none",
    "--arm",
    "text rules",
    "--steps",
    "10000",
    "--seeds",
    "2",
  ];
  await run(...train, "--out", "train1");
  await run(...train, "--epsilon", "0.2", "--out", "train2");
  for (const rater of ["a", "b"]) {
    const answers = loadDataSet("keyroom").items.map(({ id, subgoals }, i) =>
      JSON.stringify({ id, labels: Object.fromEntries(subgoals.map((name) => [name, rater === "b" && i % 3 === 0])) }),
    );
    writeFileSync(join(folder, `${rater}.jsonl`), answers.join("\n"));
    await run(
      "annotate",
      "keyroom",
      "--as",
      `script:${rater}`,
      "--script",
      `${rater}.jsonl`,
      "--out",
      `labels.${rater}`,
    );
  }
  await run("agreement", "keyroom", "labels.a", "labels.b", ...quick, "--out", "agreement");
  await run("compare", "train1", "train2", "--out", "trained");
  await server.close();
  const huge = await openServer(sends(200, completion(MEGABYTE)));
  writeFileSync(join(folder, "hostile.jsonl"), Array.from({ length: 40 }, (_, i) => hostileLine(i)).join("\n"));
  const evil = ["--model", visible(EVIL, 190), "--base-url", huge.url, "--mock"];
  await run("evaluate", "hostile.jsonl", ...evil, ...quick, "--out", "hostile");
  await huge.close();
}, 1_800_000);

afterAll(async () => {
  await browser?.close();
});

const PAGES = [
  "programs",
  "several",
  "another",
  "grid",
  "subgoals",
  "compared",
  "train1",
  "trained",
  "agreement",
  "hostile",
];

const file = (name: string): string => join(folder, name, "report.html");

async function opened<T>(
  name: string,
  look: Parameters<Browser["open"]>[1],
  work: (page: OpenedPage) => Promise<T>,
): Promise<T> {
  if (browser === undefined) throw new Error("no browser");
  const page = await browser.open(file(name), look);
  try {
    return await work(page);
  } finally {
    expect({ said: page.said, requests: page.requests }).toEqual({ said: [], requests: [] });
    await page.close();
  }
}

it("would hear a page that asks for something, and one that says something", async () => {
  if (browser === undefined) throw new Error("no browser");
  writeFileSync(join(folder, "bad.html"), '<img src="http://evil.test/x.png"><script>console.log("hello")</script>');
  const page = await browser.open(join(folder, "bad.html"), DESK);
  expect(page.requests).toEqual(["http://evil.test/x.png"]);
  expect(page.said.join()).toContain("hello");
  await page.close();
});

describe.each(PAGES)("the page of %s", (name) => {
  it("asks for nothing and logs nothing, on a phone and a desk, in the light and in the dark", async () => {
    for (const look of [PHONE, DESK, { ...PHONE, scheme: "dark" as const }, { ...DESK, scheme: "dark" as const }]) {
      const seen = await opened(name, look, async (page) => {
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        return page.evaluate(
          `({ title: document.title, scripts: document.scripts.length, wide: document.documentElement.scrollWidth,
              handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on"))).length,
              dead: [...document.querySelectorAll("nav a")].filter((one) => document.getElementById(one.hash.slice(1)) === null).length })`,
        );
      });
      expect(seen).toMatchObject({ scripts: 0, handlers: 0, dead: 0 });
      expect((seen as { title: string }).title).not.toBe("pwned");
      // Tables and frames scroll within themselves; the page does not.
      expect((seen as { wide: number }).wide).toBeLessThanOrEqual(look.width);
    }
  }, 120_000);

  it("is small, and prints", async () => {
    expect(statSync(file(name)).size).toBeLessThan(MOST_BYTES);
    const pdf = await opened(name, DESK, (page) => page.pdf());
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    console.log(`${name}: ${statSync(file(name)).size} bytes`);
  }, 120_000);
});

describe("the page of an evaluation in a browser", () => {
  it("has text of the foreground's colour on a background that it can be read on, in both schemes", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const colours = await opened("several", { ...DESK, scheme }, (page) =>
        page.evaluate(
          `(() => { const of = (one) => getComputedStyle(one); const body = of(document.body);
             return [body.color, body.backgroundColor, of(document.querySelector("svg text")).fill].map((text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number)); })()`,
        ),
      );
      const [ink, paper, label] = colours as [number[], number[], number[]];
      expect(contrast(ink, paper)).toBeGreaterThan(7);
      expect(contrast(label, paper)).toBeGreaterThan(4.5);
    }
  });

  it("shows both frames of an error side by side on a phone", async () => {
    const [before, after] = (await opened("several", PHONE, (page) =>
      page.evaluate(
        `[...document.querySelector(".pair").querySelectorAll("pre")].map((one) => { const { left, right, top } = one.getBoundingClientRect(); return { left, right, top }; })`,
      ),
    )) as { left: number; right: number; top: number }[];
    expect(before?.top).toBe(after?.top);
    expect(after?.left).toBeGreaterThan(before?.right ?? Number.POSITIVE_INFINITY);
    expect(after?.right).toBeLessThan(PHONE.width);
  });

  it("says how much of an answer of a megabyte it shows", () => {
    expect(readFileSync(file("hostile"), "utf8")).toMatch(
      /Cut: \d+ of 1050\d+ characters are shown; judgements\.jsonl has the whole answer\./,
    );
  });
});

/** WCAG 2's ratio of the luminances of two colours, each of three numbers from 0 to 255. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const luminance = (colour: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
