import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ChatAnswer, requestAddress } from "../../calm/chat.js";
import { openDoor } from "../../calm/door.js";
import { damageRemark, openRecording, type RecordingOptions, requirePrompt } from "../../calm/recording.js";
import type { Entry } from "../../calm/recording-line.js";
import { doorTo, question, rawServer, says, verdictSchema } from "./servers.js";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "calmhack-recording-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function entry(text: string, more: Partial<Entry> = {}): Entry {
  const answer: ChatAnswer = {
    ok: true,
    text: `to ${text}`,
    finish: "stop",
    tokensIn: 3,
    tokensOut: 1,
    usage: "reported",
  };
  return { request: question(text), answer, server: "http://localhost:1", at: "2026-11-05T10:00:00.000Z", ...more };
}

const address = (text: string) => requestAddress(question(text));

function write(path: string, entries: readonly Entry[], options: RecordingOptions = {}): void {
  const recording = openRecording(path, options);
  for (const one of entries) recording.keep(one);
  recording.close();
}

describe("a recording", () => {
  it("gives back what was kept, also to the next process", () => {
    const path = join(folder(), "deep", "down", "r.jsonl");
    const answer: ChatAnswer = {
      ok: true,
      text: 'line\nbreak "quoted" \u2028 \ud800 ü',
      finish: "length",
      tokensIn: 1,
      tokensOut: 2,
      usage: "missing",
      reasoning: "hmm",
    };
    const request = question("q", { temperature: 0.7, maxTokens: 9, schema: verdictSchema, sample: 3 });
    write(path, [entry("q", { request, answer }), entry("other")]);
    const again = openRecording(path);
    const requestHash = requestAddress(request);
    expect(again.recall(requestHash)).toEqual({ answer, requestHash, server: "http://localhost:1" });
    expect(again.condition).toEqual({ answers: 2, duplicates: 0, damagedLines: [], end: "whole" });
    expect(damageRemark(again)).toBeUndefined();
  });

  it("is made with the first answer, not before", () => {
    const path = join(folder(), "r.jsonl");
    openRecording(path).close();
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });

  it("writes one line per answer, in a fixed order of fields", () => {
    const path = join(folder(), "r.jsonl");
    write(path, [entry("q")]);
    expect(readFileSync(path, "utf8")).toBe(
      `{"format":"calmhack-recording/1","key":"${address("q")}","model":"foo","server":"http://localhost:1",` +
        '"prompt":{"id":"judge","hash":"0123456789abcdef"},"parameters":{},"messages":[{"role":"user","content":"q"}],' +
        '"reply":{"text":"to q","finish":"stop","tokensIn":3,"tokensOut":1,"usage":"reported"},' +
        '"at":"2026-11-05T10:00:00.000Z"}\n',
    );
  });

  it("lets the first of two answers under one key win", () => {
    const path = join(folder(), "r.jsonl");
    write(path, [entry("q")]);
    appendFileSync(path, readFileSync(path, "utf8").replace("to q", "to someone else"));
    const again = openRecording(path);
    expect(again.recall(address("q"))?.answer.text).toBe("to q");
    expect(again.condition).toMatchObject({ answers: 1, duplicates: 1 });
  });

  it("skips, counts and reports damaged lines, and keeps every byte of them", () => {
    const path = join(folder(), "r.jsonl");
    write(path, [entry("a"), entry("b"), entry("c")]);
    const [a, b, c] = readFileSync(path, "utf8").trimEnd().split("\n");
    const edited = b?.replace('"content":"b"', '"content":"edited"');
    const bytes = `${a}\n${edited}\n\u0000\u0000\n\n${b?.slice(0, 90)}\n${c}\r\n${a?.slice(0, 50)}`;
    writeFileSync(path, bytes);
    const again = openRecording(path);
    expect(again.condition).toEqual({ answers: 2, duplicates: 0, damagedLines: [2, 3, 5, 7], end: "half a line" });
    expect(damageRemark(again)).toBe(`${path}: 4 damaged lines were skipped (2, 3, 5, 7).`);
    again.keep(entry("d"));
    again.close();
    expect(readFileSync(path, "utf8").startsWith(`${bytes}\n{"format"`)).toBe(true);
    expect(openRecording(path).condition).toMatchObject({ answers: 3, end: "whole" });
  });

  it("skips a line whose bytes are no UTF-8 rather than reading damage as an answer", () => {
    const path = join(folder(), "r.jsonl");
    write(path, [entry("a"), entry("ü")]);
    const bytes = readFileSync(path);
    const at = bytes.indexOf(Buffer.from("to ü")) + 3;
    bytes[at] = 0xff;
    writeFileSync(path, bytes);
    expect(openRecording(path).condition).toMatchObject({ answers: 1, damagedLines: [2] });
  });

  it("puts its line on a fresh line even when another process died in the middle of one since", () => {
    const path = join(folder(), "r.jsonl");
    const recording = openRecording(path);
    recording.keep(entry("a"));
    appendFileSync(path, '{"format":"calmhack-recording/1","key":"12');
    recording.keep(entry("b"));
    recording.close();
    expect(openRecording(path).condition).toMatchObject({ answers: 2, damagedLines: [2], end: "whole" });
  });

  it.each([
    ['{"task":"open the door","labels":[]}\n', ':1: the line names no format, accepted is "calmhack-recording/1".'],
    [
      '\n{"format":"calmhack-recording/2"}\n',
      ':2: the line has the format "calmhack-recording/2", accepted is "calmhack-recording/1".',
    ],
    ["# Read me\n\nfirst\n", ":1: this is no recording of model calls."],
    ["[1,2,3]", ":1: this is no recording of model calls."],
  ])("refuses a foreign file %j with its line, and leaves it alone", (content, message) => {
    const path = join(folder(), "r.jsonl");
    writeFileSync(path, content);
    expect(() => openRecording(path)).toThrow(`${path}${message}`);
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("takes a file that was killed in its very first line", () => {
    const path = join(folder(), "r.jsonl");
    for (const half of [
      '{"for',
      '{"format":"calmhack-recording/1","key":"0',
      '{"format":"calmhack-recording/1","k\n',
    ]) {
      writeFileSync(path, half);
      const recording = openRecording(path);
      expect(damageRemark(recording)).toContain(half.endsWith("\n") ? "1 damaged lines" : "the last line, 1, is half");
      recording.keep(entry("a"));
      recording.close();
      expect(openRecording(path).condition).toMatchObject({ answers: 1, damagedLines: [1] });
    }
  });

  it("says in one sentence where it cannot be", () => {
    const made = folder();
    writeFileSync(join(made, "file"), "");
    mkdirSync(join(made, "sub"));
    expect(() => openRecording(join(made, "sub"))).toThrow(`The recording ${made}/sub is a folder, not a file.`);
    expect(() => openRecording(join(made, "none"), { mode: "replay" })).toThrow(
      `There is no recording ${made}/none to replay.`,
    );
    expect(() => openRecording(join(made, "file", "r")).keep(entry("q"))).toThrow("a part of its path is a file.");
  });

  it("stops the run when the disk is full, and hands out no answer that is not on disk", async () => {
    const path = join(folder(), "r.jsonl");
    symlinkSync("/dev/full", path);
    const server = await rawServer(says("yes"));
    const door = doorTo(server.url, { recording: openRecording(path), concurrency: 1 });
    const message = `The recording ${path} cannot be written: the disk is full, and an answer that was paid for could not be kept.`;
    const outcomes = await Promise.allSettled([door.ask(question("a")), door.ask(question("b"))]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { name: "InputError", message } });
    expect(server.seen).toHaveLength(1);
  });

  it("never holds a secret, whoever says it", () => {
    const path = join(folder(), "r.jsonl");
    const key = "sk-test-MARKER-0123456789";
    const answer = { ...entry("q").answer, text: `your key is ${key}`, reasoning: key };
    const said = entry(`mine is ${key}`, { answer, server: `http://${key}` });
    write(path, [said], { secrets: [key] });
    expect(readFileSync(path, "utf8")).not.toContain(key);
    expect(openRecording(path).condition).toMatchObject({ answers: 1, damagedLines: [] });
  });
});

describe("a replay", () => {
  it("offers what the file holds, by model and prompt version, with its dates", () => {
    const path = join(folder(), "r.jsonl");
    const later = { ...question("c"), prompt: { id: "judge", hash: "feed" } };
    write(path, [
      entry("b", { at: "2026-11-07T00:00:00.000Z" }),
      entry("a"),
      entry("c", { request: later, at: "2026-11-09T00:00:00.000Z" }),
    ]);
    const recording = openRecording(path, { mode: "replay" });
    const prompt = { id: "judge", hash: "0123456789abcdef" };
    expect(recording.prompts()).toEqual([
      {
        model: "foo",
        answerer: "model",
        prompt,
        answers: 2,
        servers: ["http://localhost:1"],
        first: "2026-11-05T10:00:00.000Z",
        last: "2026-11-07T00:00:00.000Z",
      },
      {
        model: "foo",
        answerer: "model",
        prompt: later.prompt,
        answers: 1,
        servers: ["http://localhost:1"],
        first: "2026-11-09T00:00:00.000Z",
        last: "2026-11-09T00:00:00.000Z",
      },
    ]);
    expect(requirePrompt(recording, "foo", prompt)).toMatchObject({ answers: 2 });
    expect(() => requirePrompt(recording, "foo", { id: "judge", hash: "beef" })).toThrow(
      `${path} answers prompt "judge" (0123456789a…) of 2026-11-07, but this run asks prompt "judge" (beef).`,
    );
    expect(() => requirePrompt(recording, "bar", prompt)).toThrow(
      `${path} holds answers of foo, but none of bar to prompt "judge" (0123456789a…).`,
    );
    expect(() => recording.keep(entry("z"))).toThrow("is open for replay only");
  });
});

describe("answers of several servers under one address", () => {
  const from = (server: string, text: string, more: Partial<Entry> = {}) =>
    entry("q", { server, answer: { ...entry("q").answer, text }, ...more });
  const [here, there] = ["http://here", "http://there"];

  it("are kept side by side, each found by its server, the first without one", () => {
    const path = join(folder(), "r.jsonl");
    write(path, [from(there, "theirs"), from(here, "ours"), from(here, "late")]);
    const again = openRecording(path);
    expect(again.condition).toMatchObject({ answers: 2, duplicates: 1, damagedLines: [] });
    const text = (server?: string) =>
      again.recall(address("q"), { answerer: "model", ...(server === undefined ? {} : { server }) })?.answer.text;
    expect([text(here), text(there), text(), text("http://nowhere")]).toEqual(["ours", "theirs", "theirs", undefined]);
    expect(again.prompts()).toMatchObject([{ answers: 1, servers: [there] }]);
    expect(again.servers("foo")).toEqual([
      { answerer: "model", server: there, answers: 1 },
      { answerer: "model", server: here, answers: 1 },
    ]);
    expect(again.servers("bar")).toEqual([]);
  });

  it("never pass a test server's answer for a model's, nor the other way round", () => {
    const path = join(folder(), "r.jsonl");
    write(path, [from(here, "mocked", { mock: true }), from(here, "meant")]);
    expect(readFileSync(path, "utf8").split("\n")[0]).toContain('"server":"http://here","mock":true,"prompt"');
    const again = openRecording(path);
    expect(again.recall(address("q"), { answerer: "mock" })?.answer.text).toBe("mocked");
    expect(again.recall(address("q"), { answerer: "model" })?.answer.text).toBe("meant");
    expect(again.prompts()).toMatchObject([
      { answerer: "mock", answers: 1 },
      { answerer: "model", answers: 1 },
    ]);
    const prompt = { id: "judge", hash: "0123456789abcdef" };
    expect(requirePrompt(again, "foo", prompt, "mock")).toMatchObject({ answerer: "mock" });
  });

  it("are found by the address as it was asked, too, where a server made the door leave something out", () => {
    const path = join(folder(), "r.jsonl");
    const asked = { temperature: 0 };
    write(path, [from(there, "theirs", { asked }), from(here, "ours", { asked })]);
    const wanted = requestAddress(question("q", asked));
    expect(openRecording(path).recall(wanted, { answerer: "model", server: here })?.answer.text).toBe("ours");
  });

  it("let a door ask its own server anew, and both lines live in the file", async () => {
    const path = join(folder(), "r.jsonl");
    const fake = await rawServer(says("fake"));
    const real = await rawServer(says("real"));
    const asks = async (url: string, more: { answerer?: "model" | "mock" } = {}) => {
      const recording = openRecording(path);
      const door = doorTo(url, { recording, ...more });
      const outcome = await door.ask(question("q"));
      recording.close();
      return [outcome, door.answeredBy()] as const;
    };
    expect(await asks(fake.url, { answerer: "mock" })).toMatchObject([{ text: "fake", source: "server" }, [fake.url]]);
    expect(await asks(real.url)).toMatchObject([{ text: "real", source: "server" }, [real.url]]);
    expect(await asks(fake.url)).toMatchObject([{ text: "fake", source: "server" }, [fake.url]]);
    expect(await asks(real.url, { answerer: "mock" })).toMatchObject([{ source: "server" }, [real.url]]);
    expect(await asks(real.url)).toMatchObject([{ text: "real", source: "recording" }, [real.url]]);
    expect([fake.seen.length, real.seen.length]).toEqual([2, 2]);
    expect(openRecording(path).condition).toMatchObject({ answers: 4, duplicates: 0 });
    const recording = openRecording(path, { mode: "replay" });
    const replay = openDoor({ model: "foo", recording });
    expect(await replay.ask(question("q"))).toMatchObject({ text: "real", source: "recording" });
    expect(replay.answeredBy()).toEqual([real.url]);
  });
});

describe("a door with neither key nor server", () => {
  it("gives what is recorded, and says what is missing before it asks", async () => {
    const path = join(folder(), "r.jsonl");
    write(path, [entry("q", { server: "https://api.openai.com" })]);
    const door = openDoor({ model: "foo", recording: openRecording(path), keyless: "Set a key." });
    expect(await door.ask(question("q"))).toMatchObject({ text: "to q", source: "recording" });
    await expect(door.ask(question("other"))).rejects.toMatchObject({ name: "InputError", message: "Set a key." });
    expect(door.totals()).toMatchObject({ recorded: 1, attempts: 0, calls: 0 });
  });
});

describe("a kill at any byte", () => {
  it("costs at most the last line, and what is appended afterwards can be read", () => {
    const made = folder();
    const source = join(made, "whole.jsonl");
    const texts = ["a", "frame\n|.@.|", "ü\ud83d\ude00", "d".repeat(300)];
    write(
      source,
      texts.map((text) => entry(text)),
    );
    const whole = readFileSync(source);
    const ends = [...whole.keys()].filter((i) => whole[i] === 10);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), fc.nat(2), (cut, appended) => {
        const path = join(made, "cut.jsonl");
        writeFileSync(path, whole.subarray(0, cut));
        const recording = openRecording(path);
        // A line is whole when all of its bytes but the line end are there.
        const kept = ends.filter((end) => end <= cut).length;
        expect(recording.condition.answers).toBe(kept);
        for (let i = 0; i < appended; i++) recording.keep(entry(`new ${i}`));
        recording.close();
        const again = openRecording(path);
        expect(again.condition.answers).toBe(kept + appended);
        for (const text of texts.slice(0, kept)) expect(again.recall(address(text))?.answer.text).toBe(`to ${text}`);
        expect(readFileSync(path).subarray(0, cut).equals(whole.subarray(0, cut))).toBe(true);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
