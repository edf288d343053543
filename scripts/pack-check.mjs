// Packs the package, installs it into an empty project as a user would, and tries there what users do. One line per
// check; the exit status is 1 when one failed. What cannot be tried on this machine is said, not passed over.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const temporary = mkdtempSync(join(tmpdir(), "calmhack-pack-"));
const project = join(temporary, "project");
const installed = join(project, "node_modules", "calmhack");
const program = join(installed, "dist", "cli", "main.js");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const rooms = Object.keys(manifest.exports).filter((name) => name !== "./package.json");
const windows = process.platform === "win32";

// An outer npm tells its scripts which project and which kinds of packages it works on; the one here is another.
const reach =
  /^npm_(execpath|config_(registry|.*proxy|ca|cafile|strict_ssl|userconfig|globalconfig|cache|\/\/.*|@.*))$/i;
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name !== "NODE_ENV" && (!/^npm_/i.test(name) || reach.test(name))),
);

function run(command, args, options = {}) {
  const settings = { cwd: project, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 };
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, { ...settings, ...options });
  if (error || status !== 0) {
    const last = `${stdout ?? ""}${stderr ?? ""}`.trimEnd().split("\n").slice(-15).join("\n  ");
    const how = error?.message ?? (signal ? `stopped by ${signal}` : `status ${status}`);
    throw new Error(`${basename(command)} ${args.map((arg) => basename(arg)).join(" ")}: ${how}\n  ${last}`);
  }
  return stdout;
}

function npm(args, options) {
  const script = process.env.npm_execpath ?? "";
  if (basename(script) === "npm-cli.js") return run(process.execPath, [script, ...args], options);
  return run("npm", args, { shell: windows, ...options });
}

const counts = { passed: 0, failed: 0 };

function check(name, action) {
  const began = performance.now();
  try {
    const note = action() ?? "";
    counts.passed++;
    console.log(`pass  ${name}${note && `: ${note}`} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    counts.failed++;
    console.log(`FAIL  ${name}: ${error.message}`);
    return false;
  }
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...filesUnder(path)] : [path];
  });
}

/** Names and contents of everything below a folder. */
function contentHash(folder) {
  const hash = createHash("sha256");
  for (const path of filesUnder(folder).sort()) {
    hash.update(`\n${path}\n`);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest("hex");
}

function setWritable(folder, writable) {
  for (const path of [folder, ...filesUnder(folder)]) {
    const { mode } = statSync(path);
    chmodSync(path, writable ? mode | 0o200 : mode & ~0o222);
  }
}

/** Runs the installed program by npx, or by the Node that is given; one that says nothing has not done its work. */
function calmhack(word, node) {
  const [command, lead] = node ? [node, [program]] : [windows ? "npx.cmd" : "npx", ["--no-install", "calmhack"]];
  const said = run(command, [...lead, ...word.split(" ")], { shell: windows && !node, timeout: 120_000 });
  const lines = said.split("\n").filter((line) => line.trim() !== "").length;
  if (lines === 0) throw new Error("it printed nothing");
  return `${lines} lines`;
}

/** One import of every export, and a use of what came, so that nothing can be left out. */
function importsOfEachExport() {
  const names = rooms.map((room) => room.replace("./", ""));
  const imports = names.map((name) => `import * as ${name} from "calmhack/${name}";`);
  return [...imports, `export const sizes = [${names.map((name) => `Object.keys(${name}).length`).join(", ")}];`].join(
    "\n",
  );
}

function packed() {
  run(process.execPath, [join(root, "scripts", "ready.mjs")], { cwd: root });
  const [pack] = JSON.parse(
    npm(["pack", "--json", "--ignore-scripts", "--pack-destination", temporary], { cwd: root }),
  );
  return { tarball: join(temporary, pack.filename), paths: pack.files.map(({ path }) => path), size: pack.size };
}

function checkFiles({ paths, size }) {
  const allowed =
    /^(dist\/.*\.(js|d\.ts)|data\/.*|docs\/.*|examples\/.*|README\.md|LICENSE|CITATION\.cff|package\.json)$/;
  const stray = paths.filter((path) => !allowed.test(path) || basename(path).startsWith("."));
  if (stray.length > 0) throw new Error(`these do not belong in the package: ${stray.join(", ")}`);
  const targets = rooms.flatMap((room) => [manifest.exports[room].types, manifest.exports[room].default]);
  const needed = ["README.md", "LICENSE", "CITATION.cff", manifest.bin.calmhack, ...targets];
  const absent = needed.map((path) => path.replace("./", "")).filter((path) => !paths.includes(path));
  if (absent.length > 0) throw new Error(`missing from the package: ${absent.join(", ")}`);
  return `${paths.length} files, ${Math.round(size / 1024)} KB`;
}

function install(tarball) {
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", tarball]);
}

function demoOnReadOnlyFolder() {
  const before = contentHash(installed);
  setWritable(installed, false);
  try {
    const note = calmhack("demo");
    if (contentHash(installed) !== before) throw new Error("the demo changed the installed package");
    return note;
  } finally {
    setWritable(installed, true);
  }
}

function types() {
  writeFileSync(join(project, "every-export.ts"), importsOfEachExport());
  const compilerOptions = {
    ...{ module: "node16", moduleResolution: "node16", target: "es2023", lib: ["es2023"], strict: true, noEmit: true },
    ...{ exactOptionalPropertyTypes: true, skipLibCheck: false },
    ...{ typeRoots: [join(root, "node_modules", "@types")], types: ["node"] },
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["every-export.ts"] }));
  run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json"]);
}

function imports(node) {
  writeFileSync(join(project, "every-export.mjs"), `${importsOfEachExport()}\nconsole.log(sizes.join("+"));`);
  return `${run(node, ["every-export.mjs"]).trim()} exports`;
}

/** The newest Node of a major version, from the package registry; undefined, and said so, where it cannot be had. */
function otherNode(major) {
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
  const folder = join(temporary, `node-${major}`);
  mkdirSync(folder);
  try {
    npm(["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${major}`], {
      cwd: folder,
    });
    const node = join(folder, "node_modules", name, "bin", windows ? "node.exe" : "node");
    if (!run(node, ["--version"]).startsWith(`v${major}.`)) throw new Error("it is another version");
    return node;
  } catch (error) {
    console.log(`SKIP  Node ${major}: NOT TRIED, it cannot be had here: ${error.message.split("\n")[0]}`);
    return undefined;
  }
}

function main() {
  mkdirSync(project);
  let pack;
  const packs = () => {
    pack = packed();
  };
  if (!check("packs", packs)) return;
  check("ships only what a user needs", () => checkFiles(pack));
  const { tarball } = pack;
  const publint = join(root, "node_modules", "publint", "src", "cli.js");
  check("publint finds nothing", () => void run(process.execPath, [publint, "run", tarball, "--strict"]));
  if (!check("installs into an empty project", () => install(tarball))) return;
  check("types compile under node16 resolution", types);
  check("every export can be imported", () => imports(process.execPath));
  check("npx calmhack --help", () => calmhack("--help"));
  check("npx calmhack demo in a read-only folder", demoOnReadOnlyFolder);
  for (const major of [22, 24]) {
    const node = otherNode(major);
    if (node === undefined) continue;
    check(`Node ${major}: every export can be imported`, () => imports(node));
    check(`Node ${major}: calmhack --help`, () => calmhack("--help", node));
    check(`Node ${major}: calmhack demo`, () => calmhack("demo --skip-training", node));
  }
}

try {
  main();
} finally {
  if (existsSync(installed)) setWritable(installed, true);
  rmSync(temporary, { recursive: true, force: true });
}
console.log(`pack-check: ${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
