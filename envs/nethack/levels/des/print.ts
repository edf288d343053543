/**
 * Prints a syntax tree as a level's text: what `parseLevel` reads again as the same tree, but for the lines.
 */
import {
  printArea,
  printGround,
  printNamed,
  printNumber,
  printPlace,
  printSelection,
  printText,
} from "./print-values.js";
import type {
  Command,
  Condition,
  CorridorEnd,
  Detail,
  Level,
  LevelArea,
  List,
  RoomHead,
  Statement,
  Value,
} from "./syntax.js";

const INDENT = "  ";

function printBlock(body: readonly Statement[], indent: string): string {
  if (body.length === 0) return "{ }";
  return `{\n${body.map((statement) => printStatement(statement, indent + INDENT)).join("")}${indent}}`;
}

const levelArea = ({ kind, x1, y1, x2, y2 }: LevelArea): string =>
  `${kind === "level" ? "levregion" : ""}(${x1},${y1},${x2},${y2})`;

const pair = (value: readonly [number | string, number | string] | "random"): string =>
  value === "random" ? value : `(${value[0]},${value[1]})`;

const end = ({ room, wall, door }: CorridorEnd): string => `(${room},${wall},${door})`;

/** Signs, so that a sum cannot follow: "1" and "+1" are the same. */
const signed = (value: number): string => String(value);

function printDetail(detail: Detail): string {
  switch (detail.kind) {
    case "word":
      return detail.word;
    case "number":
      return `${detail.word}:${printNumber(detail.value)}`;
    case "text": {
      const { word } = detail;
      return word === "" ? printText(detail.value) : `${word}${word === "name" ? ":" : " "}${printText(detail.value)}`;
    }
    case "monster":
      return `montype:${printNamed(detail.value)}`;
    case "enchantment":
      return detail.value.kind === "number" ? signed(detail.value.value) : printNumber(detail.value);
    case "traps":
      return `seen_traps:${detail.names.map((name) => (name === "all" ? name : `"${name}"`)).join("|")}`;
    case "align":
      return detail.value === "random" ? "align:random" : `align[${detail.value}]`;
  }
}

const details = (all: readonly Detail[]): string => all.map((detail) => `,${printDetail(detail)}`).join("");

function printCondition(condition: Condition): string {
  if (condition.kind === "chance") return `[${condition.percent}%]`;
  const { left, operator, right } = condition;
  return `[${printNumber(left)} ${operator} ${printNumber(right)}]`;
}

const quoted = (type: string): string => (type === "random" ? type : `"${type}"`);

function roomHead({ type, chance, light }: RoomHead): string {
  return `${quoted(type)}${chance === undefined ? "" : ` [${chance}%]`},${light}`;
}

const flags = (all: readonly string[]): string => all.map((flag) => `,${flag}`).join("");

const VALUE_WORDS = { selection: "selection:", monster: "monster:", thing: "object:", ground: "terrain:" } as const;

function printBare(value: Value): string {
  switch (value.type) {
    case "number":
      return printNumber(value.value);
    case "text":
      return printText(value.value);
    case "place":
      return printPlace(value.value);
    case "area":
      return printArea(value.value);
    case "ground":
      return printGround(value.value);
    case "monster":
    case "thing":
      return printNamed(value.value);
    case "selection":
      return printSelection(value.value);
  }
}

function printValue(to: Value | List): string {
  const word = to.type in VALUE_WORDS ? VALUE_WORDS[to.type as keyof typeof VALUE_WORDS] : "";
  return "list" in to ? `${word}{ ${to.list.map(printBare).join(", ")} }` : `${word}${printBare(to)}`;
}

function initMap({ how }: Extract<Command, { kind: "INIT_MAP" }>): string {
  switch (how.kind) {
    case "rogue":
      return "INIT_MAP:rogue";
    case "solidfill":
      return `INIT_MAP:solidfill,${printGround(how.ground)}`;
    case "mazegrid":
      return `INIT_MAP:mazegrid,'${how.character}'`;
    case "mines": {
      const { foreground, background, smooth, joined, light, walled, fill } = how;
      const last = fill === undefined ? "" : `,'${fill}'`;
      return `INIT_MAP:mines,'${foreground}','${background}',${smooth},${joined},${light},${walled}${last}`;
    }
  }
}

function map({ where, keepRegion, rows }: Extract<Command, { kind: "MAP" }>): string {
  const at = where.kind === "aligned" ? `${where.horizontal},${where.vertical}` : printPlace(where);
  const keep = keepRegion === undefined ? "" : `,${keepRegion}`;
  return `GEOMETRY:${at}${keep}\nMAP\n${rows.map((row) => `${row}\n`).join("")}ENDMAP`;
}

function printCommand(command: Command, indent: string): string {
  const block = (body: readonly Statement[]) => printBlock(body, indent);
  switch (command.kind) {
    case "MESSAGE":
      return `MESSAGE:${printText(command.text)}`;
    case "INIT_MAP":
      return initMap(command);
    case "MAP":
      return map(command);
    case "NOMAP":
    case "WALLIFY":
    case "EXIT":
    case "BREAK":
    case "MINERALIZE":
      return command.kind;
    case "WALLIFY AT":
      return `WALLIFY:${printSelection(command.cells)}`;
    case "MINERALIZE AT":
      return `MINERALIZE:${command.odds.map(printNumber).join(",")}`;
    case "ROOM": {
      const { position, align, size, body } = command;
      return `ROOM:${roomHead(command)},${pair(position)},${pair(align)},${pair(size)}${flags(command.flags)} ${block(body)}`;
    }
    case "SUBROOM": {
      const { position, size, body } = command;
      return `SUBROOM:${roomHead(command)},${pair(position)},${pair(size)}${flags(command.flags)} ${block(body)}`;
    }
    case "ROOMDOOR": {
      const { secret, state, walls, position } = command;
      return `ROOMDOOR:${secret},${state},${walls === "random" ? walls : walls.join("|")},${position}`;
    }
    case "DOOR":
      return `DOOR:${command.state},${printSelection(command.cells)}`;
    case "STAIR":
    case "LADDER":
      return `${command.kind}:${printPlace(command.place)},${command.way}`;
    case "STAIR IN":
      return `STAIR:${levelArea(command.area)},${levelArea(command.not)},${command.way}`;
    case "BRANCH":
      return `BRANCH:${levelArea(command.area)},${levelArea(command.not)}`;
    case "TELEPORT_REGION": {
      const way = command.way === undefined ? "" : `,${command.way}`;
      return `TELEPORT_REGION:${levelArea(command.area)},${levelArea(command.not)}${way}`;
    }
    case "PORTAL":
      return `PORTAL:${levelArea(command.area)},${levelArea(command.not)},"${command.to}"`;
    case "REGION": {
      const { area, light, type, body } = command;
      const inside = body === undefined ? "" : ` ${block(body)}`;
      return `REGION:${printArea(area)},${light},${quoted(type)}${flags(command.flags)}${inside}`;
    }
    case "NON_DIGGABLE":
    case "NON_PASSWALL":
      return `${command.kind}:${printArea(command.area)}`;
    case "OBJECT":
    case "CONTAINER": {
      const { kind, thing, place } = command;
      const where = place === undefined ? "" : `,${printPlace(place)}`;
      const inside = kind === "CONTAINER" ? ` ${block(command.body)}` : "";
      return `${kind}:${printNamed(thing)}${where}${details(command.details)}${inside}`;
    }
    case "MONSTER": {
      const { monster, place, body } = command;
      const carried = body === undefined ? "" : ` ${block(body)}`;
      return `MONSTER:${printNamed(monster)},${printPlace(place)}${details(command.details)}${carried}`;
    }
    case "GOLD":
      return `GOLD:${printNumber(command.amount)},${printPlace(command.place)}`;
    case "TRAP":
      return `TRAP:${quoted(command.name)},${printPlace(command.place)}`;
    case "FOUNTAIN":
    case "SINK":
    case "POOL":
      return `${command.kind}:${printSelection(command.cells)}`;
    case "ALTAR":
      return `ALTAR:${printPlace(command.place)},${command.alignment},${command.type}`;
    case "ENGRAVING":
      return `ENGRAVING:${printPlace(command.place)},${command.type},${printText(command.text)}`;
    case "GRAVE": {
      const { text } = command;
      const written = text === undefined ? "" : `,${text === "random" ? text : printText(text)}`;
      return `GRAVE:${printPlace(command.place)}${written}`;
    }
    case "DRAWBRIDGE":
      return `DRAWBRIDGE:${printPlace(command.place)},${command.direction},${command.state}`;
    case "TERRAIN":
      return `TERRAIN:${printSelection(command.cells)},${printGround(command.ground)}`;
    case "REPLACE_TERRAIN": {
      const { area, from, to, percent } = command;
      return `REPLACE_TERRAIN:${printArea(area)},${printGround(from)},${printGround(to)},${percent}%`;
    }
    case "MAZEWALK": {
      const { place, direction, stocked, fill } = command;
      const more = stocked === undefined ? "" : `,${stocked}${fill === undefined ? "" : `,'${fill}'`}`;
      return `MAZEWALK:${printPlace(place)},${direction}${more}`;
    }
    case "RANDOM_CORRIDORS":
      return command.number === undefined ? command.kind : `${command.kind}:${command.number}`;
    case "CORRIDOR":
      return `CORRIDOR:${end(command.from)},${typeof command.to === "number" ? command.to : end(command.to)}`;
    case "LOOP":
      return `LOOP [${printNumber(command.times)}] ${block(command.body)}`;
    case "FOR":
      return `FOR ${command.name} = ${printNumber(command.from)} TO ${printNumber(command.to)} ${block(command.body)}`;
    case "IF": {
      const { condition, body, otherwise } = command;
      const last = otherwise === undefined ? "" : ` ELSE ${block(otherwise)}`;
      return `IF ${printCondition(condition)} ${block(body)}${last}`;
    }
    case "WHEN":
      return `${printCondition(command.condition)}: ${printStatement(command.command, indent).trim()}`;
    case "SWITCH":
      return `SWITCH [${printNumber(command.on)}] {\n${command.cases
        .map(
          ({ value, body }) =>
            `${indent}${value === "default" ? "DEFAULT" : `CASE ${value}`}:\n` +
            body.map((statement) => printStatement(statement, indent + INDENT)).join(""),
        )
        .join("")}${indent}}`;
    case "SHUFFLE":
      return `SHUFFLE:${command.name}`;
    case "SET":
      return `${command.name} = ${printValue(command.to)}`;
  }
}

/** With its line end. A map stands at the margin: MAP must start its line. */
export const printStatement = (statement: Statement, indent = ""): string =>
  `${indent}${printCommand(statement, indent)}\n`;

/** A whole level. */
export function printLevel({ name, type, flags: set, body }: Level): string {
  const fill = type.kind === "MAZE" ? `,${type.fill === "random" ? type.fill : `'${type.fill}'`}` : "";
  const flagLine = set.length === 0 ? "" : `FLAGS:${set.join(",")}\n`;
  return `${type.kind}:"${name}"${fill}\n${flagLine}${body.map((statement) => printStatement(statement)).join("")}`;
}
