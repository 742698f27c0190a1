// The spec of a network from those who run it, between hosts on loopback: asked for by its id, given by everybody who has it,
// believed from nobody here.

import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, expect, test } from 'vitest';
import { hostsOnLoopback, until } from './testing/hosts-on-loopback.ts';

const { startHost, startStranger, stopAll } = hostsOnLoopback();
const spec = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
const lie = Uint8Array.of(1, 2, 3);
const deadlineMs = 10_000;

afterEach(stopAll);

test('who has the id alone gets what its peers say, lies and truth, each once', async () => {
  const first = await startHost({ spec });
  const relays = first.snapshot().addresses;
  await Promise.all([startHost({ spec, relays }), startHost({ spec: lie, relays })]);
  const newcomer = await startHost({ relays, listen: [] });
  const answers = await newcomer.fetchSpec(deadlineMs);
  expect(answers).toContainEqual(spec);
  expect(answers.length).toBeLessThanOrEqual(2);
});

test('nobody who knows: no answer when the time is over', async () => {
  const first = await startHost();
  const newcomer = await startHost({ relays: first.snapshot().addresses });
  await until('they are linked', () => newcomer.snapshot().peers.length === 1);
  expect(await newcomer.fetchSpec(600)).toEqual([]);
});

test('a stranger that asks too much, too often or for another chain gets nothing, and harms nobody', async () => {
  const host = await startHost({ spec });
  const stranger = await startStranger();
  const connection = await stranger.dial(multiaddr(host.snapshot().addresses[0]));
  /** the kind of the answer; 0 for none */
  const answerTo = async (bytes: readonly number[]): Promise<number> => {
    const stream = await connection.newStream('/tabchain/spec/1');
    const kind = new Promise<number>((resolve) => {
      stream.addEventListener('message', ({ data }) => resolve(data.subarray()[4] ?? 0));
      stream.addEventListener('close', () => resolve(0));
    });
    stream.send(Uint8Array.from(bytes));
    const answered = await kind;
    stream.abort(new Error('enough'));
    return answered;
  };
  expect(await answerTo([0, 1, 0, 0, 1])).toBe(0);
  expect(await answerTo([0, 0, 0, 0, 0])).toBe(0);
  expect(await answerTo([0, 0, 0, 33, 1, ...new Uint8Array(32)])).toBe(2);
  expect(await answerTo([0, 0, 0, 33, 1, ...Array.from({ length: 32 }, () => 0xab)])).toBe(1);
  const many = await Promise.all(Array.from({ length: 100 }, () => answerTo([0, 0, 0, 1, 7]).catch(() => 0)));
  expect(many.every((kind) => kind === 0 || kind === 2)).toBe(true);
  expect(connection.status).toBe('open');
});
