"""Records episodes of the real MiniHack in the trace format (JSON lines, gzip), with colours, glyphs and terminal.

    python record.py OUT.jsonl.gz --env MiniHack-KeyRoom-S5-v0 --episodes 20 --first-seed 5000 [--actions paper]

The policy is a mixture that reaches what random play seldom does: it walks to the key, takes it, walks to the door,
applies, walks to the stairs, by breadth-first search on what is shown, and with a chance of --noise acts at random.
Everything is drawn from the seed.
"""

import argparse
import gzip
import json
import random

import gymnasium as gym
import minihack  # noqa: F401  (registers the ids)
from nle import nethack

MOVES = {"N": (0, -1), "E": (1, 0), "S": (0, 1), "W": (-1, 0), "NE": (1, -1), "SE": (1, 1), "SW": (-1, 1), "NW": (-1, -1)}
KEYS = ("glyphs", "chars", "colors", "specials", "blstats", "message", "inv_strs", "inv_letters", "inv_glyphs",
        "inv_oclasses", "tty_chars", "tty_colors", "tty_cursor", "chars_crop")


def text(array):
    return bytes(array).split(b"\0")[0].decode("latin-1")


def rows(array):
    return [bytes(row).decode("latin-1") for row in array]


def inventory(obs):
    return [[chr(letter), text(line)] for letter, line in zip(obs["inv_letters"], obs["inv_strs"]) if letter]


def observation(obs):
    return {
        "chars": rows(obs["chars"]),
        "colors": obs["colors"].tolist(),
        "glyphs": obs["glyphs"].tolist(),
        "specials_nonzero": [[int(y), int(x), int(obs["specials"][y][x])] for y, x in zip(*obs["specials"].nonzero())],
        "blstats": obs["blstats"].tolist(),
        "message": text(obs["message"]),
        "tty_chars": [row.rstrip() for row in rows(obs["tty_chars"])],
        "tty_colors": obs["tty_colors"].tolist(),
        "tty_cursor": obs["tty_cursor"].tolist(),
        "chars_crop": rows(obs["chars_crop"]),
    }


def towards(chars, start, goal, diagonal):
    """First step of a shortest walk over what is shown, or None."""
    def passable(x, y):
        return 0 <= y < 21 and 0 <= x < 79 and chars[y][x] in ".<>(@"
    names = [n for n in MOVES if diagonal or len(n) == 1]
    seen, queue = {start: None}, [start]
    for cell in queue:
        if cell == goal:
            while seen[cell] is not None and seen[cell][0] != start:
                cell = seen[cell][0]
            return seen[cell][1] if seen[cell] else None
        for name in names:
            dx, dy = MOVES[name]
            after = (cell[0] + dx, cell[1] + dy)
            if after not in seen and (passable(*after) or after == goal):
                seen[after] = (cell, name)
                queue.append(after)
    return None


def choose(names, obs, memory, rng, noise):
    if rng.random() < noise:
        return rng.choice(names)
    chars = rows(obs["chars"])
    here = (int(obs["blstats"][0]), int(obs["blstats"][1]))
    has_key = any("key" in line for _, line in inventory(obs))
    find = lambda sign: next(((row.index(sign), y) for y, row in enumerate(chars) if sign in row), None)
    diagonal = "NE" in names
    if "PICKUP" in names and not has_key:
        if "see here a key" in text(obs["message"]):
            return "PICKUP"
        key = find("(")
        if key:
            step = towards(chars, here, key, diagonal)
            return step or rng.choice(names)
    if find(">"):
        step = towards(chars, here, find(">"), diagonal) or (memory.get("door") and towards(chars, here, memory["door"], False))
        if step:
            return step
    door = find("+")
    if door:
        memory["door"] = door
        if has_key and abs(door[0] - here[0]) <= 1 and abs(door[1] - here[1]) <= 1:
            return "APPLY"
        if has_key:
            step = towards(chars, here, door, diagonal)
            if step:
                return step
    return rng.choice(names)


def record(args):
    kwargs = {"observation_keys": KEYS}
    if args.actions == "paper":
        compass = nethack.CompassDirection
        kwargs["actions"] = (compass.N, compass.E, compass.S, compass.W, nethack.Command.PICKUP, nethack.Command.APPLY)
    env = gym.make(args.env, **kwargs).unwrapped
    actions = [[f"{type(a).__name__}.{a.name}", int(a)] for a in env.actions]
    names = [a.name for a in env.actions]
    with gzip.open(args.out, "wt") as out:
        for episode in range(args.episodes):
            seed = args.first_seed + episode
            env.seed(seed, seed, False)
            obs, _ = env.reset()
            rng, memory = random.Random(seed), {}
            write = lambda line: out.write(json.dumps(line) + "\n")
            first = {**observation(obs), "inv": inventory(obs)}
            write({"type": "episode", "env": args.env, "seed": seed, "episode": episode, "policy": f"mixture-{args.noise}",
                   "max_episode_steps": env._max_episode_steps, "actions": actions, "reset_end_status": 0, "reset": first})
            pack, t, done = inventory(obs), 0, False
            while not done and t < args.steps:
                name = choose(names, obs, memory, rng, args.noise)
                index = names.index(name)
                obs, reward, terminated, truncated, info = env.step(index)
                t, done = t + 1, terminated or truncated
                line = {"type": "step", "env": args.env, "seed": seed, "episode": episode, "t": t, "action": index,
                        "name": actions[index][0], "ascii": actions[index][1], "reward": float(reward),
                        "terminated": bool(done), "truncated": bool(truncated), "end_status": int(info["end_status"])}
                line.update(observation(obs))
                now = inventory(obs)
                if now != pack and not done:
                    line["inv"] = now
                    pack = now
                write(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--env", required=True)
    parser.add_argument("--episodes", type=int, default=10)
    parser.add_argument("--first-seed", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--noise", type=float, default=0.3)
    parser.add_argument("--actions", choices=("default", "paper"), default="default")
    record(parser.parse_args())
