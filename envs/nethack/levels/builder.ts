/**
 * `LevelBuilder`: MiniHack's `LevelGenerator` in camelCase, argument for argument and in the same order of lines, with
 * the level language's text as what it means: `getDes()`.
 *
 * What we do differently: a mistake is refused where it is made, with the call's name; and `build()` gives the syntax
 * tree beside the text.
 */
import { InputError } from "../../errors.js";
import { visible } from "../../text.js";
import { LevelError } from "./des/errors.js";
import { parseLevel } from "./des/parser.js";
import type { Level } from "./des/syntax.js";

/** Absent: random; a cell; or text of the language such as "rndcoord($area)". */
export type BuilderPlace = readonly [x: number, y: number] | string | undefined;

export interface LevelBuilderOptions {
  /** Rows of map characters; absent, `height` rows of `width` times `fill`. */
  readonly map?: string;
  /** 8 when absent, as `height`. */
  readonly width?: number;
  readonly height?: number;
  /** A map character, "." when absent. */
  readonly fill?: string;
  /** "lit" when absent. */
  readonly light?: "lit" | "unlit";
  /** ["hardfloor"] when absent. */
  readonly flags?: readonly string[];
  /** What lies around the map; stone when absent. */
  readonly solidFill?: string;
}

type CurseState = "blessed" | "uncursed" | "cursed";
type Corners = readonly [x1: number, y1: number, x2: number, y2: number];

function where(place: BuilderPlace): string {
  if (place === undefined) return "random";
  return typeof place === "string" ? place : `(${place[0]},${place[1]})`;
}

const variable = (name: string): string => (name.startsWith("$") ? name : `$${name}`);

export class LevelBuilder {
  private readonly rows: string[];
  private readonly head: string;
  private readonly lines: string[] = [];
  private readonly footer: string[] = [];
  private hasStart = false;
  private readonly region: string;

  /** Throws an InputError for a map or flag that the language does not take. */
  constructor(options: LevelBuilderOptions = {}) {
    const { map, width = 8, height = 8, fill = ".", light = "lit", flags = ["hardfloor"], solidFill = " " } = options;
    this.rows = map === undefined ? Array.from({ length: height }, () => fill.repeat(width)) : trimmed(map);
    const columns = Math.max(0, ...this.rows.map((row) => row.length));
    this.rows = this.rows.map((row) => row.padEnd(columns));
    const set = flags.length === 0 ? "" : `FLAGS:${flags.join(",")}\n`;
    this.head = `MAZE:"mylevel",'${solidFill}'\n${set}INIT_MAP:solidfill,'${solidFill}'\nGEOMETRY:center,center\n`;
    this.region = `REGION:(0,0,${columns},${this.rows.length}),${light},"ordinary"`;
    this.check("new LevelBuilder");
  }

  /** The level's text. */
  getDes(): string {
    return `${this.head}MAP\n${this.rows.map((row) => `${row}\n`).join("")}ENDMAP\n${[
      this.region,
      ...this.lines,
      ...this.footer,
    ].join("\n")}\n`;
  }

  getMapStr(): string {
    return this.rows.join("\n");
  }

  /** Rows of characters. */
  getMapArray(): readonly (readonly string[])[] {
    return this.rows.map((row) => [...row]);
  }

  /** The syntax tree of the text. */
  build(): Level {
    return parseLevel(this.getDes());
  }

  addObject(name = "random", symbol = "%", place?: BuilderPlace, curseState?: CurseState): this {
    const what = name === "random" ? `'${symbol}'` : `('${symbol}',"${name}")`;
    const curse = curseState === undefined ? "" : `,${curseState}`;
    return this.add(
      "addObject",
      `OBJECT:${name === "random" && symbol === "random" ? name : what},${where(place)}${curse}`,
    );
  }

  /** Somewhere in an area that `setAreaVariable` named. */
  addObjectArea(areaName: string, name = "random", symbol = "%", curseState?: CurseState): this {
    return this.addObject(name, symbol, `rndcoord(${variable(areaName)})`, curseState);
  }

  /** `args` such as "hostile" and "asleep". */
  addMonster(name = "random", symbol?: string, place?: BuilderPlace, args: readonly string[] = []): this {
    const what =
      name === "random"
        ? symbol === undefined
          ? name
          : `'${symbol}'`
        : symbol === undefined
          ? `"${name}"`
          : `('${symbol}',"${name}")`;
    return this.add("addMonster", `MONSTER:${[what, where(place), ...args].join(",")}`);
  }

  addTerrain(place: BuilderPlace, flag: string, order: "in order" | "last" = "in order"): this {
    return this.add("addTerrain", `TERRAIN:${where(place)},'${flag}'`, order);
  }

  fillTerrain(type: "rect" | "fillrect" | "line", flag: string, ...[x1, y1, x2, y2]: Corners): this {
    return this.add("fillTerrain", `TERRAIN:${shape(type, [x1, y1, x2, y2])},'${flag}'`);
  }

  setAreaVariable(name: string, type: "rect" | "fillrect" | "line", ...corners: Corners): this {
    return this.add("setAreaVariable", `${variable(name)} = selection:${shape(type, corners)}`);
  }

  /** The stairs down. */
  addGoalPos(place?: BuilderPlace): this {
    return this.addStairDown(place);
  }

  addStairDown(place?: BuilderPlace): this {
    return this.add("addStairDown", `STAIR:${where(place)},down`);
  }

  /** Where the hero starts; only the first start counts. */
  setStartPos([x, y]: readonly [x: number, y: number]): this {
    return this.setStartRect([x, y], [x, y]);
  }

  /** A start anywhere in a rectangle; only the first start counts. */
  setStartRect([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): this {
    if (this.hasStart) return this;
    this.hasStart = true;
    // The second area is where no start may be: a corner of the map, or of the level where the start has that one.
    const not = x1 === 0 && y1 === 0 ? "levregion(1,0,1,0)" : "(0,0,0,0)";
    return this.add("setStartRect", `BRANCH:(${x1},${y1},${x2},${y2}),${not}`);
  }

  addDoor(state: "nodoor" | "locked" | "closed" | "open" | "broken" | "random", place?: BuilderPlace): this {
    return this.add("addDoor", `DOOR:${state},${where(place)}`);
  }

  addAltar(place?: BuilderPlace, align = "random", type = "random"): this {
    return this.add("addAltar", `ALTAR:${where(place)},${align},${type}`);
  }

  addSink(place?: BuilderPlace): this {
    return this.add("addSink", `SINK:${where(place)}`);
  }

  addFountain(place?: BuilderPlace): this {
    return this.add("addFountain", `FOUNTAIN:${where(place)}`);
  }

  addBoulder(place?: BuilderPlace): this {
    return this.addObject("boulder", "`", place);
  }

  addGold(amount: number, place?: BuilderPlace): this {
    return this.add("addGold", `GOLD:${amount},${where(place)}`);
  }

  addTrap(name = "teleport", place?: BuilderPlace): this {
    return this.add("addTrap", `TRAP:${name === "random" ? name : `"${name}"`},${where(place)}`);
  }

  wallify(): this {
    return this.add("wallify", "WALLIFY");
  }

  /** From the map's middle when no place is given. */
  addMazewalk(place?: readonly [x: number, y: number], direction = "east"): this {
    const middle = [Math.trunc((this.rows[0]?.length ?? 0) / 2), Math.trunc(this.rows.length / 2)] as const;
    return this.add("addMazewalk", `MAZEWALK:${where(place ?? middle)},${direction}`);
  }

  /** Any line of the language. */
  addLine(text: string): this {
    return this.add("addLine", text);
  }

  private add(call: string, line: string, order: "in order" | "last" = "in order"): this {
    const lines = order === "last" ? this.footer : this.lines;
    lines.push(line);
    try {
      this.check(call);
    } catch (error) {
      lines.pop();
      throw error;
    }
    return this;
  }

  private check(call: string): void {
    try {
      this.build();
    } catch (error) {
      if (!(error instanceof LevelError)) throw error;
      const line = this.getDes().split("\n")[error.line - 1] ?? "";
      throw new InputError(
        `${call} would write "${visible(line, 80)}": ${error.found}; accepted is ${error.accepted}.`,
      );
    }
  }
}

/** Without the empty first and last row of a text between back quotes. */
function trimmed(map: string): string[] {
  return map
    .replace(/^\n/, "")
    .replace(/\n\s*$/, "")
    .split("\n");
}

function shape(type: "rect" | "fillrect" | "line", [x1, y1, x2, y2]: Corners): string {
  return type === "line" ? `line (${x1},${y1}),(${x2},${y2})` : `${type} (${x1},${y1},${x2},${y2})`;
}
