/**
 * A set of records of one length, numbered in order of arrival: words in one array, found by an open-addressing hash
 * table (Knuth, The Art of Computer Programming 3, 6.4, linear probing), so that a million states cost some 20 MB.
 */
const FIRST_ROOM = 1 << 12;

export class Records {
  count = 0;
  private words: Uint16Array;
  private slots = new Int32Array(FIRST_ROOM * 2).fill(-1);

  constructor(private readonly width: number) {
    this.words = new Uint16Array(FIRST_ROOM * width);
  }

  /** The words of a record; they are the set's own, until it grows. */
  at(index: number): Uint16Array {
    return this.words.subarray(index * this.width, (index + 1) * this.width);
  }

  /** The number of a record; one that is new gets the next. */
  add(record: Uint16Array): number {
    const mask = this.slots.length - 1;
    let slot = this.hash(record) & mask;
    for (let index = this.slots[slot]!; index >= 0; index = this.slots[slot]!) {
      if (this.isAt(index, record)) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.count++;
    if (this.count * this.width > this.words.length) {
      const larger = new Uint16Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words.set(record, index * this.width);
    this.slots[slot] = index;
    if (this.count * 2 > this.slots.length) this.grow();
    return index;
  }

  private isAt(index: number, record: Uint16Array): boolean {
    const { words, width } = this;
    const from = index * width;
    for (let i = 0; i < width; i++) if (words[from + i] !== record[i]) return false;
    return true;
  }

  private hash(record: Uint16Array): number {
    let hash = 0x9747b28c;
    for (let i = 0; i < record.length; i++) {
      hash = Math.imul(hash ^ record[i]!, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return Math.imul(hash, 0xc2b2ae35) >>> 1;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = this.hash(this.at(index)) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
    this.slots = slots;
  }
}
