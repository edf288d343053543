/** Runs the prompting commands in this process, in a folder of its own, and gives what they print. */
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { vi } from "vitest";
import { definePrompting } from "../../cli/define-prompting.js";
import { folderUntilEnd } from "../folders.js";

export const folder = (): string => folderUntilEnd("prompting");

/** Standard output of a command that succeeds; rejects with what it throws. */
export async function ran(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    lines.push(String(text));
    for (const one of rest) if (typeof one === "function") one();
    return true;
  });
  const err = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const program = new Command("calmhack").exitOverride().configureOutput({ writeErr: () => undefined });
  definePrompting(program);
  // No test writes beside the sources.
  const place = args[0] === "decompose" && !args.includes("--out") ? ["--out", join(folder(), "result")] : [];
  try {
    await program.parseAsync([...args, ...place], { from: "user" });
    return lines.join("");
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
