import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linesOf } from "../../envs/files.js";
import { InputError, type Line, readLines, writeFolder, writeWhole } from "../../envs/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-files-"));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

async function collect(lines: AsyncIterable<Line>): Promise<Line[]> {
  const collected: Line[] = [];
  for await (const line of lines) collected.push(line);
  return collected;
}

async function* chunked(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
}

/** What lines are, said once more and simply: split at \n, nothing after the last one, no \r at an end. */
function simpleLines(text: string): Line[] {
  const pieces = text.split("\n");
  if (pieces.at(-1) === "") pieces.pop();
  return pieces.map((piece, i) => ({ number: i + 1, text: piece.replace(/\r$/, "") }));
}

const texts = fc.string({ unit: fc.constantFrom("a", "é", "你", "🔑", "\n", "\r\n", "\r", " ", '"') });

describe("linesOf", () => {
  it("gives the lines of the text however its bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat({ max: 200 })), async (text, cuts) => {
        expect(await collect(linesOf(chunked(Buffer.from(text), cuts), "here"))).toEqual(simpleLines(text));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it("gives the lines of the text when every byte comes alone", async () => {
    const text = "né🔑\r\n你\n\n🔑";
    const bytes = Buffer.from(text);
    const cuts = Array.from(bytes, (_, i) => i);
    expect(await collect(linesOf(chunked(bytes, cuts), "here"))).toEqual(simpleLines(text));
  });

  it("shows that a character was cut off by the end instead of dropping it", async () => {
    const lines = await collect(linesOf(chunked(Buffer.from("a\n\u00e9").subarray(0, 3), []), "here"));
    expect(lines.map(({ text }) => text)).toEqual(["a", "\ufffd"]);
  });

  it("takes no byte order mark for a part of the first line", async () => {
    const bytes = Buffer.from("\ufeffa\n\ufeffb");
    expect((await collect(linesOf(chunked(bytes, []), "here"))).map(({ text }) => text)).toEqual(["a", "\ufeffb"]);
  });

  it("reads a line of many chunks in time that grows with its length and not with its square", async () => {
    const chunk = Buffer.alloc(4096, "x");
    const time = async (chunks: number) => {
      const started = performance.now();
      const lines = await collect(linesOf(repeated(chunk, chunks), "here"));
      expect(lines).toHaveLength(1);
      expect(lines[0]?.text).toHaveLength(chunks * 4096);
      return performance.now() - started;
    };
    await time(100);
    // Searching the whole line anew at each of 8,000 chunks would look at 131 billion characters.
    expect(await time(8000)).toBeLessThan(5000);
  });

  it("ends a line that does not end before it fills the memory", async () => {
    const chunk = Buffer.alloc(1 << 20, "x");
    await expect(collect(linesOf(repeated(chunk, 80), "here"))).rejects.toThrow(
      new InputError("here:1: the line does not end."),
    );
  });

  it("says how far it came when the stream breaks", async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a\nb\nc");
      throw new Error("the line went dead\u001b[31m");
    }
    await expect(collect(linesOf(breaking(), "here"))).rejects.toThrow(
      new InputError("here cannot be read after line 2: the line went dead\\u{1b}[31m."),
    );
  });
});

async function* repeated(chunk: Uint8Array, times: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < times; i++) yield chunk;
}

describe("readLines", () => {
  it("reads a file and what a gzip file holds alike", async () => {
    const text = "one\ntwo 🔑\r\nthree";
    writeFileSync(join(folder, "a.jsonl"), text);
    writeFileSync(join(folder, "a.jsonl.gz"), gzipSync(text));
    const lines = await collect(readLines(join(folder, "a.jsonl")));
    expect(lines).toEqual(simpleLines(text));
    expect(await collect(readLines(join(folder, "a.jsonl.gz")))).toEqual(lines);
  });

  it("names a file that is absent, a folder, no gzip or cut off", async () => {
    writeFileSync(join(folder, "plain.gz"), "no gzip");
    writeFileSync(join(folder, "cut.gz"), gzipSync("a\n".repeat(5000)).subarray(0, 30));
    const refusal = (name: string) => expect(collect(readLines(join(folder, name)))).rejects;
    await refusal("absent").toThrow(new InputError(`${folder}/absent cannot be read: there is no such file.`));
    await refusal("absent.gz").toThrow(new InputError(`${folder}/absent.gz cannot be read: there is no such file.`));
    await refusal("").toThrow(new InputError(`${folder} cannot be read: it is a folder.`));
    await refusal("plain.gz/x").toThrow(
      new InputError(`${folder}/plain.gz/x cannot be read: a file lies where a folder is needed.`),
    );
    await refusal("plain.gz").toThrow(/plain\.gz cannot be read: incorrect header check\.$/);
    await refusal("cut.gz").toThrow(/cut\.gz cannot be read.*: unexpected end of file\.$/);
  });

  it.skipIf(!existsSync("/proc/self/fd"))("leaves no file open when its reader stops early", async () => {
    for (const name of ["a.jsonl", "a.jsonl.gz"]) {
      const path = join(folder, name);
      const text = "x\n".repeat(500_000);
      writeFileSync(path, name.endsWith(".gz") ? gzipSync(text, { level: 0 }) : text);
      const open = () => readdirSync("/proc/self/fd").length;
      const before = open();
      for (let i = 0; i < 5; i++) for await (const line of readLines(path)) if (line.number === 3) break;
      // A destroyed stream closes its file in the background.
      await expect.poll(open, { timeout: 2000 }).toBeLessThanOrEqual(before);
    }
  });
});

describe("writeWhole", () => {
  it("writes a file into folders that were not there, and replaces it", async () => {
    const path = join(folder, "a", "b", "c.txt");
    await writeWhole(path, "one");
    await writeWhole(path, "two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["c.txt"]);
  });

  it("says in one sentence that the place lies under a file, and leaves nothing", async () => {
    writeFileSync(join(folder, "file"), "mine");
    for (const path of [join(folder, "file", "x"), join(folder, "file", "deep", "x")]) {
      await expect(writeWhole(path, "text")).rejects.toThrow(
        new InputError(`${path} cannot be written: a file lies where a folder is needed.`),
      );
    }
    expect(readdirSync(folder)).toEqual(["file"]);
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("mine");
  });

  it("does not replace a folder, and leaves nothing beside it", async () => {
    mkdirSync(join(folder, "a"));
    await expect(writeWhole(join(folder, "a"), "text")).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual(["a"]);
  });
});

describe("writeFolder", () => {
  const files = (...entries: [string, string][]) => new Map(entries);

  it("exchanges a folder whole: no file of the old one stays", async () => {
    const path = join(folder, "r");
    await writeFolder(path, files(["a", "1"], ["b", "2"]));
    await writeFolder(path, files(["b", "3"]));
    expect(readdirSync(folder)).toEqual(["r"]);
    expect(readdirSync(path)).toEqual(["b"]);
    expect(readFileSync(join(path, "b"), "utf8")).toBe("3");
  });

  it("gives the folder the rights of any new folder", async () => {
    const path = join(folder, "r");
    const umask = process.umask();
    await writeFolder(path, files(["a", "1"]));
    expect(statSync(path).mode & 0o777).toBe(0o777 & ~umask);
    if (umask === 0o022) expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  it("keeps the old folder, and leaves nothing beside it, when a file cannot be written", async () => {
    const path = join(folder, "r");
    await writeFolder(path, files(["a", "1"]));
    await expect(writeFolder(path, files(["a", "2"], ["a/below", "3"]))).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual(["r"]);
    expect(readFileSync(join(path, "a"), "utf8")).toBe("1");
  });

  it("says in one sentence that the place lies under a file, and leaves nothing", async () => {
    writeFileSync(join(folder, "file"), "mine");
    const path = join(folder, "file", "r");
    await expect(writeFolder(path, files(["a", "1"]))).rejects.toThrow(
      new InputError(`${path} cannot be written: a file lies where a folder is needed.`),
    );
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("does not replace a file", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "mine");
    await expect(writeFolder(path, files(["a", "1"]))).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual(["file"]);
    expect(readFileSync(path, "utf8")).toBe("mine");
  });

  it("goes on where a run with the same process number was killed after the exchange", async () => {
    const path = join(folder, "r");
    await writeFolder(path, files(["a", "1"]));
    for (const left of [`.r.${process.pid}.tmp`, `.r.${process.pid}.tmp-old`]) {
      mkdirSync(join(folder, left));
      writeFileSync(join(folder, left, "rest"), "");
    }
    await writeFolder(path, files(["a", "2"]));
    expect(readdirSync(folder)).toEqual(["r"]);
    expect(readFileSync(join(path, "a"), "utf8")).toBe("2");
  });
});
