import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LevelError } from "../../../../envs/nethack/levels/des/errors.js";
import { parseLevel, parseLevels } from "../../../../envs/nethack/levels/des/parser.js";
import { printLevel } from "../../../../envs/nethack/levels/des/print.js";
import type { Statement } from "../../../../envs/nethack/levels/des/syntax.js";
import { kindIndex, MONSTERS, THINGS } from "../../../../envs/nethack/levels/des/words.js";
import { sized } from "../../../sizes.js";
import { mutations } from "./mutations.js";
import { TEXTS } from "./texts.js";
import { WRONG } from "./wrong.js";

/** Without lines, which printing moves. */
const plain = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === "line" ? undefined : value)));

const all = Object.entries(TEXTS);

function kinds(body: readonly Statement[]): readonly string[] {
  return body.flatMap((statement) => {
    const inner = Object.values(statement).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
    const nested = inner.filter(
      (value): value is Statement => typeof value === "object" && value !== null && "line" in value,
    );
    const cases = statement.kind === "SWITCH" ? statement.cases.flatMap((one) => one.body) : [];
    return [statement.kind, ...kinds([...nested, ...cases])];
  });
}

/** Every kind of command that the syntax tree has. */
const KINDS: Record<Statement["kind"], true> = {
  MESSAGE: true,
  INIT_MAP: true,
  MAP: true,
  NOMAP: true,
  WALLIFY: true,
  EXIT: true,
  BREAK: true,
  MINERALIZE: true,
  "WALLIFY AT": true,
  "MINERALIZE AT": true,
  ROOM: true,
  SUBROOM: true,
  ROOMDOOR: true,
  DOOR: true,
  STAIR: true,
  LADDER: true,
  "STAIR IN": true,
  BRANCH: true,
  TELEPORT_REGION: true,
  PORTAL: true,
  REGION: true,
  NON_DIGGABLE: true,
  NON_PASSWALL: true,
  OBJECT: true,
  CONTAINER: true,
  MONSTER: true,
  GOLD: true,
  TRAP: true,
  FOUNTAIN: true,
  SINK: true,
  POOL: true,
  ALTAR: true,
  ENGRAVING: true,
  GRAVE: true,
  DRAWBRIDGE: true,
  TERRAIN: true,
  REPLACE_TERRAIN: true,
  MAZEWALK: true,
  RANDOM_CORRIDORS: true,
  CORRIDOR: true,
  LOOP: true,
  FOR: true,
  IF: true,
  WHEN: true,
  SWITCH: true,
  SHUFFLE: true,
  SET: true,
};

describe("the reader of levels", () => {
  it("reads every text of ours, and they use every command", () => {
    const used = new Set(all.flatMap(([, text]) => parseLevels(text).flatMap(({ body }) => kinds(body))));
    expect([...used].sort()).toEqual(Object.keys(KINDS).sort());
    expect(all.length).toBeGreaterThanOrEqual(40);
  });

  it.each(all)("reads %s again from what is printed of it", (_, text) => {
    const levels = parseLevels(text);
    const printed = levels.map(printLevel).join("");
    expect(plain(parseLevels(printed))).toEqual(plain(levels));
    expect(parseLevels(printed).map(printLevel).join("")).toBe(printed);
  });

  it("gives a tree of plain data with the lines of the commands", () => {
    const level = parseLevel(
      "MAZE:\"m\",' '\nFLAGS:premapped\nGEOMETRY:left,top\nMAP\n.L\nENDMAP\n\n[30%]: STAIR:(1,0),down\n",
    );
    expect(level).toEqual({
      name: "m",
      type: { kind: "MAZE", fill: " " },
      flags: ["premapped"],
      body: [
        { kind: "MAP", where: { kind: "aligned", horizontal: "left", vertical: "top" }, rows: [".L"], line: 3 },
        {
          kind: "WHEN",
          condition: { kind: "chance", percent: 30 },
          command: { kind: "STAIR", place: { kind: "at", x: 1, y: 0 }, way: "down", line: 8 },
          line: 8,
        },
      ],
    });
  });

  it("binds times stronger than plus, both to the left", () => {
    const [set] = parseLevel('LEVEL:"m"\n$n = 1 + 2 * 3 + 4\n').body;
    expect(set).toMatchObject({
      to: { value: { operator: "+", left: { operator: "+", right: { operator: "*" } }, right: { value: 4 } } },
    });
  });

  it.each(WRONG)("refuses %s at column %i", (line, column, said) => {
    const text = `MAZE:"m",' '\nGEOMETRY:center,center\nMAP\n.....\n.....\nENDMAP\n${line}\n`;
    let caught: unknown;
    try {
      parseLevels(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(LevelError);
    const { message, line: at, column: place } = caught as LevelError;
    // A command that ends too soon is noticed at the end of the text.
    expect([at, place]).toEqual(column === 0 ? [8, 1] : [7, column]);
    expect(message).toBe(`Line ${at}, column ${place}: ${said}`);
  });

  it("has a wrong text for every command", () => {
    const text = WRONG.map(([line]) => line).join("\n");
    const words = Object.keys(KINDS).map((kind) => kind.split(" ")[0]!);
    const named = words.filter((word) => !["MAP", "WHEN", "SET"].includes(word));
    expect(named.filter((word) => !new RegExp(`^${word}\\b`, "m").test(text))).toEqual([]);
  });

  it("refuses an empty text, a wrong first line, and more than one level where one is asked for", () => {
    expect(() => parseLevels("")).toThrow(
      "Line 1, column 1: found the end of the text; accepted is a level's first line",
    );
    expect(() => parseLevels("# nothing\n")).toThrow("Line 2, column 1: found the end of the text");
    expect(() => parseLevels('MAZ:"x"')).toThrow('Line 1, column 1: found "MAZ"');
    expect(() => parseLevels('LEVEL:"a.b"')).toThrow("Line 1, column 7: a dot in the level's name");
    expect(() => parseLevel('LEVEL:"a"\nLEVEL:"b"')).toThrow('Line 2, column 1: found "LEVEL"; accepted is one level.');
  });

  it("bounds areas by the last map", () => {
    const map = (size: string) => `GEOMETRY:center,center\nMAP\n${size}\nENDMAP\nBRANCH:(0,0,3,0),(0,0,0,0)\n`;
    expect(() => parseLevel(`MAZE:"m",' '\n${map("....")}`)).not.toThrow();
    expect(() => parseLevel(`MAZE:"m",' '\n${map("....")}${map("...")}`)).toThrow("Line 11, column 8");
    expect(() => parseLevel(`MAZE:"m",' '\n${map("...".repeat(30))}`)).toThrow(
      "a map of 90 x 1; accepted is at most 76 x 21",
    );
  });

  it("knows NetHack's kinds by NLE's numbers", () => {
    // Glyph numbers that recordings show: monsters from 0, objects from 1906.
    const monster = (name: string) => kindIndex(MONSTERS, name);
    expect(["jackal", "giant rat", "lichen", "minotaur", "newt", "Caveman", "knight", "rogue"].map(monster)).toEqual([
      12, 88, 155, 174, 318, 329, 332, 337,
    ]);
    const thing = (name: string) => 1906 + kindIndex(THINGS, name);
    expect(["dagger", "robe", "skeleton key", "apple", "boulder"].map(thing)).toEqual([1923, 2028, 2102, 2158, 2353]);
    expect([MONSTERS.length, THINGS.length]).toEqual([381, 453]);
  });
});

/** Reads a text; any error but a LevelError with a place inside the text is the test's failure. */
function survives(text: string): void {
  try {
    parseLevels(text);
  } catch (error) {
    if (!(error instanceof LevelError)) throw error;
    const lines = text.split("\n");
    expect(error.line).toBeGreaterThan(0);
    expect(error.line).toBeLessThanOrEqual(lines.length);
    expect(error.column).toBeGreaterThan(0);
    expect(error.column).toBeLessThanOrEqual(lines[error.line - 1]!.length + 1);
    expect(error.message.length).toBeLessThan(1_000);
    expect(error.message).not.toMatch(/\p{Cc}/u);
  }
}

describe("hostile texts", () => {
  const words = [
    ...new Set(all.flatMap(([, text]) => text.match(/"[^"\n]*"|'.'|\$?[-_a-zA-Z]+|[0-9]+%?|\s|./g) ?? [])),
  ];

  it("end in a level or an error with a place: any characters", () => {
    const text = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: "binary", maxLength: 200 }));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom("", 'LEVEL:"m"\n', "MAZE:\"m\",' '\nGEOMETRY:center,center\nMAP\n"),
        (tail, head) => survives(head + tail),
      ),
      { numRuns: sized(300, 20_000), seed: 1 },
    );
  });

  it("end in a level or an error with a place: the language's own words in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (picked) =>
        survives(`LEVEL:"m"\n${picked.join(" ")}`),
      ),
      { numRuns: sized(500, 50_000), seed: 1 },
    );
  });

  it("end in a level or an error with a place: one mistake in a good text", () => {
    for (const { text } of mutations(2, sized(1_000, 100_000))) survives(text);
  });

  it("are read in little time and memory, however deep or long", () => {
    const deep = 20_000;
    const hostile = [
      `LEVEL:"m"\n$n = ${"(".repeat(deep)}1`,
      `LEVEL:"m"\nFOUNTAIN:${"(".repeat(deep)}(1,1)`,
      `LEVEL:"m"\nFOUNTAIN:${"complement ".repeat(deep)}(1,1)`,
      `LEVEL:"m"\nFOUNTAIN:${"grow(".repeat(deep)}(1,1)`,
      `LEVEL:"m"\nFOUNTAIN:${"(1,1) & ".repeat(deep)}(1,1)`,
      `LEVEL:"m"\n${"[50%]:".repeat(deep)}EXIT`,
      `LEVEL:"m"\n${"IF [50%] {".repeat(deep)}`,
      `LEVEL:"m"\n${'ROOM:"ordinary",lit,random,random,random {'.repeat(deep / 4)}`,
      `LEVEL:"m"\n$n = $n[${"$n[".repeat(deep)}`,
      `MAZE:"m",' '\nGEOMETRY:center,center\nMAP\n${".".repeat(240_000)}`,
      `MAZE:"m",' '\nGEOMETRY:center,center\nMAP\n${".\n".repeat(120_000)}ENDMAP`,
      `LEVEL:"m"\n${'"'.repeat(240_000)}`,
      `LEVEL:"m"\n${"$".repeat(240_000)}`,
      `LEVEL:"m"\n${"[ ".repeat(120_000)}`,
      `LEVEL:"m"\nTRAP:"${"teleport".repeat(30_000)}",random`,
      `LEVEL:"m"\n${"EXIT\n".repeat(45_000)}`,
      " ".repeat(2_000_000),
    ];
    const before = process.memoryUsage().rss;
    const start = performance.now();
    for (const text of hostile) survives(text);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(100);
  });
});
