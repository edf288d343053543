/**
 * Random play with all 85 actions of the real MiniHack, recorded now (`peers/minihack/record.py`) and replayed on our rules:
 * map, glyphs, colours, message, reward, clock, status, pack, terminal, descriptions, crops. Prints each id's share, and
 * what missed. On nights of a full or new moon the game greets otherwise: set the clock of Python (`faketime`).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { conforming } from "../../envs/index.js";
import { pythonWith } from "./python.js";

const python = pythonWith(
  [{ module: "minihack", name: "minihack" }],
  "play with all actions is not compared with the real MiniHack",
);

const PEERS = resolve("peers/minihack");
/** An episode whose level must be guessed is replayed many times. */
const EPISODES = { quiet: 8, others: 3 } as const;
const STEPS = 100;
const FIRST_SEED = 81_000;

/** Where nothing but the hero moves, and cells that no frame shows are told by their rooms. */
const QUIET = [
  "KeyRoom-S5",
  "KeyRoom-S15",
  "KeyRoom-Dark-S15",
  "Room-15x15",
  "Room-Trap-15x15",
  "MultiRoom-N4",
  "MultiRoom-N6-Locked",
  "MazeWalk-15x15",
  "Labyrinth-Small",
  "Memento-Short-F2",
];
/** Where a recording leaves open what lies between rooms or amid water. Runs among monsters have too many dice to search. */
const OTHERS = ["Corridor-R2", "Corridor-R3", "River"];

const PROGRAM = `
import runpy, sys, warnings
warnings.filterwarnings("ignore")
peers, out, name, episodes, seed, steps = sys.argv[1:]
sys.path.insert(0, peers)
sys.argv = ["record.py", out, "--env", f"MiniHack-{name}-v0", "--episodes", episodes, "--first-seed", seed,
            "--steps", steps, "--noise", "0.85", "--actions", "all"]
runpy.run_path(f"{peers}/record.py", run_name="__main__")
`;

/** What a miss begins with: "message", "hit points", "screen_descriptions" and so on, or a start that is not built. */
const causeOf = (miss: string): string =>
  /no start/.exec(miss)?.[0] ?? /\): (?:([a-z_ /]+?) (?:is|at|has|\()|\()/.exec(miss)?.[1] ?? "map";

it.skipIf(!python.isThere)(
  "conforms with the real MiniHack",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "calmhack-all-actions-"));
    const shares = new Map<string, number>();
    try {
      for (const name of [...QUIET, ...OTHERS]) {
        const file = join(folder, `${name}.jsonl.gz`);
        python.run(PROGRAM, {
          args: [
            PEERS,
            file,
            name,
            String(QUIET.includes(name) ? EPISODES.quiet : EPISODES.others),
            String(FIRST_SEED),
            String(STEPS),
          ],
        });
        for (const row of await conforming.conformance(conforming.readTraces(file), file)) {
          const causes = new Map<string, number>();
          for (const miss of row.misses) causes.set(causeOf(miss), (causes.get(causeOf(miss)) ?? 0) + 1);
          const undecided = Object.values(row.undecided).reduce((sum, count) => sum + count, 0);
          const said = [...causes].map(([cause, count]) => `${cause} ${count}`).join(", ");
          shares.set(name, row.conforming / row.steps);
          console.log(
            `${name}: ${row.conforming} of ${row.steps}${undecided > 0 ? `, ${undecided} not decided` : ""}${said === "" ? "" : `; misses: ${said}`}`,
          );
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    for (const name of QUIET) expect.soft(shares.get(name), name).toBeGreaterThan(0.99);
    for (const name of OTHERS) expect.soft(shares.get(name), name).toBeGreaterThan(0.8);
  },
  1_200_000,
);
