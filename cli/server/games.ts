/**
 * What an instance does: one game, or several stepped together, behind the same few operations. Answers are plain
 * values that become JSON; several games answer with a list or a stacked array where one game answers with a value.
 */
import { type Env, type Frame, frameText, InputError, make, vector } from "../../envs/index.js";
import { Refusal } from "./refusal.js";
import type { MakeRequest, ResetRequest, SealedSnapshot, StepRequest } from "./schemas.js";
import { encoded, encodedRows } from "./shapes.js";
import { sealed, unsealed } from "./snapshots.js";
import type { Sealer } from "./token.js";

type VectorEnv = ReturnType<typeof vector>;

export type Told = Readonly<Record<string, unknown>>;

export interface Games {
  readonly actions: readonly string[];
  readonly limit: number;
  reset(request: ResetRequest): Told;
  step(request: StepRequest): Told;
  snapshot(): Told;
  restore(snapshot: SealedSnapshot): Told;
  frame(): Told;
}

/** The engine refuses what the schema cannot know; the sentence is its own. */
function engine<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw new Refusal(400, error.message);
    throw error;
  }
}

/** As the published line format has a frame. */
function frameLine({ rows, hero, message, inventory, status }: Frame): Told {
  return {
    rows: rows.map((row) => row.trimEnd()),
    ...(hero === undefined ? {} : { hero: [hero.x, hero.y] }),
    message,
    ...(inventory === undefined ? {} : { inventory }),
    ...(status === undefined ? {} : { status }),
  };
}

const screenOf = (frame: Frame): string => frameText(frame, { window: "screen" });

const notReset = (): Refusal => new Refusal(409, "The instance was not reset; reset it with a seed first.");

const neverSeeded = (): Refusal =>
  new Refusal(400, 'The instance was never seeded; the first reset needs a "seed", a whole number.');

/** Options that `make` and `vector` share. */
function optionsOf({ observationKeys, actions, cropSize, manners }: MakeRequest) {
  return {
    // `make` refuses a name that is no key.
    ...(observationKeys === undefined ? {} : { observationKeys: observationKeys as never }),
    ...(actions === undefined ? {} : { actions }),
    ...(cropSize === undefined ? {} : { cropSize }),
    ...(manners === undefined ? {} : { manners }),
  };
}

export function openGames(id: string, request: MakeRequest, seal: Sealer): Games {
  const { count } = request;
  if (count === undefined)
    return one(
      engine(() => make(id, optionsOf(request))),
      request,
      seal,
    );
  if (request.frames === "each") {
    throw new Refusal(
      400,
      'Several games have no "frames" in their answers; leave it out, or ask for the frame by itself.',
    );
  }
  return several(
    engine(() => vector(id, { ...optionsOf(request), count })),
    seal,
  );
}

/** What an engine's reset returned: objects that it reuses, so after a step or a restore they show that moment. */
type View = ReturnType<Env["reset"]>;

function one(env: Env, { frames }: MakeRequest, seal: Sealer): Games {
  let view: View | undefined;
  let phase: "new" | "running" | "ended" = "new";
  const framed = (): Told => (frames === "each" ? { frame: frameLine(env.frame()) } : {});
  const started = ({ observation, info }: View): Told => ({ observation: encoded(observation), info, ...framed() });
  return {
    actions: env.actions,
    limit: env.limit,
    reset({ seed, level }) {
      if (typeof seed === "object") throw new Refusal(400, "A single game has one seed; accepted is a whole number.");
      if (phase === "new" && seed === undefined) throw neverSeeded();
      const given = { ...(seed === undefined ? {} : { seed }), ...(level === undefined ? {} : { level }) };
      view = engine(() => env.reset(given));
      phase = "running";
      return started(view);
    },
    step({ action, actions }) {
      if (action === undefined || actions !== undefined) {
        throw new Refusal(400, `A single game takes "action", an index from 0 to ${env.actions.length - 1}.`);
      }
      if (phase === "new") throw notReset();
      if (phase === "ended") throw new Refusal(409, "The episode has ended; reset the instance.");
      const { observation, reward, terminated, truncated, info } = engine(() => env.step(action));
      if (terminated || truncated) phase = "ended";
      return { observation: encoded(observation), reward, terminated, truncated, info, ...framed() };
    },
    snapshot() {
      if (phase === "new") throw notReset();
      return { snapshot: sealed([env.snapshot()], seal) };
    },
    restore(snapshot) {
      const [state] = unsealed(snapshot, env.id, 1, seal);
      view ??= env.reset({ seed: 0 });
      engine(() => env.restore(state!));
      phase = view.info.endStatus === 0 ? "running" : "ended";
      return started(view);
    },
    frame() {
      if (phase === "new") throw notReset();
      const frame = env.frame();
      return { frame: frameLine(frame), screen: screenOf(frame) };
    },
  };
}

const flags = (column: Uint8Array): boolean[] => Array.from(column, (flag) => flag === 1);

type Columns = Readonly<Record<"endStatus" | "events" | "time", Int32Array>>;

const columns = ({ endStatus, events, time }: Columns): Told => ({
  endStatus: [...endStatus],
  events: [...events],
  time: [...time],
});

function several(games: VectorEnv, seal: Sealer): Games {
  const { count, actions, limit } = games;
  let view: ReturnType<VectorEnv["reset"]> | undefined;
  let phase: "new" | "running" = "new";
  const started = ({ observation, info }: ReturnType<VectorEnv["reset"]>): Told => ({
    observation: encoded(observation),
    info: columns(info),
  });
  /** How episodes ended, of the games that ended in this step alone. */
  function ended({ mask, observation, info }: ReturnType<VectorEnv["step"]>["final"]): Told {
    const which = [...mask.keys()].filter((i) => mask[i] === 1);
    if (which.length === 0) return {};
    const of = (column: Int32Array): number[] => which.map((i) => column[i]!);
    const told = { endStatus: of(info.endStatus), events: of(info.events), time: of(info.time) };
    return { final: { games: which, observation: encodedRows(observation, count, which), info: told } };
  }
  return {
    actions,
    limit,
    reset({ seed, level }) {
      if (level !== undefined) throw new Refusal(400, 'Several games have no "level"; accepted are seeds.');
      if (phase === "new" && seed === undefined) throw neverSeeded();
      view = engine(() => games.reset(seed === undefined ? {} : { seed }));
      phase = "running";
      return started(view);
    },
    step({ action, actions: list }) {
      if (list === undefined || action !== undefined) {
        throw new Refusal(
          400,
          `Several games take "actions", a list of ${count} indices from 0 to ${actions.length - 1}.`,
        );
      }
      if (phase === "new") throw notReset();
      const { observation, rewards, terminated, truncated, info, final } = engine(() => games.step(list));
      return {
        observation: encoded(observation),
        rewards: [...rewards],
        terminated: flags(terminated),
        truncated: flags(truncated),
        info: columns(info),
        ...ended(final),
      };
    },
    snapshot() {
      if (phase === "new") throw notReset();
      return { snapshot: sealed(games.snapshot().games, seal) };
    },
    restore(snapshot) {
      const states = unsealed(snapshot, games.id, count, seal);
      view ??= games.reset({ seed: 0 });
      engine(() => games.restore({ format: "calmhack-vector/1", games: states }));
      phase = "running";
      return started(view);
    },
    frame() {
      if (phase === "new") throw notReset();
      const frames = Array.from({ length: count }, (_, i) => games.game(i).frame());
      return { frames: frames.map(frameLine), screens: frames.map(screenOf) };
    },
  };
}
