/**
 * Control: as many messages of an episode as there are subgoals, the first that are news, are paid, whatever they say. A message that was met n times
 * in training, this time included, is news with chance 1 / sqrt(n), the usual bonus of count-based exploration
 * (Bellemare et al. 2016, arXiv 1606.01868) as a chance, so that what is paid is a whole payment or none.
 */
import { z } from "zod";
import { type RandomStream, randomStream } from "../envs/index.js";
import { messageText } from "./crop.js";
import type { Finder } from "./once-per-episode.js";
import { count, loaded, savedWords, wordsOf } from "./saved.js";

/** 53 bits of FNV-1a on two lanes, so that a message is found without making a text of it. */
function messageKey(message: Uint8Array): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < message.length && message[i] !== 0; i++) {
    low = Math.imul(low ^ message[i]!, 0x01000193);
    high = Math.imul(high ^ message[i]!, 0x5bd1e995) + i;
  }
  return (low >>> 0) * 2 ** 21 + (high >>> 11);
}

/** How often each message was met. */
class MessageCounts {
  private readonly times = new Map<number, number>();
  /** In the order in which they were first met, for a checkpoint that can be read. */
  private readonly texts: (readonly [text: string, key: number])[] = [];

  of(message: Uint8Array): number {
    return this.times.get(messageKey(message)) ?? 0;
  }

  /** Counts a message and returns how often it was met, this time included. */
  add(message: Uint8Array): number {
    const key = messageKey(message);
    const times = (this.times.get(key) ?? 0) + 1;
    if (times === 1) this.texts.push([messageText(message), key]);
    this.times.set(key, times);
    return times;
  }

  save(): readonly (readonly [string, number])[] {
    return this.texts.map(([text, key]) => [text, this.times.get(key)!] as const);
  }

  load(saved: readonly (readonly [string, number])[]): void {
    this.times.clear();
    this.texts.length = 0;
    for (const [text, times] of saved) {
      // Messages are bytes shown as Latin-1: one byte a character.
      const key = messageKey(Uint8Array.from(text, (character) => character.charCodeAt(0)));
      this.texts.push([text, key]);
      this.times.set(key, times);
    }
  }
}

/** The first news of an episode is bit 1, the second bit 2, and so on: sets of found ones are 0, 1, 3, 7, … */
const nextBit = (found: number, subgoals: number): number => (found + 1) & (2 ** subgoals - 1);

const isNews = (times: number, stream: RandomStream): boolean => stream.uniform() * Math.sqrt(times) < 1;

const savedState = z.object({ words: savedWords, counts: z.array(z.tuple([z.string(), count])) });

export function messageNovelty(seed: number, subgoals = 2): Finder {
  const stream = randomStream(seed, "message novelty");
  const counts = new MessageCounts();
  return {
    reads: "text",
    find({ after }, found) {
      if (after.message[0] === 0) return 0;
      return isNews(counts.add(after.message), stream) ? nextBit(found, subgoals) : 0;
    },
    tester: (name) => noveltyTester(counts, seed, name, subgoals),
    save: () => ({ words: wordsOf(stream), counts: counts.save() }),
    load(saved) {
      const state = loaded(savedState, saved);
      stream.words.set(state.words);
      counts.load(state.counts);
    },
  };
}

/** Reads the counts of training as they are and adds nothing to them. */
function noveltyTester(counts: MessageCounts, seed: number, name: string, subgoals: number): Finder {
  const stream = randomStream(seed, `message novelty ${name}`);
  return {
    reads: "text",
    find({ after }, found) {
      if (after.message[0] === 0) return 0;
      // What training never met is as new as what it meets for the first time.
      return isNews(Math.max(1, counts.of(after.message)), stream) ? nextBit(found, subgoals) : 0;
    },
    tester: (test) => noveltyTester(counts, seed, test, subgoals),
  };
}
