/**
 * What waits, in lists by priority, a whole number that seldom falls: the last in is the first out of the lowest list.
 */
export class Queue<Item> {
  private readonly lists: Item[][] = [];
  private lowest = 0;

  push(priority: number, item: Item): void {
    while (this.lists.length <= priority) this.lists.push([]);
    this.lists[priority]!.push(item);
    if (priority < this.lowest) this.lowest = priority;
  }

  /** The last of the lowest; undefined when there is none. */
  pop(): Item | undefined {
    for (; this.lowest < this.lists.length; this.lowest++) {
      const item = this.lists[this.lowest]!.pop();
      if (item !== undefined) return item;
    }
    return undefined;
  }
}
