/**
 * `calmhack serve`: environments and the judge over HTTP, on this machine alone unless told otherwise.
 */
import { InputError } from "../../envs/index.js";
import { Interrupted, type ModelFlags, modelSettings, openModels, withModels } from "../models.js";
import { integerFlag, promptFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";
import { isLoopback, listen } from "../server/http.js";
import { openInstances } from "../server/instances.js";
import { openJudging } from "../server/judging.js";
import { description } from "../server/openapi.js";
import { finder, routesOf } from "../server/routes.js";
import { KEYS } from "../server/shapes.js";
import { makeToken, sealer, tokenCheck, tokenFrom } from "../server/token.js";

export interface ServeFlags extends ModelFlags {
  readonly port: string;
  readonly host: string;
  readonly tokenEnv?: string | undefined;
  readonly prompt: string;
  readonly maxInstances: string;
  readonly maxMemory: string;
  readonly maxBody: string;
  readonly untilEof?: true | undefined;
  readonly openapi?: true | undefined;
  readonly json?: true | undefined;
}

/** A whole request must have arrived within so many seconds. */
const REQUEST_SECONDS = 30;

/** A token that is made is shown to a person once; a file or a pipe would keep it. */
function tokenOf({ tokenEnv }: ServeFlags): { token: string; show: () => void } {
  if (tokenEnv !== undefined) return { token: tokenFrom(process.env, tokenEnv), show: () => undefined };
  const screen = [process.stderr, process.stdout].find(({ isTTY }) => isTTY === true);
  if (screen === undefined) {
    throw new InputError(
      "There is no terminal to show a token on, and it must stand in no file; give one with --token-env NAME.",
    );
  }
  const token = makeToken();
  return { token, show: () => void screen.write(`Token, shown this once: ${token}\n`) };
}

/** Resolves at Ctrl-C, at a request to end, or when whoever started the server has gone. */
function untilStopped(stop: AbortSignal, untilEof: true | undefined): Promise<void> {
  return new Promise((resolve) => {
    stop.addEventListener("abort", () => resolve(), { once: true });
    process.once("SIGTERM", () => resolve());
    process.once("SIGHUP", () => resolve());
    if (untilEof !== true) return;
    process.stdin.once("end", () => resolve()).once("error", () => resolve());
    process.stdin.resume();
  });
}

export async function serveCommand(flags: ServeFlags): Promise<void> {
  const port = integerFlag("--port", flags.port, 0, 65_535);
  const limits = {
    instances: integerFlag("--max-instances", flags.maxInstances, 1, 100_000),
    bytes: integerFlag("--max-memory", flags.maxMemory, 1, 1_000_000) * 1e6,
  };
  const mostBytes = integerFlag("--max-body", flags.maxBody, 1, 512) * 1e6;
  const prompt = promptFlag(flags.prompt);
  const { specs, calls } = modelSettings(flags);
  if (specs.length > 1) throw new InputError("Several models are named, but one judges; name one --model.");
  if (flags.openapi === true) {
    const nobody = openJudging({ prompt, concurrency: 1 });
    const routes = routesOf(
      openInstances(limits, KEYS, () => ""),
      nobody,
      description,
    );
    return print(JSON.stringify(description(routes), null, 2));
  }
  const { token, show } = tokenOf(flags);
  const models = openModels(flags, prompt, undefined);
  const judging = openJudging({ prompt, model: models[0], concurrency: (calls.concurrency ?? 1) * 2, secret: token });
  const routes = routesOf(openInstances(limits, KEYS, sealer(token)), judging, description);
  try {
    await withModels(models, async (stop) => {
      const isAllowed = tokenCheck(token);
      const find = finder(routes);
      const server = await listen({ host: flags.host, port, isAllowed, find, mostBytes, seconds: REQUEST_SECONDS });
      try {
        if (!isLoopback(flags.host)) {
          remark("Others in the network reach this address, and the token travels unencrypted; a tunnel is safer.");
        }
        const { kind, name } = judging.provenance;
        await print(
          flags.json === true
            ? jsonText({ url: server.url, judge: judging.provenance })
            : `calmhack serves at ${server.url} (judge: ${String(name)}, ${String(kind)}); Ctrl-C ends it.`,
        );
        show();
        await untilStopped(stop, flags.untilEof);
      } finally {
        // Nothing more is asked, however it ends; what is in flight is waited for.
        for (const { door } of models) void door.close();
        await server.close();
      }
    });
  } catch (error) {
    // Ctrl-C is how a server ends.
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    process.stdin.destroy();
  }
  // Whoever started it and closed its input knows.
  if (flags.untilEof !== true) remark("Stopped.");
}
