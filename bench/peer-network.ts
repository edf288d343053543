/**
 * The same network in jax-js, the fastest library on npm that we measured: three dense layers, mean squared error, one
 * step of Adam, compiled (jit). Its arrays are consumed by use; `.ref` keeps one for another use.
 */

// The library looks for a browser's navigator; Node 20 has none.
if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: {} });
const { init, defaultDevice, jit, numpy: np, valueAndGrad } = await import("@jax-js/jax");
await init();
defaultDevice("wasm");

type Numbers = ReturnType<typeof np.zeros>;

export const WIDTHS = [162, 128, 128, 9] as const;

const loss = (w1: Numbers, b1: Numbers, w2: Numbers, b2: Numbers, w3: Numbers, b3: Numbers, x: Numbers, y: Numbers) => {
  const first = np.maximum(np.add(np.dot(x, w1), b1), 0);
  const second = np.maximum(np.add(np.dot(first, w2), b2), 0);
  return np.mean(np.square(np.subtract(np.add(np.dot(second, w3), b3), y)));
};

const withGradients = valueAndGrad(loss, { argnums: [0, 1, 2, 3, 4, 5] });

/** Loss and its gradients by the six parameters. */
export const lossAndGradients = jit(withGradients);

export interface PeerState {
  readonly parameters: readonly Numbers[];
  readonly first: readonly Numbers[];
  readonly second: readonly Numbers[];
}

const [RATE, BETA1, BETA2, EPSILON] = [1e-3, 0.9, 0.999, 1e-5];

/** One step of Adam on a batch, the bias's corrections left out; what it is given is consumed. */
const update = jit((parameters: Numbers[], first: Numbers[], second: Numbers[], x: Numbers, y: Numbers) => {
  const [w1, b1, w2, b2, w3, b3] = parameters.map((one) => one.ref);
  const [value, gradients] = withGradients(w1!, b1!, w2!, b2!, w3!, b3!, x, y) as [Numbers, Numbers[]];
  const m = first.map((one, i) => np.add(np.multiply(one, BETA1), np.multiply(gradients[i]!.ref, 1 - BETA1)));
  const v = second.map((one, i) => np.add(np.multiply(one, BETA2), np.multiply(np.square(gradients[i]!), 1 - BETA2)));
  const next = parameters.map((one, i) =>
    np.subtract(one, np.divide(np.multiply(m[i]!.ref, RATE), np.add(np.sqrt(v[i]!.ref), EPSILON))),
  );
  return [value, next, m, v];
});

/** Starts at the given parameters (weights and biases in turn), with zero averages. */
export function peer(parameters: readonly Float32Array[]): (x: Float32Array, y: Float32Array) => Promise<number> {
  const shapes = WIDTHS.slice(1).flatMap((width, i) => [[WIDTHS[i]!, width], [width]]);
  let state = parameters.map((values, i) => np.array(values).reshape(shapes[i]!));
  let first = shapes.map((shape) => np.zeros(shape));
  let second = shapes.map((shape) => np.zeros(shape));
  return async (x, y) => {
    const batch = x.length / WIDTHS[0];
    const [value, ...rest] = update(
      state,
      first,
      second,
      np.array(x).reshape([batch, WIDTHS[0]]),
      np.array(y).reshape([batch, WIDTHS[3]]),
    ) as unknown as [Numbers, Numbers[], Numbers[], Numbers[]];
    [state, first, second] = rest;
    return (await value.data())[0]!;
  };
}
export { np };
