/**
 * The Python client with what people use beside it: Gymnasium's own checker and vectors, MiniGrid, Stable-Baselines3;
 * and the server under 10,000 malformed requests. Packages are looked for in the Python that CALMHACK_PYTHON names
 * (such as venv/bin/python); without it a virtual environment is made outside the tree and kept for the next run.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Env, make, randomStream, type Snapshot } from "../../envs/index.js";
import { build, program, root } from "../cli/run.js";
import { openServeFuzz } from "../cli/serve-fuzz.js";
import { S5 } from "../cli/serving.js";

const run = promisify(execFile);
const TOKEN = "token-of-the-long-checks";
const env = { ...process.env, CALMHACK_TOKEN: TOKEN, PYTHONDONTWRITEBYTECODE: "1" };

const imports = (python: string, names: string): boolean => {
  try {
    execFileSync(python, ["-c", `import ${names}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** A Python with gymnasium and MiniGrid, or undefined when none can be had. */
function pythonWithPackages(): string | undefined {
  const needed = "gymnasium, minigrid, numpy, openapi_spec_validator";
  const given = process.env.CALMHACK_PYTHON;
  if (given !== undefined) return imports(given, needed) ? given : undefined;
  const folder = join(tmpdir(), "calmhack-python-client");
  const python = join(folder, "bin", "python");
  if (imports(python, needed)) return python;
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "gymnasium", "minigrid", "openapi-spec-validator"], {
      stdio: "ignore",
    });
  } catch {
    return undefined;
  }
  return imports(python, needed) ? python : undefined;
}

const python = pythonWithPackages();
if (python === undefined)
  console.warn(
    "No Python with gymnasium, minigrid and openapi-spec-validator can be had here: the client is not tried with them.",
  );
const hasBaselines = python !== undefined && imports(python, "stable_baselines3");
if (!hasBaselines) console.warn("That Python has no stable_baselines3 (3 GB with torch): PPO is not run here.");

let server: ChildProcess;
let url = "";

beforeAll(async () => {
  build();
  const ways = ["--port", "0", "--json", "--token-env", "CALMHACK_TOKEN", "--until-eof"];
  const flags = ["serve", ...ways, "--max-body", "1", "--max-instances", "40"];
  server = spawn(process.execPath, [program, ...flags], { env, stdio: ["pipe", "pipe", "inherit"] });
  url = await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the server ended with status ${code}`)));
    server.stdout?.once("data", (text) => resolve(JSON.parse(String(text)).url));
  });
}, 300_000);
afterAll(() => server.stdin?.end());

async function check(name: string, argument: unknown): Promise<unknown> {
  const path = join(root, "test", "long", "python-client.py");
  const args = [path, name, url, JSON.stringify(argument)];
  const { stdout } = await run(python ?? "", args, { env, maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

function digestOf(observation: Readonly<Record<string, NodeJS.TypedArray>>): string {
  const shapes: Readonly<Record<number, string>> = { 1659: "21,79", 81: "9,9", 27: "27", 256: "256" };
  const told = createHash("sha256");
  for (const key of Object.keys(observation).sort()) {
    const array = observation[key]!;
    told.update(`${key} ${array.constructor.name.replace("Array", "").toLowerCase()} ${shapes[array.length]} `);
    told.update(Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  }
  return told.digest("hex");
}

type Seen = readonly [
  digest: string,
  reward: number | null,
  terminated: boolean | null,
  truncated: boolean | null,
  info: unknown,
];

describe.skipIf(python === undefined)("from Python", () => {
  it("1,000 steps are the same steps in process, a snapshot and a restore on the way", async () => {
    const stream = randomStream(1, "python client");
    const game: Env = make(S5, { actions: "paper" });
    const plan: unknown[] = [];
    const own: Seen[] = [];
    const told = (info: ReturnType<Env["step"]>["info"]) => ({
      end_status: info.endStatus,
      events: info.events,
      time: info.time,
    });
    const begin = (given: { seed?: number }) => {
      const { observation, info } = game.reset(given);
      plan.push(given);
      own.push([digestOf(observation), null, null, null, told(info)]);
      return { observation, info };
    };
    // Its objects are the engine's, which show every moment after it too.
    const view = begin({ seed: 20 });
    let saved: Snapshot | undefined;
    for (let i = 0; i < 1000; i++) {
      if (i === 300) {
        plan.push("save");
        saved = game.snapshot();
      }
      if (i === 650) {
        plan.push("restore");
        game.restore(saved!);
        own.push([digestOf(view.observation), null, null, null, told(view.info)]);
      }
      const action = stream.below(6);
      plan.push(action);
      const { observation, reward, terminated, truncated, info } = game.step(action);
      own.push([digestOf(observation), reward, terminated, truncated, told(info)]);
      if (terminated || truncated) begin({});
    }
    const seen = (await check("steps", plan)) as readonly Seen[];
    const ends = own.filter(([, , terminated, truncated]) => terminated === true || truncated === true).length;
    const sum = own.reduce((total, [, reward]) => total + (reward ?? 0), 0);
    console.log(
      `1,000 steps, ${ends} ends, reward ${sum.toFixed(2)}, 1 snapshot, 1 restore: ${seen.length} observations compared`,
    );
    expect(seen).toEqual(own);
  });

  it("Gymnasium's own checker finds nothing to say", async () => {
    const found = (await check("checker", null)) as { said: readonly string[] };
    console.log(`check_env: ${JSON.stringify(found)}`);
    // Said of every environment that was not made through gymnasium.make, and of every wrapper.
    const known = /environment not having a spec|different from the unwrapped version/;
    expect(found.said.filter((line) => !known.test(line))).toEqual([]);
  });

  it("a batch is Gymnasium's vector of single games, with autoreset in the same step", async () => {
    const found = (await check("vector", 450)) as { ends: number };
    console.log(`vector: ${JSON.stringify(found)}`);
    expect(found.ends).toBeGreaterThan(5);
  });

  it("MiniGrid's DoorKey is paid by the judge as its own state has it", async () => {
    const found = (await check("minigrid", 5000)) as { paid: Record<string, number>; false: number; missed: number };
    console.log(`MiniGrid with the text rules' bonus: ${JSON.stringify(found)}`);
    expect(found.paid["pick up the key"]).toBeGreaterThan(5);
    expect(found.paid["open the door"]).toBeGreaterThan(2);
    expect([found.false, found.missed]).toEqual([0, 0]);
  });

  it("a toy world shows itself as text, and a subgoal that no rule covers is unanswered", async () => {
    const found = await check("toys", null);
    expect(found).toMatchObject({
      shown: expect.stringContaining("[S]FFF"),
      judge: { bonus: 0, verdicts: { "reach the goal": null }, failures: { "reach the goal": { reason: "no rule" } } },
    });
  });

  it("the description keeps to the rules of OpenAPI", async () => {
    expect(await check("openapi", null)).toEqual([]);
  });

  it("the tabular example learns with the bonus and without", async () => {
    const path = join(root, "examples", "python", "train_tabular.py");
    const { stdout } = await run(python ?? "", [path, "--url", url, "--steps", "20000", "--seeds", "2"], { env });
    console.log(stdout.trim());
    expect(stdout).toMatch(/^with the judge's bonus .*episodes/m);
  });

  it.skipIf(!hasBaselines)("Stable-Baselines3's PPO runs with the bonus and without", async () => {
    const path = join(root, "examples", "python", "train_sb3.py");
    const { stdout } = await run(python ?? "", [path, "--url", url, "--steps", "8192"], { env });
    console.log(stdout.trim());
    expect(stdout).toMatch(/^with the judge's bonus .*episodes/m);
  });
});

it("10,000 malformed requests leave the server up, right, and no larger", async () => {
  const memory = () =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  const port = Number(new URL(url).port);
  const fuzz = await openServeFuzz({ port, token: TOKEN, seed: 2, mostBytes: 1_000_000 });
  const statuses: Record<string, number> = {};
  const megabytes: number[] = [];
  let steps = 0;
  for (let quarter = 0; quarter < 4; quarter++) {
    const seen = await fuzz.run(2500);
    for (const [status, count] of Object.entries(seen.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
    steps = seen.steps;
    megabytes.push(Math.round(memory()));
  }
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  console.log(`10,000 malformed requests, ${answers} answers and ends: ${JSON.stringify(statuses)}`);
  console.log(`${steps} steps between them, all as in process; memory after each quarter: ${megabytes.join(", ")} MB`);
  expect(server.exitCode).toBeNull();
  expect(Object.keys(statuses).filter((status) => Number(status.slice(0, 3)) >= 500)).toEqual([]);
  // The first quarter leaves compiled code and pools of buffers behind; what comes after it must not add up.
  expect(megabytes[3]! - megabytes[1]!).toBeLessThan(100);
});
