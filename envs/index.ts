export { assetPath, packageVersion } from "./assets.js";
export { InputError } from "./errors.js";
export { type Line, linesOf, readLines, writeFolder, writeWhole } from "./files.js";
export type { Frame, InventoryItem, Position } from "./frame.js";
export { type FrameTextOptions, type FrameWindow, frameLines, frameText, windowRows } from "./frame-text.js";
export { RandomStream, randomStream } from "./seeds.js";
export { statusLines } from "./status-lines.js";
export { visible, visibleLines } from "./text.js";
export { type RecordedEpisode, type RecordedStep, readTraces } from "./trace-file.js";
