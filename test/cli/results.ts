/** Runs commands on results in this process and gives what they print; folders go when the test file ends. */
import { vi } from "vitest";
import { type CiteFlags, citeCommand } from "../../cli/commands/cite.js";
import { type CompareFlags, compareCommand } from "../../cli/commands/compare.js";
import { type ViewFlags, viewCommand } from "../../cli/commands/view.js";
import { folderUntilEnd } from "../folders.js";

export const temporaryFolder = (): string => folderUntilEnd("results");

/** Standard output of work that succeeds; rejects with what it throws. */
async function printed(work: () => Promise<void>): Promise<string> {
  const lines: string[] = [];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    lines.push(String(text));
    for (const one of rest) if (typeof one === "function") one();
    return true;
  });
  try {
    await work();
    return lines.join("");
  } finally {
    out.mockRestore();
  }
}

export const viewed = (folder: string, flags: ViewFlags = {}): Promise<string> =>
  printed(() => viewCommand(folder, flags));

export const cited = (folder: string, flags: CiteFlags = {}): Promise<string> =>
  printed(() => citeCommand(folder, flags));

export const compared = (folders: readonly string[], flags: Partial<CompareFlags> = {}): Promise<string> =>
  printed(() => compareCommand(folders, { seed: "1", repetitions: "200", ...flags }));
