"""The half of bench/serve.ts that runs in Python: `python serve.py URL PID`, the token in CALMHACK_TOKEN."""

import base64
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "examples", "python"))

from calmhack_client import CalmhackEnv, CalmhackVectorEnv, JudgeReward, Server

S5 = "MiniHack-KeyRoom-S5-v0"
RUNS = 5
CROP = ["chars_crop", "blstats"]


def server_seconds():
    try:
        with open(f"/proc/{sys.argv[2]}/stat") as file:
            fields = file.read().split(") ")[1].split()
        return (int(fields[11]) + int(fields[12])) / 100
    except OSError:
        return None


def rate(name, count, work, unit="1/s"):
    def until(seconds):
        began, requests = time.perf_counter(), 0
        while True:
            work()
            requests += 1
            passed = time.perf_counter() - began
            if passed >= seconds:
                return requests, passed

    until(1)
    own, served, readings, requests = time.process_time(), server_seconds(), [], 0
    for _ in range(RUNS):
        done, seconds = until(1)
        requests += done
        readings.append(done * count / seconds)
    own = (time.process_time() - own) / requests * 1e6
    note = f"client {own:.0f} µs a request"
    if served is not None:
        note = f"server {(server_seconds() - served) / requests * 1e6:.0f} µs, {note}"
    return {"name": name, "value": sorted(readings)[RUNS // 2], "unit": unit, "note": note}


def single(server, name, keys):
    env = CalmhackEnv(S5, server, observation_keys=keys)
    env.reset(seed=1)

    def work():
        _, _, terminated, truncated, _ = env.step(0)
        if terminated or truncated:
            env.reset()

    return rate(f"serve/python/steps/{name}/1", 1, work)


def judged(server):
    """Random steps with the judge's bonus: the frame comes with each step, and changed texts that are new are asked."""
    import random

    env = JudgeReward(CalmhackEnv(S5, server, observation_keys=CROP, actions="paper", frames=True), server)
    env.reset(seed=1)
    draw = random.Random(1)

    def work():
        _, _, terminated, truncated, _ = env.step(draw.randrange(6))
        if terminated or truncated:
            env.reset()

    return rate("serve/python/steps/crop-keys/judged", 1, work)


def batch(server, name, keys):
    games = CalmhackVectorEnv(S5, 64, server, observation_keys=keys)
    games.reset(seed=1)
    return rate(f"serve/python/steps/{name}/64", 64, lambda: games.step([0] * 64))


def judging(server, count):
    before = {"rows": ["#" * 30, "#...@+....".ljust(30, "."), "#" * 30], "message": "", "inventory": ["a key"]}
    after = {**before, "rows": ["#" * 30, "#...@-....".ljust(30, "."), "#" * 30]}
    one = {"task": "Open the door.", "subgoals": ["open the door"], "before": before, "action": "APPLY", "after": after}
    some = [one] * count
    return rate(f"serve/python/judgements/text-rules/{count}", count, lambda: server.judge(some))


def encodings(server):
    """One observation of the default keys to arrays: base64 as it is sent, and lists of numbers as it might be."""
    env = CalmhackEnv(S5, server)
    observation, _ = env.reset(seed=1)
    raw = {key: bytes(array) for key, array in observation.items()}
    texts = json.dumps({key: base64.b64encode(data).decode() for key, data in raw.items()})
    lists = json.dumps({key: array.tolist() for key, array in observation.items()})
    spaces = env._instance.about["observations"]

    def from_base64():
        env._instance.observation(json.loads(texts))

    def from_lists():
        told = json.loads(lists)
        try:
            import numpy
        except ImportError:
            return
        for key, space in spaces.items():
            numpy.array(told[key], space["dtype"])

    figures = []
    for name, work, size in (("base64", from_base64, len(texts)), ("lists", from_lists, len(lists))):
        figure = rate(f"serve/python/decoding/default-keys/{name}", 1, work)
        figures.append({**figure, "note": f"{size} bytes of JSON"})
    return figures


with Server(sys.argv[1]) as server:
    figures = []
    for name, keys in (("crop-keys", CROP), ("default-keys", None)):
        figures += [single(server, name, keys), batch(server, name, keys)]
    figures += [judged(server), judging(server, 1), judging(server, 64), *encodings(server)]
print(json.dumps(figures))
