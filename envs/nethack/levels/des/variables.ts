/**
 * Reads `$name = value`: what a variable holds follows from what stands there.
 */
import type { Reader } from "./reader.js";
import { isPoint, PLACE_WORDS, place, selection } from "./selections.js";
import type { Command, List, Value, ValueType } from "./syntax.js";
import { area, ground, monster, number, plainGround, plainMonster, plainThing, text, thing } from "./values.js";

const ACCEPTED =
  "a value: a number, a text, a place, an area, a list in braces, or selection:, monster:, object: or terrain: " +
  "and what it says";

/** Words that say what follows the colon. */
const TYPES: Readonly<Record<string, ValueType>> = {
  selection: "selection",
  monster: "monster",
  MONSTER: "monster",
  object: "thing",
  obj: "thing",
  OBJECT: "thing",
  terrain: "ground",
  TERRAIN: "ground",
};

function typed(reader: Reader, type: ValueType, inList: boolean): Value {
  switch (type) {
    case "selection":
      return { type, value: selection(reader) };
    case "monster":
      return { type, value: inList ? plainMonster(reader) : monster(reader) };
    case "thing":
      return { type, value: inList ? plainThing(reader) : thing(reader) };
    case "ground":
      return { type, value: inList ? plainGround(reader) : ground(reader) };
    case "place":
      return { type, value: place(reader) };
    case "area":
      return { type, value: area(reader) };
    case "text":
      return { type, value: text(reader, "a text") };
    case "number":
      return { type, value: number(reader, "a number") };
  }
}

/** What the value under the finger is, without a word that says so. */
function plainType(reader: Reader): ValueType {
  const { token } = reader;
  if (token.kind === "variable") {
    const declared = reader.variables.get(token.text);
    // Selections are copied with their word only.
    if (declared === undefined || declared.type === "selection") reader.wrongVariable(ACCEPTED);
    if (["monster", "thing", "ground"].includes(declared.type)) reader.wrongVariable(ACCEPTED);
    return declared.type;
  }
  if (token.kind === "string") return "text";
  if (PLACE_WORDS.some((word) => reader.is(word))) return "place";
  // (1,2) is a place, (1,2,3,4) an area, (1 + 2) a number.
  if (isPoint(reader) && reader.peek(2).text === ",") return reader.peek(4).text === "," ? "area" : "place";
  if (token.kind === "number" || token.kind === "dice" || reader.is("(")) return "number";
  return reader.fail(ACCEPTED);
}

function list(reader: Reader, type: ValueType | undefined): List {
  const { token } = reader;
  reader.expect("{");
  const of = type ?? plainType(reader);
  if (of === "selection") reader.fail("one selection, not a list", token);
  const values: Value[] = [];
  do {
    // Lists of places and areas hold no variables.
    const isBare = (of === "place" || of === "area") && (reader.token.kind === "variable" || reader.is("rndcoord"));
    if (isBare) reader.fail("coordinates themselves in a list");
    values.push(typed(reader, of, true));
  } while (reader.take(","));
  reader.expect("}", 'or ","');
  return { type: of, list: values };
}

export function assignment(reader: Reader): Command {
  const token = reader.next();
  reader.expect("=");
  const word = reader.token.kind === "word" ? reader.token.text : "";
  const type = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
  if (type !== undefined) {
    reader.next();
    reader.expect(":");
  }
  const to = reader.is("{") ? list(reader, type) : typed(reader, type ?? plainType(reader), false);
  reader.declare(token.text, { type: to.type, isList: "list" in to }, token);
  return { kind: "SET", name: token.text, to };
}
