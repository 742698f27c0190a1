// How a tab answers its service worker: one chunk at most, the newest six, and nothing that is no question of a film.

import { expect, test } from 'vitest';
import type { FilesReply } from '../shared/core/node/index.ts';
import { createFilms, type FilmContainer, stretchOf } from './films.ts';
import type { FilmAnswer, FilmRange } from './film-response.ts';

const mebibyte = 1_048_576;
const size = 10 * mebibyte + 100;
type Read = Parameters<ReturnType<typeof createFilms>['answer']>[1]['read'];

const from = (at: number, to?: number): FilmRange => ({ type: 'from', from: at, to });

test('of what is asked for, the rest of one chunk is given', () => {
  expect(stretchOf(from(0), size)).toEqual({ from: 0, to: mebibyte });
  expect(stretchOf(from(0, 1), size)).toEqual({ from: 0, to: 2 });
  expect(stretchOf(from(mebibyte - 1), size)).toEqual({ from: mebibyte - 1, to: mebibyte });
  expect(stretchOf(from(size - 5), size)).toEqual({ from: size - 5, to: size });
  expect(stretchOf({ type: 'last', bytes: 50 }, size)).toEqual({ from: size - 50, to: size });
  expect(stretchOf({ type: 'last', bytes: 10 * size }, size)).toEqual({ from: 0, to: mebibyte });
  expect(stretchOf(from(size), size)).toBeUndefined();
  expect(stretchOf(from(0), 0)).toBeUndefined();
});

const stage = (read: Read) => {
  let listen: Parameters<FilmContainer['addEventListener']>[1] | undefined;
  const container: FilmContainer = {
    controller: {},
    getRegistration: () => Promise.resolve(undefined),
    startMessages: () => undefined,
    addEventListener: (type: string, listener: typeof listen) => {
      if (type === 'message') listen = listener;
    },
  };
  const films = createFilms({ container, base: () => 'https://example.org/class/index.html?x' });
  const asked: unknown[] = [];
  const request = async (call: unknown): Promise<never> => {
    asked.push(call);
    return Promise.resolve({ size } as never);
  };
  films.answer({ request }, { read });
  const ask = (data: unknown): { readonly answer: Promise<FilmAnswer>; readonly end: () => void } => {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<FilmAnswer>((resolve) => {
      port1.onmessage = ({ data: said }: MessageEvent<FilmAnswer>) => {
        resolve(said);
        port1.close();
      };
    });
    listen?.({ data, ports: [port2] });
    return { answer, end: () => port1.postMessage('end') };
  };
  return { films, asked, ask };
};

const question = (range: FilmRange) => ({ type: 'film', cid: 'bafy', range });

test('a stretch is read and handed over, and the size of the file is asked for once', async () => {
  const calls: unknown[] = [];
  const { films, asked, ask } = stage((call) => {
    calls.push(call);
    const value = { type: 'bytes', bytes: new Uint8Array(call.length ?? 0), mediaType: 'audio/wav', size } as const;
    return Promise.resolve<FilesReply>({ ok: true, value });
  });
  expect(films.addressOf({ cid: 'bafy' })).toBe('https://example.org/class/file/bafy');
  const answer = await ask(question(from(mebibyte))).answer;
  expect(answer).toMatchObject({ ok: true, from: mebibyte, size, mediaType: 'audio/wav' });
  expect(answer.ok && answer.bytes.length).toBe(mebibyte);
  expect(await ask(question(from(size))).answer).toEqual({ ok: false, why: 'beyond-the-end', size });
  expect(calls).toEqual([{ type: 'read', facts: { cid: 'bafy', size }, offset: mebibyte, length: mebibyte }]);
  expect(asked).toHaveLength(1);
});

test('a film within a folder is asked for by its path, with a size of its own', async () => {
  const calls: unknown[] = [];
  const { asked, ask } = stage((call) => {
    calls.push(call);
    const value = { type: 'bytes', bytes: new Uint8Array(call.length ?? 0), mediaType: 'video/webm', size } as const;
    return Promise.resolve<FilesReply>({ ok: true, value });
  });
  for (const path of ['a.webm', 'b.webm', 'a.webm']) {
    expect(await ask({ ...question(from(0, 9)), path }).answer).toMatchObject({ ok: true, from: 0, size });
  }
  expect(calls[1]).toEqual({ type: 'read', facts: { cid: 'bafy' }, path: 'b.webm', offset: 0, length: 10 });
  expect(asked).toHaveLength(2);
});

test('of seven stretches that wait, the oldest is given up; a wish that has ended, too', async () => {
  const given: AbortSignal[] = [];
  const { ask } = stage((_, ended) => {
    given.push(ended);
    return new Promise<FilesReply>(() => undefined);
  });
  const first = ask(question(from(0)));
  const second = ask(question(from(0)));
  await expect.poll(() => given.length).toBe(2);
  for (let i = 0; i < 5; i++) void ask(question(from(0)));
  expect(await first.answer).toMatchObject({ ok: false, why: 'not-to-be-had' });
  second.end();
  expect(await second.answer).toMatchObject({ ok: false, why: 'not-to-be-had' });
  expect(given.map(({ aborted }) => aborted).slice(0, 3)).toEqual([true, true, false]);
});

test('a fault of the files is no film, and without a service worker there are none', async () => {
  const { ask } = stage(() => Promise.resolve<FilesReply>({ ok: false, fault: 'content-refused', detail: '' }));
  expect(await ask(question(from(0))).answer).toMatchObject({ ok: false, why: 'not-to-be-had' });
  const none = createFilms({ container: undefined, base: () => 'http://class.test/' });
  expect(await none.isReady()).toBe(false);
});
