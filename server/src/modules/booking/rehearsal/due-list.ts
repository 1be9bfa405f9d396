/** What is due when, the earliest first: a binary heap. */
export class DueList<Item> {
  readonly #heap: { at: number; item: Item }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  add(item: Item, at: number): void {
    const heap = this.#heap;
    let index = heap.push({ at, item }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= at) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** The earliest, when it is due. */
  take(now: number): { at: number; item: Item } | undefined {
    const heap = this.#heap;
    const [first] = heap;
    if (!first || first.at > now) return undefined;
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    heap[0] = last;
    for (let index = 0; ; ) {
      const left = index * 2 + 1;
      if (left >= heap.length) break;
      const least = left + 1 < heap.length && this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(least) >= last.at) break;
      this.#swap(index, least);
      index = least;
    }
    return first;
  }

  #at(index: number): number {
    return (this.#heap[index] as { at: number }).at;
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const kept = heap[one] as { at: number; item: Item };
    heap[one] = heap[other] as { at: number; item: Item };
    heap[other] = kept;
  }
}
