"""Plays a policy learnt by calmhack in the real MiniHack, greedily, and writes its episodes in the trace format.

    python play.py OUT.jsonl.gz --policy POLICY.json --episodes 20 --first-seed 5000 [--one-level]

A level comes from its seed: one after the other, or with --one-level that of --first-seed each time, with other dice
after the start. Steps whose state the policy does not know say "unknown": true. Prints one JSON line.
"""

import argparse
import gzip
import json

from policy import KeyRoomMemory, Policy, unknown_state_action
from real import make, write_episode


def chooser(policy, seed, episode):
    """Chooses actions of one episode."""
    memory = KeyRoomMemory()

    def choose(obs, t):
        x, y = int(obs["blstats"][0]), int(obs["blstats"][1])
        memory.see(obs["chars"].tobytes(), obs["message"].tobytes(), x, y)
        action = policy.greedy.get(memory.state())
        if action is None:
            return unknown_state_action(seed, episode, t, len(policy.actions)), {"unknown": True}
        return action, {}

    return choose


def play(args):
    """Writes the episodes and returns how many succeeded (end status 2)."""
    policy = Policy(args.policy)
    env = make(policy.id, policy.actions)
    name = f"calmhack-policy/1 {policy.arm} seed {policy.seed}"
    success = 0
    with gzip.open(args.out, "wt") as out:
        for episode in range(args.episodes):
            seed, dice = (args.first_seed, episode + 1) if args.one_level else (args.first_seed + episode, None)
            status = write_episode(env, out, chooser(policy, seed, episode),
                                   seed=seed, dice=dice, episode=episode, policy=name)
            success += status == 2
    return success


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--policy", required=True)
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=5000)
    parser.add_argument("--one-level", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps({"episodes": arguments.episodes, "success": play(arguments)}))
