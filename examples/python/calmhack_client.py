"""calmhack from Python: environments, and a reward for subgoals that a judge sees achieved.

One file without dependencies, Python 3.9 or later: copy it beside your code. Where gymnasium is installed, environments
are gymnasium environments (numpy arrays, spaces, vector API); where it is not, they have the same methods.

    from calmhack_client import CalmhackEnv, JudgeReward, Server

    with Server.start() as server:                       # or Server("http://127.0.0.1:8765", token)
        env = CalmhackEnv("MiniHack-KeyRoom-S5-v0", server, actions="paper", frames=True)
        env = JudgeReward(env, server, weight=0.1)       # +0.1 once an episode for each subgoal
        observation, info = env.reset(seed=1)
        observation, reward, terminated, truncated, info = env.step(env.action_space.sample())

docs/python.md has the rest.
"""

from __future__ import annotations

import base64
import collections
import json
import os
import random
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import urllib.parse
import weakref

try:
    import numpy
except ImportError:
    numpy = None
try:
    if numpy is None:
        raise ImportError
    import gymnasium
except ImportError:
    gymnasium = None

__all__ = ["CalmhackEnv", "CalmhackError", "CalmhackVectorEnv", "JudgeReward", "MINIGRID_LEGEND", "Server", "plain_text"]


class CalmhackError(Exception):
    """What the server refused, in its one sentence; `status` is HTTP's, None where no answer came."""

    def __init__(self, sentence, status=None):
        super().__init__(sentence)
        self.status = status


class _Connection:
    """HTTP/1.1 over one socket that stays open, as much of it as `calmhack serve` speaks: http.client takes six times as
    long to read an answer's headers, which is most of the time of a step."""

    def __init__(self, host, port, token, timeout):
        self.socket = socket.create_connection((host, port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        name = f"[{host}]" if ":" in host else host
        self.head = f"Host: {name}:{port}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        self.pid = os.getpid()
        self.rest = b""

    def close(self):
        self.socket.close()

    def _more(self):
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part

    def request(self, method, path, body):
        """Status and body of the answer. Raises OSError where the connection broke, ValueError for what is no HTTP."""
        head = f"{method} {path} HTTP/1.1\r\n{self.head}Content-Length: {len(body)}\r\n\r\n"
        try:
            self.socket.sendall(head.encode("ascii") + body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # a server that refuses a large body says so before it has read it
        data = self.rest
        while True:
            end = data.find(b"\r\n\r\n")
            if end >= 0 and not data.startswith(b"HTTP/1.1 1"):
                break
            data = data[end + 4 :] if end >= 0 else data + self._more()
            if len(data) > 1 << 20 and data.find(b"\r\n\r\n") < 0:
                raise ValueError("the answer's headers do not end")
        lines = data[:end].decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        status, length = int(lines[0].split(" ", 2)[1]), int(headers["content-length"])
        parts, held = [data[end + 4 :]], len(data) - end - 4
        while held < length:
            parts.append(self._more())
            held += len(parts[-1])
        data = b"".join(parts)
        self.rest = data[length:]
        if headers.get("connection") == "close":
            self.close()
        return status, data[:length] if self.rest else data


class Server:
    """A running `calmhack serve`. Threads and forked processes may share one: each has a connection of its own."""

    def __init__(self, url="http://127.0.0.1:8765", token=None, timeout=600.0):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"The server is {url!r}; accepted is http://HOST:PORT.")
        self.url = url
        self._host, self._port, self._timeout = parts.hostname, parts.port or 80, timeout
        token = token or os.environ.get("CALMHACK_TOKEN")
        if not token:
            raise ValueError("Pass the token that `calmhack serve` showed, or set CALMHACK_TOKEN.")
        self._token = token
        self._local = threading.local()
        self._process = None
        # Instances whose environment was forgotten without close(); a list, since a finalizer must not use a connection.
        self._forgotten = []

    @classmethod
    def start(cls, command=None, arguments=(), cwd=None, timeout=600.0):
        """Starts a server of one's own, which ends with `close()`, with the `with` block, or with this process.

        `command` runs calmhack (default: the one installed in the current folder or above it, in calmhack's clone, or on
        the path; nothing is fetched). `arguments` are those of `calmhack serve`, such as
        ["--model", "llama3.1", "--base-url", "http://localhost:11434"].
        """
        command = list(command or _installed(cwd or os.getcwd()))
        program = shutil.which(command[0]) or command[0]
        token = secrets.token_urlsafe(32)
        line = [program, *command[1:], "serve", "--port", "0", "--json", "--until-eof", "--token-env", "CALMHACK_TOKEN"]
        process = subprocess.Popen(
            [*line, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, "CALMHACK_TOKEN": token},
        )
        first = process.stdout.readline()
        if not first:
            process.stdin.close()
            raise CalmhackError(f"The server did not start (exit status {process.wait()}); it says above why.")
        server = cls(json.loads(first)["url"], token, timeout)
        server._process = process
        return server

    def close(self):
        """Ends a server that `start` began, waiting for answers that are paid; of another one, the connection alone."""
        self._disconnect()
        process, self._process = self._process, None
        if process is not None:
            process.stdin.close()
            try:
                process.wait(timeout=310)  # the longest that one call to a model may take
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _disconnect(self):
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _connection(self):
        # A forked process must not write into its parent's connection.
        connection = getattr(self._local, "connection", None)
        if connection is None or connection.pid != os.getpid() or connection.socket.fileno() < 0:
            connection = self._local.connection = _Connection(self._host, self._port, self._token, self._timeout)
        return connection

    def request(self, method, path, body=None):
        """One request; the answer's JSON. A request that may be repeated safely is sent once more on a new connection."""
        text = b"" if body is None else json.dumps(body).encode()
        is_repeatable = method == "GET" or path == "/judge" or (body is not None and "turn" in body)
        for attempt in (1, 2):
            try:
                status, answer = self._connection().request(method, path, text)
                break
            except (OSError, ValueError, KeyError) as error:
                self._disconnect()
                if attempt == 2 or not is_repeatable:
                    raise CalmhackError(f"No answer from {self.url}: {type(error).__name__}: {error}") from error
            except BaseException:
                # Interrupted between request and answer: the answer must not be taken for the next one's.
                self._disconnect()
                raise
        try:
            value = json.loads(answer)
        except ValueError:
            raise CalmhackError(f"The answer of {self.url} is no JSON; is it calmhack serve?", status) from None
        if status >= 400:
            raise CalmhackError(value.get("error", "refused"), status)
        return value

    def about(self):
        """Version, judge, what was spent on it, open instances."""
        return self.request("GET", "/")

    def environments(self):
        """The cards of all environments: id, actions, limit, task, subgoals, observation keys with dtype and shape."""
        return self.request("GET", "/envs")["environments"]

    def judge(self, transitions):
        """Judgements of transitions (dicts of the published line format), in their order.

        `verdicts` maps a subgoal to True, False or None (unanswered, never a no); `failures` says why there is none.
        """
        judgements = []
        for start in range(0, len(transitions), 1000):
            part = {"transitions": list(transitions[start : start + 1000])}
            judgements += self.request("POST", "/judge", part)["judgements"]
        return judgements


def _installed(folder):
    """The calmhack of the project around a folder, of the clone around this file, or of the path."""
    name = "calmhack.cmd" if os.name == "nt" else "calmhack"
    for start in (folder, os.path.dirname(os.path.abspath(__file__))):
        while True:
            found = os.path.join(start, "node_modules", ".bin", name)
            if os.path.exists(found):
                return [found]
            above = os.path.dirname(start)
            if above == start:
                break
            start = above
    if shutil.which("calmhack"):
        return ["calmhack"]
    raise CalmhackError(
        f"There is no calmhack in {folder} or above it: install it there (in its clone: npm run build), or pass command=."
    )


# The types on the wire: of struct and memoryview, and of numpy.
_TYPES = {"uint8": ("B", "u1", 0, 255), "int16": ("h", "<i2", -(2**15), 2**15 - 1), "int32": ("i", "<i4", -(2**31), 2**31 - 1)}


def _array(text, dtype, shape):
    """Base64 to an array: numpy's where there is one, else a memoryview with the same shape (`view[y, x]`, `tolist()`)."""
    data = base64.b64decode(text)
    code, numpy_type = _TYPES[dtype][:2]
    if numpy is not None:
        # A bytearray, so that the array may be written to.
        return numpy.frombuffer(bytearray(data), numpy_type).reshape(shape)
    if sys.byteorder == "big" and code != "B":
        import array

        numbers = array.array(code, data)
        numbers.byteswap()
        data = numbers.tobytes()
    view = memoryview(data)
    return view.cast(code, shape) if len(data) > 0 else view


class _Discrete:
    """Stands in for gymnasium.spaces.Discrete."""

    def __init__(self, n):
        self.n = n
        self._random = random.Random()

    def seed(self, seed=None):
        self._random.seed(seed)

    def sample(self):
        return self._random.randrange(self.n)

    def contains(self, action):
        return isinstance(action, int) and 0 <= action < self.n

    def __repr__(self):
        return f"Discrete({self.n})"


def _observation_space(spaces):
    """Gymnasium's Dict of Boxes; without gymnasium the dtype and shape of each key."""
    if gymnasium is None:
        return {key: (space["dtype"], tuple(space["shape"])) for key, space in spaces.items()}
    box = gymnasium.spaces.Box
    return gymnasium.spaces.Dict(
        {
            key: box(_TYPES[s["dtype"]][2], _TYPES[s["dtype"]][3], tuple(s["shape"]), numpy.dtype(s["dtype"]).type)
            for key, s in spaces.items()
        }
    )


class _Instance:
    """An instance on the server: numbers its requests, so that one whose answer was lost is never carried out twice."""

    def __init__(self, server, env_id, options):
        while server._forgotten:
            _forget(server, server._forgotten.pop())
        given = {key: value for key, value in options.items() if value is not None}
        self.server = server
        self.about = server.request("POST", f"/envs/{urllib.parse.quote(env_id, safe='')}/make", given)
        self.path = f"/envs/{self.about['instance']}"
        self.turn = 0
        self.is_open = True

    def run(self, operation, body):
        answer = self.server.request("POST", f"{self.path}/{operation}", {**body, "turn": self.turn + 1})
        self.turn = answer["turn"]
        return answer

    def frame(self):
        return self.server.request("GET", f"{self.path}/frame")

    def observation(self, told, count=None):
        front = () if count is None else (count,)
        return {
            key: _array(told[key], space["dtype"], (*front, *space["shape"]))
            for key, space in self.about["observations"].items()
        }

    def close(self):
        if self.is_open:
            self.is_open = False
            _forget(self.server, self.path)


def _forget(server, path):
    try:
        server.request("DELETE", path)
    except CalmhackError:
        pass  # a server that has gone holds nothing


def _info(told):
    return {"end_status": told["endStatus"], "events": told["events"], "time": told["time"]}


_EnvBase = object if gymnasium is None else gymnasium.Env
_VectorBase = object if gymnasium is None else gymnasium.vector.VectorEnv
_WrapperBase = object if gymnasium is None else gymnasium.Wrapper


class CalmhackEnv(_EnvBase):
    """One game. Observations are a dict of arrays by NLE's keys; info has end_status, events and time.

    observation_keys: names (default: MiniHack's ten); actions: "default", "paper", or names; crop_size: odd;
    manners: "calmhack" or "minihack"; frames: info["frame"] after every step, which JudgeReward needs;
    render_mode: "ansi" (render() gives the screen as text) or None.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 4}

    def __init__(
        self,
        env_id,
        server=None,
        *,
        observation_keys=None,
        actions=None,
        crop_size=None,
        manners=None,
        frames=False,
        render_mode=None,
    ):
        if render_mode not in (None, "ansi"):
            raise ValueError(f'The render mode is {render_mode!r}; accepted is "ansi" or None.')
        self.server = server or Server()
        options = {
            "observationKeys": None if observation_keys is None else list(observation_keys),
            "actions": actions if actions is None or isinstance(actions, str) else list(actions),
            "cropSize": crop_size,
            "manners": manners,
            "frames": "each" if frames else None,
        }
        self._instance = _Instance(self.server, env_id, options)
        self._finalizer = weakref.finalize(self, self.server._forgotten.append, self._instance.path)
        self._finalizer.atexit = False
        about = self._instance.about
        self.id, self.actions, self.limit = about["id"], about["actions"], about["limit"]
        self.task, self.subgoals = about["task"], about["subgoals"]
        self.render_mode = render_mode
        self.observation_space = _observation_space(about["observations"])
        self.action_space = _Discrete(len(self.actions)) if gymnasium is None else gymnasium.spaces.Discrete(len(self.actions))
        self.has_frames, self.frame = bool(frames), None
        self._is_seeded = False

    if gymnasium is None:

        @property
        def unwrapped(self):
            return self

    def _told(self, answer):
        self.frame = answer.get("frame")
        info = _info(answer["info"])
        if self.frame is not None:
            info["frame"] = self.frame
        return self._instance.observation(answer["observation"]), info

    def reset(self, *, seed=None, options=None):
        """Starts an episode. options: {"level": n} plays the level of seed n, with dice that go on."""
        options = dict(options or {})
        body = {}
        if "level" in options:
            body["level"] = int(options.pop("level"))
        if options:
            raise ValueError(f'reset does not know the option {next(iter(options))!r}; accepted is "level".')
        if gymnasium is not None:
            super().reset(seed=seed)
        if seed is None and not self._is_seeded:
            seed = secrets.randbelow(2**31) if gymnasium is None else int(self.np_random.integers(2**31))
        if seed is not None:
            body["seed"] = int(seed)
        answer = self._instance.run("reset", body)
        self._is_seeded = True
        return self._told(answer)

    def step(self, action):
        answer = self._instance.run("step", {"action": int(action)})
        observation, info = self._told(answer)
        return observation, float(answer["reward"]), answer["terminated"], answer["truncated"], info

    def snapshot(self):
        """The whole state, as plain JSON data; valid for this id under the same token."""
        return self._instance.run("snapshot", {})["snapshot"]

    def restore(self, snapshot):
        """Back to a snapshot; what comes next is what came next then. Returns what reset returns."""
        answer = self._instance.run("restore", {"snapshot": snapshot})
        self._is_seeded = True
        return self._told(answer)

    def render(self):
        return self._instance.frame()["screen"] if self.render_mode == "ansi" else None

    def close(self):
        self._finalizer.detach()
        self._instance.close()


class CalmhackVectorEnv(_VectorBase):
    """Several games that one request steps. Autoreset in the same step: the observation is the next episode's first,
    what an episode ended with stands in infos["final_obs"] and infos["final_info"], as gymnasium has it.

    A single seed is game 0's own, the others' are derived from it; a list gives each game its own.
    """

    def __init__(self, env_id, num_envs, server=None, *, observation_keys=None, actions=None, crop_size=None, manners=None):
        self.server = server or Server()
        options = {
            "count": num_envs,
            "observationKeys": None if observation_keys is None else list(observation_keys),
            "actions": actions if actions is None or isinstance(actions, str) else list(actions),
            "cropSize": crop_size,
            "manners": manners,
        }
        self._instance = _Instance(self.server, env_id, options)
        self._finalizer = weakref.finalize(self, self.server._forgotten.append, self._instance.path)
        self._finalizer.atexit = False
        about = self._instance.about
        self.num_envs = num_envs
        self.id, self.actions, self.limit = about["id"], about["actions"], about["limit"]
        self.task, self.subgoals = about["task"], about["subgoals"]
        self.render_mode = None
        self.single_observation_space = _observation_space(about["observations"])
        self._is_seeded = False
        if gymnasium is None:
            self.metadata = {"render_modes": [], "autoreset_mode": "SameStep"}
            self.single_action_space = _Discrete(len(self.actions))
        else:
            self.single_action_space = gymnasium.spaces.Discrete(len(self.actions))
            batch = gymnasium.vector.utils.batch_space
            self.observation_space = batch(self.single_observation_space, num_envs)
            self.action_space = batch(self.single_action_space, num_envs)
            mode = getattr(gymnasium.vector, "AutoresetMode", None)
            self.metadata = {"render_modes": [], "autoreset_mode": mode.SAME_STEP if mode else "SameStep"}

    @staticmethod
    def _columns(told, games, count):
        """Info as gymnasium stacks it: a column a key, and a mask of who has it."""
        infos = {}
        for key, values in _info(told).items():
            column, mask = [0] * count, [False] * count
            for game, value in zip(games, values):
                column[game], mask[game] = value, True
            infos[key] = column if numpy is None else numpy.array(column)
            infos[f"_{key}"] = mask if numpy is None else numpy.array(mask)
        return infos

    def _told(self, answer):
        count = self.num_envs
        infos = self._columns(answer["info"], range(count), count)
        final = answer.get("final")
        if final is not None:
            games = final["games"]
            stacked = self._instance.observation(final["observation"], len(games))
            ended = [None] * count
            for row, game in enumerate(games):
                ended[game] = {key: array[row] if numpy is not None else _row(array, row) for key, array in stacked.items()}
            mask = [game in games for game in range(count)]
            if numpy is not None:
                objects = numpy.full(count, None, dtype=object)
                for game in games:
                    objects[game] = ended[game]
                ended, mask = objects, numpy.array(mask)
            infos["final_obs"], infos["_final_obs"] = ended, mask
            infos["final_info"] = self._columns(final["info"], games, count)
            infos["_final_info"] = mask if numpy is None else mask.copy()
        return self._instance.observation(answer["observation"], count), infos

    def reset(self, *, seed=None, options=None):
        if options:
            raise ValueError(f"reset does not know the option {next(iter(options))!r}; all games start anew.")
        if seed is None and not self._is_seeded:
            seed = secrets.randbelow(2**31)
        body = {} if seed is None else {"seed": [int(s) for s in seed] if hasattr(seed, "__len__") else int(seed)}
        answer = self._instance.run("reset", body)
        self._is_seeded = True
        return self._told(answer)

    def step(self, actions):
        answer = self._instance.run("step", {"actions": [int(action) for action in actions]})
        observation, infos = self._told(answer)
        rewards, terminated, truncated = answer["rewards"], answer["terminated"], answer["truncated"]
        if numpy is not None:
            rewards = numpy.array(rewards, numpy.float64)
            terminated, truncated = numpy.array(terminated, bool), numpy.array(truncated, bool)
        return observation, rewards, terminated, truncated, infos

    def snapshot(self):
        return self._instance.run("snapshot", {})["snapshot"]

    def restore(self, snapshot):
        answer = self._instance.run("restore", {"snapshot": snapshot})
        self._is_seeded = True
        return self._told(answer)

    def close(self, **_):
        self._finalizer.detach()
        self._instance.close()


def _row(view, row):
    """A row of a memoryview of several dimensions, with one dimension fewer."""
    shape = view.shape[1:]
    flat = view.cast("B")
    length = flat.nbytes // view.shape[0]
    return flat[row * length : (row + 1) * length].cast(view.format, shape)


# What a frame needs to be judged; status lines count turns, so that no two steps would look alike.
_JUDGED = ("rows", "hero", "message", "inventory")

MINIGRID_LEGEND = (
    "Each cell of the map is two signs: W wall, K key, A ball, B box, G goal, V lava, D closed door, L locked door, each "
    "with the first letter of its colour; __ open door; two blanks floor; >> VV << ^^ the player, facing that way."
)

_HIGHLIGHTED = re.compile(r"\x1b\[(?:\d+;)*4\d(?:;\d+)*m(.*?)\x1b\[0?m", re.DOTALL)
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def plain_text(text):
    """Text of a terminal without colours; what was highlighted stands in brackets, as the player's place does in
    Gymnasium's toy-text worlds."""
    return _ESCAPE.sub("", _HIGHLIGHTED.sub(lambda found: f"[{found.group(1)}]", text))


def _shower(env):
    """How an environment shows itself as text, or a frame of rows, message and inventory."""
    inner = getattr(env, "unwrapped", env)
    if isinstance(inner, CalmhackEnv):
        if not inner.has_frames:
            raise ValueError("Make the environment with frames=True, so that its steps can be judged.")
        return lambda: {key: inner.frame[key] for key in _JUDGED if key in inner.frame}
    if hasattr(inner, "pprint_grid"):

        def minigrid():
            carried = getattr(inner, "carrying", None)
            held = [] if carried is None else [f"{carried.color} {carried.type}"]
            return {"rows": inner.pprint_grid(), "inventory": held}

        return minigrid
    if getattr(env, "render_mode", None) == "ansi":
        return lambda: plain_text(env.render())
    raise ValueError("How does this environment show itself as text? Pass show=, a function that returns text.")


def _namer(env, names):
    """Actions by name: a judge is told what was done."""
    found = names if names is not None else getattr(getattr(env, "unwrapped", env), "actions", None)
    if found is None:
        return lambda action: f"action {action}"
    if callable(found) and not isinstance(found, type):
        return found
    listed = [getattr(name, "name", name) for name in found]
    return lambda action: str(listed[int(action)])


class _Judging:
    """What was shown, paid and answered; shared by the two wrappers."""

    def __init__(self, env, server, subgoals, task, weight, show, action_names, when, remember):
        inner = getattr(env, "unwrapped", env)
        self.server = server or getattr(inner, "server", None) or Server()
        self.subgoals = list(subgoals if subgoals is not None else getattr(inner, "subgoals", []))
        if not self.subgoals:
            raise ValueError("Which subgoals? Pass subgoals=, a list of names such as 'open the door'.")
        self.inner, self.given_task, self.task = inner, task, task
        self.weights = weight if isinstance(weight, dict) else {name: weight for name in self.subgoals}
        given = show
        self.show = _shower(env) if given is None else (lambda: given(env))
        self.name_of = _namer(env, action_names)
        if when not in ("changed", "always") and not callable(when):
            raise ValueError(f'when is {when!r}; accepted is "changed", "always" or a function of before and after.')
        self.when = when
        self.known = collections.OrderedDict()
        self.most_known = remember
        self.paid = set()
        self.shown = None
        self.asked = 0

    def begin(self):
        """After a reset: some worlds tell their task only then, and may tell another one each time."""
        if self.given_task is None:
            told = getattr(self.inner, "task", None) or getattr(self.inner, "mission", None) or "not told"
            task = f"{told}. {MINIGRID_LEGEND}" if hasattr(self.inner, "pprint_grid") else str(told)
            if task != self.task:
                self.known.clear()
            self.task = task
        self.paid = set()
        self.shown = self.show()

    def _verdicts(self, before, action, after):
        transition = {"task": self.task, "subgoals": self.subgoals, "before": before, "action": action, "after": after}
        key = json.dumps([before, action, after], sort_keys=True)
        if key in self.known:
            self.known.move_to_end(key)
            return self.known[key]
        self.asked += 1
        (judgement,) = self.server.judge([transition])
        found = (judgement["verdicts"], judgement.get("failures", {}))
        # What could not be answered now may be answered later.
        if not any(failure["reason"] in ("transport", "not asked") for failure in found[1].values()):
            self.known[key] = found
            if len(self.known) > self.most_known:
                self.known.popitem(last=False)
        return found

    def after(self, action, reward, info):
        before, after = self.shown, self.show()
        self.shown = after
        open_subgoals = [name for name in self.subgoals if name not in self.paid]
        changed = before != after
        is_asked = changed if self.when == "changed" else True if self.when == "always" else self.when(before, after)
        verdicts, failures, bonus, achieved = {}, {}, 0.0, []
        # A subgoal is paid once, so when all are paid there is nothing to ask.
        if is_asked and open_subgoals:
            verdicts, failures = self._verdicts(before, self.name_of(action), after)
            achieved = [name for name in open_subgoals if verdicts.get(name) is True]
            bonus = float(sum(self.weights.get(name, 0.0) for name in achieved))
            self.paid.update(achieved)
        told = {"bonus": bonus, "achieved": achieved, "task_reward": reward, "verdicts": verdicts, "failures": failures}
        return reward + bonus, {**info, "judge": told}


class _PlainJudgeReward:
    """The wrapper around an environment that is no gymnasium environment: reset and step alone are changed."""

    def __init__(self, env, server=None, **options):
        self.env = env
        self.judging = _judging(env, server, **options)

    def __getattr__(self, name):
        if name == "env":
            raise AttributeError(name)
        return getattr(self.env, name)

    def reset(self, **given):
        start = self.env.reset(**given)
        self.judging.begin()
        return start

    def step(self, action):
        observation, reward, terminated, truncated, info = self.env.step(action)
        reward, info = self.judging.after(action, reward, info)
        return observation, reward, terminated, truncated, info

    def snapshot(self):
        return {"env": self.env.snapshot(), "paid": sorted(self.judging.paid)}

    def restore(self, snapshot):
        start = self.env.restore(snapshot["env"])
        self.judging.begin()
        self.judging.paid = set(snapshot["paid"])
        return start


def _judging(
    env, server, subgoals=None, task=None, weight=0.1, show=None, action_names=None, when="changed", remember=100_000
):
    return _Judging(env, server, subgoals, task, weight, show, action_names, when, remember)


class JudgeReward(_WrapperBase):
    """Adds `weight` to the reward when the judge sees a subgoal achieved, once an episode for each subgoal.

    env: any environment with Gymnasium's reset and step that can show itself as text; subgoals: names; task: words;
    weight: a number, or one for each subgoal; show: a function of env that returns text or a frame (default: the frame of
    a CalmhackEnv, the grid of a MiniGrid, render() in mode "ansi"); action_names: a list or a function (default:
    env.actions); when: "changed" (steps that change nothing are not asked about), "always", or a function of before and
    after; remember: distinct transitions whose verdicts are kept, so that none of them is asked twice.

    info["judge"] has bonus, achieved, task_reward, verdicts, failures. An unanswered verdict pays nothing.
    """

    def __new__(cls, env, server=None, **options):
        if gymnasium is None or not isinstance(env, gymnasium.Env):
            return _PlainJudgeReward(env, server, **options)
        return super().__new__(cls)

    def __init__(self, env, server=None, **options):
        super().__init__(env)
        self.judging = _judging(env, server, **options)

    def reset(self, *, seed=None, options=None):
        start = self.env.reset(seed=seed, options=options)
        self.judging.begin()
        return start

    def step(self, action):
        observation, reward, terminated, truncated, info = self.env.step(action)
        reward, info = self.judging.after(action, reward, info)
        return observation, reward, terminated, truncated, info

    def snapshot(self):
        """Of an environment that has snapshots; what was paid in this episode is part of it."""
        return {"env": self.unwrapped.snapshot(), "paid": sorted(self.judging.paid)}

    def restore(self, snapshot):
        start = self.unwrapped.restore(snapshot["env"])
        self.judging.begin()
        self.judging.paid = set(snapshot["paid"])
        return start
