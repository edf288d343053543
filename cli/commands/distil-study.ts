/**
 * `calmhack distil-study ID`: when is a student better than its teacher? Plays its own transitions, simulates its
 * teachers, writes table and figure. Nothing is downloaded, nobody is asked.
 */
import { dataSets, type Transition } from "../../annotations/index.js";
import { canonicalJson } from "../../calm/index.js";
import { InputError, packageVersion, RULES, visible, writeFolder } from "../../envs/index.js";
import { distilStudies } from "../../experiments/index.js";
import { policyFlag } from "../collect-policies.js";
import { integerFlag, noiseFlag } from "../options.js";
import { jsonText, print, remark } from "../output.js";
import { type Study, studyMarkdown, studyNotes, studyPanels, studyTables } from "../study-report.js";
import { studySvg } from "../study-svg.js";
import { csvText, tableText } from "../text-table.js";

export interface DistilStudyFlags {
  readonly noise: string;
  readonly confuse?: readonly string[] | undefined;
  readonly answers: string;
  readonly naturalAnswers: string;
  readonly heldOut: string;
  readonly seeds: string;
  readonly out: string;
  readonly json?: true | undefined;
}

const POLICIES = ["random", "noisy-solver:0.3", "solver"];
/** Far from the seeds to learn from, which are 1, 2, … */
const HELD_OUT_SEED = 1_000_001;
const REPETITIONS = 2_000;
/** Files of a study's folder. */
const REPORT = "report.md";

const sizesFlag = (flag: string, text: string): readonly number[] =>
  text === "none" ? [] : text.split(",").map((part) => integerFlag(flag, part.trim(), 1, 100_000));

/** One about the key, one about the door. */
const CONFUSED = ["step onto the key", "apply with the key, no door beside"];

function teachersOf({ noise, confuse = CONFUSED }: DistilStudyFlags): readonly distilStudies.StudyTeacher[] {
  const rates = noise.split(",").map((text) => ({ text: text.trim(), rates: noiseFlag(text.trim()) }));
  const falls = ["independent", "by text"] as const;
  return [
    ...falls.flatMap((fall) =>
      rates.map(({ text, rates: one }) => ({ name: `${text} ${fall}`, errors: { rates: one, fall, kinds: [] } })),
    ),
    ...confuse.map((kind) => {
      const errors = { rates: { falsePositive: 0, falseNegative: 0 }, fall: "independent" as const, kinds: [kind] };
      return { name: `by kind: ${kind}`, errors };
    }),
  ];
}

/** Transitions of one seed's play. Each policy plays as many episodes as it takes. */
function played(id: string, seed: number, quotas: dataSets.Quotas, episodes: number): readonly Transition[] {
  const env = dataSets.collectEnv(id, "default");
  const policies = POLICIES.map((text) => policyFlag(text, env, seed));
  return dataSets.collectPlay({ id, actions: "default", policies, episodes, seed, name: `seed ${seed}`, quotas }).items;
}

const naturalOnly = (items: readonly Transition[]): readonly Transition[] =>
  items.filter(({ part }) => part === "natural rate");

/** Enough play to draw from: an episode of random play has some two hundred steps. */
const episodesFor = (steps: number): number => Math.max(40, Math.ceil(steps / 20));

export async function distilStudyCommand(id: string, flags: DistilStudyFlags): Promise<void> {
  if (!id.includes("KeyRoom")) {
    throw new InputError(`${visible(id, 80)} is no KeyRoom; the kinds of look-alikes that are confused are KeyRoom's.`);
  }
  const seeds = integerFlag("--seeds", flags.seeds, 2, 1000);
  const heldOutSteps = integerFlag("--held-out", flags.heldOut, 100, 100_000);
  const sizes = sizesFlag("--answers", flags.answers);
  const naturalSizes = sizesFlag("--natural-answers", flags.naturalAnswers);
  const teachers = teachersOf(flags);
  dataSets.requireFolderPlace(flags.out, ["result.json", "cells.csv", REPORT, "figure.svg"]);
  const [most, mostNatural] = [Math.max(0, ...sizes), Math.max(0, ...naturalSizes)];
  const mixQuotas = { perClass: Math.ceil(most / 6), perKind: Math.ceil(most / 36), natural: Math.max(1, most) };
  const mixes: readonly distilStudies.StudyMix[] = [
    { name: "as collect draws", sizes, items: (seed: number) => played(id, seed, mixQuotas, episodesFor(most)) },
    {
      name: "natural rate alone",
      sizes: naturalSizes,
      items: (seed: number) =>
        naturalOnly(
          played(id, seed, { perClass: 0, perKind: 0, natural: Math.max(1, mostNatural) }, episodesFor(mostNatural)),
        ),
    },
  ].filter((mix) => mix.sizes.length > 0);
  const quotas = { perClass: 0, perKind: 0, natural: heldOutSteps };
  const heldOut = naturalOnly(played(id, HELD_OUT_SEED, quotas, episodesFor(heldOutSteps)));
  const cells = await distilStudies.distilStudy(
    { seeds, teachers, mixes, heldOut, repetitions: REPETITIONS },
    (done, of) => {
      if (done % 10 === 0 || done === of) remark(`${done} of ${of} cells`);
    },
  );
  const study: Study = {
    format: "calmhack-distil-study/1",
    calmhack: packageVersion(),
    rules: RULES,
    id,
    seeds,
    policies: POLICIES,
    heldOut: {
      transitions: heldOut.length,
      episodes: new Set(heldOut.map(({ episode }) => episode)).size,
      achieved: heldOut.filter(({ labels }) => labels?.includes("yes") === true).length,
    },
    cells,
  };
  const svg = studySvg(studyPanels(study), 2);
  const tables = studyTables(study);
  await writeFolder(
    flags.out,
    new Map([
      ["result.json", `${canonicalJson(study, 1)}\n`],
      ["cells.csv", tables.map(({ table }) => csvText(table.head, table.rows)).join("\n")],
      [REPORT, studyMarkdown(study)],
      ["figure.svg", svg],
    ]),
  );
  if (flags.json === true) return print(jsonText({ ...study, folder: flags.out }));
  await print(
    [
      ...tables.flatMap(({ heading, table }) => [heading, tableText(table), ""]),
      ...studyNotes(study),
      "",
      `Result: ${visible(flags.out)} (${REPORT}, figure.svg, cells.csv, result.json)`,
    ].join("\n"),
  );
}
