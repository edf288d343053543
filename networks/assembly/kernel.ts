// The arithmetic of small networks in AssemblyScript, built into WebAssembly by `scripts/make-kernels.mjs`. It is
// compiled by another compiler than the rest and is part of no TypeScript project.
//
// Invariant: every output element is one sum in one order, in single precision, rounded after each product and each
// sum, without fused operations. So the lanes change no result, and `reference.ts` gives the same bits.
//
// Addresses are bytes, counts are elements, strides are bytes as well. Products of matrices follow the usual scheme of
// register tiles (Goto and van de Geijn 2008): 4 rows by 8 columns of C stay in registers while k runs.

const F: usize = 4;

// @ts-ignore: decorator
@inline
function splat(at: usize): v128 {
  return v128.load32_splat(at);
}

// @ts-ignore: decorator
@inline
function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

// 4 rows by 8 columns.
function tile4x8(a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, keep: i32): void {
  let a0 = a;
  let a1 = a + ar;
  let a2 = a1 + ar;
  let a3 = a2 + ar;
  const c1 = c + cr;
  const c2 = c1 + cr;
  const c3 = c2 + cr;
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  if (keep) {
    s00 = v128.load(c);
    s01 = v128.load(c, 16);
    s10 = v128.load(c1);
    s11 = v128.load(c1, 16);
    s20 = v128.load(c2);
    s21 = v128.load(c2, 16);
    s30 = v128.load(c3);
    s31 = v128.load(c3, 16);
  }
  for (let left = k; left > 0; left--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = splat(a0);
    s00 = madd(s00, x, b0);
    s01 = madd(s01, x, b1);
    x = splat(a1);
    s10 = madd(s10, x, b0);
    s11 = madd(s11, x, b1);
    x = splat(a2);
    s20 = madd(s20, x, b0);
    s21 = madd(s21, x, b1);
    x = splat(a3);
    s30 = madd(s30, x, b0);
    s31 = madd(s31, x, b1);
    a0 += ac;
    a1 += ac;
    a2 += ac;
    a3 += ac;
    b += br;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

// 1 row by 16 columns: four chains of sums hide each other's latency where there is one row only.
function tile1x16(a: usize, ac: usize, b: usize, br: usize, c: usize, k: i32, keep: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  if (keep) {
    s0 = v128.load(c);
    s1 = v128.load(c, 16);
    s2 = v128.load(c, 32);
    s3 = v128.load(c, 48);
  }
  for (let left = k; left > 0; left--) {
    const x = splat(a);
    s0 = madd(s0, x, v128.load(b));
    s1 = madd(s1, x, v128.load(b, 16));
    s2 = madd(s2, x, v128.load(b, 32));
    s3 = madd(s3, x, v128.load(b, 48));
    a += ac;
    b += br;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

// 1 row by 4 columns.
function tile1x4(a: usize, ac: usize, b: usize, br: usize, c: usize, k: i32, keep: i32): void {
  let s = f32x4.splat(0);
  if (keep) s = v128.load(c);
  for (let left = k; left > 0; left--) {
    s = madd(s, splat(a), v128.load(b));
    a += ac;
    b += br;
  }
  v128.store(c, s);
}

function tile1x1(a: usize, ac: usize, b: usize, br: usize, c: usize, k: i32, keep: i32): void {
  let s: f32 = 0;
  if (keep) s = load<f32>(c);
  for (let left = k; left > 0; left--) {
    s += load<f32>(a) * load<f32>(b);
    a += ac;
    b += br;
  }
  store<f32>(c, s);
}

/** C[i][j] = (keep ? C[i][j] : 0) + sum over k of A[i][k] B[k][j]; A has both strides, B and C a row's. */
export function product(
  a: usize,
  ar: usize,
  ac: usize,
  b: usize,
  br: usize,
  c: usize,
  cr: usize,
  m: i32,
  n: i32,
  k: i32,
  keep: i32,
): void {
  const tiled = m & ~3;
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    const at = <usize>j * F;
    for (let i = 0; i < tiled; i += 4) {
      tile4x8(a + <usize>i * ar, ar, ac, b + at, br, c + <usize>i * cr + at, cr, k, keep);
    }
  }
  for (let i = 0; i < tiled; i++) {
    let q = j;
    for (; q + 4 <= n; q += 4) {
      const at = <usize>q * F;
      tile1x4(a + <usize>i * ar, ac, b + at, br, c + <usize>i * cr + at, k, keep);
    }
    for (; q < n; q++) {
      const at = <usize>q * F;
      tile1x1(a + <usize>i * ar, ac, b + at, br, c + <usize>i * cr + at, k, keep);
    }
  }
  for (let i = tiled; i < m; i++) {
    let q = 0;
    for (; q + 16 <= n; q += 16) {
      const at = <usize>q * F;
      tile1x16(a + <usize>i * ar, ac, b + at, br, c + <usize>i * cr + at, k, keep);
    }
    for (; q + 4 <= n; q += 4) {
      const at = <usize>q * F;
      tile1x4(a + <usize>i * ar, ac, b + at, br, c + <usize>i * cr + at, k, keep);
    }
    for (; q < n; q++) {
      const at = <usize>q * F;
      tile1x1(a + <usize>i * ar, ac, b + at, br, c + <usize>i * cr + at, k, keep);
    }
  }
}

/** Each of m rows of C becomes the row b. */
export function rows(c: usize, b: usize, m: i32, n: i32): void {
  const width = <usize>n * F;
  for (let i = 0; i < m; i++) memory.copy(c + <usize>i * width, b, width);
}

/** out[j] += sum over i of x[i][j]. */
export function columnSums(x: usize, out: usize, m: i32, n: i32): void {
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    let s = v128.load(out);
    let at = x + <usize>j * F;
    for (let i = 0; i < m; i++) {
      s = f32x4.add(s, v128.load(at));
      at += <usize>n * F;
    }
    v128.store(out, s);
    out += 16;
  }
  for (; j < n; j++) {
    let s = load<f32>(out);
    let at = x + <usize>j * F;
    for (let i = 0; i < m; i++) {
      s += load<f32>(at);
      at += <usize>n * F;
    }
    store<f32>(out, s);
    out += F;
  }
}

/** y[j][i] = x[i][j] for m rows of n. */
export function transpose(x: usize, y: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    let to = y + <usize>i * F;
    for (let j = 0; j < n; j++) {
      store<f32>(to, load<f32>(x));
      x += F;
      to += <usize>m * F;
    }
  }
}

/** x = max(x, 0). */
export function relu(x: usize, n: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(x, f32x4.pmax(zero, v128.load(x)));
    x += 16;
  }
  for (; i < n; i++) {
    const value = load<f32>(x);
    store<f32>(x, value > 0 ? value : 0);
    x += F;
  }
}

/** g = y > 0 ? g : 0. */
export function reluBack(g: usize, y: usize, n: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(g, v128.and(v128.load(g), f32x4.gt(v128.load(y), zero)));
    g += 16;
    y += 16;
  }
  for (; i < n; i++) {
    if (!(load<f32>(y) > 0)) store<f32>(g, 0);
    g += F;
    y += F;
  }
}

/** out[i] = bias + sum of the table's rows that are listed for i; -1 ends a list of at most `slots`. */
export function gather(indices: usize, slots: i32, table: usize, bias: usize, out: usize, m: i32, n: i32): void {
  const width = <usize>n * F;
  for (let i = 0; i < m; i++) {
    const to = out + <usize>i * width;
    const list = indices + <usize>(i * slots) * 4;
    let j = 0;
    for (; j + 16 <= n; j += 16) {
      const at = <usize>j * F;
      let s0 = v128.load(bias + at);
      let s1 = v128.load(bias + at, 16);
      let s2 = v128.load(bias + at, 32);
      let s3 = v128.load(bias + at, 48);
      for (let q = 0; q < slots; q++) {
        const row = load<i32>(list + <usize>q * 4);
        if (row < 0) break;
        const from = table + <usize>row * width + at;
        s0 = f32x4.add(s0, v128.load(from));
        s1 = f32x4.add(s1, v128.load(from, 16));
        s2 = f32x4.add(s2, v128.load(from, 32));
        s3 = f32x4.add(s3, v128.load(from, 48));
      }
      v128.store(to + at, s0);
      v128.store(to + at, s1, 16);
      v128.store(to + at, s2, 32);
      v128.store(to + at, s3, 48);
    }
    for (; j < n; j++) {
      const at = <usize>j * F;
      let s = load<f32>(bias + at);
      for (let q = 0; q < slots; q++) {
        const row = load<i32>(list + <usize>q * 4);
        if (row < 0) break;
        s += load<f32>(table + <usize>row * width + at);
      }
      store<f32>(to + at, s);
    }
  }
}

/** table[row] += g[i] for each row listed for i. */
export function scatter(indices: usize, slots: i32, g: usize, table: usize, m: i32, n: i32): void {
  const width = <usize>n * F;
  for (let i = 0; i < m; i++) {
    const from = g + <usize>i * width;
    const list = indices + <usize>(i * slots) * 4;
    for (let q = 0; q < slots; q++) {
      const row = load<i32>(list + <usize>q * 4);
      if (row < 0) break;
      const to = table + <usize>row * width;
      let j = 0;
      for (; j + 4 <= n; j += 4) {
        const at = <usize>j * F;
        v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
      }
      for (; j < n; j++) {
        const at = <usize>j * F;
        store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
      }
    }
  }
}

/** Sum of squares in double precision: element i goes to the sum i modulo 4, the four are added in order. */
export function squares(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const four = v128.load(x);
    const low = f64x2.promote_low_f32x4(four);
    const high = f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 0));
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
    x += 16;
  }
  let sum0 = f64x2.extract_lane(s0, 0);
  let sum1 = f64x2.extract_lane(s0, 1);
  let sum2 = f64x2.extract_lane(s1, 0);
  for (let lane = 0; i < n; i++, lane++) {
    const value = <f64>load<f32>(x);
    if (lane == 0) sum0 += value * value;
    else if (lane == 1) sum1 += value * value;
    else sum2 += value * value;
    x += F;
  }
  return sum0 + sum1 + sum2 + f64x2.extract_lane(s1, 1);
}

/** x *= by. */
export function scale(x: usize, n: i32, by: f32): void {
  const four = f32x4.splat(by);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(x, f32x4.mul(v128.load(x), four));
    x += 16;
  }
  for (; i < n; i++) {
    store<f32>(x, load<f32>(x) * by);
    x += F;
  }
}

/** One step of Adam on n parameters; `rate` and `epsilon` hold the corrections of the bias already. */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const rest1: f32 = 1 - beta1;
  const rest2: f32 = 1 - beta2;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const grad = v128.load(g);
    const first = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(m)), f32x4.mul(f32x4.splat(rest1), grad));
    const second = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(v)),
      f32x4.mul(f32x4.mul(f32x4.splat(rest2), grad), grad),
    );
    v128.store(m, first);
    v128.store(v, second);
    const step = f32x4.div(
      f32x4.mul(f32x4.splat(rate), first),
      f32x4.add(f32x4.sqrt(second), f32x4.splat(epsilon)),
    );
    v128.store(p, f32x4.sub(v128.load(p), step));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  for (; i < n; i++) {
    const grad = load<f32>(g);
    const first: f32 = beta1 * load<f32>(m) + rest1 * grad;
    const second: f32 = beta2 * load<f32>(v) + rest2 * grad * grad;
    store<f32>(m, first);
    store<f32>(v, second);
    const step: f32 = (rate * first) / (sqrt<f32>(second) + epsilon);
    store<f32>(p, load<f32>(p) - step);
    p += F;
    g += F;
    m += F;
    v += F;
  }
}
