// What the service worker makes of a request for a film and of what a tab says to it: nothing that could be run by anybody.

import { expect, test } from 'vitest';
import { filmAsked, filmResponse, parseFilmRange } from './film-response.ts';
import { filmAddress } from './films.ts';

const asked = { method: 'GET', mode: 'no-cors', destination: 'video' } as const;
const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';

test('only an element for sound or film gets a film, and only by a content id', () => {
  expect(filmAsked(asked, `file/${cid}`)).toEqual({ cid });
  expect(filmAsked({ ...asked, destination: 'audio' }, `file/${cid}`)).toEqual({ cid });
  for (const destination of ['', 'document', 'iframe', 'script', 'worker', 'image', 'object', 'style'] as const) {
    expect(filmAsked({ ...asked, destination }, `file/${cid}`), destination).toBeUndefined();
  }
  expect(filmAsked({ ...asked, mode: 'navigate' }, `file/${cid}`)).toBeUndefined();
  expect(filmAsked({ ...asked, method: 'POST' }, `file/${cid}`)).toBeUndefined();
  for (const path of [
    'file/',
    'file/../index.html',
    `file/${cid}/x`,
    `file/${cid}?x`,
    `file/${cid}?in=`,
    `file/${cid}?in=a&b`,
    `file/${cid}?in=%ff`,
    `files/${cid}`,
    'assets/x.mp4',
  ]) {
    expect(filmAsked(asked, path), path).toBeUndefined();
  }
});

test.each(['a.webm', 'deep/er/b c.webm', '../../x', 'ü?&#%.mp4', '..'])('a film in a folder: %s', (path) => {
  const { href } = new URL(filmAddress({ cid, path }), 'https://example.org/class/');
  expect(filmAsked(asked, href.slice('https://example.org/class/'.length))).toEqual({ cid, path });
});

test('ranges as browsers write them', () => {
  expect(parseFilmRange('bytes=0-')).toEqual({ type: 'from', from: 0, to: undefined });
  expect(parseFilmRange('bytes=0-1')).toEqual({ type: 'from', from: 0, to: 1 });
  expect(parseFilmRange('bytes=-500')).toEqual({ type: 'last', bytes: 500 });
  for (const wrong of [null, '', 'bytes=-', 'bytes=5-4', 'bytes=0-1,4-5', 'blocks=0-', 'bytes=1e3-', 'bytes=0x0-']) {
    expect(parseFilmRange(wrong), String(wrong)).toBeUndefined();
  }
});

test('a stretch is told by its place and size, under headers that let nothing else be made of it', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const response = filmResponse({ ok: true, bytes, from: 10, size: 20, mediaType: 'video/webm' });
  expect(response.status).toBe(206);
  expect(Object.fromEntries(response.headers)).toEqual({
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'content-length': '3',
    'content-range': 'bytes 10-12/20',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': 'video/webm',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
});

test('what is neither sound nor film is not given, whatever the tab says', async () => {
  const bytes = new TextEncoder().encode('<script>alert(1)</script>');
  for (const mediaType of [
    'text/html',
    'image/svg+xml',
    'application/pdf',
    'video/mp4; x',
    'text/plain',
    'audio/',
    '',
  ]) {
    const response = filmResponse({ ok: true, bytes, from: 0, size: bytes.length, mediaType });
    expect([response.status, await response.text()], mediaType).toEqual([415, '']);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('beyond the end is said with the size; what cannot be had now is asked for again', () => {
  const beyond = filmResponse({ ok: false, why: 'beyond-the-end', size: 20 });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */20']);
  expect(filmResponse({ ok: false, why: 'not-to-be-had', size: 0 }).type).toBe('error');
});
