// A reverse proxy for tests, as small as one can be: passes WebSockets on to a relay and sets headers of their request,
// as the proxy of an operator (X-Forwarded-For) or a browser (Origin) would.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';

export interface HeaderProxy {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const headerLines = (headers: IncomingHttpHeaders): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}\r\n`)
    .join('');

export const startHeaderProxy = async (
  relayPort: number,
  headers: Readonly<Record<string, string>>,
): Promise<HeaderProxy> => {
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    const to = connect(relayPort, '127.0.0.1', () => {
      to.write(`GET ${request.url ?? '/'} HTTP/1.1\r\n${headerLines({ ...request.headers, ...headers })}\r\n`);
      to.write(head);
      to.pipe(socket).pipe(to);
    });
    to.on('error', () => socket.destroy());
    to.on('close', () => socket.destroy());
    socket.on('error', () => to.destroy());
    socket.on('close', () => to.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.resolve();
    },
  };
};
