"""Stable-Baselines3's PPO on KeyRoom-S5, with the judge's bonus and without: one level again and again, or with
`--levels new` a new one each episode, which takes far more steps.

    pip install stable-baselines3
    python examples/python/train_sb3.py --steps 30000             # starts a server of its own

What is printed is the task's own reward (an episode won is about 1), never the bonus. The judge is whoever the server
was started with: the text rules (a program, so a hand-made bonus) unless it was given a model.
"""

import argparse
import shlex
import time

import gymnasium
import numpy
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.vec_env import DummyVecEnv

from calmhack_client import CalmhackEnv, JudgeReward, Server

ID = "MiniHack-KeyRoom-S5-v0"
SIGNS = numpy.frombuffer(b"@.|-+(><", numpy.uint8)


class Features(gymnasium.ObservationWrapper):
    """The 9 x 9 window as one plane a sign, and how many things are carried."""

    def __init__(self, env):
        super().__init__(env)
        self.observation_space = gymnasium.spaces.Box(0.0, 1.0, (81 * len(SIGNS) + 1,), numpy.float32)

    def observation(self, observation):
        planes = observation["chars_crop"].reshape(-1, 1) == SIGNS
        carried = numpy.count_nonzero(observation["inv_letters"]) / 10
        return numpy.append(planes.ravel(), carried).astype(numpy.float32)


class OneLevel(gymnasium.Wrapper):
    """The same level in every episode, with dice that go on."""

    def __init__(self, env, level):
        super().__init__(env)
        self.level = level

    def reset(self, *, seed=None, options=None):
        return self.env.reset(seed=seed, options={**(options or {}), "level": self.level})


class Episodes(BaseCallback):
    """Counts episodes by the task's own end and reward."""

    def __init__(self):
        super().__init__()
        self.wins = []

    def _on_step(self):
        for done, info in zip(self.locals["dones"], self.locals["infos"]):
            if done:
                self.wins.append(info["end_status"] == 2)
        return True


def make(server, bonus, level):
    env = CalmhackEnv(ID, server, actions="paper", observation_keys=["chars_crop", "inv_letters"], frames=bonus)
    env = Features(JudgeReward(env, server, weight=0.1) if bonus else env)
    return env if level is None else OneLevel(env, level)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", help="a server that runs, its token in CALMHACK_TOKEN; without it one is started")
    parser.add_argument("--arguments", default="", help="flags of the server that is started")
    parser.add_argument("--steps", type=int, default=30_000)
    parser.add_argument("--levels", choices=("one", "new"), default="one")
    parser.add_argument("--games", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    # So small a network is slower on several threads.
    torch.set_num_threads(1)
    with Server(given.url) if given.url else Server.start(arguments=shlex.split(given.arguments)) as server:
        judge = server.about()["judge"]
        print(f"{ID}, PPO, levels: {given.levels}, {given.steps} steps, seed {given.seed}; judge: {judge['name']} ({judge['kind']})")
        for name, bonus in (("without a bonus", False), ("with the judge's bonus", True)):
            level = given.seed if given.levels == "one" else None
            envs = DummyVecEnv([lambda: make(server, bonus, level)] * given.games)
            model = PPO("MlpPolicy", envs, n_steps=128, batch_size=256, ent_coef=0.01, seed=given.seed, device="cpu")
            episodes, began = Episodes(), time.perf_counter()
            model.learn(given.steps, callback=episodes)
            rate = model.num_timesteps / (time.perf_counter() - began)
            last = episodes.wins[-100:]
            asked = sum(env.get_wrapper_attr("judging").asked for env in envs.envs) if bonus else 0
            print(
                f"{name:23} {len(episodes.wins)} episodes, {sum(episodes.wins)} won, of the last {len(last)} "
                f"{sum(last) / max(1, len(last)):.0%}; {asked} transitions asked, {rate:.0f} steps/s"
            )
            envs.close()


if __name__ == "__main__":
    main()
