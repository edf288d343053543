"""What test/long/python-client.test.ts runs: `python python-client.py CHECK URL`, the token in CALMHACK_TOKEN. Each check
prints one line of JSON, or fails by an assertion."""

import hashlib
import json
import os
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples", "python"))

import gymnasium
import numpy
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from calmhack_client import CalmhackEnv, CalmhackVectorEnv, JudgeReward, Server

S5 = "MiniHack-KeyRoom-S5-v0"
SUBGOALS = ["pick up the key", "open the door"]


def digest(observation):
    """Of all keys, in their order: dtype, shape and bytes."""
    told = hashlib.sha256()
    for key in sorted(observation):
        array = observation[key]
        told.update(f"{key} {array.dtype.name} {','.join(map(str, array.shape))} ".encode())
        told.update(array.tobytes())
    return told.hexdigest()


def steps(server, plan):
    """A plan of actions, saves and restores; what every one of them showed."""
    env = CalmhackEnv(S5, server, actions="paper")
    saved, seen = None, []
    for do in plan:
        if do == "save":
            saved = env.snapshot()
            continue
        if do == "restore":
            observation, info = env.restore(saved)
            seen.append([digest(observation), None, None, None, info])
        elif isinstance(do, dict):
            observation, info = env.reset(seed=do.get("seed"))
            seen.append([digest(observation), None, None, None, info])
        else:
            observation, reward, terminated, truncated, info = env.step(do)
            assert env.observation_space.contains(observation)
            seen.append([digest(observation), reward, terminated, truncated, info])
    return seen


def checker(server, _):
    """Gymnasium's own checker, on several forms of the environment."""
    gymnasium.register("calmhack/KeyRoom-v0", entry_point=lambda **more: CalmhackEnv(S5, server, **more))
    ids, said = [], set()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for environment in server.environments():
            check_env(CalmhackEnv(environment["id"], server))
            ids.append(environment["id"])
        check_env(CalmhackEnv(S5, server, actions="paper", observation_keys=["chars_crop"], frames=True, render_mode="ansi"))
        check_env(JudgeReward(CalmhackEnv(S5, server, actions="paper", frames=True), server))
        # With a spec, so that the checker makes it anew in every render mode.
        check_env(gymnasium.make("calmhack/KeyRoom-v0").unwrapped)
        said = {str(warning.message) for warning in caught}
    return {"gymnasium": gymnasium.__version__, "checked": len(ids) + 3, "said": sorted(said)}


def same(one, other):
    """Infos as gymnasium has them: dicts of arrays, objects, dicts."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, numpy.ndarray) and one.dtype == object:
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other))
    if one is None or other is None:
        return one is other
    return numpy.array_equal(one, other)


def vector(server, count):
    """Our batch beside Gymnasium's own vector of single games: the same, episode after episode."""
    make = lambda: CalmhackEnv(S5, server, observation_keys=["chars_crop", "blstats"])
    theirs = SyncVectorEnv([make] * 3, autoreset_mode=AutoresetMode.SAME_STEP)
    ours = CalmhackVectorEnv(S5, 3, server, observation_keys=["chars_crop", "blstats"])
    assert ours.observation_space == theirs.observation_space and ours.action_space == theirs.action_space
    assert ours.metadata["autoreset_mode"] == theirs.metadata["autoreset_mode"]
    seeds = [4, 5, 6]
    (a, info_a), (b, info_b) = ours.reset(seed=seeds), theirs.reset(seed=seeds)
    assert same(a, b) and same(info_a, info_b), (info_a, info_b)
    ours.action_space.seed(1)
    ends = 0
    for i in range(count):
        actions = ours.action_space.sample()
        told, expected = ours.step(actions), theirs.step(actions)
        assert ours.observation_space.contains(told[0])
        for part, (x, y) in enumerate(zip(told, expected)):
            assert same(x, y), (i, part, x, y)
        ends += int((told[2] | told[3]).sum())
    return {"steps": count, "ends": ends}


def minigrid(server, count):
    """MiniGrid's DoorKey with the judge's bonus, random actions; the bonus beside what the world's own state says."""
    import minigrid
    from minigrid.core.world_object import Door, Key

    env = JudgeReward(gymnasium.make("MiniGrid-DoorKey-5x5-v0"), server, subgoals=SUBGOALS, weight=0.1)

    def truth():
        inner = env.unwrapped
        return isinstance(inner.carrying, Key), any(isinstance(o, Door) and o.is_open for o in inner.grid.grid)

    env.action_space.seed(1)
    env.reset(seed=1)
    paid, wrong, missed, episodes, before = {name: 0 for name in SUBGOALS}, 0, 0, 1, truth()
    had = set()
    for _ in range(count):
        _, reward, terminated, truncated, info = env.step(env.action_space.sample())
        after = truth()
        for i, name in enumerate(SUBGOALS):
            happened = after[i] and not before[i] and name not in had
            told = name in info["judge"]["achieved"]
            paid[name] += told
            wrong += told and not happened
            missed += happened and not told
            if told:
                had.add(name)
        assert abs(reward - info["judge"]["task_reward"] - info["judge"]["bonus"]) < 1e-12
        before = after
        if terminated or truncated:
            env.reset()
            episodes, before, had = episodes + 1, truth(), set()
    return {
        "minigrid": minigrid.__version__,
        "steps": count,
        "episodes": episodes,
        "paid": paid,
        "false": int(wrong),
        "missed": int(missed),
        "asked": env.judging.asked,
    }


def toys(server, _):
    """FrozenLake shows itself as text; the text rules know no such subgoal, and say so instead of no."""
    env = JudgeReward(gymnasium.make("FrozenLake-v1", render_mode="ansi"), server, subgoals=["reach the goal"])
    env.reset(seed=1)
    shown = env.judging.shown
    _, _, _, _, info = env.step(1)
    return {"shown": shown, "judge": {key: info["judge"][key] for key in ("bonus", "verdicts", "failures")}}


def openapi(server, _):
    """The description against the rules of OpenAPI 3.1."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    description = server.request("GET", "/openapi.json")
    return [str(error) for error in OpenAPIV31SpecValidator(description).iter_errors()]


if __name__ == "__main__":
    check, url, argument = sys.argv[1:4]
    server = Server(url)
    print(json.dumps(globals()[check](server, json.loads(argument))))
