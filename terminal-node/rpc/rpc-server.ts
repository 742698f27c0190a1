// The node's door for programs on this machine: JSON-RPC by POST and by WebSocket, /health, and /metrics for Prometheus.
// Owns the listening socket and everybody who is connected to it.
// Bounds: bodies and messages of `bodyBytesMax`, `connectionsMax` connections, `socketsMax` of them WebSockets, of which
// one that does not read is closed at `waitingBytesMax`; calls as answer-rpc.ts says.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { createTokenBucket } from '../../shared/p2p/index.ts';
import type { EventName, NodeProvider, Status } from '../../shared/provider/index.ts';
import { type AnswerRpc, createAnswerRpc, limits } from './answer-rpc.ts';
import { type Incoming, jsonOf } from './json-bytes.ts';
import { openRpcDocument } from './open-rpc-document.ts';
import { type GateRefusal, refusalOf, refusalOfPlace, type RpcGate, tokenProtocol } from './rpc-gate.ts';
import { createRpcMetrics, type RpcMetrics } from './rpc-metrics.ts';
import { rpcCodes } from './rpc-text.ts';

export interface RpcServerOptions extends RpcGate {
  /** 0 takes a free one */
  readonly port: number;
  readonly provider: Pick<NodeProvider, 'handle' | 'onAny'>;
  /** nothing while no network is open */
  readonly status: () => Promise<Status | undefined>;
  /** files too large for a body, by name; none unless given */
  readonly incoming?: Incoming;
  /** calls of one caller: at once, and a second; `limits` unless given */
  readonly limits?: { readonly capacity: number; readonly perSecond: number };
}

export interface RpcServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export const bodyBytesMax = 1024 * 1024;
const connectionsMax = 128;
const socketsMax = 32;
const waitingBytesMax = 4 * 1024 * 1024;
const requestMsMax = 10_000;

interface Serving {
  readonly options: RpcServerOptions;
  readonly answer: AnswerRpc;
  readonly metrics: RpcMetrics;
  readonly now: () => number;
}

const send = (response: ServerResponse, status: number, type: string, text: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text);
};

const json = 'application/json';

const faultText = (code: number, message: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } });

/** The body, or `undefined` where it is longer than it may be. */
const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const allowOrigin = (response: ServerResponse, origin: string | undefined): void => {
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('vary', 'origin');
};

const answerPost = async (
  { options, answer }: Serving,
  caller: Parameters<AnswerRpc>[1],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const refusal = refusalOf(request.headers, options);
  if (refusal !== undefined) {
    send(response, refusal.status, json, faultText(rpcCodes.notARequest, refusal.message));
    return;
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    send(response, 413, json, faultText(rpcCodes.notARequest, `A body has at most ${bodyBytesMax} bytes.`));
    return;
  }
  const answered = await answer(body, caller);
  if (answered === undefined) response.writeHead(204).end();
  else send(response, 200, json, answered);
};

const answerGet = async ({ options, metrics }: Serving, path: string, response: ServerResponse): Promise<void> => {
  if (path === '/health') {
    const status = await options.status();
    send(response, status === undefined ? 503 : 200, json, JSON.stringify({ ok: status !== undefined, ...status }));
    return;
  }
  if (path === '/metrics') {
    send(response, 200, metrics.contentType(), await metrics.text());
    return;
  }
  send(response, 404, 'text/plain', 'There are /health and /metrics here, and JSON-RPC by POST to /.\n');
};

const httpServer = (serving: Serving): Server => {
  const caller = { bucket: createTokenBucket(serving.options.limits ?? limits, serving.now()) };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOfPlace(request.headers, serving.options);
    if (refusal !== undefined) {
      send(response, refusal.status, 'text/plain', `${refusal.message}\n`);
      return;
    }
    allowOrigin(response, request.headers.origin);
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (request.method === 'POST') await answerPost(serving, caller, request, response);
    else await answerGet(serving, (request.url ?? '/').split('?')[0] ?? '/', response);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy()); // the caller has gone away
  });
  server.maxConnections = connectionsMax;
  server.headersTimeout = requestMsMax;
  server.requestTimeout = requestMsMax;
  return server;
};

/** One listener: what it asks is answered in order, and what it subscribed to is told. */
const serveSocket = (
  serving: Serving,
  socket: WebSocket,
  told: Set<(event: EventName, text: string) => void>,
): void => {
  const subscriptions = new Set<EventName>();
  const caller = { bucket: createTokenBucket(serving.options.limits ?? limits, serving.now()), subscriptions };
  const say = (text: string): void => {
    if (socket.bufferedAmount > waitingBytesMax) socket.close(1013, 'too slow');
    else socket.send(text);
  };
  const tell = (event: EventName, text: string): void => {
    if (subscriptions.has(event)) say(text);
  };
  told.add(tell);
  let before: Promise<void> = Promise.resolve();
  socket.on('message', (data: Buffer) => {
    before = before.then(async () => {
      const answered = await serving.answer(data.toString('utf8'), caller);
      if (answered !== undefined) say(answered);
    });
  });
  socket.on('close', () => told.delete(tell));
  socket.on('error', () => socket.terminate());
};

const refuseUpgrade = (socket: { end: (text: string) => unknown }, { status, message }: GateRefusal): void => {
  const reason = status === 401 ? 'Unauthorized' : 'Forbidden';
  const head = [`HTTP/1.1 ${status} ${reason}`, 'Connection: close', `Content-Length: ${Buffer.byteLength(message)}`];
  socket.end(`${head.join('\r\n')}\r\n\r\n${message}`);
};

const attachSockets = (serving: Serving, server: Server): (() => void) => {
  const told = new Set<(event: EventName, text: string) => void>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: bodyBytesMax,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered].find((name) => name.startsWith(tokenProtocol)) ?? false,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(request.headers, serving.options);
    if (refusal !== undefined) refuseUpgrade(socket, refusal);
    else if (sockets.clients.size >= socketsMax) refuseUpgrade(socket, { status: 403, message: 'Too many listeners.' });
    else sockets.handleUpgrade(request, socket, head, (open) => serveSocket(serving, open, told));
  });
  const endEvents = serving.options.provider.onAny((event, payload) => {
    if (told.size === 0) return;
    const text = `{"jsonrpc":"2.0","method":"rpc_event","params":{"event":"${event}","payload":${jsonOf(payload)}}}`;
    for (const tell of told) tell(event, text);
  });
  return () => {
    endEvents();
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
};

/** Rejects where the port cannot be had. */
export const startRpcServer = async (options: RpcServerOptions): Promise<RpcServer> => {
  const now = (): number => performance.now();
  const metrics = createRpcMetrics(options.status);
  const answer = createAnswerRpc({
    handle: options.provider.handle,
    discover: openRpcDocument,
    incoming: options.incoming ?? (async () => undefined),
    now,
    counted: metrics.counted,
  });
  const serving: Serving = { options, answer, metrics, now };
  const server = httpServer(serving);
  const endSockets = attachSockets(serving, server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        endSockets();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
