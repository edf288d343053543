/**
 * Makes the pages of the environments, docs/environments/ID.md, and the figures that they print.
 *
 *   npx tsx --conditions=calmhack-source scripts/make-environment-pages.ts
 *
 * Same rules, same bytes. Takes about half a minute.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allFigures } from "../cli/environment-figures.js";
import { environmentPage } from "../cli/environment-page.js";

const folder = fileURLToPath(new URL("../docs/environments/", import.meta.url));

mkdirSync(folder, { recursive: true });
const figures = allFigures();
writeFileSync(`${folder}figures.json`, `${JSON.stringify(figures)}\n`);
for (const [id, of] of Object.entries(figures)) writeFileSync(`${folder}${id}.md`, environmentPage(id, of));
