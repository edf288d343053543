// Many games on two cores: what every rollout of a learner looks like, here with random actions.
import { randomStream, vector } from "calmhack/envs";

const games = vector("MiniHack-KeyRoom-S5-v0", {
  count: 256,
  threads: 2,
  observationKeys: ["chars_crop", "message", "blstats"],
});
const stream = randomStream(1, "random actions");
const actions = new Uint8Array(games.count);
let episodes = 0;
let won = 0;

games.reset({ seed: 1 });
for (let t = 0; t < 300; t++) {
  for (let i = 0; i < games.count; i++) actions[i] = stream.below(games.actions.length);
  // Arrays of all games, the same ones in every step: observation.chars_crop has 256 x 81 bytes.
  const { rewards, final } = games.step(actions);
  for (let i = 0; i < games.count; i++) {
    // A game that ended has begun anew: `observation` shows its new start, `final.observation` how it ended.
    if (final.mask[i] === 0) continue;
    episodes++;
    if (rewards[i]! > 0) won++;
  }
}
games.close();
console.log(`${episodes} episodes ended, ${won} at the stairs`);
