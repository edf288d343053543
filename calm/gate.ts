/**
 * Lets a limited number of works run at once; the others wait in the order in which they came.
 *
 * Invariant: a place is handed over, not freed and fought for, so nobody who comes later overtakes. (mnemonist has a
 * Queue, but importing the package costs 0.2 s, and this file is on the way of every model call.)
 */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function openGate(places: number): Gate {
  let waiting: (() => void)[] = [];
  let head = 0; // what is before it has entered
  let free = places;
  function next(): (() => void) | undefined {
    const enter = waiting[head];
    if (enter !== undefined) head++;
    if (head > 1000 && head * 2 > waiting.length) {
      waiting = waiting.slice(head);
      head = 0;
    }
    return enter;
  }
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      const enter = next();
      if (enter === undefined) free++;
      else enter();
    }
  };
}
