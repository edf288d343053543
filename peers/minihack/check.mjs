// `npm run check:peers [-- EPISODES]`: installs the real MiniHack from PyPI into a virtual environment outside the
// package's own files, records fresh episodes of every id that our engine has, replays them on it, plays policies that
// were learnt on our engine in the real one and beside it, and times both.
// Needs python3 with venv; where no wheel fits, also a C++ compiler, cmake, bison and flex.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const place = join(root, ".calmhack", "peers");
const python = join(place, "venv", "bin", "python");
const episodes = Number(process.argv[2] ?? 10);
if (!Number.isInteger(episodes) || episodes < 1) {
  console.error("check:peers takes a number of episodes an id, such as 10.");
  process.exit(2);
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (done.status === 0) return done.stdout;
  process.stdout.write(done.stdout ?? "");
  const last = (done.stderr || done.error?.message || "").trim().split("\n").at(-1) || "see above";
  console.error(`${command} ${args.slice(0, 3).join(" ")} … failed: ${last}`);
  process.exit(1);
}

if (!existsSync(join(place, "installed"))) {
  console.log("installing the real MiniHack from PyPI …");
  mkdirSync(place, { recursive: true });
  run("python3", ["-m", "venv", join(place, "venv")]);
  run(python, ["-m", "pip", "install", "--quiet", "-r", join(here, "requirements.txt")]);
  run(process.execPath, ["-e", `require("node:fs").writeFileSync(${JSON.stringify(join(place, "installed"))}, "")`]);
}

const { environmentIds } = await import("calmhack/envs");
const files = [];
let seed = 100_000;
for (const id of environmentIds()) {
  for (const actions of id.includes("KeyRoom") ? ["default", "paper"] : ["default"]) {
    const file = join(place, `${id}-${actions}.jsonl.gz`);
    run(python, [
      join(here, "record.py"),
      file,
      "--env",
      id,
      "--episodes",
      String(episodes),
      "--first-seed",
      String(seed),
      "--actions",
      actions,
    ]);
    seed += episodes;
    files.push(file);
  }
}
process.stdout.write(run(process.execPath, ["dist/cli/main.js", "conform", ...files]));

const tool = (name, ...args) => run(process.execPath, ["--import", "tsx", join(here, name), ...args]);
const play = (policy, count, first, ...flags) => {
  const file = policy.replace(/json$/, "jsonl.gz");
  run(python, [
    join(here, "play.py"),
    file,
    "--policy",
    policy,
    "--episodes",
    String(count),
    "--first-seed",
    String(first),
    ...flags,
  ]);
  return [policy, file];
};

// One policy for all levels of Fixed-S5.
const fixed = join(place, "policy-fixed-s5.json");
tool("learn.ts", fixed, "--id", "MiniHack-KeyRoom-Fixed-S5-v0", "--steps", "300000");
process.stdout.write(tool("compare.ts", ...play(fixed, 20 * episodes, 300_000)));

// A policy each for five levels of S15, every one played again and again with other dice.
const large = "MiniHack-KeyRoom-S15-v0";
const walks = join(place, "levels-s15.jsonl.gz");
run(python, [
  join(here, "record.py"),
  walks,
  "--env",
  large,
  "--episodes",
  "20",
  "--first-seed",
  "400000",
  "--noise",
  "0.1",
]);
const learnt = tool(
  "learn.ts",
  join(place, "policy-s15.json"),
  "--id",
  large,
  "--actions",
  "paper",
  "--steps",
  "60000",
  "--bonus",
  "0.1",
  "--levels",
  walks,
);
const pairs = learnt
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .flatMap(({ level, file }) => play(file, 2 * episodes, level, "--one-level"));
process.stdout.write(tool("compare.ts", ...pairs));

for (const id of ["MiniHack-KeyRoom-S5-v0", "MiniHack-KeyRoom-S15-v0"]) {
  const theirs = [];
  const ours = [];
  for (let pair = 0; pair < 3; pair++) {
    theirs.push(JSON.parse(run(python, [join(here, "timing.py"), id, "20000"])).stepsPerSecond);
    ours.push(JSON.parse(run(process.execPath, [join(here, "timing.mjs"), id, "2000000"])).stepsPerSecond);
  }
  const median = (values) => values.sort((a, b) => a - b)[1];
  const [a, b] = [median(theirs), median(ours)];
  console.log(
    `${id}, default keys, random actions with resets, median of 3 pairs: MiniHack ${Math.round(a)} steps/s, ours ${Math.round(b)}, ratio ${Math.round(b / a)}`,
  );
}
