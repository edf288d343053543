/**
 * levels: MiniHack's level language: read, printed, built, and played.
 */
export { LevelBuilder, type LevelBuilderOptions } from "./builder.js";
export { LevelError } from "./des/errors.js";
export { parseLevel, parseLevels } from "./des/parser.js";
export { printLevel } from "./des/print.js";
export type { Level, Statement } from "./des/syntax.js";
export { define, type LevelOptions, maker, type OwnLevel } from "./own.js";
