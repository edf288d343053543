"""Steps per second of the real MiniHack: random actions with resets, default observation keys. Prints one JSON line."""

import json
import sys
import time

import gymnasium as gym
import minihack  # noqa: F401  (registers the ids)

name, steps = sys.argv[1], int(sys.argv[2])
env = gym.make(name).unwrapped
env.seed(1, 1, False)
env.reset()
env.action_space.seed(1)
actions = [int(env.action_space.sample()) for _ in range(steps)]
resets, began = 0, time.perf_counter()
for action in actions:
    _, _, terminated, truncated, _ = env.step(action)
    if terminated or truncated:
        env.reset()
        resets += 1
seconds = time.perf_counter() - began
print(json.dumps({"env": name, "steps": steps, "resets": resets, "stepsPerSecond": steps / seconds}))
