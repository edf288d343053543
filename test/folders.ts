/**
 * Folders of a test file that go at its end. Test files share a worker and its modules, and a hook in a module that is
 * shared would belong to the first file alone; so `set-up.ts`, which runs before each file, holds the hook.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** An empty folder. `name`: a word for whoever finds it. */
export function folderUntilEnd(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `calmhack-${name}-`));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
