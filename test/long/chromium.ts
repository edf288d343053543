/**
 * A headless Chromium over its debugging pipe, without a driver: opens a page from a file with every host unreachable,
 * and tells what it logged, asked for, laid out and printed.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

type Value = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Value;
  readonly result?: Value;
  readonly error?: { readonly message: string };
}

/** Its path, or undefined where none is installed. */
export function chromiumPath(): string | undefined {
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // Try the next name.
    }
  }
  return undefined;
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme?: "light" | "dark";
}

export interface OpenedPage {
  /** Console messages, exceptions, violations of the policy, and log entries. */
  readonly said: readonly string[];
  /** What was asked for besides the page itself and data in it. */
  readonly requests: readonly string[];
  /** Evaluates an expression in the page; its value as JSON. */
  evaluate(expression: string): Promise<unknown>;
  png(whole?: "whole"): Promise<Buffer>;
  pdf(): Promise<Buffer>;
  close(): Promise<void>;
}

export interface Browser {
  open(file: string, look: Look): Promise<OpenedPage>;
  close(): Promise<void>;
}

export async function openBrowser(path: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "calmhack-chromium-"));
  const child: ChildProcess = spawn(
    path,
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--remote-debugging-pipe",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, { resolve(value: Value): void; reject(error: Error): void }>();
  const listeners = new Map<string, (method: string, params: Value) => void>();
  let rest = "";
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const message: Message & { readonly sessionId?: string } = JSON.parse(part);
      const one = message.id === undefined ? undefined : waiting.get(message.id);
      if (message.id !== undefined) waiting.delete(message.id);
      if (message.error !== undefined) one?.reject(new Error(message.error.message));
      else if (one !== undefined) one.resolve(message.result ?? {});
      else listeners.get(message.sessionId ?? "")?.(message.method ?? "", message.params ?? {});
    }
  });
  let count = 0;
  const send = (method: string, params: Value = {}, sessionId?: string): Promise<Value> =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, { resolve, reject });
      input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Chromium ended"));
    waiting.clear();
  });

  async function open(file: string, { width, height, scheme = "light" }: Look): Promise<OpenedPage> {
    const { targetId } = await send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = (await send("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string };
    const call = (method: string, params?: Value) => send(method, params, sessionId);
    const said: string[] = [];
    const requests: string[] = [];
    const url = pathToFileURL(file).href;
    let loaded = () => {};
    const whenLoaded = new Promise<void>((resolve) => {
      loaded = resolve;
    });
    listeners.set(sessionId, (method, params) => {
      if (method === "Page.loadEventFired") loaded();
      if (method === "Runtime.consoleAPICalled" || method === "Runtime.exceptionThrown")
        said.push(JSON.stringify(params));
      if (method === "Log.entryAdded" || method === "Page.javascriptDialogOpening") said.push(JSON.stringify(params));
      if (method === "Network.requestWillBeSent") {
        const { url: asked } = (params as { request: { url: string } }).request;
        if (asked !== url && !asked.startsWith("data:")) requests.push(asked);
      }
    });
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await call(`${domain}.enable`);
    await call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    await call("Page.navigate", { url });
    await whenLoaded;
    await new Promise((resolve) => setTimeout(resolve, 150));
    const bytesOf = ({ data }: Value): Buffer => Buffer.from(String(data), "base64");
    return {
      said,
      requests,
      async evaluate(expression) {
        const answer = await call("Runtime.evaluate", { expression, returnByValue: true });
        return (answer.result as { value?: unknown }).value;
      },
      async png(whole) {
        return bytesOf(
          await call("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole === "whole" }),
        );
      },
      async pdf() {
        return bytesOf(await call("Page.printToPDF", { printBackground: false, preferCSSPageSize: true }));
      },
      async close() {
        listeners.delete(sessionId);
        await send("Target.closeTarget", { targetId });
      },
    };
  }

  return {
    open,
    async close() {
      await send("Browser.close").catch(() => undefined);
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
