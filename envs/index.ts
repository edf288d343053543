export { InputError } from "./errors.js";
export type { Frame, InventoryItem, Position } from "./frame.js";
export { RandomStream, randomStream } from "./seeds.js";
export { visible, visibleLines } from "./text.js";
