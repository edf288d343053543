/**
 * Layers put together: forward in their order, back in the reverse, one step of Adam on all parameters at once, and the
 * parameters and averages as one copy for a checkpoint.
 */
import type { KernelName } from "./kernel.js";
import type { Draw, Layer } from "./layer.js";
import type { Plan, Store } from "./plan.js";

/** Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1). */
export interface AdamOptions {
  readonly rate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** The gradient is scaled down to this Euclidean norm when it is longer. */
  readonly clip?: number;
}

export interface NetworkState {
  readonly steps: number;
  /** Parameters and Adam's two averages, one after the other. */
  readonly numbers: Float32Array;
}

export class Network {
  readonly store: Store;
  private readonly layers: readonly Layer[];
  private steps = 0;

  /** `layers` in the order in which they run; all were made with `plan`. */
  constructor(plan: Plan, layers: readonly Layer[], kernel: KernelName) {
    this.store = plan.open(kernel);
    this.layers = layers;
  }

  get kernel(): Store["kernel"] {
    return this.store.kernel;
  }

  /** Starting values, layer by layer, from one stream; forgets what Adam knew. */
  initialise(draw: Draw): void {
    const { store, layers } = this;
    store.kernel.floats.fill(0, 0, 4 * store.size);
    for (const layer of layers) layer.initialise(store.kernel.floats, draw);
    this.steps = 0;
  }

  /** Fills every port for the first `batch` rows. */
  forward(batch: number): void {
    for (const layer of this.layers) layer.forward(this.store.kernel, batch);
  }

  /**
   * From the gradients that the caller put at the last ports to those of the parameters, which are added to what is
   * there. Gradients at ports between layers are cleared first: call `clearPorts` before writing one's own.
   */
  backward(batch: number): void {
    const { layers, store } = this;
    for (let i = layers.length - 1; i >= 0; i--) layers[i]!.backward(store.kernel, batch);
  }

  /** Zeroes the gradients at all ports. */
  clearPorts(batch: number): void {
    const { floats } = this.store.kernel;
    for (const { output } of this.layers) {
      if (output.gradient !== undefined) floats.fill(0, output.gradient.at, output.gradient.at + batch * output.width);
    }
  }

  /** Zeroes the gradients of the parameters. */
  clearGradients(): void {
    const { kernel, gradients } = this.store;
    kernel.floats.fill(0, gradients.at, gradients.at + gradients.length);
  }

  /** One step of Adam; returns the gradient's norm before clipping. */
  step({ rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-5, clip }: AdamOptions): number {
    const { kernel, size, parameters, gradients, firstMoments, secondMoments } = this.store;
    const norm = Math.sqrt(kernel.squares(gradients.at, size));
    if (clip !== undefined && norm > clip) kernel.scale(gradients.at, size, clip / norm);
    this.steps++;
    const root = Math.sqrt(1 - beta2 ** this.steps);
    // The two corrections of the averages' bias, drawn into rate and epsilon.
    const scaled = (rate * root) / (1 - beta1 ** this.steps);
    kernel.adam(
      parameters.at,
      gradients.at,
      firstMoments.at,
      secondMoments.at,
      size,
      scaled,
      beta1,
      beta2,
      epsilon * root,
    );
    return norm;
  }

  /** All parameters, as the memory holds them. */
  get weights(): Float32Array {
    const { kernel, parameters } = this.store;
    return kernel.floats.subarray(parameters.at, parameters.at + parameters.length);
  }

  get gradients(): Float32Array {
    const { kernel, gradients } = this.store;
    return kernel.floats.subarray(gradients.at, gradients.at + gradients.length);
  }

  save(): NetworkState {
    const { kernel, size, firstMoments } = this.store;
    const numbers = new Float32Array(3 * size);
    numbers.set(this.weights);
    numbers.set(kernel.floats.subarray(firstMoments.at, firstMoments.at + 2 * size), size);
    return { steps: this.steps, numbers };
  }

  /** Throws a RangeError for a network of another size. */
  load({ steps, numbers }: NetworkState): void {
    const { kernel, size, parameters, firstMoments } = this.store;
    if (numbers.length !== 3 * size)
      throw new RangeError(`${numbers.length} numbers for a network that has ${3 * size}`);
    kernel.floats.set(numbers.subarray(0, size), parameters.at);
    kernel.floats.set(numbers.subarray(size), firstMoments.at);
    this.steps = steps;
  }
}
