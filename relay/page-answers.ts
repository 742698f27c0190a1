// What the relay answers to plain HTTP: the page's files, `/health` and `/relays.json`. Nothing else; no upload.
// Holds no state and reads no body, so there is nothing that a request could grow.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { reachFromHeaders, type Reach } from './relay-addresses.ts';

export interface PageAnswersOptions {
  /** folder of the built page */
  readonly page?: string;
  /** JSON text of the default chain spec */
  readonly spec: string;
  /** multiaddrs of this relay, first the one for the name by which the browser reached us */
  readonly relays: (own: Reach | undefined) => readonly string[];
  readonly health: () => object;
}

const sendJson = (response: ServerResponse, json: string): void => {
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    // a page from elsewhere, a local file say, may use this relay too
    'access-control-allow-origin': '*',
  });
  response.end(json);
};

const notFound = (response: ServerResponse): void => {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Not found. This is a Tabchain relay; /health says how it is.\n');
};

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

export const pageAnswers = ({ page, spec, relays, health }: PageAnswersOptions): RequestListener => {
  // Built files carry their hash in their name; the document itself must be asked for each time.
  const files = page === undefined ? undefined : sirv(page, { dev: true, etag: true });
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' });
      response.end();
      return;
    }
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/health') {
      sendJson(response, JSON.stringify(health()));
      return;
    }
    if (path === '/relays.json') {
      const own = reachFromHeaders(header(request, 'host'), header(request, 'x-forwarded-proto'));
      sendJson(response, `{"relays":${JSON.stringify(relays(own))},"spec":${spec}}`);
      return;
    }
    if (files === undefined) {
      notFound(response);
      return;
    }
    files(request, response, () => {
      notFound(response);
    });
  };
};
