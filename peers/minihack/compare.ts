/**
 * A policy learnt here beside its own episodes of the real MiniHack: `tsx compare.ts POLICY.json TRACE.jsonl.gz [POLICY
 * TRACE …]` prints what all pairs came to. Exits with 1 unless every step conforms and every action is the same.
 */
import { conforming, InputError } from "../../envs/index.js";
import { Follower, readPolicy } from "./policy.js";
import { compareEpisode, type EpisodeComparison } from "./rebuilt.js";

const found: EpisodeComparison[] = [];
const ids = new Set<string>();
const states: number[] = [];
const levels = new Set<number>();
/** The clock before the last step, by level: more than one where dice made a difference. */
const clocks = new Set<string>();
for (let i = 2; i + 1 < process.argv.length; i += 2) {
  const policy = readPolicy(process.argv[i]!);
  const follower = new Follower(policy);
  ids.add(policy.id);
  states.push(policy.states.length);
  for await (const episode of conforming.readTraces(process.argv[i + 1]!)) {
    if (episode.environment !== policy.id || episode.actions.join() !== policy.actions.join()) {
      throw new InputError(`${process.argv[i + 1]} holds other episodes than those of ${process.argv[i]}.`);
    }
    levels.add(episode.seed);
    clocks.add(`${episode.seed} ${episode.steps.at(-2)?.stats[20]}`);
    found.push(compareEpisode(follower, episode));
  }
}

const sum = (of: (one: EpisodeComparison) => number | boolean) =>
  found.reduce((total, one) => total + Number(of(one)), 0);
const steps = sum((one) => one.steps);
const [equal, sameAction] = [sum((one) => one.conforming), sum((one) => one.sameAction)];
const goalless = sum((one) => one.goal === "never shown");
const sameAlone = sum((one) => one.successAlone === one.successThere);
console.log(
  `policy of ${[...ids].join(", ")} (${states.join(" + ")} states), ${found.length} real episodes on ${levels.size} levels: ` +
    `success there ${sum((one) => one.successThere)}, here ${sum((one) => one.successReplayed)}; ` +
    `same action at ${sameAction} of ${steps} steps (${sum((one) => one.unknown)} in unknown states)`,
);
console.log(
  `  "here": our engine on levels rebuilt from the recordings, the policy shown our observations, each unlocking as many ` +
    `turns as recorded; the engine agrees with the recording at ${equal} of ${steps} steps` +
    (clocks.size > levels.size && levels.size < found.length
      ? `; dice made ${clocks.size} different durations in turns`
      : ""),
);
console.log(
  `  on the same levels, played alone with dice of our own: success ${sum((one) => one.successAlone)}, ` +
    `same outcome in ${sameAlone} of ${found.length} episodes` +
    (goalless > 0 ? `; ${goalless} of them never show the goal, so these levels lack it here` : ""),
);
process.exitCode = found.length > 0 && equal === steps && sameAction === steps ? 0 : 1;
