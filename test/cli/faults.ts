/**
 * A whole run of the command line against a server that fails every fifth request, counted over all requests, in every
 * way in turn; it counts what it was paid for. Answers depend on the question alone, so any two runs can be compared.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExpectStatic } from "vitest";
import {
  type Behaviour,
  completion,
  endsEarly,
  hangs,
  sends,
  stallsInMidBody,
  stopsInMidBody,
} from "../calm/servers.js";
import { asked, type MockServer, openServer, subgoalsOf } from "./mock-server.js";
import { calmhack, contents, expectNoKey, type Ran, temporaryFolder } from "./run.js";

export const CONCURRENCY = 16;

const FAULTS: readonly Behaviour[] = [
  sends(500, "Internal Server Error"),
  sends(429, { error: { message: "slow down" } }),
  stopsInMidBody,
  sends(429, { error: { message: "slow down" } }, { "retry-after-ms": "20" }),
  sends(503, { error: { message: "overloaded" } }),
  sends(200, "<!doctype html><title>gateway</title>"),
  endsEarly,
  sends(200, ""),
  (_, response) => void response.destroy(),
  sends(200, { response: "yes" }),
];
/** Rarer than the rest, because each costs a whole time-out. */
const SILENCES: readonly Behaviour[] = [hangs, stallsInMidBody];

/** A number from a text, the same everywhere. */
const draw = (text: string): number =>
  [...text].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 1_000_003, 7);

/** Mostly verdicts, now and then prose, nothing, or other keys. */
function answerTo(text: string): string {
  const n = draw(text);
  if (n % 20 === 3) return "It is hard to say.";
  if (n % 20 === 4) return "";
  if (n % 20 === 5) return '{"door": true}';
  return JSON.stringify(Object.fromEntries(subgoalsOf(text).map((name, i) => [name, (n >> i) % 2 === 0])));
}

export interface FaultyServer extends MockServer {
  /** Completions sent to the last byte, by question. */
  readonly paid: ReadonlyMap<string, number>;
  readonly faults: () => number;
}

export async function faultyServer(rate: "every fifth" | "never"): Promise<FaultyServer> {
  const paid = new Map<string, number>();
  let requests = 0;
  let faults = 0;
  const behaviour: Behaviour = (seen, response) => {
    requests++;
    if (rate === "every fifth" && requests % 5 === 0) {
      faults++;
      const kinds = faults % 15 === 0 ? SILENCES : FAULTS;
      return kinds[faults % kinds.length]?.(seen, response);
    }
    const text = asked(seen);
    response.on("finish", () => paid.set(text, (paid.get(text) ?? 0) + 1));
    setTimeout(() => sends(200, completion(answerTo(text)))(seen, response), draw(text) % 9);
  };
  return { ...(await openServer(behaviour)), paid, faults: () => faults };
}

const paidTwice = ({ paid }: FaultyServer): number => [...paid.values()].reduce((sum, times) => sum + times - 1, 0);

const args = (server: FaultyServer, judgements: number, seconds: number): readonly string[] => [
  "evaluate",
  "keyroom",
  "--full",
  "--limit",
  String(judgements),
  "--model",
  "foo",
  "--base-url",
  server.url,
  "--mock",
  "--concurrency",
  String(CONCURRENCY),
  "--tries",
  "6",
  "--timeout",
  String(seconds),
  "--repetitions",
  "100",
  "--out",
  "result",
];

interface Judged {
  readonly answered: number;
  readonly unanswered: Readonly<Record<string, number>>;
}

/** Every judgement is an answer, or unanswered with its reason. */
function judged(expect: ExpectStatic, folder: string): Judged {
  const lines = readFileSync(join(folder, "result", "judgements.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const unanswered: Record<string, number> = {};
  let answered = 0;
  for (const line of lines) {
    const { verdicts, failure } = JSON.parse(line).answers.at(-1);
    const open = verdicts.includes("unanswered");
    expect(open).toBe(failure !== undefined);
    if (open) unanswered[failure.reason] = (unanswered[failure.reason] ?? 0) + 1;
    else answered++;
  }
  return { answered, unanswered };
}

function steady(folder: string): Readonly<Record<string, string>> {
  const files = Object.entries(contents(join(folder, "result")));
  return Object.fromEntries(files.filter(([name]) => name !== "manifest.json" && name !== "timing.json"));
}

export interface FaultRun extends Judged {
  readonly faults: number;
  readonly distinct: number;
  readonly paidTwice: number;
  readonly paidTwiceAfterKill: number;
  readonly seconds: number;
}

/** A calm run, a run with faults, and one with faults that is killed in the middle and begun again. */
export async function faultRun(expect: ExpectStatic, judgements: number, seconds: number): Promise<FaultRun> {
  const servers: FaultyServer[] = [];
  const open = async (rate: "every fifth" | "never"): Promise<FaultyServer> => {
    const server = await faultyServer(rate);
    servers.push(server);
    return server;
  };
  const run = async (server: FaultyServer, folder: string, killAfter = Number.POSITIVE_INFINITY): Promise<Ran> => {
    const ran = await calmhack(args(server, judgements, seconds), {
      cwd: folder,
      started: (child) => {
        const watch = setInterval(() => server.paid.size >= killAfter && child.kill("SIGKILL"), 2);
        child.on("close", () => clearInterval(watch));
      },
    });
    expectNoKey(expect, folder, ran);
    return ran;
  };
  try {
    const [calm, harsh, killed] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const still = await open("never");
    expect(await run(still, calm)).toMatchObject({ code: 0 });
    const distinct = still.paid.size;
    expect(paidTwice(still)).toBe(0);

    const faulty = await open("every fifth");
    const began = Date.now();
    expect(await run(faulty, harsh)).toMatchObject({ code: 0 });
    const took = (Date.now() - began) / 1000;
    expect(faulty.paid.size).toBe(distinct);
    expect(paidTwice(faulty)).toBe(0);
    expect(steady(harsh)).toEqual(steady(calm));

    const cut = await open("every fifth");
    expect(await run(cut, killed, Math.floor(distinct / 2))).toMatchObject({ signal: "SIGKILL" });
    expect(await run(cut, killed)).toMatchObject({ code: 0 });
    expect(paidTwice(cut)).toBeLessThanOrEqual(CONCURRENCY);
    expect(steady(killed)).toEqual(steady(calm));

    const counts = judged(expect, harsh);
    const open_ = Object.values(counts.unanswered).reduce((sum, count) => sum + count, 0);
    expect(counts.answered + open_).toBe(judgements);
    return {
      ...counts,
      faults: faulty.faults(),
      distinct,
      paidTwice: 0,
      paidTwiceAfterKill: paidTwice(cut),
      seconds: took,
    };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}
