// One port for page and network: libp2p's WebSocket listener owns the port and its HTTP server, and every request that
// is not a WebSocket goes to `answer` instead of libp2p's "400 Only WebSocket connections are supported". So sockets
// keep their true remote address, which the limits per host need.
// Leans on one method of the listener of @libp2p/websockets 10.1.21, and says so if it is gone.

import type { RequestListener } from 'node:http';
import { webSocketTransport, type TransportFactory } from '../shared/p2p/index.ts';

export const webSocketsBesidePage = (answer: RequestListener): TransportFactory => {
  const make = webSocketTransport();
  return (components) => {
    const transport = make(components);
    const createListener = transport.createListener.bind(transport);
    transport.createListener = (options) => {
      const listener = createListener(options);
      if (!('httpRequestHandler' in listener)) {
        throw new Error('@libp2p/websockets has changed: its listener has no httpRequestHandler');
      }
      // listen() binds this method into the server it makes, so it must be replaced before
      return Object.assign(listener, { httpRequestHandler: answer });
    };
    return transport;
  };
};
