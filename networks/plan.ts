/**
 * Where everything of a network lies in one block of memory. Layers ask for spans while the network is put together;
 * `open` gives every span its place and makes the kernel. Parameters lie together, then their gradients, then Adam's two
 * averages, in the same order: so one call clips, one call steps, and a checkpoint is a copy of three stretches.
 */
import type { Kernel, KernelName } from "./kernel.js";
import { referenceKernel } from "./reference-kernel.js";
import { wasmKernel } from "./wasm-kernel.js";

/** A stretch of memory; `at` and `length` count elements (floats or words). */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/** Parameters and, at the same place of the next stretch, their gradients. */
export interface ParameterSpan extends Span {
  readonly gradient: number;
}

/** Spans begin at whole vectors of four. */
const aligned = (length: number): number => (length + 3) & ~3;

class PlannedSpan implements ParameterSpan {
  readonly length: number;
  /** Within its region, then within the memory. */
  private place: number;
  private gradientAt = -1;
  private isPlaced = false;

  constructor(offset: number, length: number) {
    this.place = offset;
    this.length = length;
  }

  get at(): number {
    if (!this.isPlaced) throw new RangeError("a span has no place before its plan is opened");
    return this.place;
  }

  get gradient(): number {
    if (!this.isPlaced) throw new RangeError("a span has no place before its plan is opened");
    return this.gradientAt;
  }

  put(base: number, gradientBase: number): void {
    this.gradientAt = gradientBase + this.place;
    this.place += base;
    this.isPlaced = true;
  }
}

/** The opened memory: the kernel and the stretches that belong to all layers together. */
export interface Store {
  readonly kernel: Kernel;
  /** Elements of each of the four stretches. */
  readonly size: number;
  readonly parameters: Span;
  readonly gradients: Span;
  readonly firstMoments: Span;
  readonly secondMoments: Span;
}

export class Plan {
  private readonly parameterSpans: PlannedSpan[] = [];
  private readonly scratchSpans: PlannedSpan[] = [];
  private size = 0;
  private scratch = 0;

  /** Room for `length` parameters, their gradients and their averages. */
  parameter(length: number): ParameterSpan {
    const span = new PlannedSpan(this.size, length);
    this.size += aligned(length);
    this.parameterSpans.push(span);
    return span;
  }

  /** Room for `length` floats or words that are no parameters. */
  floats(length: number): Span {
    const span = new PlannedSpan(this.scratch, length);
    this.scratch += aligned(length);
    this.scratchSpans.push(span);
    return span;
  }

  /** Gives every span its place. A plan is opened once. */
  open(name: KernelName): Store {
    const { size, scratch } = this;
    const bytes = (4 * size + scratch) * 4;
    const kernel = name === "wasm" ? wasmKernel(bytes) : referenceKernel(bytes);
    for (const span of this.parameterSpans) span.put(0, size);
    for (const span of this.scratchSpans) span.put(4 * size, 0);
    const stretch = (index: number): Span => ({ at: index * size, length: size });
    return {
      kernel,
      size,
      parameters: stretch(0),
      gradients: stretch(1),
      firstMoments: stretch(2),
      secondMoments: stretch(3),
    };
  }
}
