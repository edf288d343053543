/**
 * Makes the shipped data set `keyroom` from recorded episodes of the real MiniHack.
 *
 *   npx tsx --conditions=calmhack-source scripts/make-keyroom.ts FOLDER_OF_RECORDINGS [OUTPUT_FOLDER]
 *
 * Same recordings, same bytes: `calmhack collect --recordings` draws with the same code (annotations/collect.ts).
 */
import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dataSets, writeDataSet } from "../annotations/index.js";
import { assetPath, readLines } from "../envs/index.js";

const SEED = 20261123;

const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder of the recordings");
const files = readdirSync(folder)
  .filter((file) => file.includes("KeyRoom") && file.endsWith(".jsonl.gz"))
  .sort()
  .map((file) => join(folder, file));

const { about, items } = await dataSets.collectRecordings(files, {
  name: "keyroom",
  seed: SEED,
  quotas: dataSets.QUOTAS,
  balanced: {
    holds: (policy) => policy.startsWith("bfs"),
    told: "drawn from the solver episodes, look-alikes left out, every transition from a different episode as far as they go",
  },
  origin: "recorded episodes of the real MiniHack on NLE 1.2.0 (NetHack 3.6.7), all five KeyRoom environments",
});

/** The demonstration episode, as it was recorded: a short one in which the door opens to the words "Never mind.". */
async function demonstration(): Promise<string> {
  const lines: string[] = [];
  for await (const { text } of readLines(join(folder ?? "", "solutions-MiniHack-KeyRoom-S5-v0-paper6.jsonl.gz"))) {
    if (JSON.parse(text).seed === 4) lines.push(text);
  }
  return `${lines.join("\n")}\n`;
}

const target = process.argv[3] ?? assetPath("keyroom");
await mkdir(target, { recursive: true });
const { sha256 } = await writeDataSet(target, about, items);
await writeFile(join(target, "episode.jsonl"), await demonstration());
if (process.argv[3] === undefined) {
  await mkdir(assetPath("schema"), { recursive: true });
  await writeFile(
    assetPath("schema", "transition.schema.json"),
    `${JSON.stringify(dataSets.transitionJsonSchema(), null, 2)}\n`,
  );
}
console.log(`${items.length} transitions, ${sha256}`);
