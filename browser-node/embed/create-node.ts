// A Tabchain node for another page: the node's own page in a frame, and a provider that talks to it. The node, its chain
// and its wallet belong to the origin of that page, and what spends is asked there; so no key is ever in this one.
// Owns the frame and the port. Bounds: a start of `startMsMax`.

import type {
  ApiError,
  Call,
  EventListenerOf,
  EventName,
  Method,
  Provider,
  ResultOf,
} from '../../shared/provider/index.ts';
import { announceProvider } from '../announce-provider.ts';
import { connectMessage, readyMessage } from '../foreign-calls.ts';

export interface NodeOptions {
  /** address of the page of a relay, or of any copy of it */
  readonly page: string;
  /** join link of the network, or what follows `#/join/` in it; without it the network that the page has open */
  readonly network?: string;
  /** where the frame goes; hidden at the end of the document unless given */
  readonly target?: HTMLElement;
}

export interface EmbeddedNode extends Provider {
  readonly frame: HTMLIFrameElement;
  /** Takes the frame away, and the node with it. */
  readonly stop: () => void;
}

const startMsMax = 60_000;

const addressOf = ({ page, network }: NodeOptions): string => {
  const address = new URL(page, document.baseURI);
  if (network === undefined || network === '') return address.href;
  const at = network.indexOf('#/join/');
  address.hash = `#/join/${at < 0 ? network : network.slice(at + '#/join/'.length)}`;
  return address.href;
};

const frameOf = (options: NodeOptions): HTMLIFrameElement => {
  const frame = document.createElement('iframe');
  frame.title = 'Tabchain';
  frame.allow = 'clipboard-write';
  if (options.target === undefined) frame.hidden = true;
  else Object.assign(frame.style, { border: '0', width: '100%', height: '100%', display: 'block' });
  frame.src = addressOf(options);
  (options.target ?? document.body).append(frame);
  return frame;
};

/** Resolves to the port once the page in the frame answers on it. */
const connect = (frame: HTMLIFrameElement): Promise<MessagePort> =>
  new Promise((resolve, reject) => {
    const { origin } = new URL(frame.src);
    const knock = (): void => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        if (data !== readyMessage) return;
        end();
        resolve(port1);
      };
      frame.contentWindow?.postMessage(connectMessage, origin, [port2]);
    };
    const onMessage = ({ source, data }: MessageEvent<unknown>): void => {
      if (source === frame.contentWindow && data === readyMessage) knock();
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`no Tabchain node answers in the frame of ${origin}`));
    }, startMsMax);
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener('message', onMessage);
    };
    addEventListener('message', onMessage);
    frame.addEventListener('load', knock);
  });

const errorOf = ({ code, message, data }: ApiError): Error =>
  Object.assign(new Error(message), data === undefined ? { code } : { code, data });

interface Answer {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: ApiError;
}

const providerOn = (port: MessagePort): Provider => {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let last = 0;
  port.onmessage = ({
    data,
  }: MessageEvent<Answer | { readonly event: string; readonly payload: unknown } | string>) => {
    if (typeof data === 'string') return;
    if ('event' in data) {
      for (const listener of listeners.get(data.event) ?? []) listener(data.payload);
      return;
    }
    const waiter = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.error === undefined) waiter?.resolve(data.result);
    else waiter?.reject(errorOf(data.error));
  };
  return {
    request: <M extends Method>({ method, params }: Call<M>) =>
      new Promise<unknown>((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        port.postMessage({ number: last, method, params: params ?? {} });
      }) as Promise<ResultOf<M>>,
    on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener as (payload: unknown) => void));
    },
    off: (event, listener) => void listeners.get(event)?.delete(listener as (payload: unknown) => void),
  };
};

/** Rejects when the page does not answer within a minute. */
export const createNode = async (options: NodeOptions): Promise<EmbeddedNode> => {
  const frame = frameOf(options);
  try {
    const port = await connect(frame);
    const provider = providerOn(port);
    const unannounce = announceProvider(window, provider);
    return {
      ...provider,
      frame,
      stop: () => {
        unannounce();
        port.close();
        frame.remove();
      },
    };
  } catch (error) {
    frame.remove();
    throw error;
  }
};
