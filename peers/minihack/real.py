"""The real MiniHack, made with an action set, and its episodes written in the trace format (JSON lines, gzip)."""

import json

import gymnasium as gym
import minihack  # noqa: F401  (registers the ids)
from minihack.base import MH_FULL_ACTIONS
from nle import nethack

PAPER = ("N", "E", "S", "W", "PICKUP", "APPLY")
KEYS = ("glyphs", "chars", "colors", "specials", "blstats", "message", "inv_strs", "inv_letters", "inv_glyphs",
        "inv_oclasses", "tty_chars", "tty_colors", "tty_cursor", "screen_descriptions", "glyphs_crop", "chars_crop",
        "colors_crop", "specials_crop")


def make(env_id, names=None):
    """The environment with these actions, in this order; with MiniHack's own when there are no names.

    "all" is MiniHack's full set.
    """
    kwargs = {"observation_keys": KEYS}
    if names == "all":
        kwargs["actions"] = tuple(MH_FULL_ACTIONS)
    elif names is not None:
        known = {**nethack.CompassDirection.__members__, **nethack.Command.__members__}
        kwargs["actions"] = tuple(known[name] for name in names)
    env = gym.make(env_id, **kwargs).unwrapped
    if hasattr(env, "minigrid_env"):
        # MiniHack 1.0.2 seeds MiniGrid as it was done before Gymnasium.
        grid = env.minigrid_env
        grid.seed = lambda core: grid.reset(seed=core)
    return env


def name_of(action):
    """An action's name; runs are told from steps by LONG."""
    longer = type(action).__name__ == "CompassDirectionLonger"
    return f"LONG_{action.name}" if longer else action.name


def text(array):
    """A string of NLE's: bytes up to the first zero."""
    return bytes(array).split(b"\0")[0].decode("latin-1")


def rows(array):
    """Rows of characters."""
    return [bytes(row).decode("latin-1") for row in array]


def nonzero(array, value):
    """[y, x, value of the cell] for each cell that does not begin with zero."""
    first = array if array.ndim == 2 else array[:, :, 0]
    return [[int(y), int(x), value(array[y][x])] for y, x in zip(*first.nonzero())]


def inventory(obs):
    """[letter, text] for each thing in the pack."""
    return [[chr(letter), text(line)] for letter, line in zip(obs["inv_letters"], obs["inv_strs"]) if letter]


def observation(obs):
    """What a trace's line says of an observation, the pack aside."""
    return {
        "chars": rows(obs["chars"]),
        "colors": obs["colors"].tolist(),
        "glyphs": obs["glyphs"].tolist(),
        "specials_nonzero": nonzero(obs["specials"], int),
        "blstats": obs["blstats"].tolist(),
        "message": text(obs["message"]),
        "inv_glyphs": obs["inv_glyphs"].tolist(),
        "inv_oclasses": obs["inv_oclasses"].tolist(),
        "tty_chars": [row.rstrip() for row in rows(obs["tty_chars"])],
        "tty_colors": obs["tty_colors"].tolist(),
        "tty_cursor": obs["tty_cursor"].tolist(),
        "screen_descriptions": nonzero(obs["screen_descriptions"], text),
        "glyphs_crop": obs["glyphs_crop"].tolist(),
        "chars_crop": rows(obs["chars_crop"]),
        "colors_crop": obs["colors_crop"].tolist(),
        "specials_crop": obs["specials_crop"].tolist(),
    }


def write_episode(env, out, choose, *, seed, episode, policy, dice=None, steps=10**9):
    """Plays and writes one episode; returns its last end status.

    choose(obs, t) gives the index of action t (from 1) and a dictionary of what else its line says. The level comes from
    `seed`; with `dice`, all that NetHack draws after the start comes from that instead.
    """
    def write(line):
        out.write(json.dumps(line) + "\n")

    actions = [[f"{type(a).__name__}.{a.name}", int(a)] for a in env.actions]
    env.seed(seed, seed, False)
    obs, _ = env.reset()
    if dice is not None:
        env.nethack.set_current_seeds(dice, dice, False)
    pack = inventory(obs)
    write({"type": "episode", "env": env.spec.id, "seed": seed, "dice": dice, "episode": episode, "policy": policy,
           "max_episode_steps": env._max_episode_steps, "actions": actions, "reset_end_status": 0,
           "reset": {**observation(obs), "inv": pack}})
    t, done, status = 0, False, 0
    while not done and t < steps:
        t += 1
        index, notes = choose(obs, t)
        obs, reward, terminated, truncated, info = env.step(index)
        done, status = bool(terminated or truncated), int(info["end_status"])
        line = {"type": "step", "env": env.spec.id, "seed": seed, "episode": episode, "t": t, "action": index,
                "name": actions[index][0], "ascii": actions[index][1], "reward": float(reward),
                "terminated": done, "truncated": bool(truncated), "end_status": status,
                **notes, **observation(obs)}
        now = inventory(obs)
        if now != pack and not done:
            line["inv"] = pack = now
        write(line)
    return status
