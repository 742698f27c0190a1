/**
 * The page served by somebody who is no relay: plain files, as any web server gives them. For stories in which all relays
 * are gone and a newcomer opens the page all the same. Owns one server on loopback.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

/** Serves the built page until `use` has ended, which is given its address. */
export async function withStaticPage(use: (address: string) => Promise<void>): Promise<void> {
  const files = sirv(process.env['TABCHAIN_RELAY_PAGE'] ?? fileURLToPath(new URL('../../dist', import.meta.url)));
  const server = createServer((request, response) => {
    files(request, response, () => void response.writeHead(404).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  server.closeAllConnections();
}
