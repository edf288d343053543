/**
 * The syntax tree of a level: what MiniHack's level language can say, one member a command. Names are the language's own;
 * everything is plain data, so a tree can be printed (`print.ts`), compared and kept as JSON.
 *
 * Coordinates count from 0 at the last map's (or the room's) upper left corner.
 */

export type Light = "lit" | "unlit" | "random";
export type Direction = "north" | "south" | "east" | "west";
export type DoorState = "nodoor" | "broken" | "open" | "closed" | "locked" | "secret" | "random";
export type Way = "up" | "down";
export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
/** Kinds of ground that a random place may have. */
export type Humidity = "dry" | "wet" | "hot" | "solid" | "any";

/** A variable, or an element of a list. */
export interface Use {
  readonly kind: "use";
  /** With its dollar sign. */
  readonly name: string;
  readonly index?: NumberTerm;
}

export type NumberTerm =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "dice"; readonly count: number; readonly sides: number }
  | {
      readonly kind: "sum";
      readonly operator: "+" | "*" | "/" | "%";
      readonly left: NumberTerm;
      readonly right: NumberTerm;
    }
  | Use;

export type Place =
  | { readonly kind: "at"; readonly x: number; readonly y: number }
  | { readonly kind: "random"; readonly ground: readonly Humidity[] }
  | { readonly kind: "among"; readonly cells: Selection }
  | Use;

/** Corners, both within. */
export interface Area {
  readonly kind: "area";
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** An area of the map, or of the whole level, where columns count from 1 (`levregion`). */
export interface LevelArea extends Omit<Area, "kind"> {
  readonly kind: "map" | "level";
}

export type Ground = { readonly kind: "ground"; readonly character: string; readonly light?: Light } | Use;

/** Class, name, both, or neither for a random one. */
export type MonsterTerm = { readonly kind: "monster"; readonly symbol?: string; readonly name?: string } | Use;
export type ThingTerm = { readonly kind: "thing"; readonly symbol?: string; readonly name?: string } | Use;

/** Joined without a blank. */
export interface TextTerm {
  readonly kind: "text";
  readonly parts: readonly (string | Use)[];
}

export type Selection =
  | { readonly kind: "point"; readonly place: Place }
  | { readonly kind: "rect" | "fillrect"; readonly area: Area | Use }
  | { readonly kind: "line"; readonly from: Place; readonly to: Place }
  | { readonly kind: "randline"; readonly from: Place; readonly to: Place; readonly roughness: NumberTerm }
  /** No directions: all four. */
  | { readonly kind: "grow"; readonly directions: readonly Direction[]; readonly cells: Selection }
  | { readonly kind: "thinned"; readonly percent: number; readonly cells: Selection }
  | { readonly kind: "of ground"; readonly ground: Ground; readonly cells: Selection }
  | { readonly kind: "within"; readonly other: Selection; readonly cells: Selection }
  | { readonly kind: "flood"; readonly from: Place }
  /** No second radius: a circle. */
  | {
      readonly kind: "ellipse";
      readonly center: Place;
      readonly radius: NumberTerm;
      readonly second?: NumberTerm;
      readonly filling?: "filled" | "unfilled";
    }
  | { readonly kind: "complement"; readonly cells: Selection }
  /** The language's `&`, which joins. */
  | { readonly kind: "join"; readonly left: Selection; readonly right: Selection }
  | Use;

/** What a variable is set to. */
export type Value =
  | { readonly type: "number"; readonly value: NumberTerm }
  | { readonly type: "text"; readonly value: TextTerm }
  | { readonly type: "place"; readonly value: Place }
  | { readonly type: "area"; readonly value: Area | Use }
  | { readonly type: "ground"; readonly value: Ground }
  | { readonly type: "monster"; readonly value: MonsterTerm }
  | { readonly type: "thing"; readonly value: ThingTerm }
  | { readonly type: "selection"; readonly value: Selection };

export type ValueType = Value["type"];

/** The values of a list, all of one type, never a selection. */
export interface List {
  readonly type: Exclude<ValueType, "selection">;
  readonly list: readonly Value[];
}

export type Condition =
  | { readonly kind: "chance"; readonly percent: number }
  | { readonly kind: "compare"; readonly left: NumberTerm; readonly operator: Comparison; readonly right: NumberTerm };

/** A detail of a monster or a thing: a bare word, or a word with what follows it. */
export type Detail =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "number"; readonly word: string; readonly value: NumberTerm }
  /** A monster's own name has no word before it. */
  | { readonly kind: "text"; readonly word: string; readonly value: TextTerm }
  | { readonly kind: "monster"; readonly value: MonsterTerm }
  | { readonly kind: "enchantment"; readonly value: NumberTerm }
  | { readonly kind: "traps"; readonly names: readonly string[] }
  | { readonly kind: "align"; readonly value: number | "random" };

export interface RoomHead {
  readonly type: string;
  /** Percent, of typed rooms. */
  readonly chance?: number;
  readonly light: Light;
  readonly size: readonly [width: number, height: number] | "random";
  readonly flags: readonly string[];
}

export interface ThingHead {
  readonly thing: ThingTerm;
  /** Absent inside a container. */
  readonly place?: Place;
  readonly details: readonly Detail[];
}

export interface CorridorEnd {
  readonly room: number;
  readonly wall: Direction;
  readonly door: number | "random";
}

export type Command =
  | { readonly kind: "MESSAGE"; readonly text: TextTerm }
  | {
      readonly kind: "INIT_MAP";
      readonly how:
        | { readonly kind: "solidfill"; readonly ground: Extract<Ground, { kind: "ground" }> }
        | { readonly kind: "mazegrid"; readonly character: string }
        | { readonly kind: "rogue" }
        | {
            readonly kind: "mines";
            readonly foreground: string;
            readonly background: string;
            readonly smooth: boolean;
            readonly joined: boolean;
            readonly light: Light;
            readonly walled: boolean | "random";
            readonly fill?: string;
          };
    }
  | {
      readonly kind: "MAP";
      readonly where: { readonly kind: "aligned"; readonly horizontal: string; readonly vertical: string } | Place;
      readonly keepRegion?: boolean;
      readonly rows: readonly string[];
    }
  | { readonly kind: "NOMAP" | "WALLIFY" | "EXIT" | "BREAK" | "MINERALIZE" }
  | { readonly kind: "WALLIFY AT"; readonly cells: Selection }
  | { readonly kind: "MINERALIZE AT"; readonly odds: readonly NumberTerm[] }
  | ({ readonly kind: "ROOM" } & RoomHead & {
        readonly position: readonly [x: number, y: number] | "random";
        readonly align: readonly [horizontal: string, vertical: string] | "random";
        readonly body: readonly Statement[];
      })
  | ({ readonly kind: "SUBROOM" } & RoomHead & {
        readonly position: readonly [x: number, y: number] | "random";
        readonly body: readonly Statement[];
      })
  | {
      readonly kind: "ROOMDOOR";
      readonly secret: boolean | "random";
      readonly state: DoorState;
      readonly walls: readonly Direction[] | "random";
      readonly position: number | "random";
    }
  | { readonly kind: "DOOR"; readonly state: DoorState; readonly cells: Selection }
  | { readonly kind: "STAIR" | "LADDER"; readonly place: Place; readonly way: Way }
  | { readonly kind: "STAIR IN"; readonly area: LevelArea; readonly not: LevelArea; readonly way: Way }
  | { readonly kind: "BRANCH"; readonly area: LevelArea; readonly not: LevelArea }
  | { readonly kind: "TELEPORT_REGION"; readonly area: LevelArea; readonly not: LevelArea; readonly way?: Way }
  | { readonly kind: "PORTAL"; readonly area: LevelArea; readonly not: LevelArea; readonly to: string }
  | {
      readonly kind: "REGION";
      readonly area: Area | Use;
      readonly light: Light;
      readonly type: string;
      readonly flags: readonly string[];
      readonly body?: readonly Statement[];
    }
  | { readonly kind: "NON_DIGGABLE" | "NON_PASSWALL"; readonly area: Area | Use }
  | ({ readonly kind: "OBJECT" } & ThingHead)
  | ({ readonly kind: "CONTAINER"; readonly body: readonly Statement[] } & ThingHead)
  | {
      readonly kind: "MONSTER";
      readonly monster: MonsterTerm;
      readonly place: Place;
      readonly details: readonly Detail[];
      readonly body?: readonly Statement[];
    }
  | { readonly kind: "GOLD"; readonly amount: NumberTerm; readonly place: Place }
  | { readonly kind: "TRAP"; readonly name: string; readonly place: Place }
  | { readonly kind: "FOUNTAIN" | "SINK" | "POOL"; readonly cells: Selection }
  | { readonly kind: "ALTAR"; readonly place: Place; readonly alignment: string; readonly type: string }
  | { readonly kind: "ENGRAVING"; readonly place: Place; readonly type: string; readonly text: TextTerm }
  | { readonly kind: "GRAVE"; readonly place: Place; readonly text?: TextTerm | "random" }
  | { readonly kind: "DRAWBRIDGE"; readonly place: Place; readonly direction: Direction; readonly state: DoorState }
  | { readonly kind: "TERRAIN"; readonly cells: Selection; readonly ground: Ground }
  | {
      readonly kind: "REPLACE_TERRAIN";
      readonly area: Area | Use;
      readonly from: Ground;
      readonly to: Ground;
      readonly percent: number;
    }
  | {
      readonly kind: "MAZEWALK";
      readonly place: Place;
      readonly direction: Direction;
      /** Whether only what is solid is walked through. */
      readonly stocked?: boolean;
      readonly fill?: string;
    }
  | { readonly kind: "RANDOM_CORRIDORS"; readonly number?: number | "random" }
  | { readonly kind: "CORRIDOR"; readonly from: CorridorEnd; readonly to: CorridorEnd | number }
  | { readonly kind: "LOOP"; readonly times: NumberTerm; readonly body: readonly Statement[] }
  | {
      readonly kind: "FOR";
      readonly name: string;
      readonly from: NumberTerm;
      readonly to: NumberTerm;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "IF";
      readonly condition: Condition;
      readonly body: readonly Statement[];
      readonly otherwise?: readonly Statement[];
    }
  /** `[50%]: COMMAND`. */
  | { readonly kind: "WHEN"; readonly condition: Condition; readonly command: Statement }
  | {
      readonly kind: "SWITCH";
      readonly on: NumberTerm;
      readonly cases: readonly { readonly value: number | "default"; readonly body: readonly Statement[] }[];
    }
  | { readonly kind: "SHUFFLE"; readonly name: string }
  | { readonly kind: "SET"; readonly name: string; readonly to: Value | List };

/** A command with the line that it stands on, from 1; 0 of one that was built. */
export type Statement = Command & { readonly line: number };

export interface Level {
  readonly name: string;
  /** `MAZE` has a filling: a map character, or "random" for a maze. */
  readonly type: { readonly kind: "LEVEL" } | { readonly kind: "MAZE"; readonly fill: string };
  readonly flags: readonly string[];
  readonly body: readonly Statement[];
}
