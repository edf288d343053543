/**
 * NetHack's two status lines, regenerated from the status numbers (NLE's `blstats`): the recordings hold the numbers of
 * every step but the terminal of the first frame only.
 */

const ALIGNMENTS = ["Chaotic", "Neutral", "Lawful"];
const HUNGER = ["Satiated", "", "Hungry", "Weak", "Fainting", "Fainted", "Starved"];
const LOAD = ["", "Burdened", "Stressed", "Strained", "Overtaxed", "Overloaded"];

/** Bit n of the condition field, in the order in which the game prints the words. */
const CONDITIONS = [
  "Stone",
  "Slime",
  "Strngl",
  "FoodPois",
  "TermIll",
  "Blind",
  "Deaf",
  "Stun",
  "Conf",
  "Hallu",
  "Lev",
  "Fly",
  "Ride",
];

/**
 * From the wide number (3..125): above 18 comes a percentage, 18/01 … 18/99 and 18/** for 18/100, and then 19 to 25. The
 * narrow number (`blstats` 2) cannot tell: 19 to 21 stand there for the percentages.
 */
function strength(percent: number): string {
  if (percent <= 18) return String(percent);
  if (percent > 118) return String(percent - 100);
  return percent === 118 ? "18/**" : `18/${String(percent - 18).padStart(2, "0")}`;
}

/**
 * @param title what stands at the left, e.g. "Agent the Footpad".
 * @param stats the 27 numbers of `blstats` (26 where the alignment is left out).
 */
export function statusLines(title: string, stats: readonly number[]): readonly [string, string] {
  const n = (index: number) => stats[index] ?? 0;
  const alignment = stats.length > 26 ? ` ${ALIGNMENTS[n(26) + 1] ?? ""}` : "";
  const first =
    `${title.padEnd(31)}St:${strength(n(3))} Dx:${n(4)} Co:${n(5)} In:${n(6)} Wi:${n(7)} Ch:${n(8)}` +
    `${alignment} S:${n(9)}`;
  const words = [HUNGER[n(21)] ?? "", LOAD[n(22)] ?? "", ...CONDITIONS.filter((_, bit) => (n(25) >> bit) & 1)];
  const second =
    `Dlvl:${n(12)} $:${n(13)} HP:${n(10)}(${n(11)}) Pw:${n(14)}(${n(15)}) AC:${n(16)} Xp:${n(18)}/${n(19)}` +
    words.map((word) => (word === "" ? "" : ` ${word}`)).join("");
  return [first, second];
}
