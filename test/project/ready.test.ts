import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isLong } from "../sizes.js";
import { root } from "./rooms.js";

// A project of a few files with an npm and a compiler that only note that they were called, so that every path of the
// set-up is walked in a second and without a network.
const fakeNpm = `#!/usr/bin/env node
const fs = require("node:fs");
const { NODE_ENV, npm_config_omit, npm_config_production, npm_config_registry } = process.env;
const seen = { args: process.argv.slice(2), NODE_ENV, npm_config_omit, npm_config_production, npm_config_registry };
fs.appendFileSync("npm.log", JSON.stringify(seen) + "\\n");
if (fs.existsSync("npm-fails")) {
  console.error(fs.readFileSync("npm-fails", "utf8"));
  process.exit(1);
}
fs.rmSync("node_modules", { recursive: true, force: true });
fs.mkdirSync("node_modules/typescript/bin", { recursive: true });
fs.copyFileSync("fake-tsc.cjs", "node_modules/typescript/bin/tsc");
`;
const fakeCompiler = `
const fs = require("node:fs");
const out = process.argv[process.argv.indexOf("--outDir") + 1];
fs.appendFileSync("tsc.log", "called\\n");
fs.mkdirSync(out + "/cli", { recursive: true });
fs.writeFileSync(out + "/cli/half.js", "");
if (fs.readFileSync("cli/main.ts", "utf8").includes("mistake")) {
  console.log("cli/main.ts(1,1): error TS1: a mistake");
  process.exit(2);
}
setTimeout(() => {
  for (const name of fs.readdirSync("cli")) fs.copyFileSync("cli/" + name, out + "/cli/" + name.replace(".ts", ".js"));
}, 300);
`;

let folder = "";
const at = (path: string) => join(folder, path);
const write = (path: string, text: string) => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const calls = (log: string) => (existsSync(at(log)) ? readFileSync(at(log), "utf8").trimEnd().split("\n") : []);
const counts = () => ({ installs: calls("npm.log").length, builds: calls("tsc.log").length });
const lock = ".calmhack/ready/lock";

function ready(
  env: Record<string, string> = {},
  hear: (said: string) => void = () => undefined,
): Promise<{ status: number | null; said: string }> {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_ENV$/i.test(name));
  const path = `${at("bin")}${delimiter}${process.env.PATH}`;
  const child = spawn(process.execPath, [at("scripts/ready.mjs")], {
    env: { ...Object.fromEntries(kept), PATH: path, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
      hear(said);
    });
  }
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, said })));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-ready-"));
  for (const name of ["ready.mjs", "lock.mjs"]) {
    mkdirSync(at("scripts"), { recursive: true });
    copyFileSync(join(root, "scripts", name), at(`scripts/${name}`));
  }
  write("package.json", JSON.stringify({ name: "small", type: "module", bin: { small: "dist/cli/main.js" } }));
  write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/left": { version: "1.0.0" } } }));
  write("tsconfig.json", "{}");
  write("tsconfig.build.json", JSON.stringify({ include: ["cli"] }));
  write("cli/main.ts", "console.log('first');\n");
  write("fake-tsc.cjs", fakeCompiler);
  write("bin/npm", fakeNpm);
  write("bin/package.json", JSON.stringify({ type: "commonjs" }));
  chmodSync(at("bin/npm"), 0o755);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// The stand-in for npm is a POSIX script; Windows finds npm beside Node instead of on PATH.
describe.skipIf(process.platform === "win32")("the set-up before npm start and npm test", () => {
  test("installs and builds once, then does nothing and says nothing", async () => {
    expect((await ready()).status).toBe(0);
    expect(counts()).toEqual({ installs: 1, builds: 1 });
    expect(readFileSync(at("node_modules/.bin/small"), "utf8")).toBe("console.log('first');\n");
    expect(await ready()).toEqual({ status: 0, said: "" });
    expect(counts()).toEqual({ installs: 1, builds: 1 });
    expect(existsSync(at(lock))).toBe(false);
  });

  test("installs again when the lock file changed, and only builds when the source did", async () => {
    await ready();
    write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/left": { version: "1.0.1" } } }));
    await ready();
    expect(counts()).toEqual({ installs: 2, builds: 2 });
    write("cli/main.ts", "console.log('second');\n");
    await ready();
    expect(counts()).toEqual({ installs: 2, builds: 3 });
    expect(readFileSync(at("dist/cli/main.js"), "utf8")).toContain("second");
  });

  test.runIf(isLong)("leaves nothing of a deleted source file in the build", async () => {
    write("cli/gone.ts", "");
    await ready();
    expect(readdirSync(at("dist/cli"))).toContain("gone.js");
    rmSync(at("cli/gone.ts"));
    await ready();
    expect(readdirSync(at("dist/cli"))).toEqual(["half.js", "main.js"]);
  });

  test("does not install what npm already installed to the end by hand", async () => {
    await ready();
    rmSync(at("node_modules/.calmhack-installed"));
    write("node_modules/left/package.json", "{}");
    write(
      "node_modules/.package-lock.json",
      JSON.stringify({ packages: { "node_modules/left": { version: "1.0.0" } } }),
    );
    await ready();
    expect(counts()).toEqual({ installs: 1, builds: 1 });
    rmSync(at("node_modules/.calmhack-installed"));
    write(
      "node_modules/.package-lock.json",
      JSON.stringify({ packages: { "node_modules/left": { version: "0.9.0" } } }),
    );
    await ready();
    expect(counts()).toEqual({ installs: 2, builds: 1 });
  });

  test.runIf(isLong)("installs development packages whatever NODE_ENV and an outer npm were told", async () => {
    const outer = {
      npm_config_omit: "dev",
      npm_config_production: "true",
      npm_config_registry: "http://mirror.invalid/",
    };
    expect((await ready({ NODE_ENV: "production", ...outer })).status).toBe(0);
    const [call = ""] = calls("npm.log");
    const { args, ...env } = JSON.parse(call) as { args: string[] };
    expect(args).toEqual(expect.arrayContaining(["ci", "--include=dev", "--ignore-scripts"]));
    expect(env).toEqual({ npm_config_registry: "http://mirror.invalid/" });
  });

  test("builds once when two set-ups start at the same time", async () => {
    const both = await Promise.all([ready(), ready()]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(counts()).toEqual({ installs: 1, builds: 1 });
  });

  test("takes over the lock of a process that died", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => dead.once("close", resolve));
    write(`${lock}/owner.json`, JSON.stringify({ pid: dead.pid, host: hostname(), token: "dead" }));
    const several = await Promise.all([ready(), ready(), ready(), ready()]);
    expect(several.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(counts()).toEqual({ installs: 1, builds: 1 });
    expect(readdirSync(at(".calmhack/ready"))).toEqual([]);
  });

  test.runIf(isLong)(
    "takes over a lock that gave no sign of life for a minute, as after a crash on another machine",
    async () => {
      write(`${lock}/owner.json`, JSON.stringify({ pid: process.pid, host: "elsewhere", token: "silent" }));
      const earlier = new Date(Date.now() - 120_000);
      utimesSync(at(`${lock}/owner.json`), earlier, earlier);
      expect((await ready()).status).toBe(0);
    },
  );

  test("waits for a lock whose process lives, and goes on when it is released", async () => {
    write(`${lock}/owner.json`, JSON.stringify({ pid: process.pid, host: hostname(), token: "living" }));
    let waits = () => {};
    const isWaiting = new Promise<void>((resolve) => {
      waits = resolve;
    });
    const waiting = ready({}, (said) => {
      if (said.includes("waiting for another set-up")) waits();
    });
    await isWaiting;
    expect(counts()).toEqual({ installs: 0, builds: 0 });
    rmSync(at(lock), { recursive: true });
    const { status, said } = await waiting;
    expect(status).toBe(0);
    expect(said).toContain(`waiting for another set-up of this folder (process ${process.pid}) …`);
  });

  test("says in one sentence that the network is missing, and leaves no stamp", async () => {
    write("npm-fails", "npm error code ENOTFOUND");
    const { status, said } = await ready();
    expect(status).toBe(1);
    expect(said).toContain("npm error code ENOTFOUND");
    expect(said.trimEnd().split("\n").at(-1)).toMatch(
      /^calmhack: .* registry cannot be reached, so connect to a network/,
    );
    expect(existsSync(at("node_modules/.calmhack-installed"))).toBe(false);
    expect(existsSync(at(lock))).toBe(false);
    rmSync(at("npm-fails"));
    expect((await ready()).status).toBe(0);
  });

  test("keeps the last whole build when the source has a mistake, and tries again the next time", async () => {
    await ready();
    write("cli/main.ts", "mistake");
    for (const builds of [2, 3]) {
      const { status, said } = await ready();
      expect(status).toBe(1);
      expect(said).toContain("cli/main.ts(1,1): error TS1: a mistake");
      expect(said.trimEnd().split("\n").at(-1)).toBe(
        "calmhack: the source could not be built: the TypeScript compiler ended with status 2.",
      );
      expect(counts().builds).toBe(builds);
      expect(readFileSync(at("dist/cli/main.js"), "utf8")).toContain("first");
    }
  });

  test("releases its lock when it is interrupted", async () => {
    write("fake-tsc.cjs", "setTimeout(() => {}, 60_000);");
    const child = spawn(process.execPath, [at("scripts/ready.mjs")], {
      env: { PATH: `${at("bin")}${delimiter}${process.env.PATH}` },
      stdio: ["ignore", "ignore", "pipe"],
    });
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (chunk) => String(chunk).includes("building") && resolve());
    });
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(130);
    expect(existsSync(at(lock))).toBe(false);
    expect(existsSync(at("dist"))).toBe(false);
  });
});
