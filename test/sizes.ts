/**
 * Sizes of tests that draw many cases: enough in `npm test` to catch a mistake, and all of them in `npm run check:long`,
 * which runs these files again (vitest.long.config.ts).
 */
export const isLong = process.env.CALMHACK_SIZES === "long";

export const sized = (everyday: number, long: number): number => (isLong ? long : everyday);
