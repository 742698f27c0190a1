// `window.tabchain`: the public API in the page. Requests go to the node worker and come back by number; events are
// handed to whoever listens. Holds nothing else.

import type {
  ApiError,
  Call,
  EventListenerOf,
  EventName,
  EventTable,
  Method,
  Provider,
  ResultOf,
} from '../shared/provider/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export interface PageProvider extends Provider {
  /** An answer or an event from the worker. */
  readonly deliver: (message: Extract<FromWorker, { type: 'answer' | 'event' }>) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** An ApiError that is an Error too, so that a console shows it and `instanceof Error` holds. */
const asError = ({ code, message, data }: ApiError): Error => Object.assign(new Error(message), { code, data });

export const createPageProvider = (post: (message: ToWorker) => void): PageProvider => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  let last = 0;
  const request = <M extends Method>({ method, params }: Call<M>): Promise<ResultOf<M>> =>
    new Promise<unknown>((resolve, reject) => {
      const number = ++last;
      waiting.set(number, { resolve, reject });
      post({ type: 'request', number, method, params: params ?? {} });
    }) as Promise<ResultOf<M>>;

  return {
    request,
    on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
    },
    off: (event, listener) => {
      listeners.get(event)?.delete(listener);
    },
    deliver: (message) => {
      if (message.type === 'event') {
        const payload = message.payload as EventTable[EventName];
        for (const listener of listeners.get(message.event) ?? []) (listener as (payload: unknown) => void)(payload);
        return;
      }
      const waiter = waiting.get(message.number);
      waiting.delete(message.number);
      if (message.ok) waiter?.resolve(message.value);
      else waiter?.reject(asError(message.error));
    },
  };
};
