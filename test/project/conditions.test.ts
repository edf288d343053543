import { expect, test } from "vitest";

test("resolves the package's own name to the source, so that no test depends on a build", () => {
  expect(import.meta.resolve("calmhack/stats")).toMatch(/\/stats\/index\.ts$/);
});
