"""A policy learnt by calmhack, read and followed: its file, its memory of a KeyRoom, its rule for unknown states.

Uses nothing but Python itself. The memory and the rule say the same as policy.ts and agents/keyroom-memory.ts.
"""

import json

COLUMNS = 79


class KeyRoomMemory:
    """What the map, the messages and the hero's place have told so far; cells are row * 79 + column, -1 unknown."""

    def __init__(self):
        self.door = self.key = self.goal = -1
        self.hero = 0
        self.phase = "locked"

    def see(self, chars, message, x, y):
        """Takes in the map (1659 bytes), the message (bytes) and the hero's place."""
        self.hero = y * COLUMNS + x
        if self.door < 0:
            self.door = chars.find(b"+")
        if self.phase == "locked":
            if message.startswith(b"You see here a key"):
                self.key = self.hero
            elif self.key < 0:
                self.key = chars.find(b"(")
            if message[1:].startswith(b" - a key"):
                self.phase = "held"
        if self.phase == "held" and self.door >= 0 and chars[self.door] not in b"+ ":
            self.phase = "open"
        if self.phase == "open" and self.goal < 0:
            self.goal = chars.find(b">")

    def state(self):
        """Door, key, goal, phase and hero, where key and goal count in one phase only."""
        key = self.key if self.phase == "locked" else -1
        goal = self.goal if self.phase == "open" else -1
        return self.door, key, goal, self.phase, self.hero


def unknown_state_action(seed, episode, t, actions):
    """The action where the policy has none: a formula of level's seed, episode and step number, the same everywhere."""
    word = (1103515245 * (seed + 7919 * episode + t) + 12345) % 2**31
    return (word >> 16) % actions


class Policy:
    """A file of format calmhack-policy/1."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            saved = json.load(file)
        if saved.get("format") != "calmhack-policy/1":
            raise SystemExit(f"{path} is not of format calmhack-policy/1.")
        self.id, self.actions, self.arm, self.seed = saved["id"], saved["actions"], saved["arm"], saved["seed"]
        self.greedy = {(s["door"], s["key"], s["goal"], s["phase"], s["hero"]): s["action"] for s in saved["states"]}
