/**
 * Our tasks beside MiniHack's own reward managers: random tasks of all kinds, given the same random moments. A sequence
 * that is done within a group that goes on breaks off there with an IndexError; ours stays done. Such cases are compared up
 * to that moment.
 */
import { expect, it } from "vitest";
import { randomStream, rewards } from "../../envs/index.js";
import { pythonWith } from "./python.js";

const python = pythonWith(
  [{ module: "minihack.reward_manager", name: "minihack" }],
  "our rewards of one's own are not compared with MiniHack's",
);

const CASES = 2_000;
const MOMENTS = 30;
const PLACES = ["altar", "staircase up", "sink"] as const;
const ACTIONS = ["N", "E", "NW", "PRAY", "QUAFF"] as const;
const TEXTS = ["It's a wall.", "You kill the newt!", "Delicious!  Must be a Macintosh!", "Core dumped.", ""] as const;
const KINDS = ["message", "kill", "eat", "coordinate", "location", "positional"] as const;

interface EventPlan {
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
  readonly place: string;
  readonly action: string;
  readonly at: readonly [number, number];
  readonly flags: readonly [reward: number, repeatable: boolean, required: boolean, sufficient: boolean];
}
type TaskPlan =
  | { readonly kind: "all" | "in order"; readonly events: readonly EventPlan[] }
  | { readonly kind: "groups"; readonly members: readonly { task: TaskPlan; flags: readonly [boolean, boolean] }[] };
interface Given {
  readonly action: string;
  readonly message: string;
  readonly x: number;
  readonly y: number;
  readonly shown: readonly string[];
}

const PROGRAM = `
import json, sys
import numpy as np
from minihack.reward_manager import GroupedRewardManager, RewardManager, SequentialRewardManager
from nle.nethack import Command, CompassDirection

def build(plan):
    if plan["kind"] == "groups":
        manager = GroupedRewardManager()
        for member in plan["members"]:
            manager.add_reward_manager(build(member["task"]), *member["flags"])
        return manager
    manager = RewardManager() if plan["kind"] == "all" else SequentialRewardManager()
    for e in plan["events"]:
        flags = e["flags"]
        if e["kind"] == "message": manager.add_message_event([e["text"]], *flags)
        elif e["kind"] == "kill": manager.add_kill_event("newt", *flags)
        elif e["kind"] == "eat": manager.add_eat_event("apple", *flags)
        elif e["kind"] == "coordinate": manager.add_coordinate_event(tuple(e["at"]), *flags)
        elif e["kind"] == "location": manager.add_location_event(e["place"], *flags)
        else: manager.add_positional_event(e["place"], e["action"], *flags)
    return manager

class Game:
    _blstats_index = 0
    _original_observation_keys = ["blstats", "message"]
    actions = [CompassDirection.N, CompassDirection.E, CompassDirection.NW, Command.PRAY, Command.QUAFF]
    shown = []
    def screen_contains(self, name, observation=None):
        return any(name in text for text in self.shown)

NAMES = ["N", "E", "NW", "PRAY", "QUAFF"]
found = []
for case in json.load(sys.stdin):
    manager, game, steps = build(case["task"]), Game(), []
    manager.reset()
    for m in case["moments"]:
        game.shown = m["shown"]
        observation = (np.array([m["x"], m["y"]]), np.frombuffer(m["message"].encode().ljust(256, b"\\0"), dtype=np.uint8))
        try: done = manager.check_episode_end_call(game, None, NAMES.index(m["action"]), observation)
        except IndexError: break
        steps.append([float(manager.collect_reward()), bool(done)])
        if done: break
    found.append(steps)
print(json.dumps(found))
`;

const stream = randomStream(1, "reward managers");
const pick = <T>(list: readonly T[]): T => list[stream.below(list.length)]!;
const coin = (): boolean => stream.below(2) === 0;

const eventPlan = (): EventPlan => ({
  kind: pick(KINDS),
  text: pick(TEXTS.slice(0, 3)),
  place: pick(PLACES),
  action: pick(["PRAY", "QUAFF"]),
  at: [stream.below(3), stream.below(2)],
  flags: [pick([1, -1, 0.5, 2]), stream.below(4) === 0, coin(), stream.below(4) === 0],
});

const events = (): readonly EventPlan[] => Array.from({ length: 1 + stream.below(4) }, eventPlan);

function taskPlan(depth: number): TaskPlan {
  const kind = depth === 0 ? pick(["all", "in order"] as const) : pick(["all", "in order", "groups"] as const);
  if (kind !== "groups") return { kind, events: events() };
  const members = Array.from({ length: 1 + stream.below(3) }, () => ({
    task: taskPlan(depth - 1),
    flags: [coin(), coin()] as const,
  }));
  return { kind, members };
}

function ours(plan: TaskPlan): rewards.Task {
  if (plan.kind === "groups") {
    const members = plan.members.map(({ task, flags: [terminalRequired, terminalSufficient] }) => ({
      task: ours(task),
      terminalRequired,
      terminalSufficient,
    }));
    return rewards.groups(...members);
  }
  const built = plan.events.map(({ kind, text, place, action, at, flags }) => {
    const [reward, repeatable, terminalRequired, terminalSufficient] = flags;
    const options = { reward, repeatable, terminalRequired, terminalSufficient };
    if (kind === "message") return rewards.message([text], options);
    if (kind === "kill") return rewards.kill("newt", options);
    if (kind === "eat") return rewards.eat("apple", options);
    if (kind === "coordinate") return rewards.coordinate(at, options);
    return kind === "location" ? rewards.location(place, options) : rewards.positional(place, action, options);
  });
  return plan.kind === "all" ? rewards.all(...built) : rewards.inOrder(...built);
}

const given = (): Given => ({
  action: pick(ACTIONS),
  message: pick(TEXTS),
  x: stream.below(3),
  y: stream.below(2),
  shown: PLACES.filter(coin),
});

function settled(plan: TaskPlan, moments: readonly Given[]): readonly (readonly [number, boolean])[] {
  const task = ours(plan);
  const ledger = new rewards.Ledger(task, new Uint8Array(rewards.memoryOf(task)));
  const frame = { rows: [], message: "" };
  const steps: [number, boolean][] = [];
  for (const { shown, ...moment } of moments) {
    const shows = (text: string): boolean => shown.some((one) => one.includes(text));
    const isDone = ledger.settle({ ...moment, shows, before: frame, after: frame });
    steps.push([ledger.paid, isDone]);
    if (isDone) break;
  }
  return steps;
}

it.skipIf(!python.isThere)(`pays and ends as MiniHack's managers do: ${CASES} tasks, ${MOMENTS} moments each`, () => {
  const cases = Array.from({ length: CASES }, () => ({
    task: taskPlan(2),
    moments: Array.from({ length: MOMENTS }, given),
  }));
  const found = JSON.parse(python.run(PROGRAM, { input: JSON.stringify(cases) })) as unknown[][];
  for (const [i, { task, moments }] of cases.entries()) {
    const theirs = found[i]!;
    const steps = settled(task, moments).slice(0, theirs.length);
    expect(steps, JSON.stringify({ task, moments })).toEqual(theirs);
  }
  console.log(`${python.versions}: ${CASES} tasks, ${found.flat().length} moments equal`);
});
