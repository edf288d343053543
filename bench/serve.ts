/**
 * `npm run bench:serve [-- --json]`: steps and judgements per second over HTTP, one and 64 at a time, from Node and, where
 * there is a python3 (or the Python that CALMHACK_PYTHON names), through the Python client; a server process of the built
 * package. Each figure is the median of five readings of a second by the clock; beside it, on Linux, the processor's time
 * that the server and the client took for one request, which other work on the machine disturbs less.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { loadDataSet, transitionText } from "calmhack/annotations";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}

const S5 = "MiniHack-KeyRoom-S5-v0";
const RUNS = 5;
const TOKEN = "token-of-the-benches";
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const env = { ...process.env, CALMHACK_TOKEN: TOKEN, PYTHONDONTWRITEBYTECODE: "1" };

const flags = ["serve", "--port", "0", "--json", "--token-env", "CALMHACK_TOKEN", "--until-eof"];
const server = spawn(process.execPath, [path("../dist/cli/main.js"), ...flags], {
  env,
  stdio: ["pipe", "pipe", "inherit"],
});
const url = new URL(
  await new Promise<string>((resolve) => server.stdout.once("data", (text) => resolve(JSON.parse(String(text)).url))),
);

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function ask(at: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-length": Buffer.byteLength(body) };
    const asked = request(
      { host: url.hostname, port: url.port, path: at, method: "POST", headers, agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(text));
        });
      },
    );
    asked.on("error", reject).end(body);
  });
}

/** Seconds of processor time that the server has taken; undefined where /proc is not. */
function serverSeconds(): number | undefined {
  try {
    const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

const clientSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** `work` does `count` things in one request. */
async function rate(name: string, count: number, work: () => Promise<unknown>): Promise<Figure> {
  const until = async (seconds: number): Promise<{ requests: number; seconds: number }> => {
    const began = performance.now();
    let requests = 0;
    for (;;) {
      await work();
      requests++;
      const passed = (performance.now() - began) / 1000;
      if (passed >= seconds) return { requests, seconds: passed };
    }
  };
  await until(1);
  const [ownBefore, servedBefore] = [clientSeconds(), serverSeconds()];
  const readings: number[] = [];
  let requests = 0;
  for (let i = 0; i < RUNS; i++) {
    const reading = await until(1);
    requests += reading.requests;
    readings.push((reading.requests * count) / reading.seconds);
  }
  const each = (seconds: number): string => `${Math.round((seconds / requests) * 1e6)} µs`;
  const served = serverSeconds();
  const own = `client ${each(clientSeconds() - ownBefore)}`;
  const note =
    served === undefined || servedBefore === undefined
      ? own
      : `server ${each(served - servedBefore)}, ${own} a request`;
  return { name, value: readings.sort((a, b) => a - b)[(RUNS - 1) / 2] ?? 0, unit: "1/s", note };
}

const KEYS = { "default-keys": {}, "crop-keys": { observationKeys: ["chars_crop", "blstats"] } };

async function steps(keys: keyof typeof KEYS, count?: number): Promise<Figure> {
  const made = await ask(`/envs/${S5}`, JSON.stringify({ ...KEYS[keys], ...(count === undefined ? {} : { count }) }));
  const at = `/envs/${JSON.parse(made).instance}`;
  await ask(`${at}/reset`, '{"seed":1}');
  let action = 0;
  return rate(`serve/node/steps/${keys}/${count ?? 1}`, count ?? 1, async () => {
    action = (action + 1) % 8;
    const body = count === undefined ? { action } : { actions: Array.from({ length: count }, () => action) };
    const told = JSON.parse(await ask(`${at}/step`, JSON.stringify(body)));
    for (const text of Object.values<string>(told.observation)) Buffer.from(text, "base64");
    if (told.terminated === true || told.truncated === true) await ask(`${at}/reset`, "{}");
  });
}

function judgements(count: number): Promise<Figure> {
  const { items } = loadDataSet("keyroom");
  const lines = items.slice(0, 64 * 20).map(transitionText);
  let at = 0;
  return rate(`serve/node/judgements/text-rules/${count}`, count, async () => {
    const some = Array.from({ length: count }, () => lines[at++ % lines.length]);
    const { judgements } = JSON.parse(await ask("/judge", `{"transitions":[${some.join(",")}]}`));
    if (judgements.length !== count) throw new Error("a judgement is missing");
  });
}

function fromPython(): readonly Figure[] {
  const python = process.env.CALMHACK_PYTHON ?? "python3";
  if (spawnSync(python, ["-c", "pass"]).status !== 0) {
    console.warn(`${python} is not here: no figures from Python.`);
    return [];
  }
  const args = [path("./serve.py"), url.href.replace(/\/$/, ""), String(server.pid)];
  return JSON.parse(execFileSync(python, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}

const figures: Figure[] = [
  await steps("crop-keys"),
  await steps("crop-keys", 64),
  await steps("default-keys"),
  await steps("default-keys", 64),
  await judgements(1),
  await judgements(64),
];
agent.destroy();
figures.push(...fromPython());
server.stdin.end();

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(figures.map(({ name, value, unit }) => ({ name, value, unit }))));
} else {
  for (const { name, value, unit, note } of figures) {
    console.log(`${name.padEnd(44)} ${Math.round(value)} ${unit}${note === undefined ? "" : ` (${note})`}`);
  }
}
