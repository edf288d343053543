export { InputError } from "./errors.js";
export type { Frame, InventoryItem, Position } from "./frame.js";
