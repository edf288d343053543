/**
 * The level language read into a syntax tree, as NetHack 3.6's level compiler understands it (its command list is in
 * docs/levels.md). A recursive descent; the first mistake is a LevelError with its place.
 */
import { BARE, boundByLevel, COMMANDS } from "./commands.js";
import { oneOf } from "./errors.js";
import type { Token } from "./lexer.js";
import { DEEPEST_CONDITIONS, Reader } from "./reader.js";
import { monsterCommand, object, region, room } from "./rooms.js";
import type { Command, Comparison, Condition, Level, Statement } from "./syntax.js";
import { mapCharacter, number } from "./values.js";
import { assignment } from "./variables.js";
import { FLAGS } from "./words.js";

const FLOWS = ["IF", "LOOP", "FOR", "SWITCH", "SHUFFLE", "ROOM", "SUBROOM", "REGION", "OBJECT", "CONTAINER", "MONSTER"];
const NAMES = [...Object.keys(COMMANDS), ...Object.keys(BARE), ...FLOWS].sort();
const COMPARISONS: readonly string[] = ["==", "!=", "<>", "<=", ">=", "<", ">"];

/** Commands in braces. */
function block(reader: Reader): readonly Statement[] {
  reader.expect("{", "and commands");
  const body = statements(reader, ["}"]);
  reader.expect("}", "or a command");
  return body;
}

/** A block that BREAK leaves. */
function breakable(reader: Reader): readonly Statement[] {
  reader.breakable++;
  const body = block(reader);
  reader.breakable--;
  return body;
}

function statements(reader: Reader, ends: readonly string[]): readonly Statement[] {
  return reader.within(() => {
    const body: Statement[] = [];
    while (reader.token.kind !== "end" && !ends.some((word) => reader.is(word))) body.push(statement(reader));
    return body;
  });
}

function statement(reader: Reader): Statement {
  const { token } = reader;
  return { ...reader.within(() => command(reader, token)), line: token.line };
}

function command(reader: Reader, token: Token): Command {
  if (token.kind === "variable") return assignment(reader);
  if (token.kind === "chance" || token.text === "[") return when(reader);
  const name = token.kind === "word" ? token.text : "";
  if (Object.hasOwn(FLOW, name)) {
    reader.next();
    return FLOW[name]!(reader);
  }
  if (Object.hasOwn(BARE, name)) {
    reader.next();
    return BARE[name]!(reader);
  }
  if (Object.hasOwn(COMMANDS, name)) {
    reader.next();
    reader.expect(":", `after ${name}`);
    return COMMANDS[name]!(reader);
  }
  if (name === "FUNCTION") reader.fail("another command (the real compiler can read no FUNCTION)");
  if (name === "FLAGS") reader.fail("FLAGS only right behind the MAZE or LEVEL line");
  if (token.kind === "map") reader.fail("GEOMETRY before MAP");
  if (token.text === "#") reader.fail("a comment on a line of its own");
  if (token.text === "-") reader.fail("a sum: there is no subtraction, write + (-3)");
  if (name === "") reader.fail("a command such as FOUNTAIN:(1,1)");
  return reader.fail(oneOf("a command", NAMES, name));
}

/** Reads a part inside one more condition or loop. */
function conditional<T>(reader: Reader, read: () => T): T {
  if (reader.conditions >= DEEPEST_CONDITIONS) {
    reader.failAt(reader.token, `more than ${DEEPEST_CONDITIONS} conditions and loops within each other`, "fewer");
  }
  reader.conditions++;
  const value = read();
  reader.conditions--;
  return value;
}

function condition(reader: Reader): Condition {
  const { token } = reader;
  if (token.kind === "chance") {
    reader.next();
    return { kind: "chance", percent: token.value };
  }
  reader.expect("[", "and a chance or a comparison");
  const left = number(reader, "a number");
  if (reader.take("]")) return { kind: "compare", left, operator: "!=", right: { kind: "number", value: 0 } };
  const written = reader.token.text;
  if (reader.token.kind !== "symbol" || !COMPARISONS.includes(written)) {
    reader.fail(`"]" or a comparison: ${COMPARISONS.join(" ")}`);
  }
  reader.next();
  const operator = (written === "<>" ? "!=" : written) as Comparison;
  const right = number(reader, "a number");
  reader.expect("]");
  return { kind: "compare", left, operator, right };
}

function when(reader: Reader): Command {
  const read = condition(reader);
  reader.expect(":", "and a command");
  return conditional(reader, () => {
    if (reader.token.kind === "end" || reader.is("}")) reader.fail("a command after the condition");
    return { kind: "WHEN", condition: read, command: statement(reader) };
  });
}

function switchCommand(reader: Reader): Command {
  const start = reader.token;
  reader.expect("[");
  const on = number(reader, "a number");
  reader.expect("]");
  if (reader.isInSwitch) reader.failAt(start, "a SWITCH in a SWITCH", "one at a time");
  reader.isInSwitch = true;
  reader.breakable++;
  reader.expect("{", "and cases");
  const cases: { value: number | "default"; body: readonly Statement[] }[] = [];
  while (!reader.take("}")) {
    const { token } = reader;
    const isCase = reader.take("CASE");
    if (!isCase) reader.expect("DEFAULT", 'or "CASE" or "}"');
    const value = isCase ? reader.signed("the case's number") : "default";
    if (value === "default" && cases.some((other) => other.value === "default")) {
      reader.failAt(token, "a second DEFAULT", "one");
    }
    reader.expect(":");
    if (cases.filter((other) => other.value !== "default").length >= 20 && isCase) {
      reader.failAt(token, "more than 20 cases", "20 at most");
    }
    cases.push({ value, body: statements(reader, ["CASE", "DEFAULT", "}"]) });
  }
  reader.breakable--;
  reader.isInSwitch = false;
  return { kind: "SWITCH", on, cases };
}

function forCommand(reader: Reader): Command {
  const { token } = reader;
  if (token.kind !== "variable" || reader.variables.get(token.text)?.isList === true) reader.fail("a variable");
  reader.next();
  reader.expect("=");
  const from = number(reader, "the first number");
  if (!reader.take("TO")) {
    reader.expect(".", 'twice, or "TO"');
    reader.expect(".");
  }
  const to = number(reader, "the last number");
  reader.declare(token.text, { type: "number", isList: false }, token);
  return { kind: "FOR", name: token.text, from, to, body: breakable(reader) };
}

function shuffle(reader: Reader): Command {
  reader.expect(":");
  const { token } = reader;
  const isList = token.kind === "variable" && reader.variables.get(token.text)?.isList === true;
  if (token.kind === "variable" && !isList) reader.wrongVariable("a list");
  if (!isList) reader.fail("a variable that is a list");
  reader.next();
  return { kind: "SHUFFLE", name: token.text };
}

const FLOW: Readonly<Record<string, (reader: Reader) => Command>> = {
  IF: (reader) => {
    const read = condition(reader);
    return conditional(reader, () => {
      const body = block(reader);
      return { kind: "IF", condition: read, body, ...(reader.take("ELSE") ? { otherwise: block(reader) } : {}) };
    });
  },
  LOOP: (reader) => {
    reader.expect("[", "and how many times");
    const times = number(reader, "how many times");
    reader.expect("]");
    return conditional(reader, () => ({ kind: "LOOP", times, body: breakable(reader) }));
  },
  FOR: forCommand,
  SWITCH: switchCommand,
  SHUFFLE: shuffle,
  ROOM: (reader) => room(reader, "ROOM", breakable),
  SUBROOM: (reader) => room(reader, "SUBROOM", breakable),
  REGION: (reader) => region(reader, breakable),
  OBJECT: (reader) => object(reader, "OBJECT", breakable),
  CONTAINER: (reader) => object(reader, "CONTAINER", breakable),
  MONSTER: (reader) => monsterCommand(reader, breakable),
};

function level(reader: Reader): Level {
  const kind = reader.word("a level's first line", ["MAZE", "LEVEL"]);
  reader.expect(":");
  const start = reader.token;
  const name = reader.string("the level's name");
  if (name.includes(".")) reader.failAt(start, `a dot in the level's name`, "a name without dots");
  reader.variables.clear();
  let fill = "";
  if (kind === "MAZE") {
    reader.expect(",");
    // The real compiler takes any character here, and stone where it is none of the map's.
    fill = reader.take("random") ? "random" : mapCharacter(reader);
    boundByLevel(reader);
  }
  const set: string[] = [];
  if (reader.take("FLAGS")) {
    reader.expect(":");
    do set.push(reader.word("a flag", FLAGS));
    while (reader.take(","));
  }
  const body = statements(reader, ["MAZE", "LEVEL"]);
  return { name, type: kind === "MAZE" ? { kind, fill } : { kind }, flags: set, body };
}

/** All levels of a text, one at least. Throws a LevelError. */
export function parseLevels(text: string): readonly Level[] {
  const reader = new Reader(text);
  const levels = [level(reader)];
  while (reader.token.kind !== "end") levels.push(level(reader));
  return levels;
}

/** The one level of a text. Throws a LevelError. */
export function parseLevel(text: string): Level {
  const reader = new Reader(text);
  const read = level(reader);
  if (reader.token.kind !== "end") reader.fail("one level");
  return read;
}
