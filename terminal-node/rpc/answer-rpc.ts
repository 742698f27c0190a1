// Answers to JSON-RPC, whatever carries it: each call goes to the provider, and everything that comes of it is one of
// the coded errors of the API. Bounds: `callsMax` calls under way for all callers, `limits` calls a caller; who
// asks more is told so and may ask again.

import type { TokenBucket } from '../../shared/p2p/index.ts';
import { type EventName, eventNames, isMethod } from '../../shared/provider/index.ts';
import { type Incoming, jsonOf, withBytes } from './json-bytes.ts';
import { parseRpcText, type RpcCall, rpcCodes, type RpcFault, type RpcId } from './rpc-text.ts';

/** Of one socket, or of all requests by HTTP. */
export interface Caller {
  readonly bucket: TokenBucket;
  /** Absent where events cannot be told. */
  readonly subscriptions?: Set<EventName>;
}

export interface Answering {
  /** Rejects with an error of the API. */
  readonly handle: (method: string, params: unknown) => Promise<unknown>;
  /** the OpenRPC document, as JSON */
  readonly discover: () => Promise<string>;
  readonly incoming: Incoming;
  readonly now: () => number;
  /** told of every call, for whoever counts */
  readonly counted: (method: string, code: number | undefined) => void;
}

export const limits = { capacity: 2000, perSecond: 1000 } as const;
const callsMax = 64;

type Outcome = { readonly json: string } | { readonly code: number; readonly message: string; readonly data?: unknown };

const failed = (code: number, message: string, data?: unknown): Outcome => ({
  code,
  message,
  ...(data === undefined ? {} : { data }),
});

const outcomeOfThrown = (thrown: unknown): Outcome => {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'number') {
    return failed(thrown.code, thrown.message, 'data' in thrown ? thrown.data : undefined);
  }
  return failed(rpcCodes.internal, 'Something went wrong inside the node.');
};

const eventOf = (params: unknown): EventName | undefined => {
  if (typeof params !== 'object' || params === null || !('event' in params)) return undefined;
  const { event } = params;
  return Object.keys(params).length === 1 ? eventNames.find((name) => name === event) : undefined;
};

const changeSubscription = ({ subscriptions }: Caller, { method, params }: RpcCall): Outcome => {
  if (subscriptions === undefined) {
    return failed(4090, 'Events are told over a WebSocket alone.', { reason: 'no-websocket' });
  }
  const event = eventOf(params);
  if (event === undefined) {
    return failed(rpcCodes.wrongParams, `${method}: event must be the name of an event`, { path: 'event' });
  }
  if (method === 'rpc_subscribe') subscriptions.add(event);
  else subscriptions.delete(event);
  return { json: '{}' };
};

const answerLine = (id: RpcId, outcome: Outcome): string => {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)}`;
  if ('json' in outcome) return `${head},"result":${outcome.json}}`;
  return `${head},"error":${JSON.stringify(outcome)}}`;
};

/** `undefined`: nothing is answered, because only notifications came. */
export type AnswerRpc = (text: string, caller: Caller) => Promise<string | undefined>;

export const createAnswerRpc = ({ handle, discover, incoming, now, counted }: Answering): AnswerRpc => {
  let underWay = 0;

  const perform = async (call: RpcCall, caller: Caller): Promise<Outcome> => {
    const { method, params } = call;
    if (method === 'rpc_subscribe' || method === 'rpc_unsubscribe') return changeSubscription(caller, call);
    if (method === 'rpc.discover') return { json: await discover() };
    try {
      const given = isMethod(method) ? await withBytes(method, params, incoming) : params;
      return { json: jsonOf(await handle(method, given)) };
    } catch (thrown) {
      return outcomeOfThrown(thrown);
    }
  };

  const outcomeOf = async (item: RpcCall | RpcFault, caller: Caller): Promise<Outcome> => {
    if (item.type === 'fault') return failed(item.code, item.message);
    if (!caller.bucket.take(1, now())) {
      return failed(rpcCodes.tooMuch, 'Too many calls; wait a second.', { reason: 'rate' });
    }
    if (underWay >= callsMax) {
      return failed(rpcCodes.tooMuch, 'Too many calls at once; wait for answers.', { reason: 'under-way' });
    }
    underWay++;
    try {
      return await perform(item, caller);
    } finally {
      underWay--;
    }
  };

  return async (text, caller) => {
    const { isBatch, items } = parseRpcText(text);
    const answers: string[] = [];
    for (const item of items) {
      const outcome = await outcomeOf(item, caller);
      counted(item.type === 'call' && isMethod(item.method) ? item.method : 'other', codeOf(outcome));
      if (item.id !== undefined) answers.push(answerLine(item.id, outcome));
    }
    if (answers.length === 0) return undefined;
    return isBatch ? `[${answers.join(',')}]` : answers[0];
  };
};

const codeOf = (outcome: Outcome): number | undefined => ('code' in outcome ? outcome.code : undefined);
