// One port for page and network: libp2p's WebSocket listener owns the port and its HTTP server, and every request that
// is not a WebSocket goes to `answer` instead of libp2p's "400 Only WebSocket connections are supported". So sockets
// keep their true remote address, which the limits per host need; behind a proxy it is set to the one that is forwarded.
// Leans on members of the listener of @libp2p/websockets 10.1.21, and says so if they are gone.
// Bound: WebSocket messages of 1 MiB (libp2p sends 64 KiB; ws would take 100 MiB).

import type { IncomingMessage, RequestListener } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { webSocketTransport, type TransportFactory } from '../shared/p2p/index.ts';

const messageBytesMax = 1_048_576;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface SharedPortOptions {
  readonly answer: RequestListener;
  /** The HTTP status that refuses the upgrade; `undefined` lets it in. */
  readonly refuses: (request: IncomingMessage) => string | undefined;
  /** the address that the connection is taken to come from */
  readonly clientOf: (request: IncomingMessage) => string;
  /** present: https and wss only */
  readonly tls?: Certificate;
}

export interface SharedPort {
  readonly transport: TransportFactory;
  /** Takes a renewed certificate for connections from now on. */
  readonly renew: (certificate: Certificate) => void;
}

const hasChanged = (what: string): Error => new Error(`@libp2p/websockets has changed: its listener has no ${what}`);

const limitMessages = (listener: object): void => {
  const server: unknown = Reflect.get(listener, 'wsServer');
  const options: unknown = typeof server === 'object' && server !== null ? Reflect.get(server, 'options') : undefined;
  if (typeof options !== 'object' || options === null) throw hasChanged('wsServer.options');
  Object.assign(options, { maxPayload: messageBytesMax });
};

/** The method that takes upgrades, with our questions before it. */
const gatedUpgrade = (listener: object, { refuses, clientOf }: SharedPortOptions) => {
  const upgrade: unknown = Reflect.get(listener, 'onUpgrade');
  if (typeof upgrade !== 'function') throw hasChanged('onUpgrade');
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const status = refuses(request);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    // the listener reads it from there; the socket serves this one connection from now on
    Object.defineProperty(request.socket, 'remoteAddress', { value: clientOf(request), configurable: true });
    Reflect.apply(upgrade, listener, [request, socket, head]);
  };
};

const isSecureServer = (value: unknown): value is SecureServer =>
  typeof value === 'object' && value !== null && 'setSecureContext' in value;

export const webSocketsBesidePage = (options: SharedPortOptions): SharedPort => {
  const make = webSocketTransport();
  const listeners: object[] = [];
  const transport: TransportFactory = (components) => {
    const made = make(components);
    const createListener = made.createListener.bind(made);
    made.createListener = (listen) => {
      const listener = createListener(listen);
      if (!('httpRequestHandler' in listener)) throw hasChanged('httpRequestHandler');
      limitMessages(listener);
      listeners.push(listener);
      // listen() binds these into the server it makes, so they must be replaced before
      return Object.assign(listener, {
        httpRequestHandler: options.answer,
        onUpgrade: gatedUpgrade(listener, options),
        ...(options.tls === undefined ? {} : { httpsOptions: options.tls }),
      });
    };
    return made;
  };
  return {
    transport,
    renew: (certificate) => {
      for (const listener of listeners) {
        const server: unknown = Reflect.get(listener, 'https');
        if (isSecureServer(server)) server.setSecureContext(certificate);
      }
    },
  };
};
