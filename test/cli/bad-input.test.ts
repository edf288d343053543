/**
 * One table, command x damage: each ends in one sentence on standard error and status 2, and leaves the folder as it
 * was.
 */
import { cpSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, it } from "vitest";
import { presetPrompt } from "../../calm/index.js";
import { recordingPath } from "../../cli/models.js";
import {
  type Behaviour,
  complains,
  endsEarly,
  hangs,
  sends,
  stallsInMidBody,
  stopsInMidBody,
} from "../calm/servers.js";
import { isLong } from "../sizes.js";
import { allFalse, type MockServer, openServer } from "./mock-server.js";
import {
  build,
  calmhack,
  calmhackProcess,
  contents,
  expectNoKey,
  expectOneSentence,
  type RunOptions,
  root,
  temporaryFolder,
} from "./run.js";

/** Good files: good.jsonl (10 labelled transitions), result/ (judged by a model), recording.jsonl (its answers). */
const good = temporaryFolder();
const GOOD = readFileSync(join(root, "examples", "transitions.jsonl"), "utf8");
const RECORDING = recordingPath("rec", "foo");
/** Where nobody listens; stands in a table as "DEAD". */
let dead = "";

beforeAll(async () => {
  build();
  writeFileSync(join(good, "good.jsonl"), GOOD);
  const server = await openServer(allFalse);
  const flags = ["--model", "foo", "--base-url", server.url, "--recordings", "rec", "--repetitions", "100"];
  const ran = await calmhack(["evaluate", "good.jsonl", ...flags, "--out", "result"], { cwd: good });
  await server.close();
  dead = server.url;
  if (ran.code !== 0) throw new Error(ran.err);
  cpSync(join(good, RECORDING), join(good, "recording.jsonl"));
}, 60_000);

/** Servers that keep a connection open, or leave one half read. */
const HOLDING: readonly Behaviour[] = [hangs, stallsInMidBody, stopsInMidBody];

interface Case {
  readonly does: string;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly prepare?: (folder: string) => void;
  readonly run?: Omit<RunOptions, "cwd">;
  readonly server?: readonly Behaviour[];
  readonly mayAsk?: "never";
  /** Files that may come: what was done before the damage showed and is whole. */
  readonly mayAdd?: RegExp;
}

function check({ does, args, says, prepare, run, server, mayAsk, mayAdd }: Case): void {
  it.concurrent(does, { timeout: 60_000 }, async ({ expect }) => {
    const folder = temporaryFolder();
    cpSync(good, folder, { recursive: true });
    prepare?.(folder);
    const before = contents(folder);
    const opened: MockServer | undefined = server === undefined ? undefined : await openServer(...server);
    const where = opened === undefined ? [] : ["--base-url", opened.url];
    try {
      // A process of its own wherever streams matter, and to see it end although a server holds its connection.
      const own = run !== undefined || (args[0] === "judge" && server?.some((one) => HOLDING.includes(one)));
      const start = own ? calmhackProcess : calmhack;
      const ran = await start([...args.map((word) => (word === "DEAD" ? dead : word)), ...where], {
        cwd: folder,
        ...run,
      });
      expectOneSentence(expect, ran, says);
      const after = Object.entries(contents(folder));
      expect(Object.fromEntries(after.filter(([name]) => name in before || !mayAdd?.test(name)))).toEqual(before);
      expectNoKey(expect, folder, ran);
      if (mayAsk === "never") expect(opened?.seen).toEqual([]);
    } finally {
      await opened?.close();
    }
  });
}

const FAST = ["--repetitions", "100"];
/** Each command with what it needs, and its good input as the last word. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  demo: ["demo"],
  evaluate: ["evaluate", ...FAST, "good.jsonl"],
  judge: ["judge", "--rules", "good.jsonl"],
  view: ["view", "result"],
  prompt: ["prompt", "good.jsonl"],
  cite: ["cite", "result"],
  validate: ["validate", "good.jsonl"],
};
const withInput = (name: string, input: string): readonly string[] => [...(COMMANDS[name] ?? []).slice(0, -1), input];

describe("the words of a command line", () => {
  for (const [name, args] of Object.entries(COMMANDS)) {
    check({
      does: `${name} with an unknown flag`,
      args: [...args, "--frobnicate"],
      says: /unknown option '--frobnicate'/,
    });
    check({ does: `${name} with one word too many`, args: [...args, "extra"], says: /too many arguments/ });
    if (args.length > 1) check({ does: `${name} without its input`, args: [name], says: /missing required argument/ });
  }
  check({ does: "an unknown command", args: ["frobnicate"], says: /unknown command 'frobnicate'/ });
  check({ does: "a command misspelt", args: ["evalute", "keyroom"], says: /Did you mean evaluate/ });
  check({ does: "help about an unknown command", args: ["help", "frobnicate"], says: /unknown command/ });
  check({ does: "a flag without its value", args: ["evaluate", "keyroom", "--seed"], says: /argument missing/ });
  check({ does: "an unknown command with escape codes", args: ["\u001b[31mred"], says: /\\u\{1b\}\[31mred/ });
});

describe("the values of flags", () => {
  const numbers = [
    "--limit",
    "--seed",
    "--repetitions",
    "--concurrency",
    "--timeout",
    "--tries",
    "--temperature",
    "--max-tokens",
  ];
  for (const flag of numbers) {
    for (const value of ["banana", "-1"]) {
      const args = ["evaluate", "good.jsonl", flag, value];
      check({ does: `evaluate ${flag} ${value}`, args, says: new RegExp(`${flag} is "${value}"; accepted is`) });
    }
  }
  for (const flag of numbers.slice(3)) {
    const args = ["judge", "good.jsonl", "--rules", flag, "1e999"];
    check({ does: `judge ${flag} 1e999`, args, says: new RegExp(`${flag} is "1e999"; accepted is`) });
  }
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ["--budget", "lots", /--budget is "lots"; accepted is/],
    ["--budget", "1.50", /needs --price/],
    ["--price", "1", /--price is "1"; accepted is IN\/OUT/],
    ["--price", "a/b", /--price is "a\/b"; accepted is/],
    ["--prompt", "nope", /no prompt "nope"; shipped are crop/],
    ["--prompt", "missing.json", /no prompt file missing\.json/],
    ["--prompt", "folder.json", /folder\.json is a folder/],
    ["--prompt", "cut.json", /cut\.json is no JSON/],
    ["--prompt", "foreign.json", /foreign\.json is no prompt \(id: .*missing\)/],
    ["--base-url", "http://127.0.0.1:1", /no model is asked; add --model/],
    ["--key-env", "NOBODY_SET_THIS", /--key-env names NOBODY_SET_THIS/],
  ];
  const prepare = (folder: string): void => {
    mkdirSync(join(folder, "folder.json"));
    writeFileSync(join(folder, "cut.json"), '{"id":"mine/1","window":');
    writeFileSync(join(folder, "foreign.json"), '{"answer":42}');
  };
  for (const [flag, value, says] of wrong) {
    for (const command of ["evaluate", "judge"]) {
      const args = [...(COMMANDS[command] ?? []), flag, value];
      check({ does: `${command} ${flag} ${value}`, args, says, prepare });
    }
    if (flag !== "--prompt") continue;
    check({ does: `prompt ${flag} ${value}`, args: ["prompt", "good.jsonl", flag, value], says, prepare });
  }
  for (const value of ["1", "0.1/2", "a/b", "0.1/0.1/0.1"]) {
    check({
      does: `evaluate --noise ${value}`,
      args: ["evaluate", "good.jsonl", "--noise", value],
      says: /--noise is/,
    });
  }
  check({
    does: "evaluate an unknown split",
    args: ["evaluate", "keyroom", "--split", "nope"],
    says: /its splits are/,
  });
  check({ does: "prompt an unknown item", args: ["prompt", "keyroom", "--item", "nope"], says: /no item "nope"/ });
  check({
    does: "view an unknown row",
    args: ["view", "result", "--row", "nope"],
    says: /no row "nope"; its rows are/,
  });
  check({ does: "judge with nobody", args: ["judge", "good.jsonl"], says: /Who shall judge\?/ });
  check({
    does: "judge with two",
    args: ["judge", "good.jsonl", "--rules", "--model", "foo"],
    says: /Who shall judge\?/,
  });
  for (const model of ["", " foo", "foo\u001b[31m", "x".repeat(300), "@http://127.0.0.1:1"]) {
    const args = ["evaluate", "good.jsonl", "--model", model];
    check({
      does: `a model named ${JSON.stringify(model.slice(0, 20))}`,
      args,
      says: /--model is ".*"; accepted is NAME/,
    });
  }
  check({ does: "a model twice", args: ["evaluate", "good.jsonl", "--model", "a", "--model", "a"], says: /"a" twice/ });
  check({
    does: "a model named like a floor",
    args: ["evaluate", "good.jsonl", "--model", "coin"],
    says: /"coin".*differ/,
  });
  for (const url of ["ftp://here", "nonsense", "", "http://", "http://a b/"]) {
    const args = ["evaluate", "good.jsonl", "--model", "foo", "--base-url", url];
    check({ does: `the server ${JSON.stringify(url)}`, args, says: /base URL/ });
  }
  const blanks = { env: { OPENAI_API_KEY: "sk MARKER with blanks" } };
  const args = ["evaluate", "good.jsonl", "--model", "foo"];
  check({ does: "a key with blanks", args, says: /The key holds blanks/, run: blanks });
});

describe("data that are no data", () => {
  const lines = GOOD.split("\n");
  const broken = (at: number, text: string): string => lines.map((line, i) => (i === at - 1 ? text : line)).join("\n");
  const files: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["empty.jsonl", "", /no transition/],
    ["blank.jsonl", "\n \n", /no transition/],
    ["prose.jsonl", "Once upon a time\n", /prose\.jsonl:1: .*no JSON object/],
    ["foreign.jsonl", '{"a":1}\n', /foreign\.jsonl:1: .*missing/],
    ["number.jsonl", "42\n", /number\.jsonl:1: /],
    ["cut.jsonl", GOOD.slice(0, GOOD.length - 40), /cut\.jsonl:10: .*no JSON object/],
    ["third.jsonl", broken(3, '{"task":5}'), /third\.jsonl:3: /],
    ["bytes.jsonl", new Uint8Array([0xff, 0xfe, 0, 1, 2, 10]), /bytes\.jsonl:1: /],
    [
      "label.jsonl",
      broken(2, (lines[1] ?? "").replace('"open the door":false', '"open":false')),
      /label\.jsonl:2: a label names "open"/,
    ],
    ["twice.jsonl", broken(2, (lines[1] ?? "").replace('"pick up the key"', '"open the door"')), /twice\.jsonl:2: /],
  ];
  const prepare = (folder: string): void => {
    for (const [name, content] of files) writeFileSync(join(folder, name), content);
    mkdirSync(join(folder, "folder.jsonl"));
    symlinkSync("/proc/self/mem", join(folder, "unreadable.jsonl"));
    const packed = gzipSync(GOOD);
    writeFileSync(join(folder, "cut.jsonl.gz"), packed.subarray(0, packed.length - 20));
    writeFileSync(join(folder, "plain.jsonl.gz"), GOOD);
    mkdirSync(join(folder, "set"));
    writeFileSync(join(folder, "set", "dataset.json"), '{"format":"calmhack-dataset/1"}');
    mkdirSync(join(folder, "half-set"));
    cpSync(join(root, "data", "keyroom", "dataset.json"), join(folder, "half-set", "dataset.json"));
    mkdirSync(join(folder, "other-set"));
    cpSync(join(root, "data", "keyroom", "dataset.json"), join(folder, "other-set", "dataset.json"));
    writeFileSync(join(folder, "other-set", "transitions.jsonl"), GOOD);
    writeFileSync(join(folder, "other-set", "card.md"), "");
  };
  for (const name of ["evaluate", "judge", "prompt", "validate"]) {
    for (const [file, , says] of files) {
      check({ does: `${name} ${file}`, args: withInput(name, file), says, prepare });
    }
    const more: readonly (readonly [string, RegExp])[] = [
      ["missing.jsonl", /missing\.jsonl/],
      ["folder.jsonl", /folder\.jsonl/],
      ["unreadable.jsonl", /unreadable\.jsonl/],
      ["cut.jsonl.gz", /cut\.jsonl\.gz/],
      ["plain.jsonl.gz", /plain\.jsonl\.gz/],
      ["set", name === "judge" ? /folder/ : /set.dataset\.json is no data-set manifest/],
      ["half-set", name === "judge" ? /folder/ : /half-set.transitions\.jsonl/],
      ["other-set", name === "judge" ? /folder/ : /SHA-256/],
      ["nope", /nope/],
    ];
    for (const [file, says] of more) check({ does: `${name} ${file}`, args: withInput(name, file), says, prepare });
  }
  for (const name of ["judge", "validate"]) {
    const run = { input: 'prose\n{"a":1}\n' };
    check({ does: `${name} prose from standard input`, args: withInput(name, "-"), says: /standard input:1/, run });
    check({ does: `${name} nothing from standard input`, args: withInput(name, "-"), says: /no transition/, run: {} });
  }
  const unlabelled = (folder: string): void =>
    writeFileSync(join(folder, "unlabelled.jsonl"), GOOD.replace(/"labels":\{[^}]*\},/g, ""));
  const args = withInput("evaluate", "unlabelled.jsonl");
  check({ does: "evaluate data without labels", args, says: /no labels .*"npx calmhack judge"/, prepare: unlabelled });
});

describe("results that are no results", () => {
  const spoil = (name: string, change: (text: string) => string) => (folder: string) =>
    writeFileSync(join(folder, "result", name), change(readFileSync(join(folder, "result", name), "utf8")));
  const folderInPlaceOf = (name: string) => (folder: string) => {
    rmSync(join(folder, "result", name));
    mkdirSync(join(folder, "result", name));
  };
  const cases: readonly (readonly [string, string, RegExp, ((folder: string) => void) | undefined])[] = [
    ["a folder that is missing", "nope", /nope is no result folder/, undefined],
    ["a file", "good.jsonl", /good\.jsonl is no result folder/, undefined],
    ["a folder of other files", ".", /is no result folder: it holds no result\.json/, undefined],
    ["a cut result", "result", /result\.json is damaged/, spoil("result.json", (text) => text.slice(0, 500))],
    ["an empty result", "result", /result\.json is damaged/, spoil("result.json", () => "")],
    ["a foreign result", "result", /result\.json is not what a result/, spoil("result.json", () => '{"a":1}')],
    ["a result that is a list", "result", /result\.json is not what a result/, spoil("result.json", () => "[]")],
    [
      "a result of another format",
      "result",
      /\(format\)/,
      spoil("result.json", (t) => t.replace("calmhack-result/1", "x/9")),
    ],
    [
      "a result without rows",
      "result",
      /\(annotators\)/,
      spoil("result.json", (t) => JSON.stringify({ ...JSON.parse(t), annotators: [] })),
    ],
    [
      "a result without words",
      "result",
      /\(data\.selection\)/,
      spoil("result.json", (t) => t.replace('"selection"', '"selektion"')),
    ],
    [
      "a folder in place of the result",
      "result",
      /result\.json cannot be read: it is a folder/,
      folderInPlaceOf("result.json"),
    ],
  ];
  for (const [what, input, says, prepare] of cases) {
    for (const name of ["view", "cite"]) {
      check({ does: `${name} ${what}`, args: [name, input], says, ...(prepare === undefined ? {} : { prepare }) });
    }
  }
  const drop = (text: string, line: number): string =>
    text
      .split("\n")
      .filter((_, i) => i !== line - 1)
      .join("\n");
  const inside: readonly (readonly [string, RegExp, (folder: string) => void])[] = [
    ["items that are cut", /items\.jsonl:\d+/, spoil("items.jsonl", (text) => text.slice(0, -30))],
    ["judgements that are cut", /judgements\.jsonl:10/, spoil("judgements.jsonl", (text) => text.slice(0, -30))],
    ["a judgement too few", /judgements\.jsonl:4/, spoil("judgements.jsonl", (text) => drop(text, 4))],
    ["an item too few", /items\.jsonl|judgements\.jsonl/, spoil("items.jsonl", (text) => drop(text, 10))],
    [
      "a verdict that is none",
      /judgements\.jsonl:1/,
      spoil("judgements.jsonl", (text) => text.replace('"no"', '"maybe"')),
    ],
    [
      "a verdict too few",
      /judgements\.jsonl:1/,
      spoil("judgements.jsonl", (text) => text.replace(/"verdicts":\["\w+",/, '"verdicts":[')),
    ],
    ["a folder in place of the items", /items\.jsonl cannot be read: it is a folder/, folderInPlaceOf("items.jsonl")],
  ];
  for (const [what, says, prepare] of inside) check({ does: `view ${what}`, args: ["view", "result"], says, prepare });
});

describe("recordings that cannot be replayed", () => {
  const replay = (file: string): readonly string[] => [...(COMMANDS.evaluate ?? []), "--replay", file];
  const cases: readonly (readonly [string, string, RegExp, string?])[] = [
    ["that is missing", "missing.jsonl", /no recording missing\.jsonl/],
    ["that is empty", "empty.jsonl", /empty\.jsonl holds no recorded answer/, ""],
    ["that holds transitions", "good.jsonl", /good\.jsonl:1: the line names no format/],
    ["that is prose", "prose.jsonl", /prose\.jsonl:1: this is no recording/, "Once upon a time\n"],
    ["that is a folder", "result", /result is a folder/],
    ["that cannot be read", "unreadable.jsonl", /unreadable\.jsonl/],
  ];
  for (const [what, file, says, content] of cases) {
    const prepare = (folder: string): void => {
      if (content !== undefined) writeFileSync(join(folder, file), content);
      if (file === "unreadable.jsonl") symlinkSync("/proc/self/mem", join(folder, file));
    };
    check({ does: `a recording ${what}`, args: replay(file), says, prepare });
  }
  const other = [...replay("recording.jsonl"), "--prompt", "crop"];
  check({
    does: "a recording of another prompt",
    args: other,
    says: /answers prompt "map\/1" .* but this run asks prompt "crop\/1"/,
  });
  const prepare = (folder: string): void => {
    const words = JSON.stringify(presetPrompt("map"));
    writeFileSync(join(folder, "mine.json"), words.replace("You review", "You judge"));
  };
  check({
    does: "words of one's own under a shipped prompt's name",
    args: [...replay("recording.jsonl"), "--prompt", "mine.json"],
    says: /mine\.json has other words than the shipped prompt map\/1; give it an id of its own/,
    prepare,
  });
  const older = (folder: string): void => {
    const path = join(folder, "recording.jsonl");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll(/("prompt":\{"id":"map\/1","hash":")[0-9a-f]{64}/g, `$1${"0".repeat(64)}`));
  };
  check({
    does: "a recording of other words under the same name",
    args: replay("recording.jsonl"),
    says: /answers prompt "map\/1" \(\w+…?\) of \d{4}-\d\d-\d\d, but this run asks prompt "map\/1" \(\w+…?\)/,
    prepare: older,
  });
  const twice = [...replay("recording.jsonl"), "--replay", "recording.jsonl"];
  check({ does: "the same recording twice", args: twice, says: /Two rows would be named/ });
});

describe("servers that do not answer", () => {
  const page = sends(200, "<!doctype html><html><body>It works!</body></html>");
  const cases: readonly (readonly [string, readonly Behaviour[], RegExp])[] = [
    ["wants a key", [complains(401, `Incorrect API key provided`)], /refuses the key .*OPENAI_API_KEY/],
    ["forbids", [complains(403, "not for you")], /refuses the key \(403: not for you\)/],
    [
      "repeats the key in its complaint",
      [(seen, response) => complains(401, `bad key ${seen.headers.authorization}`)(seen, response)],
      /\[secret\]/,
    ],
    ["hangs", [hangs], /no answer within 0\.5 s/],
    ["stalls in mid-body", [stallsInMidBody], /no answer within 0\.5 s/],
    ["stops in mid-body", [stopsInMidBody], /connection broke/],
    ["ends its body too early", [endsEarly], /not a chat completion/],
    ["closes the connection", [(_, response) => void response.destroy()], /connection broke/],
    ["answers HTML", [page], /a web page; the base URL usually ends in \/v1/],
    ["answers prose", [sends(200, "It works!")], /not a chat completion but It works!/],
    ["answers nothing", [sends(200, "")], /an empty body/],
    ["answers JSON of another shape", [sends(200, { response: "yes" })], /JSON of another shape/],
    [
      "has no such model",
      [complains(404, "The model `foo` does not exist", { code: "model_not_found" })],
      /no model "foo".*it has bar, baz/,
    ],
    ["has no such path", [sends(404, "Not Found")], /no chat-completions service/],
    ["answers 429", [complains(429, "slow down")], /429: slow down/],
    [
      "answers 429 and asks for an hour",
      [sends(429, { error: { message: "later" } }, { "retry-after": "3600" })],
      /asks for a wait of 3600 s/,
    ],
    [
      "answers 429 with a short wait",
      [sends(429, { error: { message: "later" } }, { "retry-after-ms": "5" })],
      /429: later/,
    ],
    ["answers 500", [complains(500, "\u001b[31mboom")], /500: \\u\{1b\}\[31mboom/],
    ["redirects", [sends(302, "", { location: "http://127.0.0.1:1/" })], /redirects elsewhere/],
    ["says the quota is spent", [complains(429, "no money", { code: "insufficient_quota" })], /quota .* is spent/],
  ];
  for (const name of ["evaluate", "judge"]) {
    const args = [name, "good.jsonl", "--model", "foo", "--tries", "2"];
    for (const [what, server, says] of cases) {
      // A time-out only where it is what ends the wait: a busy machine may take longer over an answer.
      const wait = ["hangs", "stalls in mid-body"].includes(what) ? ["--timeout", "0.5"] : [];
      check({ does: `${name}: a server that ${what}`, args: [...args, ...wait], says, server });
    }
    const refused = [...args, "--base-url", "DEAD"];
    check({
      does: `${name}: a server that is not there`,
      args: refused,
      says: /No server answers at .*connection refused/,
    });
    const unknown = [...args, "--base-url", "http://nobody.invalid"];
    check({ does: `${name}: a host that is not known`, args: unknown, says: /is not known|gave no answer/ });
    const spent = [...args, "--budget", "20tokens", "--concurrency", "1"];
    const mayAdd = /calmhack-recordings/;
    check({
      does: `${name}: a budget that is spent`,
      args: spent,
      says: /budget of 20 tokens is spent after 2 calls/,
      server: [allFalse],
      mayAdd,
    });
    // The first answers, all later ones fail: a dead server, not bad luck. What was paid is kept.
    const dies = [allFalse, complains(500, "boom")];
    const few = [name, "good.jsonl", "--model", "foo", "--tries", "1", "--concurrency", "1"];
    check({
      does: `${name}: a server that dies`,
      args: few,
      says: /8 calls in a row .*500: boom.*run again later/,
      server: dies,
      mayAdd,
    });
  }
  const local = ["judge", "good.jsonl", "--model", "foo"];
  const keyless = { env: { OPENAI_API_KEY: "" } };
  check({
    does: "a server that wants a key where none is set",
    args: local,
    says: /wants a key .*set OPENAI_API_KEY/,
    server: [complains(401, "who?")],
    run: keyless,
  });
});

describe("places that take nothing", () => {
  const full = { stdout: openSync("/dev/full", "w") };
  const asks = ["--model", "foo", "--recordings", "rec-full"];
  const fullRecording = (folder: string): void => {
    mkdirSync(join(folder, "rec-full"));
    symlinkSync("/dev/full", join(folder, recordingPath("rec-full", "foo")));
  };
  // What prints goes through one door, so two commands stand for all; the long check tries each.
  for (const [name, args] of Object.entries(COMMANDS)) {
    if (!isLong && name !== "evaluate" && name !== "cite") continue;
    const mayAdd = /calmhack-results/;
    check({ does: `${name} onto a full disk`, args, says: /Standard output: the disk is full/, run: full, mayAdd });
    check({
      does: `${name} into a closed pipe`,
      args,
      says: /Standard output: it was closed/,
      run: { stdout: "closed" },
      mayAdd,
    });
    if (name === "demo" || name === "evaluate" || name === "judge") {
      const below = [...args, "--out", "good.jsonl/below"];
      check({ does: `${name} --out below a file`, args: below, says: /good\.jsonl.* (is a file|no such folder)/ });
    }
  }
  check({ does: "help onto a full disk", args: ["--help"], says: /Standard output: the disk is full/, run: full });
  for (const name of ["evaluate", "judge"]) {
    const args = [name, "good.jsonl", ...asks];
    check({
      does: `${name}: a recording on a full disk`,
      args,
      says: /the disk is full/,
      server: [allFalse],
      prepare: fullRecording,
    });
    const below = [name, "good.jsonl", "--model", "foo", "--recordings", "good.jsonl"];
    check({
      does: `${name}: a recording below a file`,
      args: below,
      says: /good\.jsonl/,
      server: [allFalse],
      mayAsk: "never",
    });
  }
  check({
    does: "judge --out to a full device",
    args: ["judge", "good.jsonl", "--rules", "--out", "/dev/full"],
    says: /\/dev\/full cannot be written: the disk is full/,
  });
  check({
    does: "evaluate --out to a device",
    args: [...(COMMANDS.evaluate ?? []), "--out", "/dev/full"],
    says: /it is a file/,
  });
  check({
    does: "evaluate --out to a file",
    args: [...(COMMANDS.evaluate ?? []), "--out", "good.jsonl"],
    says: /it is a file/,
  });
  check({
    does: "evaluate --out to a folder of other files",
    args: [...(COMMANDS.evaluate ?? []), "--out", "."],
    says: /no result folder/,
  });
  check({
    does: "judge --out to a folder",
    args: ["judge", "good.jsonl", "--rules", "--out", "result"],
    says: /it is a folder/,
  });
  check({
    does: "judge --out onto its own input",
    args: ["judge", "good.jsonl", "--rules", "--out", "./good.jsonl"],
    says: /is the file that is judged/,
  });
});
