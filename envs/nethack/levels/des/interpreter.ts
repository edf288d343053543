/**
 * Builds a level from its syntax tree into a cleared state, as NetHack 3.6's sp_lev.c does, for what this engine's state
 * holds: terrain, doors, light, mazes, rooms, stairs, boulders, apples, the Master Key, teleportation traps. A command
 * for anything else is a LevelError with its line: nothing is left out silently.
 */
import type { Dice } from "../../dice.js";
import { CELL, type State } from "../../state.js";
import {
  ALTAR,
  COLUMNS,
  FOUNTAIN,
  GRAVE,
  LAVA,
  POOL,
  ROWS,
  SINK,
  STAIRS_DOWN,
  STAIRS_UP,
  STONE,
} from "../../terrain.js";
import { finishLevel } from "../shapes.js";
import { Canvas, TERRAIN_OF } from "./canvas.js";
import { setDoor } from "./doors.js";
import { Evaluator } from "./evaluate.js";
import { drawMap, initMaze } from "./maps.js";
import { clearStart, placeMonster } from "./place-monsters.js";
import { addRoom, addRoomDoor, addSubroom, joinRooms } from "./place-rooms.js";
import { layThing } from "./place-things.js";
import { placeTrap, showTraps } from "./place-traps.js";
import { Stairs } from "./stairs.js";
import type { Command, Level, Statement } from "./syntax.js";
import { lightRegion, mazewalk, replaceTerrain, wallify } from "./wide.js";

/** So many commands are run at most: a level that wants more is refused, not waited for. */
const MOST_COMMANDS = 100_000;

const FEATURES = { FOUNTAIN, SINK, POOL, ALTAR, GRAVE } as const;

/** How a run of commands ended. */
type Ending = "on" | "break" | "exit";

export class Interpreter {
  readonly canvas: Canvas;
  readonly values: Evaluator;
  private commands = 0;
  readonly stairs: Stairs;
  private readonly isCorridorMaze: boolean;

  constructor(
    private readonly state: State,
    dice: Dice,
    private readonly level: Level,
  ) {
    this.canvas = new Canvas(state, dice);
    this.values = new Evaluator(this.canvas);
    this.stairs = new Stairs(this.canvas);
    this.isCorridorMaze = level.flags.includes("corrmaze");
  }

  build(): void {
    this.begin();
    this.finish(this.level.body);
  }

  /** What stands before the first command. */
  begin(): void {
    const { level, state } = this;
    if (level.type.kind === "MAZE") {
      if (level.type.fill === "random") initMaze(state, "-", this.isCorridorMaze);
      else this.fill(level.type.fill);
    }
  }

  /** Runs commands, the level's last ones, and what comes after all of them. */
  finish(body: readonly Statement[]): void {
    const { state, canvas } = this;
    this.run(body);
    this.stairs.finish();
    if (this.level.flags.includes("premapped")) showTraps(state);
    if (!this.isCorridorMaze) finishLevel(state);
    canvas.line = 1;
    state.hero[CELL] = this.stairs.start;
    clearStart(canvas, this.stairs.start);
  }

  private fill(character: string): void {
    const { terrain, door, lit } = this.state;
    const kind = TERRAIN_OF[character] ?? STONE;
    terrain.fill(kind);
    door.fill(0);
    lit.fill(kind === LAVA ? 1 : 0);
  }

  run(body: readonly Statement[]): Ending {
    for (const statement of body) {
      this.canvas.line = statement.line;
      if (++this.commands > MOST_COMMANDS) this.canvas.fail(`more than ${MOST_COMMANDS} commands run`, "fewer");
      const ending = this.execute(statement);
      if (ending !== "on") return ending;
    }
    return "on";
  }

  /** Runs a body that BREAK leaves. */
  private runBreakable(body: readonly Statement[]): Ending {
    const ending = this.run(body);
    return ending === "break" ? "on" : ending;
  }

  private execute(command: Command): Ending {
    const { values, canvas } = this;
    switch (command.kind) {
      case "EXIT":
        return "exit";
      case "BREAK":
        return "break";
      case "IF":
        if (values.holds(command.condition)) return this.run(command.body);
        return this.run(command.otherwise ?? []);
      case "WHEN":
        return values.holds(command.condition) ? this.run([command.command]) : "on";
      case "LOOP":
        return this.loop(values.number(command.times), command.body);
      case "FOR":
        return this.count(command);
      case "SWITCH":
        return this.choose(command);
      case "ROOM": {
        const room = addRoom(canvas, command);
        return room === undefined ? "on" : this.inRoom(room, command.body);
      }
      case "SUBROOM": {
        const room = addSubroom(canvas, command);
        return room === undefined ? "on" : this.inRoom(room, command.body);
      }
      case "REGION":
        lightRegion(canvas, values, command);
        return "on";
      default:
        this.place(command);
        return "on";
    }
  }

  /** The game counts down before it looks: nought times is once. */
  private loop(times: number, body: readonly Statement[]): Ending {
    let left = times;
    do {
      left--;
      const ending = this.run(body);
      if (ending === "break") return "on";
      if (ending === "exit") return ending;
      if (++this.commands > MOST_COMMANDS) this.canvas.fail(`more than ${MOST_COMMANDS} commands run`, "fewer");
    } while (left > 0);
    return "on";
  }

  private count({ name, from, to, body }: Extract<Command, { kind: "FOR" }>): Ending {
    const first = this.values.number(from);
    const last = this.values.number(to);
    const step = Math.sign(last - first);
    for (let at = first; ; at += step) {
      this.values.setNumber(name, at);
      const ending = this.run(body);
      if (ending === "break") return "on";
      if (ending === "exit" || at === last) return ending;
      if (++this.commands > MOST_COMMANDS) this.canvas.fail(`more than ${MOST_COMMANDS} commands run`, "fewer");
    }
  }

  /** Runs from the case that fits, else DEFAULT, on to the next BREAK. */
  private choose({ on, cases }: Extract<Command, { kind: "SWITCH" }>): Ending {
    const value = this.values.choice(on);
    const found = cases.findIndex((one) => one.value === value);
    const at = found >= 0 ? found : cases.findIndex((one) => one.value === "default");
    if (at < 0) return "on";
    return this.runBreakable(cases.slice(at).flatMap(({ body }) => body));
  }

  private inRoom(room: NonNullable<Canvas["room"]>, body: readonly Statement[]): Ending {
    const outer = this.canvas.room;
    this.canvas.room = room;
    const ending = this.runBreakable(body);
    this.canvas.room = outer;
    return ending;
  }

  private place(command: Command): void {
    const { values, canvas, state } = this;
    switch (command.kind) {
      case "SET":
        values.set(command.name, command.to);
        break;
      case "SHUFFLE":
        values.shuffle(command.name);
        break;
      case "INIT_MAP": {
        const { how } = command;
        if (how.kind === "solidfill") {
          this.fill(how.ground.character);
          if (how.ground.light !== undefined) state.lit.fill(canvas.isLit(how.ground.light) ? 1 : 0);
        } else if (how.kind === "mazegrid") initMaze(state, how.character, this.isCorridorMaze);
        else canvas.unsupported(`INIT_MAP:${how.kind}`);
        break;
      }
      case "MAP":
        drawMap(canvas, command);
        break;
      case "NOMAP":
        canvas.map = { left: 0, top: 0, right: COLUMNS - 1, bottom: ROWS - 1 };
        break;
      case "ROOMDOOR":
        addRoomDoor(canvas, command);
        break;
      case "RANDOM_CORRIDORS":
        joinRooms(canvas);
        break;
      case "DOOR":
        this.each(command.cells, (cell) => setDoor(canvas, cell, command.state));
        break;
      case "STAIR": {
        const cell = values.cell(command.place, ["dry"]);
        this.stairs.set(cell, command.way === "up" ? STAIRS_UP : STAIRS_DOWN);
        break;
      }
      case "STAIR IN":
      case "BRANCH": {
        const isDown = command.kind === "STAIR IN" && command.way === "down";
        this.stairs.later({
          corners: values.levelCorners(command.area),
          not: values.levelCorners(command.not),
          kind: isDown ? STAIRS_DOWN : STAIRS_UP,
          line: canvas.line,
        });
        break;
      }
      case "TERRAIN": {
        const { character, light } = values.ground(command.ground);
        this.each(command.cells, (cell) => canvas.paint(cell, character, light));
        break;
      }
      case "REPLACE_TERRAIN":
        replaceTerrain(canvas, values, command);
        break;
      case "MAZEWALK":
        mazewalk(canvas, values, command, this.isCorridorMaze ? "corridors" : "floor");
        break;
      case "WALLIFY":
        wallify(canvas);
        break;
      case "FOUNTAIN":
      case "SINK":
      case "POOL":
        this.each(command.cells, (cell) => canvas.setFeature(cell, FEATURES[command.kind]));
        break;
      case "ALTAR":
      case "GRAVE":
        canvas.setFeature(values.cell(command.place, ["dry"]), FEATURES[command.kind]);
        break;
      case "OBJECT":
        layThing(canvas, values, command);
        break;
      case "MONSTER":
        placeMonster(canvas, values, command);
        break;
      case "TRAP":
        placeTrap(canvas, values, command, this.level.flags);
        break;
      // Nothing of these is ever seen or felt here.
      case "MESSAGE":
      case "NON_DIGGABLE":
      case "NON_PASSWALL":
      case "TELEPORT_REGION":
      case "MINERALIZE":
      case "MINERALIZE AT":
        break;
      default:
        canvas.unsupported(command.kind);
        break;
    }
  }

  private each(selection: Extract<Command, { kind: "DOOR" }>["cells"], what: (cell: number) => void): void {
    if (selection.kind === "point") {
      what(this.values.cell(selection.place, ["any"]));
      return;
    }
    const cells = this.values.cells(selection);
    for (let cell = cells.indexOf(1); cell >= 0; cell = cells.indexOf(1, cell + 1)) what(cell);
  }
}

/** Builds a level into a cleared state; the hero stands at its start. Throws a LevelError with the command's line. */
export function buildLevel(state: State, level: Level, dice: Dice): void {
  new Interpreter(state, dice, level).build();
}
