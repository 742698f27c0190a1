// The page's service worker: keeps the files of this build, so that the page opens without its server. The document is asked
// of the server first and taken from the kept files when none answers in `serverMsMax`; files whose names carry their hash
// are taken from the kept ones first. The build writes the list of files into it (scripts/keep-list.mjs). A film of the network
// it asks of the tab that plays it (film-response.ts). Everything else (`relays.json`, `/health`, other origins) passes untouched.
// Bounds: this build and the one before; 64 stretches of films under way, of one chunk each, for a minute.

import {
  filmAsked,
  type FilmAnswer,
  type FilmPlace,
  type FilmQuestion,
  filmResponse,
  parseFilmRange,
} from './film-response.ts';

interface KeepList {
  readonly version: string;
  /** paths relative to the page, the document as `./` */
  readonly files: readonly string[];
}

interface ExtendableLike extends Event {
  readonly waitUntil: (promise: Promise<unknown>) => void;
}
interface FetchLike extends ExtendableLike {
  readonly request: Request;
  /** of the tab that asks */
  readonly clientId: string;
  readonly respondWith: (response: Promise<Response>) => void;
}
interface MessageLike extends ExtendableLike {
  readonly data: unknown;
  readonly ports: readonly Pick<MessagePort, 'postMessage'>[];
}

/** The part of the worker's global scope that is used; TypeScript has its types only without those of the window. */
interface ServiceWorkerLike {
  readonly registration: { readonly scope: string };
  readonly skipWaiting: () => Promise<void>;
  readonly clients: {
    readonly claim: () => Promise<void>;
    readonly get: (
      id: string,
    ) => Promise<
      { readonly postMessage: (message: FilmQuestion, transfer: readonly MessagePort[]) => void } | undefined
    >;
  };
  readonly addEventListener: {
    (type: 'install' | 'activate', listener: (event: ExtendableLike) => void): void;
    (type: 'fetch', listener: (event: FetchLike) => void): void;
    (type: 'message', listener: (event: MessageLike) => void): void;
  };
}

const worker: ServiceWorkerLike = globalThis as typeof globalThis & ServiceWorkerLike;

// Put in its place by the build.
const keep = JSON.parse('__KEEP_LIST__') as KeepList;

const prefix = 'tabchain-page-';
const serverMsMax = 3000;
const filmMsMax = 60_000;
const filmsMax = 64;

const scope = worker.registration.scope;
const own = prefix + keep.version;
const kept = new Set(keep.files.map((file) => new URL(file, scope).href));

const install = async (): Promise<void> => {
  const cache = await caches.open(own);
  // A name with a hash never means other bytes, so what the browser has already need not be fetched again.
  const isHashed = (file: string): boolean => file.startsWith('assets/');
  await cache.addAll(
    keep.files.map((file) => new Request(new URL(file, scope), { cache: isHashed(file) ? 'default' : 'no-cache' })),
  );
};

/** Tabs of the build before may still ask for its files; those of older ones are gone. */
const tidy = async (): Promise<void> => {
  const builds = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const old = builds.filter((name) => name !== own).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
};

const keptFile = async (request: Request): Promise<Response> => {
  const mine = await (await caches.open(own)).match(request);
  return mine ?? (await caches.match(request)) ?? fetch(request);
};

const pageDocument = async (request: Request): Promise<Response> => {
  const copy = async (): Promise<Response | undefined> => (await caches.open(own)).match(new URL('./', scope));
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(serverMsMax) });
    return answer.ok ? answer : ((await copy()) ?? answer);
  } catch (cause) {
    const mine = await copy();
    if (mine === undefined) throw cause;
    return mine;
  }
};

let filmsUnderWay = 0;

/** What the tab says, or nothing where it says nothing in time. */
const askTab = async (
  clientId: string,
  question: FilmQuestion,
  given: AbortSignal,
): Promise<FilmAnswer | undefined> => {
  const tab = await worker.clients.get(clientId);
  if (tab === undefined) return undefined;
  const { port1: answer, port2: port } = new MessageChannel();
  const tooLate = AbortSignal.timeout(filmMsMax);
  return new Promise((resolve) => {
    const give = (told: FilmAnswer | undefined): void => {
      resolve(told);
      answer.close();
    };
    const giveUp = (): void => {
      answer.postMessage('end');
      give(undefined);
    };
    for (const signal of [tooLate, given]) signal.addEventListener('abort', giveUp);
    answer.onmessage = ({ data }: MessageEvent<FilmAnswer>) => give(data);
    tab.postMessage(question, [port]);
  });
};

const film = async ({ clientId, request }: FetchLike, place: FilmPlace): Promise<Response> => {
  if (filmsUnderWay >= filmsMax) return Response.error();
  filmsUnderWay += 1;
  const range = parseFilmRange(request.headers.get('range')) ?? { type: 'from', from: 0, to: undefined };
  try {
    const answer = await askTab(clientId, { type: 'film', ...place, range }, request.signal);
    return answer === undefined ? Response.error() : filmResponse(answer);
  } finally {
    filmsUnderWay -= 1;
  }
};

worker.addEventListener('install', (event) => {
  event.waitUntil(install());
});
worker.addEventListener('activate', (event) => {
  event.waitUntil(tidy());
});
worker.addEventListener('message', (event) => {
  // A page that wants to play a film: the first visit and a forced reload leave it without a worker.
  if (event.data === 'claim') {
    event.waitUntil(worker.clients.claim());
    return;
  }
  // A page of this very build is open, so nobody is forced to anything when its files are the ones to be taken.
  const isSame = event.data === keep.version;
  event.ports[0]?.postMessage(isSame);
  if (isSame) event.waitUntil(worker.skipWaiting());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const { href } = new URL(request.url.replace(/#.*$/, ''));
  const wanted = href.startsWith(scope) ? filmAsked(request, href.slice(scope.length)) : undefined;
  const isDocument = href === scope || href === `${scope}index.html`;
  if (wanted !== undefined) event.respondWith(film(event, wanted));
  else if (isDocument && request.mode === 'navigate') event.respondWith(pageDocument(request));
  else if (kept.has(href) || href.startsWith(`${scope}assets/`)) event.respondWith(keptFile(request));
});
