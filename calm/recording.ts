/**
 * Paid answers on disk: JSON lines, append-only, found by content address.
 *
 * Invariants: an entry is one line, added by one write before the answer is used; nothing that was written is ever
 * changed or cut; a line that does not start on a fresh line gets its line break first, so half a line (a kill, a full
 * disk) costs itself and nothing else; a line counts only if its key is the hash of what stands in it; the first entry
 * of a key and server wins; a test server's answer is never a model's. Transport failures and keys are never written. Writes are synchronous, so those of one process are
 * in order; those of several processes are kept apart by O_APPEND.
 *
 * Unlike the cassettes of vcr-like libraries there is no rewriting and no matching by path; unlike an SQLite cache the
 * file can be read, merged (`cat`), kept in git and repaired by hand.
 */
import { InputError, visible } from "../envs/index.js";
import { type ChatAnswer, type PromptVersion, requestAddress } from "./chat.js";
import { type Appender, openAppender, readBytes } from "./recording-file.js";
import { type Entry, formatLine, type RecordedLine, readLine } from "./recording-line.js";
import { redactedAnswer } from "./redacted-answer.js";
import { redactor } from "./secrets.js";

/** "append" looks up and adds; "replay" looks up only and never touches the file. */
export type RecordingMode = "append" | "replay";

/** What the file was found to hold. */
export interface RecordingCondition {
  readonly answers: number;
  /** Entries whose key was there already, from the same server. */
  readonly duplicates: number;
  /** Numbers of the lines that could not be read, a half last line included. */
  readonly damagedLines: readonly number[];
  readonly end: "whole" | "half a line";
}

/** Who is said to answer: a language model or a test server. */
export type Answerer = "model" | "mock";

/** Whose answers are looked for; those of every server when none is named. */
export interface AnswerSource {
  readonly answerer: Answerer;
  /** Scheme, host and port. */
  readonly server?: string;
}

/** The answers of one model, or of a test server under its name, to one version of one prompt. */
export interface RecordedPrompt {
  readonly model: string;
  readonly answerer: Answerer;
  readonly prompt: PromptVersion;
  /** To different requests: of several answers to one, a replay gives the first. */
  readonly answers: number;
  /** Origins of the servers that gave them, sorted. */
  readonly servers: readonly string[];
  /** ISO dates. */
  readonly first: string;
  readonly last: string;
}

/** How many answers under one model's name came from one server. */
export interface RecordedServer {
  readonly answerer: Answerer;
  readonly server: string;
  readonly answers: number;
}

export interface RecordedAnswer {
  readonly answer: ChatAnswer;
  /** Scheme, host and port of the server that gave it. */
  readonly server: string;
  /** Address of the request as it was sent. */
  readonly requestHash: string;
}

export interface Recording {
  readonly mode: RecordingMode;
  /** For messages: the path, or "memory". */
  readonly name: string;
  readonly condition: RecordingCondition;
  /** By the address of a request as it is asked or as it was sent; without a source, whoever answered first. */
  recall(address: string, source?: AnswerSource): RecordedAnswer | undefined;
  /** Returns once the line is with the operating system; an InputError means it is not, and the run must stop. */
  keep(entry: Entry): void;
  prompts(): readonly RecordedPrompt[];
  servers(model: string): readonly RecordedServer[];
  close(): void;
}

export interface RecordingOptions {
  readonly mode?: RecordingMode;
  /** Replaced by "[secret]" wherever they occur; the door redacts already, this is the last line of defence. */
  readonly secrets?: readonly string[];
}

/** Opens a recording; in "append" mode the file need not exist and is not made before the first answer. */
export function openRecording(path: string, { mode = "append", secrets = [] }: RecordingOptions = {}): Recording {
  const index = emptyIndex();
  const condition = load(path, mode, index);
  const redact = redactor(secrets);
  let appender: Appender | undefined;
  return {
    mode,
    name: path,
    condition,
    recall: (address, source) => find(index, address, source),
    keep(entry) {
      if (mode === "replay") throw new InputError(`${visible(path)} is open for replay only.`);
      const line = toLine(entry, redact);
      // In the order disk, index: an answer that can be recalled is on disk.
      appender ??= openAppender(path);
      appender.append(formatLine(line));
      add(index, line);
    },
    prompts: () => [...index.prompts.values()],
    servers: (model) => [...(index.servers.get(model)?.values() ?? [])],
    close() {
      appender?.close();
      appender = undefined;
    },
  };
}

/** A recording that lives as long as the process: for one-liners and tests. */
export function memoryRecording(): Recording {
  const index = emptyIndex();
  return {
    mode: "append",
    name: "memory",
    condition: { answers: 0, duplicates: 0, damagedLines: [], end: "whole" },
    recall: (address, source) => find(index, address, source),
    keep: (entry) => {
      add(
        index,
        toLine(entry, (text) => text),
      );
    },
    prompts: () => [...index.prompts.values()],
    servers: (model) => [...(index.servers.get(model)?.values() ?? [])],
    close: () => undefined,
  };
}

/** Refuses a recording that holds answers to another version of this prompt, and none to this one. */
export function requirePrompt(
  recording: Recording,
  model: string,
  prompt: PromptVersion,
  answerer: Answerer = "model",
): RecordedPrompt {
  const same = recording.prompts().filter((held) => held.model === model && held.answerer === answerer);
  const found = same.find((held) => held.prompt.id === prompt.id && held.prompt.hash === prompt.hash);
  if (found !== undefined) return found;
  const name = visible(recording.name);
  const wanted = `prompt ${describe(prompt)}`;
  const other = same.find((held) => held.prompt.id === prompt.id) ?? same[0];
  if (other !== undefined) {
    const when = other.last.slice(0, 10);
    throw new InputError(`${name} answers prompt ${describe(other.prompt)} of ${when}, but this run asks ${wanted}.`);
  }
  const models = [...new Set(recording.prompts().map((held) => visible(held.model, 60)))];
  const held = models.length === 0 ? "no answers at all" : `answers of ${models.slice(0, 8).join(", ")}`;
  throw new InputError(`${name} holds ${held}, but none of ${visible(model, 80)} to ${wanted}.`);
}

/** One sentence about a recording that lost lines, or undefined. */
export function damageRemark({ name, condition }: Recording): string | undefined {
  const { damagedLines: lines, end } = condition;
  if (lines.length === 0) return undefined;
  if (lines.length === 1 && end === "half a line") {
    return `${visible(name)}: the last line, ${lines[0]}, is half written and was skipped.`;
  }
  const shown = lines.slice(0, 5).join(", ") + (lines.length > 5 ? ", …" : "");
  return `${visible(name)}: ${lines.length} damaged lines were skipped (${shown}).`;
}

function describe({ id, hash }: PromptVersion): string {
  return `"${visible(id, 60)}" (${visible(hash, 12)})`;
}

interface HeldAnswer extends RecordedAnswer {
  readonly answerer: Answerer;
}

interface Index {
  /** Under the address as sent and, where that differs, the address as asked; one per server, in the file's order. */
  readonly answers: Map<string, readonly HeldAnswer[]>;
  readonly prompts: Map<string, RecordedPrompt>;
  /** Per model, then per server. */
  readonly servers: Map<string, Map<string, RecordedServer>>;
}

function emptyIndex(): Index {
  return { answers: new Map(), prompts: new Map(), servers: new Map() };
}

function find(index: Index, address: string, source: AnswerSource | undefined): RecordedAnswer | undefined {
  const found = index.answers.get(address)?.find((held) => source === undefined || isFrom(held, source));
  return found === undefined
    ? undefined
    : { answer: found.answer, server: found.server, requestHash: found.requestHash };
}

const isFrom = (held: HeldAnswer, { answerer, server }: AnswerSource): boolean =>
  held.answerer === answerer && (server === undefined || held.server === server);

function add(index: Index, line: RecordedLine): "added" | "duplicate" {
  const { key, answer, server } = line;
  const answerer = line.mock === true ? "mock" : "model";
  const held = index.answers.get(key) ?? [];
  const first = held.find((one) => isFrom(one, { answerer, server }));
  const kept = first ?? { answer, server, answerer, requestHash: key };
  insert(index, key, kept);
  if (line.asked !== undefined) insert(index, requestAddress({ ...line.request, parameters: line.asked }), kept);
  if (first !== undefined) return "duplicate";
  countServer(index, line.request.model, kept);
  if (!held.some((one) => one.answerer === answerer)) countPrompt(index, line, kept);
  return "added";
}

function insert(index: Index, address: string, answer: HeldAnswer): void {
  const held = index.answers.get(address) ?? [];
  if (!held.some((one) => isFrom(one, answer))) index.answers.set(address, [...held, answer]);
}

function countPrompt(index: Index, { request, at }: RecordedLine, { answerer, server }: HeldAnswer): void {
  const { model, prompt } = request;
  const group = JSON.stringify([model, answerer, prompt.id, prompt.hash]);
  const held = index.prompts.get(group) ?? { model, answerer, prompt, answers: 0, servers: [], first: at, last: at };
  const [first = at, , last = at] = [held.first, held.last, at].sort();
  const servers = held.servers.includes(server) ? held.servers : [...held.servers, server].sort();
  index.prompts.set(group, { ...held, answers: held.answers + 1, servers, first, last });
}

function countServer(index: Index, model: string, { answerer, server }: HeldAnswer): void {
  const servers = index.servers.get(model) ?? new Map<string, RecordedServer>();
  const group = `${answerer} ${server}`;
  servers.set(group, { answerer, server, answers: (servers.get(group)?.answers ?? 0) + 1 });
  index.servers.set(model, servers);
}

/** The key is computed from what will stand in the line, so it always fits. */
function toLine(entry: Entry, redact: (text: string) => string): RecordedLine {
  const messages = entry.request.messages.map(({ role, content }) => ({ role, content: redact(content) }));
  const request = { ...entry.request, model: redact(entry.request.model), messages };
  const answer = redactedAnswer(entry.answer, redact);
  return { ...entry, key: requestAddress(request), request, answer, server: redact(entry.server) };
}

function load(path: string, mode: RecordingMode, index: Index): RecordingCondition {
  const damagedLines: number[] = [];
  let answers = 0;
  let duplicates = 0;
  let strangeLine: number | undefined;
  let end: RecordingCondition["end"] = "whole";
  for (const { number, bytes, lineEnd } of readBytes(path, mode)) {
    const read = readLine(bytes);
    switch (read.kind) {
      case "foreign":
        throw new InputError(`${visible(path)}:${number}: ${read.detail}.`);
      case "damaged":
        damagedLines.push(number);
        if (read.looks === "strange") strangeLine ??= number;
        if (lineEnd === "missing") end = "half a line";
        break;
      case "line":
        if (add(index, read.line) === "added") answers++;
        else duplicates++;
        break;
      case "blank":
        break;
    }
  }
  // One good line proves the file ours, and then a strange one is damage. Otherwise nothing may be appended here.
  if (answers === 0 && strangeLine !== undefined) {
    throw new InputError(`${visible(path)}:${strangeLine}: this is no recording of model calls.`);
  }
  return { answers, duplicates, damagedLines, end };
}
