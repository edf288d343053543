/**
 * The Python that long checks ask: the one that CALMHACK_PYTHON names (such as venv/bin/python), else python3. Where its
 * packages are missing, the check says so aloud and how to get them, and is skipped.
 */
import { execFileSync } from "node:child_process";

const python = process.env.CALMHACK_PYTHON ?? "python3";

export interface Package {
  /** As it is imported. */
  readonly module: string;
  /** As pip knows it. */
  readonly name: string;
}

export interface Python {
  /** Whether all packages are there. */
  readonly isThere: boolean;
  /** "scipy 1.17.1, …" */
  readonly versions: string;
  /** Runs a program; returns what it prints. What it says on standard error is shown only when it fails. */
  run(program: string, options?: RunOptions): string;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function ran(program: string, { args = [], input = "", env = {} }: RunOptions = {}): string {
  return execFileSync(python, ["-c", program, ...args], {
    // Threads that wait for each other are slower than one on small tables.
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", ...env },
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 2 ** 30,
  });
}

/** `unread`: what is then not checked, as a sentence without its full stop. */
export function pythonWith(packages: readonly Package[], unread: string): Python {
  const names = packages.map(({ name }) => name);
  const program = `import importlib.metadata as m
${packages.map(({ module }) => `import ${module}`).join("\n")}
print(", ".join(f"{name} {m.version(name)}" for name in ${JSON.stringify(names)}))`;
  try {
    return { isThere: true, versions: ran(program).trim(), run: ran };
  } catch {
    console.warn(
      `${python} lacks some of ${names.join(", ")}: ${unread}. To have them: python3 -m venv venv && venv/bin/pip install ${names.join(" ")}, then CALMHACK_PYTHON=venv/bin/python.`,
    );
    return { isThere: false, versions: "", run: ran };
  }
}
