/**
 * Reads the commands that hold commands of their own as rooms, regions, containers and monsters do.
 */
import { visible } from "../../../text.js";
import { monsterDetails, thingDetails } from "./details.js";
import { oneOf } from "./errors.js";
import type { Reader } from "./reader.js";
import { place } from "./selections.js";
import type { Command, RoomHead, Statement } from "./syntax.js";
import { area, light, monster, thing } from "./values.js";
import { HORIZONTAL_PLACES, ROOM_FLAGS, ROOMS, VERTICAL_PLACES } from "./words.js";

function flags(reader: Reader): readonly string[] {
  const read: string[] = [];
  while (reader.take(",")) read.push(reader.word("a flag", ROOM_FLAGS));
  return read;
}

/** Unknown kinds are refused, where the real compiler warns and makes an ordinary room. */
function roomType(reader: Reader): string {
  if (reader.take("random")) return "random";
  const { token } = reader;
  const type = reader.string("a kind of room");
  if (ROOMS.some((room) => room === type)) return type;
  return reader.failAt(token, `there is no room "${visible(type, 40)}"`, oneOf("a kind of room", ROOMS, type));
}

type Pair = readonly [first: number, second: number];

/** `(a,b)` or random. */
function pair(reader: Reader, what: string): Pair | "random" {
  if (reader.take("random")) return "random";
  reader.expect("(", `and ${what}, or random`);
  const first = reader.count(what);
  reader.expect(",");
  const second = reader.count(what);
  reader.expect(")");
  return [first, second];
}

/** Commands in braces, which BREAK leaves. */
type Body = (reader: Reader) => readonly Statement[];

export function room(reader: Reader, kind: "ROOM" | "SUBROOM", body: Body): Command {
  const isSub = kind === "SUBROOM";
  reader.expect(":");
  const start = reader.token;
  const type = roomType(reader);
  let chance: number | undefined;
  if (reader.token.kind === "chance") {
    chance = reader.token.value;
    if (chance < 100 && type === "ordinary")
      reader.failAt(start, "a chance of an ordinary room", "a typed room's chance");
    reader.next();
  }
  reader.expect(",");
  const lit = light(reader);
  reader.expect(",");
  const at = reader.token;
  const position = pair(reader, "the room's position");
  if (!isSub && position !== "random" && position.some((value) => value < 1 || value > 5)) {
    reader.failAt(at, `the position (${position.join(",")})`, "1 to 5 across and down");
  }
  reader.expect(",");
  let align: readonly [string, string] | "random" = "random";
  if (!isSub) {
    if (!reader.take("random")) {
      reader.expect("(", "and where the room lies, or random");
      const horizontal = reader.word("where across", HORIZONTAL_PLACES);
      reader.expect(",");
      align = [horizontal, reader.word("where down", VERTICAL_PLACES)];
      reader.expect(")");
    }
    reader.expect(",");
  }
  const size = pair(reader, "the room's size");
  const head: RoomHead = { type, light: lit, size, flags: flags(reader), ...(chance === undefined ? {} : { chance }) };
  return isSub
    ? { kind, ...head, position, body: body(reader) }
    : { kind: "ROOM", ...head, position, align, body: body(reader) };
}

export function region(reader: Reader, body: Body): Command {
  reader.expect(":");
  const where = area(reader);
  reader.expect(",");
  const lit = light(reader);
  reader.expect(",");
  const type = roomType(reader);
  const all = flags(reader);
  const inside = reader.is("{") ? { body: body(reader) } : {};
  return { kind: "REGION", area: where, light: lit, type, flags: all, ...inside };
}

/** A block whose things are inside something. */
function contents(reader: Reader, body: Body): readonly Statement[] {
  reader.containers++;
  const read = body(reader);
  reader.containers--;
  return read;
}

export function object(reader: Reader, kind: "OBJECT" | "CONTAINER", body: Body): Command {
  const start = reader.peek(-1);
  reader.expect(":");
  const what = thing(reader);
  const { place: where, details } = thingDetails(reader);
  if (where !== undefined && reader.containers > 0)
    reader.failAt(start, `a place inside a container`, "no place there");
  if (where === undefined && reader.containers === 0) {
    reader.failAt(start, `${kind} without a place`, "a place such as (x,y) or random among its details");
  }
  const head = { thing: what, ...(where === undefined ? {} : { place: where }), details };
  return kind === "OBJECT" ? { kind, ...head } : { kind, ...head, body: contents(reader, body) };
}

export function monsterCommand(reader: Reader, body: Body): Command {
  reader.expect(":");
  const what = monster(reader);
  reader.expect(",");
  const where = place(reader);
  const details = monsterDetails(reader);
  const carried = reader.is("{") ? { body: contents(reader, body) } : {};
  return { kind: "MONSTER", monster: what, place: where, details, ...carried };
}
