import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { greedyActions, optimalValues, stateValue } from "../../agents/finite-world.js";
import { shapedWorld } from "../../agents/index.js";
import { bonus, paidAfter, potential, type Shaping } from "../../calm/index.js";
import { DISCOUNT, detour, detourAchieved, K5, k5, k5Achieved, k5State, shapedPastTheEnd } from "./worlds.js";

const shaping = (form: Shaping["form"], ...weights: number[]): Shaping => ({ form, weights, discount: DISCOUNT });

describe("the detour world (formulas worked by hand, gamma 0.9)", () => {
  const valueAt = (s: Shaping) => stateValue(optimalValues(shapedWorld(detour, detourAchieved, s), DISCOUNT), 0);
  const goesVia = (s: Shaping) => greedyActions(optimalValues(shapedWorld(detour, detourAchieved, s), DISCOUNT), 0);

  it("is worth 1 unshaped, by going at once", () => {
    const values = optimalValues(detour, DISCOUNT);
    expect(stateValue(values, 0)).toBeCloseTo(1, 12);
    expect(greedyActions(values, 0)).toEqual([0]);
    expect(values.q[1]).toBeCloseTo(0.81, 12);
  });

  it("is farmed by a bonus that pays every time: 0.2 / (1 - 0.81) beats the goal", () => {
    expect(valueAt(shaping("every time", 0.2))).toBeCloseTo(1.052632, 6);
    expect(goesVia(shaping("every time", 0.2))).toEqual([1]);
    expect(goesVia(shaping("every time", 0.1))).toEqual([0]);
    // Both forms flip where the bonus outweighs what the detour costs, 1 - 0.81.
    expect(goesVia(shaping("every time", 0.189))).toEqual([0]);
    expect(goesVia(shaping("every time", 0.191))).toEqual([1]);
  });

  it("lets a bonus paid once buy the detour, from 0.19 on", () => {
    expect(valueAt(shaping("once", 0.2))).toBeCloseTo(1.01, 12);
    expect(goesVia(shaping("once", 0.2))).toEqual([1]);
    expect(goesVia(shaping("once", 0.15))).toEqual([0]);
    expect(goesVia(shaping("once", 0.189))).toEqual([0]);
    expect(goesVia(shaping("once", 0.191))).toEqual([1]);
  });

  it("keeps both roads' worth under a potential on the paid set: 0.81 via K, 1 at once", () => {
    const { q } = optimalValues(shapedWorld(detour, detourAchieved, shaping("potential", 0.5)), DISCOUNT);
    expect(q[0]).toBeCloseTo(1, 12);
    expect(q[1]).toBeCloseTo(0.81, 12);
  });

  it("would buy the detour if the potential were kept at the goal: 1.1745", () => {
    const c = 0.5;
    const kept = DISCOUNT * c + DISCOUNT * (DISCOUNT * c - c) + DISCOUNT ** 2 * (1 + DISCOUNT * c - c);
    expect(kept).toBeCloseTo(1.1745, 12);
    const wrong = optimalValues(shapedPastTheEnd(detour, detourAchieved, shaping("potential", c)), DISCOUNT);
    expect([wrong.q[0], wrong.q[1]]).toEqual([expect.closeTo(1, 12), expect.closeTo(kept, 12)]);
    expect(greedyActions(wrong, 0)).toEqual([1]);
  });
});

describe("the corridor K5 with dropping", () => {
  const plain = optimalValues(k5(5), DISCOUNT);
  const start = k5State(1, 0, 0);

  it("is worth 0.9^6 from the start", () => {
    expect(stateValue(plain, start)).toBeCloseTo(0.531441, 9);
  });

  it.each([
    [0.05, 0.609246],
    [0.1, 0.687051],
    [0.2, 0.947368],
    [0.5, 2.368421],
  ])("is worth what a bonus of %f every time makes of it", (weight, value) => {
    const world = shapedWorld(k5(5), k5Achieved, shaping("every time", weight, weight));
    expect(stateValue(optimalValues(world, DISCOUNT), start * 4)).toBeCloseTo(value, 6);
  });

  /** Acting states with the set that they are reached with least: what was achieved in them, and nothing else. */
  const changedStates = (weight: number) => {
    const shaped = optimalValues(shapedWorld(k5(5), k5Achieved, shaping("every time", weight, weight)), DISCOUNT);
    return Array.from({ length: 20 }, (_, state) => state).filter(
      (state) => state % 5 !== 4 && `${greedyActions(shaped, state * 4)}` !== `${greedyActions(plain, state)}`,
    );
  };

  it("acts alike in all states under a bonus of 0.05 every time, and otherwise in some from 0.1 on", () => {
    expect(changedStates(0.05)).toEqual([]);
    expect(changedStates(0.1)).not.toEqual([]);
    expect(changedStates(0.1)).not.toContain(start);
  });

  it("acts otherwise in some states when the potential is kept at the goal", () => {
    for (const c of [0.5, 5]) {
      const wrong = optimalValues(shapedPastTheEnd(k5(5), k5Achieved, shaping("potential", c, c)), DISCOUNT);
      const changed = Array.from({ length: 80 }, (_, place) => place).filter(
        (place) =>
          Math.floor(place / 4) % 5 !== 4 &&
          `${greedyActions(wrong, place)}` !== `${greedyActions(plain, Math.floor(place / 4))}`,
      );
      expect(changed).not.toEqual([]);
    }
  });

  it("is farmed from 0.2 on: with the key at 0 the best action is to drop it", () => {
    const world = shapedWorld(k5(5), k5Achieved, shaping("every time", 0.2, 0.2));
    expect(greedyActions(optimalValues(world, DISCOUNT), k5State(0, 1, 0) * 4 + 1)).toEqual([K5.D]);
  });

  it.each([0.5, 5])("keeps every greedy set under a potential of %f, and V' + Phi = V", (c) => {
    const world = shapedWorld(k5(5), k5Achieved, shaping("potential", c, c));
    const shaped = optimalValues(world, DISCOUNT, 1e-14);
    for (let state = 0; state < 20; state++) {
      for (let set = 0; set < 4; set++) {
        const place = state * 4 + set;
        if (state % 5 === 4) continue; // the goal: nobody stands there and acts
        expect(stateValue(shaped, place) + potential([c, c], set)).toBeCloseTo(stateValue(plain, state), 9);
        expect(greedyActions(shaped, place)).toEqual(greedyActions(plain, state));
      }
    }
    expect(stateValue(shaped, start * 4)).toBeCloseTo(0.531441, 9);
  });

  it("changes greedy sets under a bonus paid once: a state with the door open turns back for the key", () => {
    const world = shapedWorld(k5(5), k5Achieved, shaping("once", 0.5, 0));
    const shaped = optimalValues(world, DISCOUNT);
    const open = k5State(2, 0, 1);
    expect(greedyActions(plain, open)).toEqual([K5.R]);
    expect(greedyActions(shaped, open * 4 + 2)).toEqual([K5.L]);
  });
});

describe("the bonus", () => {
  it("pays each subgoal once an episode in the form once, and again every time in the other", () => {
    expect(bonus(shaping("once", 0.1, 0.2), 0b01, 0b11, "running")).toBeCloseTo(0.2, 12);
    expect(bonus(shaping("every time", 0.1, 0.2), 0b01, 0b11, "running")).toBeCloseTo(0.3, 12);
  });

  it("drops the potential at the world's end and keeps it at a step limit", () => {
    const s = shaping("potential", 0.1, 0.1);
    expect(bonus(s, 0b01, 0b10, "terminated")).toBeCloseTo(-0.1, 12);
    expect(bonus(s, 0b01, 0b10, "truncated")).toBeCloseTo(0.9 * 0.2 - 0.1, 12);
    // Origin: target .08 + .9 * (.5 - .2) = 0.35 = gamma V(s') - Phi(s).
    expect(bonus(s, 0b01, 0b10, "truncated") + 0.9 * (0.5 - 0.2)).toBeCloseTo(0.35, 12);
    // The wrong target of one that drops the potential at a step limit: 0.17.
    expect(bonus(s, 0b01, 0b10, "terminated") + 0.9 * (0.5 - 0.2)).toBeCloseTo(0.17, 12);
  });

  it("telescopes: discounted potentials of an episode sum to what its last set is worth", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(7), { minLength: 1, maxLength: 20 }), (episode) => {
        const s = shaping("potential", 0.3, 0.2, 0.7);
        let paid = 0;
        let sum = 0;
        episode.forEach((achieved, t) => {
          sum += DISCOUNT ** t * bonus(s, paid, achieved, "running");
          paid = paidAfter(paid, achieved);
        });
        expect(sum).toBeCloseTo(DISCOUNT ** episode.length * potential(s.weights, paid), 9);
      }),
      { seed: 8 },
    );
  });
});
