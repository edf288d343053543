/**
 * Judges of training, by name. Each says what it is; none but "truth" and the simulated ones sees more than the
 * observation.
 */
import { type TrainingJudge, truthMask } from "../agents/index.js";
import { KEYROOM } from "../annotations/index.js";
import { judgeByRules, presetPrompt, promptText } from "../calm/index.js";
import { type Frame, InputError, type RandomStream, randomStream, visible } from "../envs/index.js";

/** Rates of error per subgoal: key, door. */
export interface ErrorRates {
  readonly falsePositive: readonly [number, number];
  readonly falseNegative: readonly [number, number];
}

export interface Arm {
  readonly name: string;
  /** In the project's honest words. */
  readonly what: string;
  /** A fresh judge for a seed; undefined: no shaping. */
  readonly judge?: (seed: number) => TrainingJudge;
}

const CROP = 9;
const HERO = { x: 4, y: 4 };

function frameOf(crop: string, message: string): Frame {
  // A crop's cells beyond the map are NUL; a text shows blanks there.
  const cells = crop.replaceAll("\u0000", " ");
  const rows = Array.from({ length: CROP }, (_, y) => cells.slice(y * CROP, (y + 1) * CROP));
  return { rows, hero: HERO, message };
}

/** The text rules on the 9x9 crop, each distinct transition judged once. */
function rulesJudge(): TrainingJudge {
  const template = presetPrompt("crop");
  const memo = new Map<string, number>();
  return {
    reads: "seen",
    judge(before, action, after) {
      const key = `${before.crop}${action}\u0001${after.crop}${after.message}`;
      const held = memo.get(key);
      if (held !== undefined) return held;
      const view = {
        task: KEYROOM.task,
        subgoals: KEYROOM.subgoals,
        before: frameOf(before.crop, before.message),
        action,
        after: frameOf(after.crop, after.message),
      };
      const { verdicts } = judgeByRules(promptText(template, view));
      const mask = verdicts.reduce((sum, verdict, i) => sum | (verdict === "yes" ? 1 << i : 0), 0);
      memo.set(key, mask);
      return mask;
    },
  };
}

const truthJudge = (): TrainingJudge => ({ reads: "events", judge: (_b, _a, _c, events) => truthMask(events) });
const yesJudge = (): TrainingJudge => ({ reads: "nothing", judge: () => 3 });

/** The truth with errors drawn anew for every transition. */
export function noisyJudge(rates: ErrorRates, seed: number): TrainingJudge {
  const stream: RandomStream = randomStream(seed, "noise");
  return {
    reads: "events",
    judge(_before, _action, _after, events) {
      const truth = truthMask(events);
      let said = 0;
      for (let i = 0; i < 2; i++) {
        const turned = stream.uniform();
        const isTrue = (truth >> i) & 1;
        if (isTrue ? turned >= rates.falseNegative[i]! : turned < rates.falsePositive[i]!) said |= 1 << i;
      }
      return said;
    },
  };
}

export const ARM_NAMES = ["none", "truth", "text rules", "always yes"] as const;

function share(text: string | undefined): number {
  const value = Number(text);
  return text !== undefined && text !== "" && value >= 0 && value <= 1 ? value : Number.NaN;
}

/** "none", "truth", "text rules", "always yes", or "noisy FP/FN" with two shares. */
export function armOf(name: string): Arm {
  if (name === "none") return { name, what: "the task's reward alone" };
  if (name === "truth") return { name, what: "bonus by the game's state, privileged", judge: truthJudge };
  if (name === "text rules")
    return { name, what: "hand-made bonus: a program reads the crop and the message", judge: rulesJudge };
  if (name === "always yes") return { name, what: "floor: everything is paid", judge: yesJudge };
  const [, positive, negative] = /^noisy ([\d.e-]+)\/([\d.e-]+)$/.exec(name) ?? [];
  const [fp, fn] = [share(positive), share(negative)];
  if (Number.isNaN(fp) || Number.isNaN(fn)) {
    const accepted = `${ARM_NAMES.join(", ")}, or "noisy FP/FN" such as "noisy 0.01/0.1"`;
    throw new InputError(`There is no arm "${visible(name, 40)}"; accepted are ${accepted}.`);
  }
  const rates: ErrorRates = { falsePositive: [fp, fp], falseNegative: [fn, fn] };
  return {
    name,
    what: `simulated: the truth with ${fp} of the noes and ${fn} of the yeses turned, independent`,
    judge: (seed) => noisyJudge(rates, seed),
  };
}
