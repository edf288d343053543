/**
 * networks: the arithmetic of small networks in one block of memory; nothing about learning by reward. Two kernels, one
 * in WebAssembly and one in plain TypeScript, give the same bits.
 */
export { type Distribution, distribution, entropy, greedy, sample, softmax } from "./categorical.js";
export { type ConvolutionOptions, convolution } from "./convolution.js";
export { type DenseOptions, dense } from "./dense.js";
export { type EmbeddingOptions, embedding } from "./embedding.js";
export { type Gru, type GruOptions, gru } from "./gru.js";
export { normal, orthogonal } from "./initialise.js";
export type { Into, Kernel, KernelName } from "./kernel.js";
export { type Draw, denseInput, type Layer, outputPort, type Port, type SparsePort, sparseInput } from "./layer.js";
export { type AdamOptions, Network, type NetworkState } from "./network.js";
export { type ParameterSpan, Plan, type Span, type Store } from "./plan.js";
