"""Plays a network saved by calmhack in the real MiniHack, on levels by seed, and counts its successes.

    python network.py POLICY.json --episodes 500 --first-seed 5000 [--greedy]

The paid set that the network is shown is told by the memory (key held, door open): right for the arms "truth", "memory"
and "text rules" of KeyRoom, whose judges say the same there. Needs numpy and what NLE's keys show. Prints a JSON line.
The features say the same as agents/network/keyroom-features.ts ("map": 5 x 5 round the hero).
"""

import argparse
import base64
import json
import random

import numpy as np

from policy import COLUMNS, KeyRoomMemory
from real import make

ROWS, FAR, MESSAGES = 21, 16, 32
OFFSETS = 2 * FAR + 1
PHASES = {"locked": 0, "held": 1, "open": 2}


def message_slot(message):
    """FNV-1a over the message's bytes, as messageSlot of message-slot.ts."""
    if not message:
        return 0
    word = 0x811C9DC5
    for byte in message:
        word = ((word ^ byte) * 0x01000193) & 0xFFFFFFFF
    return 1 + ((word ^ (word >> 15)) & 0x7FFFFFFF) % (MESSAGES - 1)


def clamped(offset):
    return min(FAR, max(-FAR, offset)) + FAR


def features(memory, chars, message, paid, near=2):
    """Rows of the first layer's table that are on."""
    side = 2 * near + 1
    x, y = memory.hero % COLUMNS, memory.hero // COLUMNS
    door, key, goal, phase, _ = memory.state()
    on, at = [], 0
    for cell in (door, key, goal):
        if cell < 0:
            on.append(at + OFFSETS)
        else:
            on += [at + clamped(cell % COLUMNS - x), at + OFFSETS + 1 + clamped(cell // COLUMNS - y)]
        at += 2 * OFFSETS + 1
    on.append(at + PHASES[phase])
    on.append(at + 3 + paid)
    on.append(at + 7 + message_slot(message))
    at += 7 + MESSAGES
    for i, (dy, dx) in enumerate((dy, dx) for dy in range(-near, near + 1) for dx in range(-near, near + 1)):
        cx, cy = x + dx, y + dy
        sign = chars[cy * COLUMNS + cx] if 0 <= cx < COLUMNS and 0 <= cy < ROWS else 32
        if sign in b"-|":
            on.append(at + i)
        elif sign == 32:
            on.append(at + side * side + i)
    return on


class Network:
    """A file of format calmhack-network/1 of the agent ppo."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            saved = json.load(file)
        network = saved.get("network", {})
        if saved.get("format") != "calmhack-network/1" or network.get("agent") != "ppo":
            raise SystemExit(f"{path} is no network of PPO without memory that calmhack saved.")
        if network["inputs"] not in ("auto", "map"):
            raise SystemExit(f"{path} is shown {network['inputs']}; this player knows map.")
        self.id, self.actions, self.arm, self.seed = saved["id"], saved["actions"], saved["arm"], saved["seed"]
        weights = np.frombuffer(base64.b64decode(network["weights"]), dtype="<f4").astype(np.float64)
        first, second = network["trunk"]
        shapes = [(network["features"], first), (first,), (first, second), (second,), (second, network["actions"]),
                  (network["actions"],), (second, 1), (1,)]
        self.layers, at = [], 0
        for shape in shapes:
            size = int(np.prod(shape))
            self.layers.append(weights[at:at + size].reshape(shape))
            # Each stretch of parameters begins at a whole vector of four.
            at += (size + 3) & ~3
        if at != len(weights):
            raise SystemExit(f"{path} has {len(weights)} weights, and its shape asks for {at}.")

    def probabilities(self, on):
        table, bias, middle, middle_bias, policy, policy_bias, _, _ = self.layers
        hidden = np.maximum(table[on].sum(axis=0) + bias, 0)
        hidden = np.maximum(hidden @ middle + middle_bias, 0)
        logits = hidden @ policy + policy_bias
        shares = np.exp(logits - logits.max())
        return shares / shares.sum()


def episode(env, network, seed, rng, greedy):
    """Whether the goal was reached (end status 2), and the number of steps."""
    env.seed(seed, seed, False)
    obs, _ = env.reset()
    memory, steps = KeyRoomMemory(), 0
    while True:
        message = obs["message"].tobytes().split(b"\0")[0]
        chars = obs["chars"].tobytes()
        memory.see(chars, message, int(obs["blstats"][0]), int(obs["blstats"][1]))
        paid = 0 if memory.phase == "locked" else 1 if memory.phase == "held" else 3
        shares = network.probabilities(features(memory, chars, message, paid))
        action = int(shares.argmax()) if greedy else rng.choices(range(len(shares)), shares)[0]
        obs, _, terminated, truncated, info = env.step(action)
        steps += 1
        if terminated or truncated:
            return int(info["end_status"]) == 2, steps


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("policy")
    parser.add_argument("--episodes", type=int, default=500)
    parser.add_argument("--first-seed", type=int, default=5000)
    parser.add_argument("--greedy", action="store_true")
    arguments = parser.parse_args()
    net = Network(arguments.policy)
    world = make(net.id, net.actions)
    draws = random.Random(arguments.first_seed)
    played = [episode(world, net, arguments.first_seed + i, draws, arguments.greedy) for i in range(arguments.episodes)]
    print(json.dumps({"episodes": len(played), "success": sum(won for won, _ in played),
                      "steps": sum(steps for _, steps in played) / len(played)}))
