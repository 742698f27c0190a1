// Who listens to which event of the API. A listener that throws harms neither the node nor the other listeners. Bounded:
// at most `listenersMax` listeners an event; one more is refused, because that many can only be a leak.

import type { EventListenerOf, EventName, EventTable } from './api.ts';
import { notPossibleNow } from './api-error.ts';

type AnyListener = (event: EventName, payload: unknown) => void;

export interface EventHub {
  readonly emit: <E extends EventName>(event: E, payload: EventTable[E]) => void;
  readonly on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => void;
  readonly off: <E extends EventName>(event: E, listener: EventListenerOf<E>) => void;
  readonly onAny: (listener: AnyListener) => () => void;
}

const listenersMax = 100;

const withoutThrowing = (call: () => void): void => {
  try {
    call();
  } catch {
    // A bug of whoever listens; it is not the node's to report, and the others must hear all the same.
  }
};

export const createEventHub = (): EventHub => {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const all = new Set<AnyListener>();
  const enter = <T>(set: Set<T>, listener: T): void => {
    if (set.size >= listenersMax && !set.has(listener)) {
      throw notPossibleNow('too-many-listeners', `An event has at most ${listenersMax} listeners.`);
    }
    set.add(listener);
  };
  return {
    emit: (event, payload) => {
      for (const listener of listeners.get(event) ?? []) {
        withoutThrowing(() => {
          (listener as (payload: unknown) => void)(payload);
        });
      }
      for (const listener of all) {
        withoutThrowing(() => {
          listener(event, payload);
        });
      }
    },
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      enter(set, listener);
    },
    off: (event, listener) => {
      listeners.get(event)?.delete(listener);
    },
    onAny: (listener) => {
      enter(all, listener);
      return () => void all.delete(listener);
    },
  };
};
