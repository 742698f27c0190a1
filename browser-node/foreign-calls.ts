// Answers code of another origin that has this page in a frame, or has opened it: it gets a port of its own, over which
// it calls the provider as far as foreign-policy.ts lets it, the person asked where that says so.
// Owns the ports. Bounds: `portsMax` ports, the oldest closed; `waitingMax` questions to the person at once.

import { type Call, errorCodes, type Method, type Provider } from '../shared/provider/index.ts';
import { foreignEvents, foreignRight } from './foreign-policy.ts';
import type { AskPerson } from './ui/index.ts';

const portsMax = 8;
const waitingMax = 8;

interface Request {
  readonly number: number;
  readonly method: string;
  readonly params: unknown;
}

const requestIn = (data: unknown): Request | undefined => {
  if (typeof data !== 'object' || data === null || !('number' in data) || !('method' in data)) return undefined;
  const { number, method } = data;
  if (typeof number !== 'number' || typeof method !== 'string') return undefined;
  return { number, method, params: 'params' in data ? data.params : {} };
};

const refusal = (code: number, message: string): object => ({ error: { code, message } });

interface Serving {
  readonly provider: Provider;
  readonly askPerson: AskPerson;
  waiting: number;
}

const mayPass = async (serving: Serving, origin: string, { method, params }: Request): Promise<object | undefined> => {
  const right = foreignRight(method);
  if (right === 'free') return undefined;
  if (right === 'refused') return refusal(errorCodes.personRefused, `${method} is for the page itself alone.`);
  if (serving.waiting >= waitingMax) return refusal(errorCodes.notPossibleNow, 'Too many questions to the person.');
  serving.waiting++;
  try {
    const isAllowed = await serving.askPerson({ origin, method, params });
    return isAllowed ? undefined : refusal(errorCodes.personRefused, 'The person refused.');
  } finally {
    serving.waiting--;
  }
};

const outcomeOf = async (serving: Serving, origin: string, request: Request): Promise<object> => {
  const refused = await mayPass(serving, origin, request);
  if (refused !== undefined) return refused;
  try {
    // The provider checks name and params of whatever it is given.
    const call = { method: request.method, params: request.params } as Call<Method>;
    return { result: await serving.provider.request(call) };
  } catch (error) {
    const isApi = error instanceof Error && 'code' in error && typeof error.code === 'number';
    if (!isApi) return refusal(errorCodes.internal, 'Something went wrong inside the node.');
    return { error: { code: error.code, message: error.message, ...('data' in error ? { data: error.data } : {}) } };
  }
};

const serve = (serving: Serving, origin: string, port: MessagePort): (() => void) => {
  const listeners = foreignEvents.map((event) => {
    const listener = (payload: unknown): void => port.postMessage({ event, payload });
    serving.provider.on(event, listener);
    return () => serving.provider.off(event, listener);
  });
  port.onmessage = ({ data }) => {
    const request = requestIn(data);
    if (request === undefined) return;
    void outcomeOf(serving, origin, request).then((outcome) => {
      port.postMessage({ number: request.number, ...outcome });
    });
  };
  return () => {
    for (const end of listeners) end();
    port.close();
  };
};

/** What a page that embeds this one says with a port, and what this one says when it can be talked to. */
export const connectMessage = 'tabchain:connect';
export const readyMessage = 'tabchain:ready';

type WindowLike = Pick<Window, 'addEventListener' | 'parent' | 'opener'>;

export const answerForeignCalls = (world: WindowLike, provider: Provider, askPerson: AskPerson): void => {
  const serving: Serving = { provider, askPerson, waiting: 0 };
  const ends: (() => void)[] = [];
  const own: unknown = world;
  world.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.data !== connectMessage || port === undefined || event.source === own) return;
    ends.push(serve(serving, event.origin, port));
    if (ends.length > portsMax) ends.shift()?.();
    port.postMessage(readyMessage);
  });
  const opener: unknown = world.opener;
  const others = [world.parent, opener].filter((other) => other !== own && other !== null);
  // It says that somebody is here, which whoever opened this page knows.
  for (const other of others) (other as Window).postMessage(readyMessage, '*');
};
