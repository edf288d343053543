// A subgoal of your own on MiniHack's KeyRoom: "reach the door", with its truth read from the frames before and after.
// Try: npx calmhack train KeyRoom-Doorstep-S5-v0 --import examples/my-subgoal.ts --one-level
import { KEYROOM } from "calmhack/annotations";
import { defineSubgoals, type Frame } from "calmhack/envs";

/** Whether the hero stands beside a closed door; the frame is what the player sees, so an unseen door counts for nothing. */
function besideDoor({ rows, hero = { x: 0, y: 0 } }: Frame): boolean {
  const { x, y } = hero;
  return [rows[y]?.[x - 1], rows[y]?.[x + 1], rows[y - 1]?.[x], rows[y + 1]?.[x]].includes("+");
}

const holdsKey = ({ inventory = [] }: Frame): boolean => inventory.some(({ text }) => /\bkey\b/.test(text));

/** KeyRoom's own two, as they are. */
const [key, door] = KEYROOM.subgoals.map((name, i) => ({
  name,
  achieved: (before: Frame, _action: string, after: Frame) => KEYROOM.truth({ before, after })[i] === "yes",
}));

export const doorstep = defineSubgoals({
  id: "KeyRoom-Doorstep-S5-v0",
  on: "MiniHack-KeyRoom-S5-v0",
  task: KEYROOM.task,
  subgoals: [
    key!,
    {
      name: "reach the door with the key",
      achieved: (before, _action, after) => holdsKey(after) && !besideDoor(before) && besideDoor(after),
    },
    door!,
  ],
  lookAlikes: [
    { name: "reach the door without the key", holds: (before, _, after) => !besideDoor(before) && besideDoor(after) },
    { name: "leave the door", holds: (before, _, after) => besideDoor(before) && !besideDoor(after) },
  ],
});
