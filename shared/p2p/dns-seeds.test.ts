// Seeds behind names, with a DNS of the test's own.

import { expect, test } from 'vitest';
import { peerIdFromKey } from './exchange-codec.ts';
import { resolveSeeds, type ResolveTxt } from './dns-seeds.ts';

const peer = (i: number): string => peerIdFromKey(new Uint8Array(32).fill(i));
const plain = (i: number): string => `/ip4/10.0.0.${i}/tcp/9090/ws/p2p/${peer(i)}`;

const dns =
  (zone: Readonly<Record<string, readonly (readonly string[])[]>>, asked: string[] = []): ResolveTxt =>
  async (name) => {
    asked.push(name);
    const records = zone[name];
    if (records === undefined) throw new Error(`queryTxt ENOTFOUND ${name}`);
    return records;
  };

test('a seed is replaced by what its records name, in pieces or whole', async () => {
  const zone = {
    '_dnsaddr.a.example': [[`dnsaddr=${plain(1)}`], ['dnsaddr=', plain(2)], ['v=spf1 -all'], ['dnsaddr=x']],
  };
  expect(await resolveSeeds([plain(9), '/dnsaddr/a.example'], dns(zone))).toEqual({
    addresses: [plain(9), plain(1), plain(2)],
    failed: [],
  });
});

test('a seed that names a peer stands for that peer alone', async () => {
  const zone = { '_dnsaddr.a.example': [[`dnsaddr=${plain(1)}`], [`dnsaddr=${plain(2)}`]] };
  expect((await resolveSeeds([`/dnsaddr/a.example/p2p/${peer(2)}`], dns(zone))).addresses).toEqual([plain(2)]);
});

test('names within names are followed once, circles end', async () => {
  const asked: string[] = [];
  const zone = {
    '_dnsaddr.a.example': [['dnsaddr=/dnsaddr/b.example'], ['dnsaddr=/dnsaddr/a.example']],
    '_dnsaddr.b.example': [[`dnsaddr=${plain(3)}`], ['dnsaddr=/dnsaddr/c.example']],
  };
  expect((await resolveSeeds(['/dnsaddr/a.example'], dns(zone, asked))).addresses).toEqual([plain(3)]);
  expect(asked).toEqual(['_dnsaddr.a.example', '_dnsaddr.b.example']);
});

test('nobody is asked where no seed is named, nor where there is no DNS', async () => {
  const asked: string[] = [];
  expect(await resolveSeeds([plain(1)], dns({}, asked))).toEqual({ addresses: [plain(1)], failed: [] });
  expect(asked).toEqual([]);
  const without = await resolveSeeds([plain(1), '/dnsaddr/a.example'], undefined);
  expect(without.addresses).toEqual([plain(1)]);
  expect(without.failed.map(({ seed }) => seed)).toEqual(['/dnsaddr/a.example']);
});

test('a name that does not exist is told, and the others still count', async () => {
  const zone = { '_dnsaddr.b.example': [[`dnsaddr=${plain(3)}`]] };
  const found = await resolveSeeds(['/dnsaddr/a.example', '/dnsaddr/b.example'], dns(zone));
  expect(found).toEqual({
    addresses: [plain(3)],
    failed: [{ seed: '/dnsaddr/a.example', reason: 'queryTxt ENOTFOUND _dnsaddr.a.example' }],
  });
});

test('at most sixteen addresses, of four names', async () => {
  const asked: string[] = [];
  const many = Array.from({ length: 100 }, (_, i) => [`dnsaddr=${plain(i)}`]);
  const names = Array.from({ length: 9 }, (_, i) => `n${i}.example`);
  const zone = Object.fromEntries(names.map((name) => [`_dnsaddr.${name}`, many]));
  const found = await resolveSeeds(
    names.map((name) => `/dnsaddr/${name}`),
    dns(zone, asked),
  );
  expect(found.addresses.length).toBe(16);
  expect(asked.length).toBe(4);
});
