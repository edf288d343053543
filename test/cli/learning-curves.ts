/** Made-up learning curves: successes rise like an S, seeds differ, some never arrive. */
import type { CurveArm } from "../../cli/curves.js";
import { randomStream } from "../../envs/index.js";

export interface MadeArm {
  readonly name: string;
  /** Steps at which half of the episodes succeed, about. */
  readonly half: number;
  readonly seeds?: number;
  /** What success comes to in the end; a seed under 0.9 is censored. */
  readonly ceiling?: number;
}

export function madeArm({ name, half, seeds = 5, ceiling = 1 }: MadeArm, budget: number, every: number): CurveArm {
  const runs = Array.from({ length: seeds }, (_, seed) => {
    const stream = randomStream(seed, `made ${name}`);
    const middle = half * Math.exp(stream.uniform() - 0.5);
    const evaluations: { steps: number; success: number }[] = [];
    let held = 0;
    for (let steps = every; steps <= budget && held < 3; steps += every) {
      const success = Math.round((200 * ceiling) / (1 + (middle / steps) ** 4)) / 200;
      evaluations.push({ steps, success });
      held = success >= 0.9 ? held + 1 : 0;
    }
    return held < 3 ? { evaluations } : { evaluations, stepsTo90: evaluations.at(-3)!.steps };
  });
  return { name, runs };
}
