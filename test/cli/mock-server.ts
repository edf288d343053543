/** Servers for tests that run side by side, with the behaviours of the door's own tests; whoever opens one closes it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Behaviour, completion, models, type Seen, sends } from "../calm/servers.js";

export interface MockServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** Each request is answered by the next behaviour; the last one repeats. */
export async function openServer(...behaviours: readonly Behaviour[]): Promise<MockServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const one = { url: request.url ?? "", headers: request.headers, body: text === "" ? {} : JSON.parse(text) };
      if (one.url.endsWith("/models")) return models("bar", "baz")(one, response);
      seen.push(one);
      behaviours[Math.min(seen.length, behaviours.length) - 1]?.(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

/** The text that was asked. */
export function asked({ body }: Seen): string {
  const { messages } = body as { messages?: readonly { content: string }[] };
  return messages?.map(({ content }) => content).join("\n") ?? "";
}

/** Names between quotes in the prompt's list of subgoals. */
export const subgoalsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^- (".*")$/gm)].map(([, name]) => JSON.parse(name ?? '""'));

/** Answers each question by a rule on its text. */
export const answering =
  (rule: (text: string) => string): Behaviour =>
  (seen, response) =>
    sends(200, completion(rule(asked(seen))))(seen, response);

/** Every subgoal "false", well formed. */
export const allFalse = answering((text) =>
  JSON.stringify(Object.fromEntries(subgoalsOf(text).map((name) => [name, false]))),
);
