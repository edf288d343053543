// A level built call by call, as with MiniHack's LevelGenerator, and the text that it means.
import { frameText, levels } from "calmhack/envs";

const level = new levels.LevelBuilder({ width: 9, height: 5 })
  .fillTerrain("rect", "-", 0, 0, 8, 4)
  .fillTerrain("line", "L", 4, 1, 4, 3)
  .addTerrain([4, 2], ".")
  .setStartRect([1, 1], [3, 3])
  .addGoalPos([7, 2])
  .addObject("apple", "%", [1, 2])
  .wallify();
console.log(level.getDes());

const make = levels.maker("MyGap-v0", level, { limit: 30 });
const env = make({ observationKeys: ["message"], actions: ["N", "E", "S", "W"] });
for (const seed of [1, 2]) {
  env.reset({ seed });
  console.log(frameText(env.frame(), { window: "crop" }).replace(/^ *\n/gm, ""));
}
