import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Frame, frameText } from "../../envs/index.js";
import { statusLines } from "../../envs/status-lines.js";
import { recorded, recordingFiles } from "./recordings.js";

/** blstats of a hero at rest; changes by index. */
function stats(changes: Readonly<Record<number, number>> = {}): number[] {
  // x y st st% dx co in wi ch score hp max depth gold pw max ac hd xl xp time hunger load dungeon level conditions align
  const base = [40, 9, 13, 13, 18, 16, 10, 9, 9, 0, 12, 12, 1, 0, 2, 2, 7, 0, 1, 0, 1, 1, 0, 0, 1, 0, -1];
  return base.map((value, i) => changes[i] ?? value);
}

const strength = (small: number, percent: number): string =>
  / *St:(\S+) /.exec(statusLines("Agent the Gallant", stats({ 2: small, 3: percent }))[0])?.[1] ?? "";

const words = (changes: Readonly<Record<number, number>>): string =>
  statusLines("Agent", stats(changes))[1].replace(/^.*Xp:1\/0/, "");

describe("the status lines", () => {
  it("stand as the game prints them", () => {
    // A recorded start: section 9 of the facts on MiniHack.
    expect(statusLines("Agent the Footpad", stats())).toEqual([
      "Agent the Footpad              St:13 Dx:18 Co:16 In:10 Wi:9 Ch:9 Chaotic S:0",
      "Dlvl:1 $:0 HP:12(12) Pw:2(2) AC:7 Xp:1/0",
    ]);
  });

  it("print strength up to 18 plainly, then its percentage, then 19 to 25", () => {
    // NetHack 3.6 botl.c, get_strength_str: above 18/100 (118) it prints the wide number minus 100. The narrow number of
    // blstats is attrib.c's acurrstr: 19 + percentage / 50 for those, so that 18/100 and 19 both read 21.
    expect(strength(3, 3)).toBe("3");
    expect(strength(18, 18)).toBe("18");
    expect(strength(19, 19)).toBe("18/01");
    expect(strength(19, 28)).toBe("18/10");
    expect(strength(20, 117)).toBe("18/99");
    expect(strength(21, 118)).toBe("18/**");
    expect(strength(21, 119)).toBe("19");
    expect(strength(21, 120)).toBe("20");
    expect(strength(22, 122)).toBe("22");
    expect(strength(25, 125)).toBe("25");
  });

  it("name hunger and load only when there is something to say", () => {
    expect(words({ 21: 1, 22: 0 })).toBe("");
    expect(
      ["Satiated", "", "Hungry", "Weak", "Fainting", "Fainted", "Starved"].map((_, i) => words({ 21: i })),
    ).toEqual([" Satiated", "", " Hungry", " Weak", " Fainting", " Fainted", " Starved"]);
    expect([1, 2, 3, 4, 5].map((i) => words({ 22: i }))).toEqual([
      " Burdened",
      " Stressed",
      " Strained",
      " Overtaxed",
      " Overloaded",
    ]);
  });

  it("name each condition by its bit", () => {
    // Bits as in section 2.2 of the facts on MiniHack.
    const bits: Readonly<Record<number, string>> = {
      1: "Stone",
      2: "Slime",
      4: "Strngl",
      8: "FoodPois",
      16: "TermIll",
      32: "Blind",
      64: "Deaf",
      128: "Stun",
      256: "Conf",
      512: "Hallu",
      1024: "Lev",
      2048: "Fly",
      4096: "Ride",
    };
    for (const [bit, word] of Object.entries(bits)) expect(words({ 25: Number(bit) })).toBe(` ${word}`);
  });

  it("put hunger and load before the conditions, as the terminal does", () => {
    // NetHack 3.6 wintty.c, field order of the second line: ... BL_HUNGER, BL_CAP, BL_CONDITION.
    expect(words({ 21: 2, 22: 1, 25: 32 + 256 + 1024 })).toBe(" Hungry Burdened Blind Conf Lev");
  });

  it("name the alignment, and leave it out where the numbers do not hold it", () => {
    expect(
      [-1, 0, 1].map((align) =>
        statusLines("A", stats({ 26: align }))[0]
          .split(" ")
          .at(-2),
      ),
    ).toEqual(["Chaotic", "Neutral", "Lawful"]);
    expect(statusLines("A", stats().slice(0, 26))[0]).toMatch(/ Ch:9 S:0$/);
  });

  it.skipIf(!recorded)("make the recorded terminal of every recorded start", () => {
    let compared = 0;
    for (const path of recordingFiles()) {
      for (const line of gunzipSync(readFileSync(path)).toString("utf8").split("\n")) {
        if (!line.startsWith('{"type": "episode"') && !line.startsWith('{"type":"episode"')) continue;
        const { reset } = JSON.parse(line) as {
          reset: { chars: string[]; blstats: number[]; message: string; tty_chars: string[] };
        };
        const title = (reset.tty_chars[22] ?? "").slice(0, 31).trimEnd();
        const start: Frame = { rows: reset.chars, message: reset.message, status: statusLines(title, reset.blstats) };
        expect(frameText(start, { window: "screen" }).split("\n"), `${path} episode ${compared}`).toEqual(
          reset.tty_chars,
        );
        compared++;
      }
    }
    console.info(`regenerated screens compared with recorded terminals: ${compared}`);
    // The number of the recordings' own README.
    expect(compared).toBe(1328);
  });
});
