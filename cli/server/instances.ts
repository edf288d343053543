/**
 * The instances that are open: who they are, how many there may be, and the numbering of requests.
 *
 * Invariants: requests on an instance are carried out one after another, whole, in the order in which their bodies
 * arrived; a request that is refused changes nothing; a numbered request whose answer was lost can be sent again and is
 * not carried out twice.
 */
import { createHash, randomBytes } from "node:crypto";
import { environmentCard, environmentIds, make, RULES, visible } from "../../envs/index.js";
import { type Games, openGames, type Told } from "./games.js";
import { Refusal } from "./refusal.js";
import type { MakeRequest } from "./schemas.js";
import { bytesOf, type Space, spaceOf } from "./shapes.js";
import type { Sealer } from "./token.js";

export interface Limits {
  readonly instances: number;
  /** Of all instances, estimated. */
  readonly bytes: number;
}

/** Which operation, and its body. */
interface Sent {
  readonly operation: string;
  readonly body: Buffer;
}

interface Numbered {
  readonly turn?: number | undefined;
}

/** State, caches and arrays of a game besides its observations, in bytes: measured at 75 to 116 KB, rounded up. */
const GAME_BYTES = 150_000;

interface Kept {
  readonly mark: string;
  /** As it was sent. */
  readonly answer: string;
}

interface Instance {
  readonly name: string;
  readonly about: Told;
  readonly games: Games;
  readonly bytes: number;
  turn: number;
  /** The last numbered request and its answer. */
  kept: Kept | undefined;
}

export interface Instances {
  open(id: string, request: MakeRequest): Told;
  /** Carries out one operation and gives its answer's JSON. `sent` is what the client sent, to know a repetition by. */
  run(name: string, sent: Sent, request: Numbered, operation: (games: Games) => Told): string;
  frame(name: string): Told;
  /** An environment's card, or what an instance was made as and how far it is. */
  about(name: string): Told;
  close(name: string): Told;
  list(): readonly Told[];
}

/** What a repeated request is known by: itself while it is short. */
function markOf(operation: string, body: Buffer): string {
  const short = body.length <= 1024;
  return `${operation} ${short ? body.toString("latin1") : createHash("sha256").update(body).digest("base64")}`;
}

const isId = (name: string): boolean => environmentIds().includes(name);

const DEFAULT_CROP = 9;

/** Dtype and shape per key, in the order in which the environment has them. */
function spacesOf(keys: readonly string[], cropSize = DEFAULT_CROP): Readonly<Record<string, Space>> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const space = spaceOf(key, cropSize);
      return space === undefined ? [] : [[key, space]];
    }),
  );
}

/** What an environment is, for who wants to make an instance. */
export function cardOf(id: string, keys: readonly string[]): Told {
  const env = make(id);
  const card = environmentCard(id);
  return {
    id,
    rules: RULES,
    limit: env.limit,
    actions: env.actions,
    task: card?.task ?? "",
    subgoals: card?.subgoals.map(([name]) => name) ?? [],
    defaultKeys: Object.keys(env.reset({ seed: 0 }).observation),
    observations: spacesOf(keys),
  };
}

export function openInstances(limits: Limits, keys: readonly string[], seal: Sealer): Instances {
  const open = new Map<string, Instance>();
  let bytes = 0;

  function find(name: string): Instance {
    const found = open.get(name);
    if (found !== undefined) return found;
    const shown = visible(name, 80);
    throw isId(name)
      ? new Refusal(
          404,
          `${shown} is an environment, not an instance; POST /envs/${shown} makes one and tells its name.`,
        )
      : new Refusal(404, `There is no instance "${shown}"; GET / lists those that are open.`);
  }

  function requireRoom(need: number): void {
    if (open.size >= limits.instances) {
      throw new Refusal(429, `${open.size} instances are open, as many as may be; DELETE one (GET / lists them).`);
    }
    if (bytes + need > limits.bytes) {
      const [has, most] = [Math.ceil(need / 1e6), Math.floor(limits.bytes / 1e6)];
      throw new Refusal(
        429,
        `The instance would take about ${has} MB, and all together may have ${most} MB; take fewer games or observation keys, or DELETE an instance (GET / lists them).`,
      );
    }
  }

  return {
    open(id, request) {
      if (!isId(id)) {
        const nearest = unknownId(id);
        throw new Refusal(404, nearest);
      }
      const { count, cropSize } = request;
      const asked = request.observationKeys ?? Object.keys(make(id).reset({ seed: 0 }).observation);
      const observations = spacesOf([...new Set(asked)], cropSize);
      const shown = Object.values(observations).reduce((sum, space) => sum + bytesOf(space), 0);
      const need = (count ?? 1) * (GAME_BYTES + shown * (count === undefined ? 1 : 2));
      requireRoom(need);
      const games = openGames(id, request, seal);
      const name = `game-${randomBytes(8).toString("hex")}`;
      const card = environmentCard(id);
      const about = {
        instance: name,
        id,
        rules: RULES,
        ...(count === undefined ? {} : { count, autoreset: "same step" }),
        actions: games.actions,
        limit: games.limit,
        task: card?.task ?? "",
        subgoals: card?.subgoals.map(([subgoal]) => subgoal) ?? [],
        observations,
      };
      open.set(name, { name, about, games, bytes: need, turn: 0, kept: undefined });
      bytes += need;
      return { ...about, turn: 0 };
    },
    run(name, { operation: which, body }, { turn }, operation) {
      const instance = find(name);
      const mark = turn === undefined ? "" : markOf(which, body);
      if (turn !== undefined && turn !== instance.turn + 1) {
        if (turn === instance.turn && instance.kept?.mark === mark) return instance.kept.answer;
        throw new Refusal(
          409,
          `The instance has carried out ${instance.turn} requests, and this one has number ${turn}; accepted is number ${instance.turn + 1} (is another client using it?).`,
        );
      }
      const told = operation(instance.games);
      instance.turn++;
      const answer = JSON.stringify({ turn: instance.turn, ...told });
      instance.kept = turn === undefined ? undefined : { mark, answer };
      return answer;
    },
    frame: (name) => find(name).games.frame(),
    about(name) {
      if (isId(name)) return cardOf(name, keys);
      const { about, turn } = find(name);
      return { ...about, turn };
    },
    close(name) {
      const instance = find(name);
      open.delete(name);
      bytes -= instance.bytes;
      return { closed: name };
    },
    list: () => [...open.values()].map(({ about, turn }) => ({ ...about, turn })),
  };
}

/** The engine's own sentence, which names the nearest id. */
function unknownId(id: string): string {
  try {
    make(id);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return `There is no environment "${visible(id, 80)}"; GET /envs lists all.`;
}
