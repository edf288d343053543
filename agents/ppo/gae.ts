/**
 * Generalised advantage estimation (Schulman et al. 2016, arXiv 1506.02438, eq. 16): A_t is the sum over l of
 * (gamma lambda)^l delta_{t+l}, delta_t = r_t + gamma V(s_{t+1}) - V(s_t), cut where an episode ends.
 *
 * Nothing is bootstrapped at an end. A truncation is no end of the world: whoever fills `rewards` has added
 * gamma V(last state) there already, so that both kinds of end can be cut alike.
 */

export interface GaeOptions {
  readonly steps: number;
  readonly games: number;
  readonly discount: number;
  readonly lambda: number;
}

/**
 * All arrays are [steps x games], all games of a step together; `ended` is 1 where the step left its episode; `last` has
 * the values [games] of the states after the last step. Fills `advantages`.
 */
export function gae(
  { steps, games, discount, lambda }: GaeOptions,
  rewards: Float64Array,
  values: Float64Array,
  ended: Uint8Array,
  last: Float64Array,
  advantages: Float64Array,
): void {
  for (let game = 0; game < games; game++) {
    let advantage = 0;
    let next = last[game]!;
    for (let step = steps - 1; step >= 0; step--) {
      const at = step * games + game;
      const goesOn = ended[at] === 1 ? 0 : 1;
      const value = values[at]!;
      advantage = rewards[at]! + goesOn * discount * (next + lambda * advantage) - value;
      advantages[at] = advantage;
      next = value;
    }
  }
}
