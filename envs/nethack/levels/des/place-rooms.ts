/**
 * ROOM, SUBROOM, ROOMDOOR and RANDOM_CORRIDORS, as NetHack's sp_lev.c places them.
 */
import { COLUMNS, DOOR, FLOOR, HORIZONTAL, isWall, ROWS, SECRET } from "../../terrain.js";
import { joinBoxes } from "../corridors.js";
import { FreeRectangles, GAME_COLUMNS, GAME_ROWS, type Rect, XLIM, YLIM } from "../rectangles.js";
import type { Canvas, RoomBox } from "./canvas.js";
import { rollRoomDoor } from "./doors.js";
import type { Command, Direction } from "./syntax.js";

type Room = Extract<Command, { kind: "ROOM" }>;
type Subroom = Extract<Command, { kind: "SUBROOM" }>;

const TRIES = 100;
const free = new WeakMap<Canvas, FreeRectangles>();

function rectanglesOf(canvas: Canvas): FreeRectangles {
  const held = free.get(canvas) ?? new FreeRectangles();
  free.set(canvas, held);
  return held;
}

const roll = (canvas: Canvas, sides: number): number => canvas.dice.roll("level: room", Math.max(1, sides));

/** Floor, walls and light of a room; its corner and size in the game's columns. */
function draw(canvas: Canvas, x: number, y: number, w: number, h: number, lit: boolean, parent?: RoomBox): RoomBox {
  const { terrain, door, lit: light } = canvas.state;
  const left = x - 1;
  for (let row = y - 1; row <= y + h; row++) {
    for (let column = left - 1; column <= left + w; column++) {
      const cell = row * COLUMNS + column;
      const isInside = row >= y && row < y + h && column >= left && column < left + w;
      // A subroom's wall may be the outer room's too.
      if (isInside) terrain[cell] = FLOOR;
      else if (terrain[cell] !== DOOR && !isWall(terrain[cell]!)) terrain[cell] = HORIZONTAL;
      if (isInside) door[cell] = 0;
      if (parent === undefined || lit) light[cell] = lit ? 1 : 0;
      else if (isInside) light[cell] = 0;
    }
  }
  const room = { left, top: y, right: left + w - 1, bottom: y + h - 1, parent, subrooms: [], doors: 0 };
  if (parent === undefined) canvas.rooms.push(room);
  else parent.subrooms.push(room);
  return room;
}

/** Makes a place smaller until nothing is near it; undefined when nothing is left, or by chance. */
function shrink(canvas: Canvas, x: number, y: number, dx: number, dy: number) {
  let lowX = Math.max(3, x);
  let lowY = Math.max(2, y);
  let highX = Math.min(GAME_COLUMNS - 3, x + dx);
  let highY = Math.min(GAME_ROWS - 3, y + dy);
  search: for (;;) {
    if (highX <= lowX || highY <= lowY) return undefined;
    for (let column = lowX - XLIM; column <= highX + XLIM; column++) {
      if (column <= 0 || column >= GAME_COLUMNS) continue;
      for (let row = Math.max(lowY - YLIM, 0); row <= Math.min(highY + YLIM, GAME_ROWS - 1); row++) {
        if (canvas.at(column - 1, row) === 0) continue;
        if (roll(canvas, 3) === 0) return undefined;
        if (column < lowX) lowX = column + XLIM + 1;
        else highX = column - XLIM - 1;
        if (row < lowY) lowY = row + YLIM + 1;
        else highY = row - YLIM - 1;
        continue search;
      }
    }
    return { x: lowX, y: lowY, dx: highX - lowX, dy: highY - lowY };
  }
}

interface Found {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly from: Rect;
  readonly used: Rect;
}

/** A room of which nothing is said: anywhere in a free rectangle. */
function anywhere(canvas: Canvas, rectangles: FreeRectangles): Found | undefined {
  const from = rectangles.random(canvas.dice);
  if (from === undefined) return undefined;
  const { lx, ly, hx, hy } = from;
  const dx = 2 + roll(canvas, hx - lx > 28 ? 12 : 8);
  let dy = 2 + roll(canvas, 4);
  if (dx * dy > 50) dy = Math.trunc(50 / dx);
  const xBorder = lx > 0 && hx < GAME_COLUMNS - 1 ? 2 * XLIM : XLIM + 1;
  const yBorder = ly > 0 && hy < GAME_ROWS - 1 ? 2 * YLIM : YLIM + 1;
  if (hx - lx < dx + 3 + xBorder || hy - ly < dy + 3 + yBorder) return undefined;
  const x = lx + (lx > 0 ? XLIM : 3) + roll(canvas, hx - (lx > 0 ? lx : 3) - dx - xBorder + 1);
  let y = ly + (ly > 0 ? YLIM : 2) + roll(canvas, hy - (ly > 0 ? ly : 2) - dy - yBorder + 1);
  const count = canvas.rooms.length;
  const isFull = ly === 0 && hy >= GAME_ROWS - 1;
  if (isFull && (count === 0 || roll(canvas, count) === 0) && y + dy > GAME_ROWS / 2) {
    y = 2 + roll(canvas, 3);
    if (count < 4 && dy > 1) dy--;
  }
  const fit = shrink(canvas, x, y, dx, dy);
  if (fit === undefined) return undefined;
  const used = { lx: fit.x - 1, ly: fit.y - 1, hx: fit.x + fit.dx + 1, hy: fit.y + fit.dy + 1 };
  return { x: fit.x, y: fit.y, w: fit.dx + 1, h: fit.dy + 1, from, used };
}

const ALIGN = ["left", "center", "right"] as const;

/** A room in a cell of the grid of 5 x 5; what is not said is drawn. */
function inGrid(canvas: Canvas, { position, align, size }: Room, rectangles: FreeRectangles): Found | undefined {
  const isDrawn = position === "random";
  const [column, row] = isDrawn ? [1 + roll(canvas, 5), 1 + roll(canvas, 5)] : position;
  const [w, h] = size === "random" ? [3 + roll(canvas, 15), 2 + roll(canvas, 8)] : size;
  const [across, down] = align === "random" ? [ALIGN[roll(canvas, 3)]!, ALIGN[roll(canvas, 3)]!] : align;
  let x = Math.trunc(((column - 1) * GAME_COLUMNS) / 5) + 1;
  let y = Math.trunc(((row - 1) * GAME_ROWS) / 5) + 1;
  if (across === "right") x += GAME_COLUMNS / 5 - w;
  else if (across === "center") x += Math.trunc((GAME_COLUMNS / 5 - w) / 2);
  if (down === "bottom" || down === "right") y += Math.trunc(GAME_ROWS / 5) - h;
  else if (down === "center") y += Math.trunc((Math.trunc(GAME_ROWS / 5) - h) / 2);
  if (x + w - 1 > GAME_COLUMNS - 2) x = GAME_COLUMNS - w - 3;
  if (x < 2) x = 2;
  if (y + h - 1 > GAME_ROWS - 2) y = GAME_ROWS - h - 3;
  if (y < 2) y = 2;
  const more = isDrawn ? 1 : 0;
  const used = { lx: x - 1, ly: y - 1, hx: x + w + more, hy: y + h + more };
  const from = rectangles.around(used);
  return from === undefined ? undefined : { x, y, w, h, from, used };
}

/** The room, or undefined where the level has no place for it. */
export function addRoom(canvas: Canvas, room: Room): RoomBox | undefined {
  if (room.type !== "ordinary") canvas.unsupported(`a room of the kind "${room.type}"`);
  const isLit = canvas.isRoomLit(room.light);
  const rectangles = rectanglesOf(canvas);
  const isFree = room.position === "random" && room.align === "random" && room.size === "random";
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = isFree ? anywhere(canvas, rectangles) : inGrid(canvas, room, rectangles);
    if (found === undefined) continue;
    const { x, y, w, h, from, used } = found;
    if (x < 2 || y < 1 || x + w > GAME_COLUMNS - 1 || y + h > ROWS - 1) {
      canvas.fail(`a room of ${w} x ${h}`, "a room that lies on the level");
    }
    rectangles.split(from, used);
    return draw(canvas, x, y, w, h, isLit);
  }
  return undefined;
}

/** Inside the room that commands stand in; undefined where it has no place. */
export function addSubroom(canvas: Canvas, { type, light, position, size }: Subroom): RoomBox | undefined {
  const { room } = canvas;
  if (room === undefined) return canvas.fail("a SUBROOM outside a room", "one inside a ROOM");
  if (type !== "ordinary") canvas.unsupported(`a room of the kind "${type}"`);
  const width = room.right - room.left + 1;
  const height = room.bottom - room.top + 1;
  // No room within a room that is smaller.
  if (width < 3 || height < 3) return undefined;
  const w = size === "random" ? 1 + roll(canvas, width - 3) : size[0];
  const h = size === "random" ? 1 + roll(canvas, height - 3) : size[1];
  if (w < 1 || h < 1 || w > width || h > height)
    canvas.fail(`a subroom of ${w} x ${h}`, `at most ${width} x ${height}`);
  let x = position === "random" ? roll(canvas, width - w - 1) : position[0];
  let y = position === "random" ? roll(canvas, height - h - 1) : position[1];
  if (x === 1) x = 0;
  if (y === 1) y = 0;
  if (x + w + 1 === width) x++;
  if (y + h + 1 === height) y++;
  if (x + w > width || y + h > height) canvas.fail(`a subroom at (${x},${y})`, "one inside its room");
  return draw(canvas, room.left + x + 1, room.top + y, w, h, canvas.isRoomLit(light), room);
}

const WALLS: readonly Direction[] = ["north", "south", "west", "east"];

/** On a wall of the room that commands stand in: wall first, then place along it, until one fits. */
export function addRoomDoor(
  canvas: Canvas,
  { secret, state, walls, position }: Extract<Command, { kind: "ROOMDOOR" }>,
): void {
  const { room, state: level } = canvas;
  if (room === undefined) canvas.fail("a ROOMDOOR outside a room", "one inside a ROOM");
  const isSecret = secret === "random" ? canvas.dice.roll("level: door", 2) === 1 : secret;
  const door = rollRoomDoor(canvas, state, isSecret);
  const allowed = walls === "random" ? WALLS : walls;
  for (let attempt = 0; attempt < 4 * TRIES; attempt++) {
    const wall = WALLS[canvas.dice.roll("level: door", 4)]!;
    if (!allowed.includes(wall)) continue;
    const isAcross = wall === "north" || wall === "south";
    const length = isAcross ? room.right - room.left + 1 : room.bottom - room.top + 1;
    const along = position === "random" ? canvas.dice.roll("level: door", length) : position;
    const x = isAcross ? room.left + along : wall === "west" ? room.left - 1 : room.right + 1;
    const y = isAcross ? (wall === "north" ? room.top - 1 : room.bottom + 1) : room.top + along;
    const [dx, dy] = isAcross ? [0, wall === "north" ? -1 : 1] : [wall === "west" ? -1 : 1, 0];
    const isBeside = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ].some(([ax, ay]) => canvas.at(x + ax!, y + ay!) === DOOR);
    // Behind an outer wall there is rock: a door there would lead nowhere.
    if (canvas.at(x + dx, y + dy) < DOOR || !isWall(canvas.at(x, y)) || isBeside) continue;
    const cell = y * COLUMNS + x;
    if (door < SECRET) level.terrain[cell] = DOOR;
    level.door[cell] = door;
    room.doors++;
    return;
  }
  canvas.fail("no place for a ROOMDOOR", "a wall with floor behind it");
}

export const joinRooms = (canvas: Canvas): void => joinBoxes(canvas.state, canvas.rooms, canvas.dice);
