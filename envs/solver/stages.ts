/**
 * A way through a level whose pits boulders fill, as Sokoban's: any way, not a short one. One pit is filled after another:
 * within a stage, pushes are searched best first until many states with one pit less are met, and the most promising of
 * these begin the next stage (a beam search: Lowerre 1976). It can miss a way that there is, so what it does not find is
 * not known to be out of reach; wider beams are tried until so many states were met.
 *
 * Promise within a stage: a boulder near a pit, and few touched. Between stages: boulders to spare, and room for the hero.
 */
import { CELLS } from "../nethack/terrain.js";
import { RandomStream } from "../seeds.js";
import { FILLED, FREE, HERO, kindIn, type LevelMap, NEAR, NOWHERE, OPEN_DOOR, PIT_HERE } from "./map.js";
import { Queue } from "./queue.js";

/** One boulder's step: from a cell in a direction. */
export interface Push {
  readonly cell: number;
  readonly direction: number;
}

interface Node {
  /** Cells, in no order. */
  readonly boulders: Uint16Array;
  readonly pits: readonly number[];
  readonly hero: number;
  /** Where the boulder that was pushed last stands, and how often another one was taken in this stage. */
  readonly last: number;
  readonly touched: number;
  readonly push: Push | undefined;
  readonly before: Node | undefined;
}

/** A state with one pit less, and how good it is to go on from. */
interface Filled {
  readonly node: Node;
  readonly promise: number;
}

interface Width {
  /** Price of taking another boulder, in pushes. */
  readonly price: number;
  /** States with one pit less that are looked for, and that are gone on from. */
  readonly found: number;
  readonly kept: number;
}

/** One after another until there is a way. */
const WIDTHS: readonly Width[] = [
  { price: 2, found: 300, kept: 30 },
  { price: 1, found: 400, kept: 100 },
  { price: 3, found: 800, kept: 150 },
  { price: 2, found: 2_000, kept: 300 },
];
/** Pushes looked at in one stage. */
const MOST_IN_STAGE = 60_000;
/** Between stages: a boulder to spare is worth so many cells of room, another boulder touched costs so many. */
const SPARE = 10;
const TOUCHED = 3;

const STRAIGHT = [0, 2, 4, 6] as const;
const UNREACHED = 0xffff;

/** Random words by cell, of boulders, pits and the hero: a state's name is 53 bits of them. */
const random = new RandomStream(Uint32Array.of(0x2545f491, 0x9e3779b9, 0x243f6a88, 0xb7e15162));
const WORDS = Int32Array.from({ length: CELLS * 6 }, () => random.next());

class Board {
  /** Cells that the hero can stand on, and those without a door, where boulders can be pushed. */
  private readonly open = new Uint8Array(CELLS);
  private readonly free = new Uint8Array(CELLS);
  /** Of the state that is looked at: boulders and pits by cell, and where the hero can walk, by the number of the walk. */
  readonly boulder = new Uint8Array(CELLS);
  private readonly pit = new Uint8Array(CELLS);
  private readonly walks = new Int32Array(CELLS);
  private walk = 0;
  private readonly queue = new Uint16Array(CELLS);
  /** How many cells the last walk reached. */
  room = 0;
  private readonly known = new Map<string, Uint16Array>();

  constructor(map: LevelMap, record: Uint16Array) {
    for (let cell = 0; cell < CELLS; cell++) {
      const kind = kindIn(map, record, cell);
      this.open[cell] = kind === FREE || kind === OPEN_DOOR || kind === PIT_HERE ? 1 : 0;
      this.free[cell] = kind === FREE || kind === PIT_HERE ? 1 : 0;
    }
  }

  place({ boulders, pits }: Node, sign: 0 | 1): void {
    for (const cell of boulders) this.boulder[cell] = sign;
    for (const cell of pits) this.pit[cell] = sign;
  }

  private isBlocked(cell: number): boolean {
    return this.open[cell] === 0 || this.boulder[cell] === 1;
  }

  /** Walks from a cell to wherever pushing nothing leads; returns the least cell, which names the region. */
  reach(from: number): number {
    const { walks, queue, pit, free } = this;
    const walk = ++this.walk;
    let least = from;
    let end = 0;
    queue[end++] = from;
    walks[from] = walk;
    for (let i = 0; i < end; i++) {
      const cell = queue[i]!;
      if (cell < least) least = cell;
      for (let direction = 0; direction < 8; direction++) {
        const to = NEAR[cell * 8 + direction]!;
        if (to < 0 || walks[to] === walk || this.isBlocked(to) || pit[to] === 1) continue;
        if ((direction & 1) === 1) {
          if (free[to] === 0 || free[cell] === 0) continue;
          const sides = [NEAR[cell * 8 + direction - 1]!, NEAR[cell * 8 + ((direction + 1) & 7)]!] as const;
          if (this.isBlocked(sides[0]) && this.isBlocked(sides[1])) continue;
        }
        walks[to] = walk;
        queue[end++] = to;
      }
    }
    this.room = end;
    return least;
  }

  isReached(cell: number): boolean {
    return this.walks[cell] === this.walk;
  }

  /** Whether a boulder can be pushed onto a cell. */
  takes(cell: number): boolean {
    return cell >= 0 && this.free[cell] === 1 && this.boulder[cell] === 0;
  }

  /** Least pushes from each cell into one of these pits, were no other boulder there. */
  far(pits: readonly number[]): Uint16Array {
    const name = String.fromCharCode(...pits);
    const held = this.known.get(name);
    if (held !== undefined) return held;
    const far = new Uint16Array(CELLS).fill(UNREACHED);
    const cells = [...pits];
    for (const cell of pits) far[cell] = 0;
    for (const cell of cells) {
      for (const direction of STRAIGHT) {
        const from = NEAR[cell * 8 + ((direction + 4) & 7)]!;
        const behind = from < 0 ? -1 : NEAR[from * 8 + ((direction + 4) & 7)]!;
        if (behind < 0 || this.free[from] === 0 || this.open[behind] === 0 || far[from] !== UNREACHED) continue;
        if (pits.includes(behind)) continue;
        far[from] = far[cell]! + 1;
        cells.push(from);
      }
    }
    this.known.set(name, far);
    return far;
  }

  /** The most boulders that stand for ever, by fours of boulders and rock about a cell onto which one was pushed. */
  stuck(cell: number, far: Uint16Array): number {
    let most = 0;
    for (let direction = 1; direction < 8; direction += 2) {
      let count = far[cell] === UNREACHED ? 0 : 1;
      let isFour = true;
      for (let turn = direction - 1; turn <= direction + 1; turn++) {
        const beside = NEAR[cell * 8 + (turn & 7)]!;
        if (!this.isBlocked(beside) || this.pit[beside] === 1) isFour = false;
        else if (this.boulder[beside] === 1 && far[beside] !== UNREACHED) count++;
      }
      if (isFour) most = Math.max(most, count);
    }
    return most;
  }
}

/** 53 bits of which boulders and pits there are, and of the region in which the hero is. */
function nameOf({ boulders, pits }: Pick<Node, "boulders" | "pits">, region: number): number {
  let low = WORDS[region * 6 + 4]!;
  let high = WORDS[region * 6 + 5]!;
  for (const cell of boulders) {
    low ^= WORDS[cell * 6]!;
    high ^= WORDS[cell * 6 + 1]!;
  }
  for (const cell of pits) {
    low ^= WORDS[cell * 6 + 2]!;
    high ^= WORDS[cell * 6 + 3]!;
  }
  return (low >>> 0) * 2 ** 21 + (high >>> 11);
}

const usable = (boulders: Uint16Array, far: Uint16Array): number =>
  boulders.reduce((count, cell) => count + (far[cell] === UNREACHED ? 0 : 1), 0);

const nearest = (boulders: Uint16Array, far: Uint16Array): number =>
  boulders.reduce((least, cell) => Math.min(least, far[cell]!), UNREACHED);

class Stages {
  met = 0;

  constructor(
    private readonly board: Board,
    private readonly most: number,
  ) {}

  /** States with one pit less than these, as many as are looked for or found. */
  next(starts: readonly Node[], { price, found }: Width): Filled[] {
    const filled: Filled[] = [];
    const names = new Set<number>();
    const queue = new Queue<Node>();
    const put = (node: Node): void => {
      queue.push(price * node.touched + nearest(node.boulders, this.board.far(node.pits)), node);
    };
    for (const node of starts) put(node);
    const left = this.most - this.met;
    for (let looked = 0; looked < MOST_IN_STAGE && filled.length < found && names.size < left; looked++) {
      const node = queue.pop();
      if (node === undefined) break;
      this.expand(node, names, (reached, promise) => {
        if (promise === undefined) put(reached);
        else filled.push({ node: reached, promise });
      });
    }
    this.met += names.size;
    return filled;
  }

  /** All pushes from a state that may lead on; `promise` is told where one fills a pit. */
  private expand(node: Node, names: Set<number>, emit: (to: Node, promise: number | undefined) => void): void {
    const { board } = this;
    board.place(node, 1);
    board.reach(node.hero);
    const pushes: Push[] = [];
    for (const cell of node.boulders) {
      for (const direction of STRAIGHT) {
        const behind = NEAR[cell * 8 + ((direction + 4) & 7)]!;
        if (behind >= 0 && board.isReached(behind) && board.takes(NEAR[cell * 8 + direction]!)) {
          pushes.push({ cell, direction });
        }
      }
    }
    board.place(node, 0);
    for (const push of pushes) this.push(node, push, names, emit);
  }

  private push(
    node: Node,
    push: Push,
    names: Set<number>,
    emit: (to: Node, promise: number | undefined) => void,
  ): void {
    const { board } = this;
    const to = NEAR[push.cell * 8 + push.direction]!;
    const fills = node.pits.includes(to);
    const pits = fills ? node.pits.filter((pit) => pit !== to) : node.pits;
    const boulders = fills
      ? node.boulders.filter((cell) => cell !== push.cell)
      : node.boulders.map((cell) => (cell === push.cell ? to : cell));
    const far = board.far(pits);
    const touched = node.touched + (node.last === push.cell ? 0 : 1);
    const reached = { boulders, pits, hero: push.cell, last: fills ? -1 : to, touched, push, before: node };
    const left = usable(boulders, far);
    if (left < pits.length) return;
    board.place(reached, 1);
    if (fills || left - board.stuck(to, far) >= pits.length) {
      const name = nameOf(reached, board.reach(push.cell));
      if (!names.has(name)) {
        names.add(name);
        const promise = SPARE * (left - pits.length) + board.room - TOUCHED * touched;
        emit(reached, fills ? promise : undefined);
      }
    }
    board.place(reached, 0);
  }
}

function pushesTo(node: Node): readonly Push[] {
  const pushes: Push[] = [];
  for (let at: Node | undefined = node; at?.push !== undefined; at = at.before) pushes.push(at.push);
  return pushes.reverse();
}

/** Pushes that fill all pits, from a record in which no question stands; undefined when none were found. */
export function fillingPushes(map: LevelMap, record: Uint16Array, most: number): readonly Push[] | undefined {
  const words = record.subarray(map.first);
  const boulders = words.filter((word) => word < FILLED);
  const filled = [...words].flatMap((word) => (word >= FILLED && word !== NOWHERE ? [word & ~FILLED] : []));
  const pits = map.pits.filter((pit) => !filled.includes(pit));
  const hero = record[HERO]!;
  const start: Node = { boulders, pits, hero, last: -1, touched: 0, push: undefined, before: undefined };
  const stages = new Stages(new Board(map, record), most);
  for (const width of WIDTHS) {
    let nodes: readonly Node[] = [start];
    while (nodes.length > 0 && nodes[0]!.pits.length > 0 && stages.met < most) {
      const filled = stages.next(nodes, width).sort((a, b) => b.promise - a.promise);
      nodes = filled.slice(0, width.kept).map(({ node }) => ({ ...node, touched: 0 }));
    }
    if (nodes.length > 0 && nodes[0]!.pits.length === 0) return pushesTo(nodes[0]!);
  }
  return undefined;
}
