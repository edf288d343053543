/**
 * Level texts and seeded mistakes, asked of the real level compiler (`lev_comp` of Debian's package nethack-common,
 * NetHack 3.6.6): both accept or both refuse, but for differences whose cause is known.
 */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../envs/index.js";
import { parseLevels } from "../../envs/nethack/levels/des/parser.js";
import { printLevel } from "../../envs/nethack/levels/des/print.js";
import { mutations } from "../envs/nethack/levels/mutations.js";
import { TEXTS } from "../envs/nethack/levels/texts.js";
import { WRONG } from "../envs/nethack/levels/wrong.js";
import { folderUntilEnd } from "../folders.js";

const COMPILER = process.env.CALMHACK_LEV_COMP ?? "/usr/lib/games/nethack/lev_comp";
const isThere = existsSync(COMPILER);
if (!isThere) {
  console.log(
    `des-compiler: SKIPPED, there is no ${COMPILER}: install Debian's nethack-common, or name another in CALMHACK_LEV_COMP.`,
  );
}

/** What the real compiler says: whether it made a level, and its first line of complaint. */
function real(text: string): { readonly accepts: boolean; readonly said: string } {
  const folder = folderUntilEnd("level");
  writeFileSync(join(folder, "a.des"), text, "latin1");
  const { status, stderr } = spawnSync(COMPILER, ["a.des"], { cwd: folder, timeout: 10_000, encoding: "utf8" });
  return { accepts: status === 0, said: stderr.split("\n")[0] ?? "" };
}

function ours(text: string): { readonly accepts: boolean; readonly said: string } {
  try {
    parseLevels(text);
    return { accepts: true, said: "" };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { accepts: false, said: error.message };
  }
}

/** Why we differ on purpose, by what is said. */
const CAUSES: readonly (readonly [cause: string, holds: (said: string, theirs: string) => boolean])[] = [
  ["a text without a level: it makes nothing and is content", (said) => /a level's first line/.test(said)],
  ["a map that never ends: it drops the map", (said) => /a MAP without its ENDMAP/.test(said)],
  ["MAP a second time within a map: it reads on", (said) => /found "M" in a map/.test(said)],
  ["a tab before a row of a map: it drops the tab", (said) => /found "\\t" in a map/.test(said)],
  ["an unknown kind of room: it warns and makes an ordinary one", (said) => /there is no room/.test(said)],
  ["a filling that is no map character: it takes stone", (said) => /accepted is a map character/.test(said)],
  ["a number beyond 2^31: it wraps around", (said) => /is too large/.test(said)],
  [
    "a last line that is a comment without a line end: it takes no comment",
    (said, theirs) => said === "" && /"#"/.test(theirs),
  ],
];

interface Difference {
  readonly name: string;
  readonly cause: string;
}

function compare(texts: readonly (readonly [name: string, text: string])[]) {
  const differences: Difference[] = [];
  let accepted = 0;
  for (const [name, text] of texts) {
    const theirs = real(text);
    const mine = ours(text);
    if (theirs.accepts) accepted++;
    if (theirs.accepts === mine.accepts) continue;
    const cause = CAUSES.find(([, holds]) => holds(mine.said, theirs.said))?.[0];
    differences.push({ name, cause: cause ?? `UNKNOWN: real "${theirs.said}", ours "${mine.said}"` });
  }
  return { differences, accepted, count: texts.length };
}

function tell(what: string, { differences, accepted, count }: ReturnType<typeof compare>): void {
  const causes = differences.map(({ name, cause }) => `\n  ${name}: ${cause}`).join("");
  console.log(`des-compiler: ${what}: ${count - differences.length} of ${count} alike, ${accepted} accepted${causes}`);
}

describe.runIf(isThere)("the real level compiler", () => {
  it("accepts every text of ours, and what is printed of it", () => {
    const printed = Object.entries(TEXTS).map(
      ([name, text]) => [`${name}, printed`, parseLevels(text).map(printLevel).join("")] as const,
    );
    const found = compare([...Object.entries(TEXTS), ...printed]);
    tell("texts", found);
    expect(found.accepted).toBe(found.count);
    expect(found.differences).toEqual([]);
  });

  it("refuses every wrong text of ours, but for those whose cause is known", () => {
    const head = "MAZE:\"m\",' '\nGEOMETRY:center,center\nMAP\n.....\n.....\nENDMAP\n";
    const found = compare(WRONG.map(([line]) => [line, `${head}${line}\n`] as const));
    tell("wrong texts", found);
    expect(found.differences.filter(({ cause }) => cause.startsWith("UNKNOWN"))).toEqual([]);
  });

  it.each([1, 2, 3])("accepts or refuses at least 95 % of 200 seeded mistakes as we do (seed %i)", (seed) => {
    const found = compare(mutations(seed, 200).map(({ name, text }) => [name, text] as const));
    tell(`200 mistakes of seed ${seed}`, found);
    expect(found.differences.length).toBeLessThanOrEqual(10);
    expect(found.differences.filter(({ cause }) => cause.startsWith("UNKNOWN"))).toEqual([]);
  });
});
