import { describe, expect, it } from "vitest";
import { InputError } from "../../envs/index.js";
import { ARM_NAMES, armOf } from "../../experiments/arm.js";
import { judgeOf } from "../../experiments/judges.js";

const context = { seed: 1, id: "MiniHack-KeyRoom-S5-v0" };

describe("an arm by name", () => {
  it("is plain data, whole after a trip through JSON", () => {
    for (const name of [...ARM_NAMES, "noisy 0.01/0.1", "noisy 1e-3/0 by text potential", "memory potential"]) {
      const arm = armOf(name);
      expect(JSON.parse(JSON.stringify(arm))).toEqual(arm);
      expect(arm.name).toBe(name);
      expect(arm.what).not.toBe("");
    }
  });

  it("takes the form of the payment after any judge's name", () => {
    const { source, what } = armOf("truth");
    expect(armOf("truth once")).toEqual({ name: "truth once", what, source, form: "once" });
    expect(armOf("truth every time").form).toBe("every time");
    expect(armOf("noisy 0.01/0.1 by text potential")).toMatchObject({
      form: "potential",
      source: { kind: "noisy", falsePositive: [0.01, 0.01], falseNegative: [0.1, 0.1], errors: "by text" },
    });
    expect(armOf("truth")).not.toHaveProperty("form");
  });

  it("has a judge, but for none", () => {
    for (const name of ARM_NAMES) expect(judgeOf(armOf(name).source, context) === undefined).toBe(name === "none");
  });

  it("says what is simulated, privileged, a program, a floor or a control", () => {
    const words = ["simulated", "privileged", "hand-made", "floor", "control", "task's reward"];
    for (const name of [...ARM_NAMES, "noisy 0/0"]) {
      expect(words.some((word) => armOf(name).what.includes(word))).toBe(true);
    }
  });

  it.each([
    "nosy 0.1/0.1",
    "noisy 2/0",
    "noisy 0.1",
    "noisy 0.1/",
    "noisy -0.1/0",
    "noisy ./0",
    "none potential",
    "truth twice",
    "errors of gpt",
    "",
    "__proto__",
  ])("that is none of ours (%j) is refused with what is accepted", (name) => {
    expect(() => armOf(name)).toThrow(InputError);
    expect(() => armOf(name)).toThrow(
      /There is no arm ".*"; accepted are none, truth, memory, text rules.*"noisy FP\/FN/,
    );
  });
});
