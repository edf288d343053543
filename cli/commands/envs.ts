/**
 * `calmhack envs [ID]`: the environments, or the card of one: its actions, limit, and a level as it starts; with
 * `--markdown` its whole page, measured anew.
 */
import {
  environmentCard,
  environmentIds,
  frameText,
  InputError,
  make,
  RULES,
  visible,
  worlds,
} from "../../envs/index.js";
import { type ImportFlags, ownModules } from "../import-flag.js";
import { integerFlag } from "../options.js";
import { print } from "../output.js";
import { type Table, tableText } from "../text-table.js";

export interface EnvsFlags extends ImportFlags {
  readonly json?: true | undefined;
  readonly markdown?: true | undefined;
  readonly seed: string;
}

interface Card {
  readonly id: string;
  /** Absent where a world of one's own has rules of its own. */
  readonly rules?: number;
  readonly limit: number;
  readonly actions: readonly string[];
}

const cardOf = (id: string): Card => {
  const env = make(id);
  const isOwn = worlds.registered(worlds.ground(id)) !== undefined;
  return { id, ...(isOwn ? {} : { rules: RULES }), limit: env.limit, actions: env.actions };
};

function listTable(cards: readonly Card[]): Table {
  return {
    head: ["id", "step limit", "actions"],
    rows: cards.map(({ id, limit, actions }) => [id, String(limit), actions.join(" ")]),
    numbersFrom: 3,
  };
}

async function pageOf(id: string | undefined, { json }: EnvsFlags): Promise<string> {
  if (id === undefined) throw new InputError("--markdown gives the page of one environment; say which ID.");
  if (json === true) throw new InputError("--markdown and --json are two forms; choose one.");
  const { environmentFigures } = await import("../environment-figures.js");
  const { environmentPage } = await import("../environment-page.js");
  // An unknown id is refused before anything is measured.
  make(id);
  const page = environmentCard(id)?.page ?? "own";
  if (page !== "own") throw new InputError(`${id} has no page of its own: its level stands in ${page}.`);
  return environmentPage(id, environmentFigures(id)).trimEnd();
}

/** The card of a world or of subgoals of one's own. */
function ownText(
  { definition, source }: worlds.Registered,
  { id, limit, actions }: Card,
  seed: number,
  screen: string,
) {
  const { task, subgoals, lookAlikes = [], kind } = definition;
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => `"${name}"`).join(", ");
  const from = source === undefined ? "" : `, from ${visible(source.file, 80)} (SHA-256 ${source.hash})`;
  return [
    `${id}: ${kind === "world" ? "a world of your own" : `subgoals of your own on ${definition.on}`}${from}`,
    `Step limit ${limit}. Actions, in index order: ${actions.join(" ")}.`,
    `Task: ${task}`,
    ...outcomeLines(aboutOf(id)),
    `Subgoals: ${names(subgoals)}.${lookAlikes.length === 0 ? "" : ` Look-alikes: ${names(lookAlikes)}.`}`,
    `A level (seed ${seed}):`,
    "",
    screen,
  ].join("\n");
}

type About = typeof worlds.OWN_LEVEL;

/** What the rules say of an id, or of the one that it stands on; nothing is known of somebody's own maker or world. */
function aboutOf(id: string): About | undefined {
  const ground = worlds.ground(id);
  return environmentCard(ground) ?? (worlds.isLevel(ground) ? worlds.OWN_LEVEL : undefined);
}

/** What is paid and how it ends, a line each. */
const outcomeLines = (about: About | undefined): string[] => [
  ...(about?.rewards ?? []).map(([reward, when]) => `Reward ${reward}: ${when}.`),
  ...(about?.ends ?? []).map(
    ([status, flag, when]) => `End status ${status}${flag === "–" ? "" : ` (${flag})`}: ${when}.`,
  ),
];

export async function envsCommand(id: string | undefined, flags: EnvsFlags): Promise<void> {
  const seed = integerFlag("--seed", flags.seed, 0, Number.MAX_SAFE_INTEGER);
  await ownModules(flags);
  if (flags.markdown === true) return print(await pageOf(id, flags));
  if (id === undefined) {
    const cards = environmentIds().map(cardOf);
    if (flags.json === true) return print(JSON.stringify(cards));
    return print(`${tableText(listTable(cards))}\n\ncalmhack rules ${RULES}: a re-implementation of MiniHack's rules.`);
  }
  const card = cardOf(id);
  const env = make(id);
  env.reset({ seed });
  const screen = frameText(env.frame(), { window: "screen" });
  if (flags.json === true) return print(JSON.stringify({ ...card, seed, screen }));
  const mine = worlds.registered(id);
  if (mine !== undefined) return print(ownText(mine, card, seed, screen));
  const about = aboutOf(id);
  await print(
    [
      `${id}, calmhack rules ${RULES}`,
      `Step limit ${card.limit}. Actions, in index order: ${card.actions.join(" ")}.`,
      ...(about === undefined ? [] : [`Task: ${about.task}`]),
      ...outcomeLines(about),
      ...(about?.subgoals ?? []).map(([name, , truth]) => `Subgoal "${name}": ${truth}.`),
      `A level (seed ${seed}):`,
      "",
      screen,
    ].join("\n"),
  );
}
