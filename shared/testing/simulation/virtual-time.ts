// The only clock of a simulation and what is to happen on it: a heap ordered by time, then by the order of asking. Time
// stands still while something happens and jumps to the next thing after it. Owns all pending events; they are bounded
// by what nodes and links have under way.

/** Takes an event off the schedule; of one that has happened, nothing. */
export type Cancel = () => void;

export interface VirtualTime {
  /** whole ms since 1970 */
  readonly now: () => number;
  /** `run` happens at `time`, or next if that has passed. */
  readonly at: (time: number, run: () => void) => Cancel;
  readonly after: (delayMs: number, run: () => void) => Cancel;
  /** Lets the next event happen if it is due by `until`; otherwise moves the clock there and returns false. */
  readonly step: (until: number) => boolean;
}

interface Event {
  readonly time: number;
  readonly order: number;
  run: (() => void) | undefined;
}

const isEarlier = (a: Event, b: Event): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

const push = (heap: Event[], event: Event): void => {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !isEarlier(event, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = event;
};

const pop = (heap: Event[]): Event | undefined => {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || first === last) return first;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (left === undefined) break;
    const isRight = right !== undefined && isEarlier(right, left);
    const child = isRight ? right : left;
    if (!isEarlier(child, last)) break;
    heap[at] = child;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = last;
  return first;
};

/** A clock that stands at `start` (ms since 1970). */
export const createVirtualTime = (start: number): VirtualTime => {
  const heap: Event[] = [];
  let now = start;
  let asked = 0;
  const at = (time: number, run: () => void): Cancel => {
    const event: Event = { time: Math.max(now, Math.ceil(time)), order: asked++, run };
    push(heap, event);
    return () => {
      event.run = undefined;
    };
  };
  return {
    now: () => now,
    at,
    after: (delayMs, run) => at(now + delayMs, run),
    step: (until) => {
      for (let next = heap[0]; next !== undefined && next.time <= until; next = heap[0]) {
        pop(heap);
        const { run } = next;
        if (run === undefined) continue; // cancelled
        next.run = undefined;
        now = next.time;
        run();
        return true;
      }
      now = Math.max(now, until);
      return false;
    },
  };
};
