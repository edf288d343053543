/**
 * A server that fails every fifth time in every way it can, always in the same way for the same request and try, and
 * that counts what it was paid for: completions whose last byte was handed to the network.
 */
import { createHash } from "node:crypto";
import {
  type Behaviour,
  complains,
  completion,
  endsEarly,
  hangs,
  type RawServer,
  rawServer,
  type Seen,
  says,
  sends,
  stallsInMidBody,
  stopsInMidBody,
} from "./servers.js";

/** What passes when it is tried again, at once or after a time-out. */
const quick: readonly Behaviour[] = [
  sends(500, "Internal Server Error"),
  sends(503, { error: { message: "overloaded" } }),
  sends(429, { error: { message: "slow down" } }, { "retry-after-ms": "1" }),
  sends(429, { error: { message: "slow down" } }),
  sends(200, "<!doctype html><title>gateway</title>"),
  sends(200, "It works!"),
  sends(200, ""),
  sends(200, { response: "yes" }),
  sends(200, { error: { message: "upstream", code: 502 } }),
  stopsInMidBody,
  endsEarly,
  (_, response) => void response.destroy(),
  // The key, as careless servers repeat it.
  (seen, response) => complains(500, `request was ${JSON.stringify(seen.headers)}`)(seen, response),
];

/** Time-outs are rarer than the rest, because each costs its full length. */
const passing: readonly Behaviour[] = [...quick, ...quick, hangs, stallsInMidBody];

/** What does not pass. */
const lasting: readonly Behaviour[] = [complains(400, "too long"), complains(422, "unprocessable")];

export interface FaultServer extends RawServer {
  /** Completions sent in full, by request. */
  readonly paid: ReadonlyMap<string, number>;
  readonly faults: () => number;
  /** The next request is answered, so that a test call finds a working server. */
  greet(): void;
}

export async function faultServer(kinds: "passing" | "all", rate: number): Promise<FaultServer> {
  const paid = new Map<string, number>();
  const tries = new Map<string, number>();
  const behaviours = kinds === "all" ? [...passing, ...lasting] : passing;
  let faults = 0;
  let welcome = "once";

  const answer: Behaviour = (seen, response) => {
    const asked = JSON.stringify(seen.body);
    const tried = tries.get(asked) ?? 0;
    tries.set(asked, tried + 1);
    const drawn = draw(`${asked}${tried}`);
    if (welcome === "" && drawn < rate) {
      faults++;
      behaviours[Math.floor((drawn / rate) * behaviours.length)]?.(seen, response);
      return;
    }
    welcome = "";
    response.on("finish", () => paid.set(asked, (paid.get(asked) ?? 0) + 1));
    setTimeout(() => answered(seen)(seen, response), Math.floor(draw(asked) * 8));
  };
  const greet = (): void => {
    welcome = "once";
  };
  const server = await rawServer(answer);
  return { ...server, paid, faults: () => faults, greet };
}

/** The answer depends on the request alone; every tenth repeats the key it was sent with. */
function answered({ body, headers }: Seen): Behaviour {
  const drawn = draw(`answer ${JSON.stringify(body)}`);
  const text = drawn < 0.1 ? `You sent ${headers.authorization}` : `{"key": ${drawn < 0.5}}`;
  const usage = { prompt_tokens: Math.floor(drawn * 1000), completion_tokens: 5 };
  const message = { role: "assistant", content: text, reasoning_content: drawn > 0.9 ? "so be it" : undefined };
  return drawn > 0.95
    ? says("", { choices: [{ message, finish_reason: "length" }], usage })
    : sends(
        200,
        completion("", {
          choices: [{ message, finish_reason: "stop" }],
          usage,
        }),
      );
}

/** A number in [0, 1) from a text. */
function draw(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}
