"""Records episodes of the real MiniHack in the trace format (JSON lines, gzip), with colours, glyphs and terminal.

    python record.py OUT.jsonl.gz --env MiniHack-KeyRoom-S5-v0 --episodes 20 --first-seed 5000 [--actions paper|all]

The policy is a mixture that reaches what random play seldom does: it walks to the key, takes it, walks to the door,
applies, walks to the stairs, by breadth-first search on what is shown, and with a chance of --noise acts at random. Of
all 85 actions, moves, runs and prefixes are drawn half of the time.
Everything is drawn from the seed.
"""

import argparse
import gzip
import random

from real import PAPER, inventory, make, name_of, rows, text, write_episode

MOVES = {"N": (0, -1), "E": (1, 0), "S": (0, 1), "W": (-1, 0), "NE": (1, -1), "SE": (1, 1), "SW": (-1, 1), "NW": (-1, -1)}


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


GOING = (*MOVES, *(f"LONG_{name}" for name in MOVES), "FIGHT", "MOVE", "MOVEFAR", "RUSH", "RUSH2")


ASKING = ("FIGHT", "MOVE", "MOVEFAR", "RUSH", "RUSH2", "OPEN", "CLOSE", "KICK", "RIDE", "SEETRAP", "UNTRAP")


def anything(names, rng):
    going = [name for name in GOING if name in names]
    return rng.choice(going) if len(names) == 85 and rng.random() < 0.5 else rng.choice(names)


def answering(names, choose, obs, memory, rng, noise):
    """A choice, but no APPLY where a key is waited for: beside a door MiniHack's KeyRoom would then never come back."""
    name = choose(names, obs, memory, rng, noise)
    waits = memory.get("last") in ASKING or "[yn" in text(obs["message"])
    while name == "APPLY" and waits:
        name = rng.choice(names)
    memory["last"] = name
    return name


def choose(names, obs, memory, rng, noise):
    if rng.random() < noise:
        return anything(names, rng)
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
            return step or anything(names, rng)
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
    return anything(names, rng)


def record(args):
    """Writes the episodes."""
    env = make(args.env, {"paper": PAPER, "all": "all"}.get(args.actions))
    names = [name_of(a) for a in env.actions]
    with gzip.open(args.out, "wt") as out:
        for episode in range(args.episodes):
            seed = args.first_seed + episode
            rng, memory = random.Random(seed), {}
            write_episode(env, out, lambda obs, t: (names.index(answering(names, choose, obs, memory, rng, args.noise)), {}),
                          seed=seed, episode=episode, policy=f"mixture-{args.noise}", steps=args.steps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--env", required=True)
    parser.add_argument("--episodes", type=int, default=10)
    parser.add_argument("--first-seed", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--noise", type=float, default=0.3)
    parser.add_argument("--actions", choices=("default", "paper", "all"), default="default")
    record(parser.parse_args())
