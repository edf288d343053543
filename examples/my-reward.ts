// Rewards of your own, as with MiniHack's RewardManager: here apples pay, so does ground seen for the first time, and
// bumping costs more each time in a row. What was achieved is part of a snapshot.
import { type Frame, make, rewards } from "calmhack/envs";

const ground = ({ rows }: Frame): number => rows.join("").replaceAll(/[^.%>]/g, "").length;

const task = rewards.all(
  rewards.eat("apple", { reward: 0.5, repeatable: true, terminalRequired: false }),
  rewards.custom((before, _action, after) => 0.01 * Math.max(0, ground(after) - ground(before))),
  // Of your own: a function of the moment. This one ends the episode, as the stairs do.
  rewards.event(({ x, y, shows }) => x === 19 && y < 14 && !shows("apple"), { reward: 2, terminalSufficient: true }),
);
const mine = { reward: { task, penalty: { mode: "linear", step: -0.001 } } } as const;

for (const [name, options] of Object.entries({ "MiniHack's": {}, mine })) {
  const env = make("MiniHack-ExploreMaze-Easy-v0", { ...options, observationKeys: [] });
  const returns = Array.from({ length: 10 }, (_, seed) => {
    env.reset({ seed });
    let sum = 0;
    // The same moves for both: every step by a rule that needs no dice.
    for (let t = 0; t < env.limit; t++) {
      const { reward, terminated, truncated } = env.step((t * t + 3 * t + seed) % 8);
      sum += reward;
      if (terminated || truncated) break;
    }
    return sum;
  });
  console.log(`${name}: returns ${returns.map((sum) => sum.toFixed(2)).join(" ")}`);
}
