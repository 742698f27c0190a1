// Asks a running node: one call by POST, or a socket for events. What the node refuses is thrown as `RpcRefusal` with the
// code of the API; `NodeGone` says that nobody answers there. Owns the socket that it opens.

import { WebSocket } from 'ws';
import type { ApiError, EventName, EventTable, Method, ParamsOf, ResultOf } from '../../shared/provider/index.ts';
import type { RpcPlace } from './rpc-file.ts';

/** The node's answer is an error; `message` is a sentence for people. */
export class RpcRefusal extends Error {
  readonly code: number;
  readonly data: ApiError['data'];
  constructor({ code, message, data }: { readonly code: number; readonly message: string; data?: ApiError['data'] }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export class NodeGone extends Error {}

export interface RpcClient {
  /** Params and results as JSON has them: bytes are base64. */
  readonly call: (method: string, params: unknown) => Promise<unknown>;
  /** The same with the types of the table, for methods without bytes. */
  readonly request: <M extends Method>(method: M, params: ParamsOf<M>) => Promise<ResultOf<M>>;
  /** Tells these events until `close`; `onEnd` when the node has gone. */
  readonly listen: <E extends EventName>(
    events: readonly E[],
    onEvent: (event: E, payload: EventTable[E]) => void,
    onEnd: () => void,
  ) => Promise<() => void>;
}

const openMsMax = 5_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The result in an answer. */
const resultIn = (answer: unknown): unknown => {
  if (!isRecord(answer)) throw new NodeGone('what answers there is no node');
  const { error } = answer;
  if (!isRecord(error)) return answer['result'];
  const { code, message, data } = error;
  throw new RpcRefusal({
    code: typeof code === 'number' ? code : 0,
    message: typeof message === 'string' ? message : 'The node refused without a word.',
    ...(isRecord(data) ? { data } : {}),
  });
};

const post = async ({ url, token }: RpcPlace, method: string, params: unknown): Promise<unknown> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, ...(params === undefined ? {} : { params }) });
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', headers, body });
  } catch {
    throw new NodeGone('no node answers there');
  }
  if (response.status === 401) throw new NodeGone('another program answers there');
  return resultIn(await response.json());
};

const openSocket = ({ url, token }: RpcPlace): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: openMsMax,
      perMessageDeflate: false,
    });
    socket.once('open', () => resolve(socket));
    socket.once('error', () => reject(new NodeGone('no node answers there')));
  });

export const createRpcClient = (place: RpcPlace): RpcClient => ({
  call: (method, params) => post(place, method, params),
  request: async <M extends Method>(method: M, params: ParamsOf<M>) =>
    (await post(place, method, params)) as ResultOf<M>,
  listen: async (events, onEvent, onEnd) => {
    const socket = await openSocket(place);
    socket.on('message', (data: Buffer) => {
      const said: unknown = JSON.parse(data.toString('utf8'));
      if (!isRecord(said) || said['method'] !== 'rpc_event' || !isRecord(said['params'])) return;
      const { event, payload } = said['params'];
      const known = events.find((name) => name === event);
      if (known !== undefined) onEvent(known, payload as EventTable[typeof known]);
    });
    socket.on('close', onEnd);
    const calls = events.map((event, id) => ({ jsonrpc: '2.0', id, method: 'rpc_subscribe', params: { event } }));
    const answered = new Promise<void>((resolve) => {
      socket.once('message', () => resolve());
    });
    socket.send(JSON.stringify(calls));
    await answered;
    return () => {
      socket.off('close', onEnd);
      socket.close();
    };
  },
});
