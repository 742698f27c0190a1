// What is shown of a join link, whole or cut.

import { expect, test } from 'vitest';
import { joinPartOf, joinPreview } from './join-preview.ts';

const linkOf = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const spec = { name: 'Klasse 7ü', symbol: 'TAB', consensus: { kind: 'pow', blockTimeMs: 10_000 } };
const part = linkOf({ spec, relays: ['/ip4/127.0.0.1/tcp/9090/ws'] });

test('a link tells its network', () => {
  const shown = { name: 'Klasse 7ü', symbol: 'TAB', consensus: 'pow', blockTimeMs: 10_000, relays: 1 };
  expect(joinPreview(`http://school.example:9090/#/join/${part}`)).toEqual(shown);
  expect(joinPreview(part)).toEqual(shown);
});

test('a cut or foreign link shows nothing', () => {
  const unreadable = [part.slice(0, -9), 'hello', '', linkOf({ spec: {} }), linkOf([1]), '%%%'];
  expect(unreadable.map(joinPreview)).toEqual(unreadable.map(() => undefined));
});

test('the part after #/join/ is what the node is asked to join', () => {
  expect(joinPartOf(' http://a/#/join/abc ')).toBe('abc');
  expect(joinPartOf('abc')).toBe('abc');
});
