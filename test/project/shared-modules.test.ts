/** Test files share a worker and its modules (vitest.config.ts): what that forbids. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./rooms.js";

const folder = join(root, "test");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("long"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

test("no helper holds a hook of its own, which would belong to the first file alone that loads it", () => {
  const helpers = files.filter(({ name }) => !/\.test\.tsx?$/.test(name) && name !== "set-up.ts");
  const hooked = helpers.filter(({ text }) => /^(?:before|after)(?:All|Each)\(/m.test(text));
  expect(helpers.length).toBeGreaterThan(20);
  expect(hooked.map(({ name }) => name)).toEqual([]);
});

test("no test mocks a module or changes the environment for good", () => {
  const found = files.filter(({ text }) =>
    /\bvi\.(?:mock|doMock)\(|\bprocess\.env\.\w+ = |\bprocess\.chdir\(/.test(text),
  );
  expect(found.map(({ name }) => name)).toEqual([]);
});
