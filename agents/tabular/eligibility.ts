/**
 * Eligibility traces of table entries, as a list of those that are not nothing: an episode touches few entries, and a trace
 * below 1e-4 is dropped. Entries are numbers that a table gave (`QTable.entry`).
 */
const LEAST = 1e-4;

/** A visited entry's trace becomes 1 ("replacing", Singh and Sutton 1996), or grows by 1 ("accumulating"). */
export type Traces = "replacing" | "accumulating";

export class Eligibility {
  private readonly kind: Traces;
  private entries: number[] = [];
  private traces: number[] = [];

  constructor(kind: Traces) {
    this.kind = kind;
  }

  get size(): number {
    return this.entries.length;
  }

  clear(): void {
    this.entries.length = 0;
    this.traces.length = 0;
  }

  visit(entry: number): void {
    // The newest stand last, and what is visited again was mostly visited just now.
    const at = this.entries.lastIndexOf(entry);
    if (at < 0) {
      this.entries.push(entry);
      this.traces.push(1);
    } else this.traces[at] = this.kind === "replacing" ? 1 : this.traces[at]! + 1;
  }

  /** Calls `visit` with each entry and its trace, then multiplies every trace by `decay`. */
  each(decay: number, visit: (entry: number, trace: number) => void): void {
    const { entries, traces } = this;
    let kept = 0;
    for (let i = 0; i < entries.length; i++) {
      const [entry, trace] = [entries[i]!, traces[i]!];
      visit(entry, trace);
      const left = trace * decay;
      if (left < LEAST) continue;
      entries[kept] = entry;
      traces[kept] = left;
      kept++;
    }
    entries.length = kept;
    traces.length = kept;
  }

  save(): (readonly [number, number])[] {
    return this.entries.map((entry, i) => [entry, this.traces[i]!]);
  }

  load(saved: readonly (readonly [number, number])[]): void {
    this.entries = saved.map(([entry]) => entry);
    this.traces = saved.map(([, trace]) => trace);
  }
}
