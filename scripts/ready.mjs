// Sets a checkout up: dependencies when the lock file changed, a build when the source changed, nothing otherwise.
// It runs before `npm start` and `npm test`, so it may use nothing but Node itself, and it must be safe to run twice
// at once. A stamp is written only after the work it vouches for has succeeded.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, withLock } from "./lock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const dist = join(root, "dist");
const workshop = join(root, ".calmhack", "ready");
const installStamp = join(modules, ".calmhack-installed");
const buildStamp = join(dist, ".stamp");
const windows = process.platform === "win32";

// What an outer npm was told about a command of its own must not decide what this one installs. Settings that say how
// to reach the registry (address, proxy, certificates, cache) stay.
const outerNpm =
  /^npm_config_(omit|include|only|also|dev|production|optional|global|location|prefix|global_prefix|local_prefix|dry_run|package_lock|package_lock_only|ignore_scripts|bin_links|install_strategy|install_links|global_style|legacy_bundling|os|cpu|libc|workspaces?|include_workspace_root|if_present|json|loglevel|silent|before)$/i;

const noNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

const say = (line) => process.stderr.write(`calmhack: ${line}\n`);
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const readOr = (path, otherwise) => (existsSync(path) ? readFileSync(path, "utf8") : otherwise);
const stamped = (path, hash) => readOr(path, "").trim() === hash;

/** The parts of package.json that decide what is installed and how modules resolve; editing a script changes neither. */
function manifestParts() {
  const { type, bin, exports, imports, overrides, ...rest } = readJson(join(root, "package.json"));
  const { dependencies, devDependencies, optionalDependencies } = rest;
  return JSON.stringify([type, bin, exports, imports, overrides, dependencies, devDependencies, optionalDependencies]);
}

function installHash() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${manifestParts()}`);
  return hash.update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}

function filesUnder(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesUnder(`${path}/${name}`));
}

function buildHash() {
  const settings = ["tsconfig.json", "tsconfig.build.json", "package-lock.json", "scripts/ready.mjs"];
  const rooms = readJson(join(root, "tsconfig.build.json")).include;
  if (rooms.some((room) => room.includes("*"))) {
    throw new Failure("tsconfig.build.json may include folders and files by name only, without patterns.", "");
  }
  const sources = rooms.flatMap(filesUnder);
  const hash = createHash("sha256").update(manifestParts());
  for (const path of [...settings, ...sources]) {
    const content = readFileSync(join(root, path));
    hash.update(`\n${path} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/** Whether a list such as ["linux"] or ["!win32"], empty when there is no wish, admits this machine's value. */
const admits = (list, mine) =>
  !list.includes(`!${mine}`) && (list.includes(mine) || list.every((one) => one.startsWith("!")));

/** Whether the lock made this optional package for this very machine; without it a compiler or linter cannot start. */
function madeForThisMachine({ os = [], cpu = [], libc = [] }) {
  if (os.length + cpu.length === 0) return false;
  const mine =
    process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime ? "musl" : "glibc";
  return admits(os, process.platform) && admits(cpu, process.arch) && admits(libc, mine);
}

/**
 * Whether `npm install` or `npm ci` by hand already left exactly what the lock file asks for. npm writes its hidden
 * lock file last, so a tree it describes was installed to the end.
 */
function installedByHand() {
  const hidden = join(modules, ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const installed = readJson(hidden).packages;
  return Object.entries(readJson(join(root, "package-lock.json")).packages).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return (wanted.optional || wanted.devOptional) === true && !madeForThisMachine(wanted);
    const same = found.version === wanted.version && [undefined, found.integrity].includes(wanted.integrity);
    return same && existsSync(join(root, path, "package.json"));
  });
}

/** Runs a child with nothing on its standard input; the last lines of what it said are kept for a failure. */
function run(command, args, { env = process.env, shell = false, sentence }) {
  return new Promise((resolve, reject) => {
    let tail = "";
    const child = spawn(command, args, { cwd: root, env, shell, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const stop = () => child.kill();
    const slow = setTimeout(() => say("still at work …"), 45_000);
    process.once("exit", stop);
    child.once("error", (error) => {
      clearTimeout(slow);
      reject(new Failure(sentence(error.message), ""));
    });
    child.once("close", (code, signal) => {
      clearTimeout(slow);
      process.removeListener("exit", stop);
      if (code === 0) return resolve();
      const last = tail.trimEnd().split("\n").slice(-20).join("\n");
      reject(new Failure(sentence(tail, signal ? `was stopped by ${signal}` : `ended with status ${code}`), last));
    });
  });
}

/** npm as a program and leading arguments: the one that started us, else the one beside Node, else the one on PATH. */
function npm() {
  const beside = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  const script = [process.env.npm_execpath ?? "", windows ? beside : ""].find(
    (path) => basename(path) === "npm-cli.js" && existsSync(path),
  );
  return script === undefined ? { command: "npm", lead: [] } : { command: process.execPath, lead: [script] };
}

async function install(hash) {
  say("installing the dependencies that package-lock.json names …");
  rmSync(installStamp, { force: true });
  const { command, lead } = npm();
  const kept = Object.entries(process.env).filter(([name]) => name !== "NODE_ENV" && !outerNpm.test(name));
  // No dependency needs its install script, so none is run: compilers and linters come as optional platform packages.
  const what = ["--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
  // Retries after 1 and 10 seconds: npm's own 10 and 60 would leave somebody without a network waiting in silence.
  const how = [
    "--prefer-offline",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=10000",
    "--loglevel=error",
  ];
  await run(command, [...lead, "ci", ...what, ...how], {
    env: Object.fromEntries(kept),
    shell: windows && lead.length === 0,
    sentence: (output, how) =>
      noNetwork.test(output)
        ? "the dependencies could not be fetched: the package registry cannot be reached, so connect to a network (or set npm's proxy) and run the command again."
        : `the dependencies could not be installed: npm ci ${how ?? "could not be started"}; correct what it says above and run the command again.`,
  });
  writeFileSync(installStamp, `${hash}\n`);
}

/** On Windows a folder that another program looks into cannot be renamed for a moment. */
async function renameSoon(from, to) {
  for (let attempt = 1; ; attempt++) {
    try {
      return renameSync(from, to);
    } catch (error) {
      if (!windows || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const entries = () => Object.entries(readJson(join(root, "package.json")).bin ?? {});

/** Compiles into a fresh folder and swaps it in whole: dist is never half built and keeps nothing of deleted files. */
async function build(hash) {
  say("building …");
  const fresh = join(workshop, "fresh");
  const old = join(workshop, "old");
  for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
  const compiler = join(modules, "typescript", "bin", "tsc");
  await run(process.execPath, [compiler, "-p", "tsconfig.build.json", "--outDir", fresh], {
    sentence: (_, how) => `the source could not be built: the TypeScript compiler ${how ?? "could not be started"}.`,
  });
  for (const [, target] of entries()) {
    const program = join(fresh, target.replace(/^(\.\/)?dist\//, ""));
    if (!existsSync(program))
      throw new Failure(`the build made no ${target}, which package.json names as a program.`, "");
    chmodSync(program, 0o755);
  }
  writeFileSync(join(fresh, basename(buildStamp)), `${hash}\n`);
  if (existsSync(dist)) await renameSoon(dist, old);
  await renameSoon(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

/** The files of one program in node_modules/.bin: a link, or on Windows the three scripts its shells look for. */
function linkFiles(name, target) {
  const link = join(modules, ".bin", name);
  if (!windows) return [{ path: link, make: () => symlinkSync(join("..", "..", target), link) }];
  const back = target.replaceAll("/", "\\");
  const scripts = {
    "": `#!/bin/sh\nexec node "$(dirname "$0")/../../${target}" "$@"\n`,
    ".cmd": `@node "%~dp0..\\..\\${back}" %*\r\n`,
    ".ps1": `& node "$PSScriptRoot/../../${target}" @args\nexit $LASTEXITCODE\n`,
  };
  return Object.entries(scripts).map(([ending, text]) => ({
    path: link + ending,
    make: () => writeFileSync(link + ending, text),
  }));
}

const links = () => entries().flatMap(([name, target]) => linkFiles(name, target.replace(/^\.\//, "")));
const linked = ({ path }) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Makes `npx calmhack` work in the checkout, as it does where the package is installed. */
function linkPrograms() {
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const file of links()) {
    rmSync(file.path, { force: true });
    file.make();
  }
}

const upToDate = () =>
  stamped(installStamp, installHash()) && stamped(buildStamp, buildHash()) && links().every(linked);

async function setUp() {
  const installing = installHash();
  if (!stamped(installStamp, installing)) {
    if (installedByHand()) writeFileSync(installStamp, `${installing}\n`);
    else await install(installing);
  }
  const building = buildHash();
  if (!stamped(buildStamp, building)) await build(building);
  linkPrograms();
}

async function main() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 11)) {
    throw new Failure(`Node 20.11 or newer is needed, and this is Node ${process.versions.node}.`, "");
  }
  if (upToDate()) return;
  mkdirSync(workshop, { recursive: true });
  await withLock(join(workshop, "lock"), say, async () => {
    if (!upToDate()) await setUp();
  });
}

main().catch((error) => {
  if (error.output) process.stderr.write(`${error.output}\n`);
  say(error instanceof Failure ? error.message : `the set-up failed: ${error.message}.`);
  process.exit(1);
});
