/**
 * A rater's sitting, from the label file to the screen and back: `annotate` and the adjudication of `agreement` share it.
 */
import { type DataSet, labelling, type Transition } from "../annotations/index.js";
import { InputError, packageVersion } from "../envs/index.js";
import { afterKey, type Desk, finishedCount, medianSeconds, openDesk, type Saved } from "./annotating.js";
import type { Script } from "./annotating-script.js";

export interface Sitting {
  readonly data: DataSet;
  readonly rater: labelling.Rater;
  readonly path: string;
  readonly instructions: labelling.Instructions;
  readonly window: "crop" | "map";
  readonly adjudicates?: labelling.LabelHead["adjudicates"];
  /** Ids that are to be shown. */
  readonly ids: readonly string[];
  readonly repeat: number;
  readonly script: Script | undefined;
  /** What others said about an item's subgoals: of an adjudication. */
  readonly votes?: (item: Transition) => readonly string[];
}

/** A person's keyboard is needed unless a script answers. */
export function requireKeyboard(script: Script | undefined): void {
  if (script === undefined && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new InputError("Labelling needs a keyboard and a screen; run it in a terminal.");
  }
}

/** `script:` raters may sit at the keyboard; `human:` raters must. */
export function requireHand({ kind, name }: labelling.Rater, script: string | undefined): void {
  if (kind !== "human" || script === undefined) return;
  throw new InputError(`${name} is a person, whose labels no --script gives; a program is script:NAME.`);
}

const iso = (): string => new Date().toISOString();

function headOf({ data, rater, instructions, window, adjudicates }: Sitting): labelling.LabelHead {
  return {
    format: labelling.LABELS_FORMAT,
    rater: rater.name,
    data: { name: data.name, version: data.version, hash: data.hash },
    instructions: { hash: instructions.hash, text: instructions.text },
    window,
    began: iso(),
    calmhack: packageVersion(),
    ...(adjudicates === undefined ? {} : { adjudicates }),
  };
}

const plannedFor = ({ data, rater, repeat }: Sitting, ids: readonly string[]) =>
  labelling.planned(ids, { rater: rater.name, data: data.hash, repeat });

function itemsOf({ data }: Sitting, plan: readonly labelling.Showing[], path: string): readonly Transition[] {
  const byId = new Map(data.items.map((item) => [item.id, item]));
  return plan.map(({ id }) => {
    const item = byId.get(id);
    if (item === undefined) throw new InputError(`${path} names an item that ${data.name} has not.`);
    return item;
  });
}

/** Plays a script's keys at the desk, showing by showing. */
function play(start: Desk, items: readonly Transition[], script: Script, save: (saved: Saved) => void): Desk {
  // All answers are looked up first: a script that lacks one changes nothing.
  const keys = start.plan.map(({ time }, i) => script(items[i]!, time));
  let desk = start;
  while (desk.at < desk.plan.length) {
    const at = desk.at;
    // What a killed sitting left on this showing is taken up anew: skipping and coming back would be no blank sheet.
    if (desk.sheets[at] !== undefined)
      desk = { ...desk, sheets: desk.sheets.map((sheet, i) => (i === at ? undefined : sheet)) };
    for (const key of keys[at]!) {
      const step = afterKey(desk, key, 0);
      if (step.saved !== undefined) save(step.saved);
      desk = step.desk;
    }
    if (desk.at === at) throw new Error(`the script does not get past showing ${at + 1}`);
    const next = desk.plan.findIndex((_, i) => i >= desk.at && (desk.sheets[i]?.state ?? "open") === "open");
    desk = { ...desk, at: next < 0 ? desk.plan.length : next };
  }
  return desk;
}

/** Goes through a sitting; returns what to say at its end. */
export async function sit(sitting: Sitting): Promise<string> {
  const { path, rater, script, votes } = sitting;
  // Before a file is made: a script must answer everything, and the data must hold what is to be shown.
  const wanted = plannedFor(sitting, sitting.ids);
  const wantedItems = itemsOf(sitting, wanted, path);
  for (const [i, { time }] of wanted.entries()) script?.(wantedItems[i]!, time);
  const writer = labelling.openLabelFile(path, { head: headOf(sitting), plan: wanted });
  try {
    labelling.ratingsOf({ path, hash: "", log: writer.log }, sitting.data);
    const held = new Set(writer.log.plan.map(({ id }) => id));
    const more = plannedFor(
      sitting,
      sitting.ids.filter((id) => !held.has(id)),
    );
    if (more.length > 0) writer.extend(more, iso());
    const plan = [...writer.log.plan, ...more];
    const items = itemsOf(sitting, plan, path);
    const start = openDesk(
      {
        plan,
        sizes: items.map((item) => item.subgoals.length),
        sheets: plan.map((_, i) => writer.log.sheets[i]),
        changes: writer.log.changes,
      },
      "instructions",
      Date.now(),
    );
    let last = start;
    const save = ({ showing, sheet, why }: Saved): void => {
      writer.save({ at: iso(), showing, of: plan[showing]!, sheet, why });
      last = { ...last, sheets: plan.map((_, i) => (i === showing ? sheet : last.sheets[i])) };
    };
    if (script !== undefined) play({ ...start, page: "item" }, items, script, save);
    else {
      const { showAnnotating } = await import("./screens/annotate.js");
      await showAnnotating({
        rater: rater.name,
        instructions: writer.log.head.instructions.text,
        window: writer.log.head.window,
        items,
        ...(votes === undefined ? {} : { votes: items.map(votes) }),
        start,
        now: Date.now,
        save,
      });
    }
    return closing(last);
  } finally {
    writer.close();
  }
}

function closing(desk: Desk): string {
  const seconds = medianSeconds(desk);
  const pace = seconds === undefined || seconds === 0 ? "" : `, ${seconds.toFixed(1)} s an item (median)`;
  const skipped = desk.sheets.filter((sheet) => sheet?.state === "skipped").length;
  const passed = skipped === 0 ? "" : ` (${skipped} skipped)`;
  const left = desk.plan.length - finishedCount(desk);
  const on = left === 0 ? "" : `; ${left} are left, the same command goes on`;
  return `${finishedCount(desk)} of ${desk.plan.length} finished${passed}${pace}${on}.`;
}
