/**
 * Makes examples/subgoals-mock.jsonl: the recording of a mock server that names subgoals of KeyRoom, seven lists, so that
 * `calmhack decompose … --replay` can be tried without a model. The lists were written by hand for this; no language model
 * made them, and every row that shows them says "mock". Run after the words of the question have changed:
 *
 *   node scripts/ready.mjs && npx tsx scripts/make-mock-lists.ts
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const named = (...subgoals: readonly object[]): string =>
  JSON.stringify({ subgoals: subgoals.map((one, i) => ({ description: "", order: i + 1, predicate: null, ...one })) });

/** As models write: well formed, with too much, with too little, in prose, as bare strings, at another grain. */
const LISTS: readonly string[] = [
  named({ name: "pick up the key" }, { name: "open the door" }),
  named(
    { name: "find the key", description: "Look for ( on the map." },
    { name: "get the key", predicate: "picked up key" },
    { name: "unlock the door with the key", predicate: "opened door" },
    { name: "walk to the stairs down", predicate: "reached stairs down" },
  ),
  "Here are the subgoals:\n1. Locate the key\n2. Grab the key\n3. Open the locked door\n4. Reach the stairs",
  `Of course:\n\`\`\`json\n${JSON.stringify(["explore the room", "enter the inner room"])}\n\`\`\``,
  JSON.stringify([
    { name: "hold the tool", predicate: "picked up key" },
    { name: "hear the lock", predicate: 'message contains "unlock"' },
  ]),
  named({ name: "fetch the key and open the door" }, { name: "step onto the stairs down" }),
  "<think>The key first, then the door; a list will do.</think>\n- acquire the key\n- unlock the door\n- go to the exit",
];

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.setHeader("content-type", "application/json");
    if (request.url?.endsWith("/models")) return response.end(JSON.stringify({ data: [{ id: "mock-lists" }] }));
    const content = LISTS[asked] ?? "";
    asked += 1;
    const choice = { index: 0, finish_reason: "stop", message: { role: "assistant", content } };
    response.end(JSON.stringify({ object: "chat.completion", model: "mock-lists", choices: [choice] }));
  });
});
let asked = 0;

await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const folder = mkdtempSync(join(tmpdir(), "calmhack-lists-"));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const flags = [
  "--model",
  "mock-lists",
  "--mock",
  "--base-url",
  url,
  "--concurrency",
  "1",
  "--samples",
  String(LISTS.length),
];
const program = join(root, "dist", "cli", "main.js");
const { stdout } = await promisify(execFile)(
  process.execPath,
  [program, "decompose", "MiniHack-KeyRoom-S5-v0", ...flags, "--recordings", folder],
  { env: { PATH: process.env.PATH } },
);
const [file = ""] = readdirSync(folder);
renameSync(join(folder, file), join(root, "examples", "subgoals-mock.jsonl"));
rmSync(folder, { recursive: true });
server.close();
process.stdout.write(stdout);
