// The tab's side of films that play while they arrive (decision 0027): answers the service worker, which asks for stretches
// of a file as the browser's player asks for them, and says whether a worker is there to ask. Bounds: six stretches under
// way, the oldest of which ends for a seventh; a stretch is at most one chunk of 1 MiB; sizes of 16 files are remembered.

import type { FilesReply } from '../shared/core/node/index.ts';
import type { Provider } from '../shared/provider/index.ts';
import type { FilmAnswer, FilmPlace, FilmQuestion, FilmRange } from './film-response.ts';
import type { WindowFiles } from './window-files.ts';

const chunkBytes = 1_048_576;
const atOnceMax = 6;
const sizesMax = 16;
const claimedMsMax = 3_000;

/** What is used of the browser's `navigator.serviceWorker`. */
export interface FilmContainer {
  readonly controller: unknown;
  readonly getRegistration: () => Promise<
    { readonly active: { readonly postMessage: (message: string) => void } | null } | undefined
  >;
  readonly startMessages: () => void;
  readonly addEventListener: {
    (type: 'controllerchange', listener: () => void, options: { readonly once: true }): void;
    (type: 'message', listener: (event: FilmMessage) => void): void;
  };
}

interface FilmMessage {
  readonly data: unknown;
  readonly ports: readonly Pick<MessagePort, 'postMessage' | 'onmessage' | 'close'>[];
}

export interface FilmsOptions {
  /** absent in an insecure context, whatever the DOM's types say */
  readonly container: FilmContainer | undefined;
  /** the page's address without its fragment */
  readonly base: () => string;
}

export const browserFilmWorld = (window: Window): FilmsOptions => {
  const navigator: { readonly serviceWorker?: ServiceWorkerContainer } = window.navigator;
  return { container: navigator.serviceWorker, base: () => window.location.href.replace(/#.*$/, '') };
};

export interface Films {
  /** false on plain http, and wherever no service worker takes this page over */
  readonly isReady: () => Promise<boolean>;
  readonly addressOf: (place: FilmPlace) => string;
  /** Begins to answer the service worker. */
  readonly answer: (provider: Pick<Provider, 'request'>, files: Pick<WindowFiles, 'read'>) => void;
}

/** Relative to the page. The path goes into the query: in a path a browser would take `..` for a step up. */
export const filmAddress = ({ cid, path }: FilmPlace): string =>
  path === undefined ? `file/${cid}` : `file/${cid}?in=${encodeURIComponent(path)}`;

/** Resolves with false where no worker takes the page over in time. */
const isInCharge = async (container: FilmContainer | undefined): Promise<boolean> => {
  if (container === undefined) return false;
  if (container.controller !== null) return true;
  const registration = await container.getRegistration().catch(() => undefined);
  if (registration === undefined || registration.active === null) return false;
  const { active } = registration;
  return new Promise((resolve) => {
    const tooLate = setTimeout(() => resolve(false), claimedMsMax);
    const done = (): void => {
      clearTimeout(tooLate);
      resolve(true);
    };
    container.addEventListener('controllerchange', done, { once: true });
    active.postMessage('claim');
  });
};

/** What is given of what is asked for: no more than the rest of one chunk. `undefined` beyond the end. */
export const stretchOf = (
  range: FilmRange,
  size: number,
): { readonly from: number; readonly to: number } | undefined => {
  const from = range.type === 'from' ? range.from : Math.max(0, size - range.bytes);
  const last = range.type === 'from' ? (range.to ?? size - 1) : size - 1;
  const to = Math.min(size, last + 1, (Math.floor(from / chunkBytes) + 1) * chunkBytes);
  return from < to ? { from, to } : undefined;
};

const isQuestion = (data: unknown): data is FilmQuestion =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'film' && 'cid' in data;

/** The size of the transaction that named it, else of what its root says; each asked for once. */
const createSizes = (provider: Pick<Provider, 'request'>) => {
  const known = new Map<string, Promise<number>>();
  const ask = async (place: FilmPlace): Promise<number> => {
    // The first bytes: it is looked at whether the root claims what the transaction does.
    const { size } = await provider.request({ method: 'file_get', params: { ...place, offset: 0, length: 512 } });
    return size;
  };
  return async (place: FilmPlace): Promise<number> => {
    const name = filmAddress(place);
    const asked = known.get(name) ?? ask(place);
    known.set(name, asked);
    const [oldest] = known.keys();
    if (known.size > sizesMax && oldest !== undefined) known.delete(oldest);
    asked.catch(() => known.delete(name));
    return asked;
  };
};

const answerOf = (reply: FilesReply, from: number, size: number): FilmAnswer => {
  if (!reply.ok || reply.value.type !== 'bytes') return { ok: false, why: 'not-to-be-had', size };
  const { bytes, mediaType } = reply.value;
  // A buffer of its own, which is handed over.
  return { ok: true, bytes: new Uint8Array(bytes), from, size, mediaType };
};

export const createFilms = ({ container, base }: FilmsOptions): Films => ({
  isReady: () => isInCharge(container),
  addressOf: (place) => new URL(filmAddress(place), base()).href,
  answer: (provider, files) => {
    const sizeOf = createSizes(provider);
    const underWay = new Set<AbortController>();

    const stretch = async ({ cid, path, range }: FilmQuestion, signal: AbortSignal): Promise<FilmAnswer> => {
      const within = path === undefined ? {} : { path };
      const size = await sizeOf({ cid, ...within });
      const part = stretchOf(range, size);
      if (part === undefined) return { ok: false, why: 'beyond-the-end', size };
      const { from, to } = part;
      // The size of a file within a folder is not that of the folder.
      const facts = path === undefined ? { cid, size } : { cid };
      const call = { type: 'read', facts, ...within, offset: from, length: to - from } as const;
      return answerOf(await files.read(call, signal), from, size);
    };
    container?.addEventListener('message', ({ data, ports }) => {
      const [port] = ports;
      if (!isQuestion(data) || port === undefined) return;
      const ended = new AbortController();
      const [oldest] = underWay;
      if (underWay.size >= atOnceMax) oldest?.abort();
      underWay.add(ended);
      port.onmessage = () => ended.abort();
      const failed: FilmAnswer = { ok: false, why: 'not-to-be-had', size: 0 };
      const whenEnded = new Promise<FilmAnswer>((resolve) => {
        ended.signal.addEventListener('abort', () => resolve(failed));
      });
      void Promise.race([stretch(data, ended.signal), whenEnded])
        .catch(() => failed)
        .then((answer) => {
          underWay.delete(ended);
          port.postMessage(answer, answer.ok ? [answer.bytes.buffer] : []);
          port.close();
        });
    });
    container?.startMessages();
  },
});
