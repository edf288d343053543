/**
 * Rooms and mazes whose one difficulty is to find the stairs: the subgoal is to see them.
 */
import { type FamilyTask, SEE_STAIRS, walk } from "./task.js";

export const FINDING: FamilyTask = {
  subgoals: [SEE_STAIRS],
  lookAlikes: [
    {
      name: "see more of the level",
      holds: (before, _, after) =>
        after.rows.some((row, y) => row.trim().length > (before.rows[y] ?? "").trim().length),
    },
    walk(),
  ],
};
