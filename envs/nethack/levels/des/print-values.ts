/**
 * Prints what stands as an argument.
 */
import type { Area, Ground, MonsterTerm, NumberTerm, Place, Selection, TextTerm, ThingTerm, Use } from "./syntax.js";

const printUse = ({ name, index }: Use): string => (index === undefined ? name : `${name}[${printNumber(index)}]`);

/** Sums within sums stand in parentheses, so that any tree is read back as it is. */
export function printNumber(term: NumberTerm): string {
  switch (term.kind) {
    case "number":
      return term.value < 0 ? `(${term.value})` : String(term.value);
    case "dice":
      return `${term.count}d${term.sides}`;
    case "use":
      return printUse(term);
    case "sum": {
      const part = (inner: NumberTerm) => (inner.kind === "sum" ? `(${printNumber(inner)})` : printNumber(inner));
      return `${part(term.left)} ${term.operator} ${part(term.right)}`;
    }
  }
}

export function printPlace(place: Place): string {
  switch (place.kind) {
    case "at":
      return `(${place.x},${place.y})`;
    case "random":
      return place.ground.length === 0 ? "random" : `random[${place.ground.join(",")}]`;
    case "among":
      return `rndcoord(${printSelection(place.cells)})`;
    case "use":
      return printUse(place);
  }
}

export const printArea = (area: Area | Use): string =>
  area.kind === "use" ? printUse(area) : `(${area.x1},${area.y1},${area.x2},${area.y2})`;

/** A backslash would take the quote behind it. */
const quotedCharacter = (character: string): string => `'${character === "'" ? "\\'" : character}'`;

export function printGround(ground: Ground): string {
  if (ground.kind === "use") return printUse(ground);
  const character = quotedCharacter(ground.character);
  return ground.light === undefined ? character : `(${character},${ground.light})`;
}

export function printNamed(term: MonsterTerm | ThingTerm): string {
  if (term.kind === "use") return printUse(term);
  const { symbol, name } = term;
  if (symbol === undefined) return name === undefined ? "random" : `"${name}"`;
  return name === undefined ? quotedCharacter(symbol) : `(${quotedCharacter(symbol)},"${name}")`;
}

export const printText = ({ parts }: TextTerm): string =>
  parts.map((part) => (typeof part === "string" ? `"${part}"` : printUse(part))).join(" . ");

export function printSelection(selection: Selection): string {
  switch (selection.kind) {
    case "point":
      return printPlace(selection.place);
    case "rect":
    case "fillrect":
      return `${selection.kind} ${printArea(selection.area)}`;
    case "line":
      return `line ${printPlace(selection.from)},${printPlace(selection.to)}`;
    case "randline":
      return `randline ${printPlace(selection.from)},${printPlace(selection.to)},${printNumber(selection.roughness)}`;
    case "grow": {
      const { directions, cells } = selection;
      return `grow(${directions.length === 0 ? "" : `${directions.join("|")},`}${printSelection(cells)})`;
    }
    case "thinned":
      return `filter(${selection.percent}%,${printSelection(selection.cells)})`;
    case "of ground":
      return `filter(${printGround(selection.ground)},${printSelection(selection.cells)})`;
    case "within":
      return `filter(${printSelection(selection.other)},${printSelection(selection.cells)})`;
    case "flood":
      return `floodfill ${printPlace(selection.from)}`;
    case "ellipse": {
      const { center, radius, second, filling } = selection;
      const radii = [radius, ...(second === undefined ? [] : [second])].map(printNumber).join(",");
      const last = filling === undefined ? "" : `,${filling}`;
      return `${second === undefined ? "circle" : "ellipse"}(${printPlace(center)},${radii}${last})`;
    }
    case "complement": {
      const inner = printSelection(selection.cells);
      return `complement ${selection.cells.kind === "join" ? `(${inner})` : inner}`;
    }
    case "join": {
      const left = printSelection(selection.left);
      return `${selection.left.kind === "join" ? `(${left})` : left} & ${printSelection(selection.right)}`;
    }
    case "use":
      return printUse(selection);
  }
}
