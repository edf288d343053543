import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Tests and examples run on the source, never on a stale dist; the rest are Vite's own conditions for Node.
const conditions = ["calmhack-source", "module", "node", "development|production"];

const tests = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.test\.tsx?$/.test(name))
  .map((name) => ({ path: join("test", name), text: readFileSync(join("test", name), "utf8") }));
const paths = (found: typeof tests): string[] => found.map(({ path }) => path);

/** Tests of credit on the worlds of `test/calm/credit/k5.ts`, which they register together. */
const onK5 = paths(tests.filter(({ text }) => /\bregisterK5\(/.test(text)));
/** Tests that put worlds of their own into the registry, of which no other test may know. */
const registering = paths(tests.filter(({ text }) => /\bregister\(|\bloadModules\(/.test(text))).filter(
  (path) => !onK5.includes(path),
);

const never = ["test/long/**", "node_modules/**"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Long enough for a machine that is busy with something else.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["test/set-up.ts"],
    // One more than there are cores (vitest's own choice is one less): some tests wait for servers and processes.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: [...never, ...registering, ...onK5],
          // A worker keeps its modules from file to file: loading them anew for each of a hundred files takes longer than
          // most tests. So no test may leave anything behind in a module; set-up.ts puts away what files make.
          isolate: false,
        },
      },
      { extends: true, test: { name: "k5", include: onK5, exclude: never, isolate: false } },
      { extends: true, test: { name: "alone", include: registering, exclude: never, isolate: true } },
    ],
  },
});
