/**
 * Solves a Boxoban level forwards, by pushes, best first: no part of how the levels are made, which is backwards, by pulls.
 */
export type Move = "N" | "E" | "S" | "W";

const MOVES: readonly Move[] = ["N", "E", "S", "W"];

interface Node {
  readonly boxes: readonly number[];
  readonly player: number;
  readonly before: Node | undefined;
  /** Moves from the node before, the push last. */
  readonly moves: readonly Move[];
  readonly cost: number;
}

/** Least numbers of pushes of a lone box to the nearest target; infinite where it never gets there. */
function pushDistances(floor: readonly boolean[], targets: readonly number[], steps: readonly number[]): number[] {
  const far = floor.map(() => Number.POSITIVE_INFINITY);
  const open = [...targets];
  for (const target of targets) far[target] = 0;
  for (let cell = open.shift(); cell !== undefined; cell = open.shift()) {
    for (const step of steps) {
      const from = cell - step;
      if (!floor[from] || !floor[from - step] || far[from] !== Number.POSITIVE_INFINITY) continue;
      far[from] = far[cell]! + 1;
      open.push(from);
    }
  }
  return far;
}

/** A shortest way of the player, or undefined. */
function ways(floor: readonly boolean[], boxes: readonly number[], from: number, steps: readonly number[]) {
  const came = new Map<number, { readonly cell: number; readonly move: Move } | undefined>([[from, undefined]]);
  const open = [from];
  for (let i = 0; i < open.length; i++) {
    for (const [d, step] of steps.entries()) {
      const to = open[i]! + step;
      if (!floor[to] || boxes.includes(to) || came.has(to)) continue;
      came.set(to, { cell: open[i]!, move: MOVES[d]! });
      open.push(to);
    }
  }
  return (to: number): Move[] | undefined => {
    if (!came.has(to)) return undefined;
    const moves: Move[] = [];
    for (let at = came.get(to); at !== undefined; at = came.get(at.cell)) moves.unshift(at.move);
    return moves;
  };
}

/** Moves that solve the level; undefined when none was found among so many states. */
export function solveBoxoban(rows: readonly string[], most = 200_000): readonly Move[] | undefined {
  const width = rows[0]!.length;
  const signs = [...rows.join("")];
  const steps = [-width, 1, width, -1];
  const floor = signs.map((sign) => sign !== "#");
  const cellsOf = (sign: string) => signs.flatMap((one, cell) => (one === sign ? [cell] : []));
  const targets = cellsOf(".");
  const far = pushDistances(floor, targets, steps);
  const guess = (boxes: readonly number[]) => boxes.reduce((sum, box) => sum + far[box]!, 0);
  const seen = new Set<string>();
  // Buckets by what a node is thought to cost: best first, more by guess than by cost.
  const buckets: Node[][] = [];
  const add = (node: Node): void => {
    const rank = node.cost + 3 * guess(node.boxes);
    if (!Number.isFinite(rank)) return;
    buckets[rank] ??= [];
    buckets[rank].push(node);
  };
  add({ boxes: cellsOf("$"), player: signs.indexOf("@"), before: undefined, moves: [], cost: 0 });
  for (let looked = 0; looked < most; looked++) {
    const node = buckets.find((bucket) => bucket !== undefined && bucket.length > 0)?.pop();
    if (node === undefined) return undefined;
    const { boxes, player, cost } = node;
    if (boxes.every((box) => targets.includes(box))) {
      const all: Move[] = [];
      for (let at: Node | undefined = node; at !== undefined; at = at.before) all.unshift(...at.moves);
      return all;
    }
    const way = ways(floor, boxes, player, steps);
    for (const [b, box] of boxes.entries()) {
      for (const [d, step] of steps.entries()) {
        const to = box + step;
        if (!floor[to] || boxes.includes(to)) continue;
        const walk = way(box - step);
        if (walk === undefined) continue;
        const next = boxes.map((one, i) => (i === b ? to : one)).sort((one, other) => one - other);
        const key = `${next.join(" ")},${box}`;
        if (seen.has(key)) continue;
        seen.add(key);
        add({ boxes: next, player: box, before: node, moves: [...walk, MOVES[d]!], cost: cost + 1 });
      }
    }
  }
  return undefined;
}
