"""Tabular Q-learning from Python, with the judge's bonus and without: one level of KeyRoom-S5, the standard library alone.

    python examples/python/train_tabular.py                       # starts a server of its own
    python examples/python/train_tabular.py --url http://127.0.0.1:8765      # the token in CALMHACK_TOKEN

The judge is whoever the server was started with: the text rules (a program, so a hand-made bonus) unless it was given a
model. `--arguments "--model llama3.1 --base-url http://localhost:11434"` passes flags on to a server of its own.
"""

import argparse
import random
import shlex
import time

from calmhack_client import CalmhackEnv, JudgeReward, Server

ID = "MiniHack-KeyRoom-S5-v0"
EPSILON, STEP_SIZE, DISCOUNT = 0.1, 0.5, 0.99


def state_of(observation):
    """What the agent sees: the remembered map with itself on it, and how many things it carries."""
    letters = bytes(observation["inv_letters"])
    return bytes(observation["chars"]), len(letters) - letters.count(0)


def train(server, steps, seed, bonus):
    env = CalmhackEnv(ID, server, actions="paper", observation_keys=["chars", "inv_letters"], frames=bonus)
    env = JudgeReward(env, server, weight=0.1) if bonus else env
    draw = random.Random(seed)
    count = env.action_space.n
    values, wins, lengths, length, paid = {}, [], [], 0, 0.0
    observation, _ = env.reset(seed=seed)
    state = state_of(observation)
    for _ in range(steps):
        known = values.setdefault(state, [0.0] * count)
        best = max(known)
        greedy = draw.choice([a for a in range(count) if known[a] == best])
        action = draw.randrange(count) if draw.random() < EPSILON else greedy
        observation, reward, terminated, truncated, info = env.step(action)
        length += 1
        paid += info["judge"]["bonus"] if bonus else 0.0
        following = state_of(observation)
        ahead = 0.0 if terminated else DISCOUNT * max(values.get(following, [0.0]))
        known[action] += STEP_SIZE * (reward + ahead - known[action])
        state = following
        if terminated or truncated:
            wins.append(info["end_status"] == 2)
            lengths.append(length)
            length = 0
            # The same level again, with dice that go on.
            observation, _ = env.reset(options={"level": seed})
            state = state_of(observation)
    asked = env.judging.asked if bonus else 0
    env.close()
    return wins, lengths, paid, asked


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", help="a server that runs; without it one is started")
    parser.add_argument("--arguments", default="", help="flags of the server that is started")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    with Server(given.url) if given.url else Server.start(arguments=shlex.split(given.arguments)) as server:
        judge = server.about()["judge"]
        print(f"{ID}, one level a seed, {given.steps} steps; judge: {judge['name']} ({judge['kind']})")
        for name, bonus in (("without a bonus", False), ("with the judge's bonus", True)):
            for seed in range(1, given.seeds + 1):
                began = time.perf_counter()
                wins, lengths, paid, asked = train(server, given.steps, seed, bonus)
                rate = given.steps / (time.perf_counter() - began)
                quarter = max(1, len(wins) // 4)
                print(
                    f"{name:23} seed {seed}: {sum(wins)} of {len(wins)} episodes won, "
                    f"mean length of the last quarter {sum(lengths[-quarter:]) / max(1, len(lengths[-quarter:])):.1f}, "
                    f"bonus paid {paid:.1f}, {asked} transitions asked, {rate:.0f} steps/s"
                )


if __name__ == "__main__":
    main()
