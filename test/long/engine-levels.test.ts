import { expect, it } from "vitest";
import { levelFits } from "../envs/nethack/frequencies.js";
import { IDS } from "../envs/nethack/support.js";

it.each(IDS)("100,000 levels of %s are whole, can be solved and have the rules' frequencies", (id) => {
  const fits = levelFits(id, 100_000, 2, 1);
  console.log(
    fits.map(({ what, statistic, limit }) => `${what}: ${statistic.toFixed(1)} of ${limit.toFixed(1)}`).join(", "),
  );
  expect(fits.filter(({ statistic, limit }) => statistic > limit)).toEqual([]);
});
