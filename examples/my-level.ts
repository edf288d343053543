// A level of your own in MiniHack's level language, with subgoals of your own on it.
// Try: npx calmhack envs MyVault-v0 --import examples/my-level.ts
//      npx calmhack train MyVault-v0 --import examples/my-level.ts --one-level --seeds 3 --steps 40000
import { defineSubgoals, type Frame, levels } from "calmhack/envs";

const text = `MAZE:"vault",' '
FLAGS:hardfloor
GEOMETRY:center,center
MAP
|---------|
|....|....|
|LL.L|....|
|....+....|
|---------|
ENDMAP
REGION:(0,0,10,4),lit,"ordinary"
DOOR:locked,(5,3)
BRANCH:(1,1,4,1),(0,0,0,0)
OBJECT:('(',"skeleton key"),(1,3),blessed,name:"The Master Key of Thievery"
STAIR:(6,1,9,3),(0,0,0,0),down
`;
export const vault = levels.define({ id: "Vault-v0", level: text, limit: 60 });

const keys = ({ inventory = [] }: Frame): number => inventory.filter(({ text }) => /\bkey\b/.test(text)).length;
const doors = ({ rows }: Frame): number => rows.join("").split("+").length - 1;

export const subgoals = defineSubgoals({
  id: "MyVault-v0",
  on: "Vault-v0",
  task: "Take the key beyond the lava (}), open the door (+) with it, and walk to the stairs down (>).",
  subgoals: [
    { name: "take the key", achieved: (before, _action, after) => keys(after) > keys(before) },
    { name: "open the door", achieved: (before, _action, after) => doors(after) < doors(before) },
  ],
});
