/**
 * The command that serves environments and the judge to other languages; it loads what it needs when it is called.
 */
import type { Command } from "@commander-js/extra-typings";
import { withModelFlags } from "./model-flags.js";

export function defineServe(program: Command): void {
  withModelFlags(
    program
      .command("serve")
      .description("environments and the judge over HTTP, for Python and others")
      .option("--port <n>", "0: any free one, which is printed", "8765")
      .option(
        "--host <address>",
        "another one than this machine alone; the token then travels unencrypted",
        "127.0.0.1",
      )
      .option("--token-env <variable>", "environment variable that holds the token (default: one is made and shown)")
      .option("--prompt <name>", "of the judge: crop, screen, map, or a JSON file", "map")
      .option("--max-instances <n>", "instances that may be open at once", "256")
      .option("--max-memory <MB>", "that all instances together may take, estimated", "1024")
      .option("--max-body <MB>", "of one request", "32")
      .option("--until-eof", "stop when standard input ends: for a program that starts the server")
      .option("--openapi", "print the description and serve nothing")
      .option("--json", "what is printed at the start as one line of JSON"),
  )
    .addHelpText(
      "after",
      `
Examples
  npx calmhack serve
  npx calmhack serve --model llama3.1 --base-url http://localhost:11434 --budget 2M
  CALMHACK_TOKEN=… npx calmhack serve --port 0 --token-env CALMHACK_TOKEN --json
  curl -H "Authorization: Bearer TOKEN" http://127.0.0.1:8765/envs
Without --model the text rules judge (a program, no model). examples/python/calmhack_client.py is the client.`,
    )
    .action(async (flags) => (await import("./commands/serve.js")).serveCommand(flags));
}
