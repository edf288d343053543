/**
 * Makes the pages of the environments, docs/environments/ID.md, and the figures that they print; and docs/families.md, which
 * alone takes a second ("families" as an argument).
 *
 *   npx tsx --conditions=calmhack-source scripts/make-environment-pages.ts
 *
 * Same rules, same bytes. Takes about half a minute.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allFigures } from "../cli/environment-figures.js";
import { environmentPage } from "../cli/environment-page.js";
import { familyPage } from "../cli/family-page.js";

const folder = fileURLToPath(new URL("../docs/environments/", import.meta.url));

writeFileSync(fileURLToPath(new URL("../docs/families.md", import.meta.url)), familyPage());
if (!process.argv.includes("families")) {
  mkdirSync(folder, { recursive: true });
  const figures = allFigures();
  writeFileSync(`${folder}figures.json`, `${JSON.stringify(figures)}\n`);
  for (const [id, of] of Object.entries(figures)) writeFileSync(`${folder}${id}.md`, environmentPage(id, of));
}
