/** Before every test file; what a file leaves behind is put away at its end, because the next one shares its worker. */
import { afterAll, vi } from "vitest";
import { removeFolders } from "./folders.js";

afterAll(() => {
  removeFolders();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});
