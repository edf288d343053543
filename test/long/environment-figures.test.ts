import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { allFigures } from "../../cli/environment-figures.js";

it("measures every figure of the environments' pages again, to the last digit", () => {
  const figures = JSON.parse(JSON.stringify(allFigures()));
  expect(figures).toEqual(JSON.parse(readFileSync("docs/environments/figures.json", "utf8")));
});
