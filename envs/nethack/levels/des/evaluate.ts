/**
 * What arguments come to while a level is built: dice fall, places are drawn, variables hold what they were set to.
 */
import { CELLS, COLUMNS } from "../../terrain.js";
import type { Canvas } from "./canvas.js";
import { type Cells, cellsOf, type Sources } from "./cells.js";
import type {
  Area,
  Comparison,
  Condition,
  Ground,
  Humidity,
  LevelArea,
  List,
  MonsterTerm,
  NumberTerm,
  Place,
  Selection,
  ThingTerm,
  Use,
  Value,
} from "./syntax.js";

/** A place as a variable keeps it: drawn from a selection at once, a random one each time anew. */
type HeldPlace = Exclude<Place, { kind: "among" } | Use> | { readonly kind: "cell"; readonly cell: number };
type Held =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "place"; readonly value: HeldPlace }
  | { readonly type: "area"; readonly value: Area }
  | { readonly type: "ground"; readonly value: Extract<Ground, { kind: "ground" }> }
  | { readonly type: "thing"; readonly value: Extract<ThingTerm, { kind: "thing" }> }
  | { readonly type: "selection"; readonly value: Cells }
  | { readonly type: "monster"; readonly value: Extract<MonsterTerm, { kind: "monster" }> }
  /** Which nothing here reads. */
  | { readonly type: "text" };

const MOST_DICE = 10_000;

export class Evaluator {
  private readonly held = new Map<string, Held[]>();
  private readonly sources: Sources;

  constructor(private readonly canvas: Canvas) {
    const { state } = canvas;
    this.sources = {
      terrain: state.terrain,
      lit: state.lit,
      roll: (sides) => canvas.dice.roll("level: line", sides),
      cell: (place) => this.cell(place, ["any"]),
      ground: (ground) => this.ground(ground),
      number: (term) => this.number(term),
      selection: (name) => this.item(name, undefined, "selection").value,
      corners: (area) => this.corners(area),
    };
  }

  /** Takes over what another's variables hold; lists are its own, for they may be shuffled. */
  take(other: Evaluator): void {
    for (const [name, list] of other.held) this.held.set(name, [...list]);
  }

  /** A variable's value, or that of an element of its list. */
  private item<T extends Held["type"]>(
    name: string,
    index: NumberTerm | undefined,
    type: T,
  ): Extract<Held, { type: T }> {
    const list = this.held.get(name) ?? [];
    const at = index === undefined ? 0 : this.number(index);
    const value = list[at];
    if (value === undefined) this.canvas.fail(`${name}[${at}] of ${list.length} values`, `an element from 0 on`);
    if (value.type !== type) this.canvas.fail(`${name} holds something else`, type);
    // The types agree, as just tested.
    return value as Extract<Held, { type: T }>;
  }

  number(term: NumberTerm): number {
    const { canvas } = this;
    switch (term.kind) {
      case "number":
        return term.value;
      case "dice": {
        if (term.count > MOST_DICE || term.sides < 1)
          canvas.fail(`${term.count}d${term.sides}`, `up to ${MOST_DICE} dice`);
        let sum = 0;
        for (let i = 0; i < term.count; i++) sum += 1 + canvas.dice.roll("level: number", term.sides);
        return sum;
      }
      case "use":
        return this.item(term.name, term.index, "number").value;
      case "sum": {
        const left = this.number(term.left);
        const right = this.number(term.right);
        if (term.operator === "+") return (left + right) | 0;
        if (term.operator === "*") return Math.imul(left, right);
        if (right === 0) canvas.fail("a division by 0", "another number");
        return Math.trunc(term.operator === "/" ? left / right : left % right);
      }
    }
  }

  /** Dice of which a constant is the number of sides; a variable is itself. */
  choice(term: NumberTerm): number {
    const value = this.number(term);
    if (!isConstant(term)) return value;
    if (value < 1) this.canvas.fail(`a choice of ${value}`, "1 or more");
    return this.canvas.dice.roll("level: chance", value);
  }

  holds(condition: Condition): boolean {
    if (condition.kind === "chance") return this.canvas.dice.roll("level: chance", 100) < condition.percent;
    return compare(this.number(condition.left), condition.operator, this.number(condition.right));
  }

  /** A cell; a random one on the ground that is asked for. Throws where there is none. */
  cell(place: Place | HeldPlace, ground: readonly Humidity[]): number {
    const { canvas } = this;
    switch (place.kind) {
      case "at":
        return canvas.cellOf(place.x, place.y);
      case "cell":
        return place.cell;
      case "random": {
        const asked = place.ground.length > 0 ? place.ground : ground;
        const cell = canvas.randomCell(asked);
        if (cell < 0) canvas.fail("no cell that a random place could be", `${asked.join(" or ")} ground on the map`);
        return cell;
      }
      case "among":
        return this.among(this.cells(place.cells), ground);
      case "use":
        return this.cell(this.item(place.name, place.index, "place").value, ground);
    }
  }

  /** One cell of a selection, uniformly; of an empty one, any. */
  private among(cells: Cells, ground: readonly Humidity[]): number {
    let count = 0;
    for (let cell = 0; cell < CELLS; cell++) count += cells[cell]!;
    if (count === 0) return this.cell({ kind: "random", ground: [] }, ground);
    let left = this.canvas.dice.roll("level: place", count);
    let cell = 0;
    while (cells[cell] === 0 || left-- > 0) cell++;
    return cell;
  }

  cells(selection: Selection): Cells {
    return cellsOf(selection, this.sources);
  }

  area(area: Area | Use): Area {
    return area.kind === "use" ? this.item(area.name, area.index, "area").value : area;
  }

  /** First and last column and row on the level; what lies outside is cut off. */
  corners(area: Area | Use): readonly [number, number, number, number] {
    const { x1, y1, x2, y2 } = this.area(area);
    const { left, top } = this.canvas.room ?? this.canvas.map;
    return [left + x1, top + y1, Math.min(left + x2, COLUMNS - 1), Math.min(top + y2, 20)];
  }

  /** The same of an area that may be the level's own, where columns count from 1. */
  levelCorners({ kind, x1, y1, x2, y2 }: LevelArea): readonly [number, number, number, number] {
    if (kind === "level") return [x1 - 1, y1, x2 - 1, y2];
    const { left, top } = this.canvas.map;
    return [left + x1, top + y1, left + x2, top + y2];
  }

  ground(ground: Ground): Extract<Ground, { kind: "ground" }> {
    return ground.kind === "use" ? this.item(ground.name, ground.index, "ground").value : ground;
  }

  thing(thing: ThingTerm): Extract<ThingTerm, { kind: "thing" }> {
    return thing.kind === "use" ? this.item(thing.name, thing.index, "thing").value : thing;
  }

  monster(monster: MonsterTerm): Extract<MonsterTerm, { kind: "monster" }> {
    return monster.kind === "use" ? this.item(monster.name, monster.index, "monster").value : monster;
  }

  set(name: string, to: Value | List): void {
    this.held.set(name, "list" in to ? to.list.map((value) => this.hold(value)) : [this.hold(to)]);
  }

  setNumber(name: string, value: number): void {
    this.held.set(name, [{ type: "number", value }]);
  }

  shuffle(name: string): void {
    const list = this.held.get(name) ?? [];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.canvas.dice.roll("level: shuffle", i + 1);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
  }

  private hold(value: Value): Held {
    switch (value.type) {
      case "number":
        return { type: "number", value: this.number(value.value) };
      case "place":
        return { type: "place", value: this.holdPlace(value.value) };
      case "area":
        return { type: "area", value: this.area(value.value) };
      case "ground":
        return { type: "ground", value: this.ground(value.value) };
      case "thing":
        return { type: "thing", value: this.thing(value.value) };
      case "selection":
        return { type: "selection", value: this.cells(value.value) };
      case "monster":
        return { type: "monster", value: this.monster(value.value) };
      case "text":
        return { type: "text" };
    }
  }

  private holdPlace(place: Place): HeldPlace {
    if (place.kind === "use") return this.item(place.name, place.index, "place").value;
    return place.kind === "among" ? { kind: "cell", cell: this.cell(place, ["any"]) } : place;
  }
}

const isConstant = (term: NumberTerm): boolean =>
  term.kind === "number" || (term.kind === "sum" && isConstant(term.left) && isConstant(term.right));

function compare(left: number, operator: Comparison, right: number): boolean {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
