// Links as people hand them on: short, with what chats add to them, with one letter changed, and with what somebody adds to
// make a page hang.

import { base64urlnopad } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { specs } from '../../../tests/vectors/golden-samples.ts';
import { createGenesis } from '../chain/index.ts';
import { accountAddress, formatAddress, parseChainSpec, specLimits, targetOfHashes } from '../model/index.ts';
import { formatJoinLink, type JoinLink, parseJoinLink } from './join-link.ts';

const specOf = (json: object) => {
  const parsed = parseChainSpec(json);
  if (!parsed.ok) throw new Error(parsed.error.path);
  return parsed.value;
};
const peerId = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp';
const relay = `/ip4/192.168.178.21/tcp/9090/ws/p2p/${peerId}`;
const checkpoint = { height: 12_345_678, id: 'c1'.repeat(32), weight: 10n ** 23n };
/** as a relay makes the spec of its class */
const classroom = specOf({
  ...{ name: 'Classroom', symbol: 'TAB', genesisTime: 1_790_000_000_000, salt: '5a'.repeat(16) },
  consensus: { kind: 'pow', initialTarget: targetOfHashes(123_456_789) },
});
const page = 'http://192.168.178.21:9090/';
const usual = formatJoinLink(page, { spec: classroom, relays: [relay, relay.replace('21', '22')], checkpoint });
const byId = formatJoinLink(page, { spec: classroom, relays: [relay], checkpoint }, 0);

const read = (link: string): JoinLink => {
  const parsed = parseJoinLink(link);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
};

describe('a join link', () => {
  test.each(specs.map((json, i) => [i, json] as const))('of spec %i is read as it was written', (_, json) => {
    const spec = specOf(json);
    const { chainId } = createGenesis(spec);
    const relays = [relay, '/dnsaddr/relay.example.org', '/ip4/192.0.2.7/tcp/1/ws/p2p/QmOther'];
    expect(read(formatJoinLink('', { spec, relays, checkpoint }))).toEqual({ chainId, spec, relays, checkpoint });
    expect(read(formatJoinLink('', { spec, relays: [] }))).toEqual({ chainId, spec, relays: [] });
    expect(read(formatJoinLink('', { spec, relays }, 0))).toEqual({ chainId, spec: undefined, relays });
  });

  test('of a class fits into a QR code that a phone reads from a wall', () => {
    expect(usual.length).toBeLessThan(480);
    expect(read(usual).relays).toEqual([relay, relay.replace('21', '22')]);
  });

  test('that would be longer than 1,000 characters has the chain id in the place of the spec', () => {
    const allocations = Array.from({ length: 25 }, (_, i) => ({
      address: formatAddress(accountAddress((i + 1).toString(16).padStart(64, 'a'))),
      amount: '1000000000',
    }));
    const spec = specOf({ ...specs[0], allocations });
    const link = formatJoinLink(page, { spec, relays: [relay], checkpoint });
    expect(link.length).toBeLessThan(300);
    expect(read(link)).toEqual({ chainId: createGenesis(spec).chainId, spec: undefined, relays: [relay], checkpoint });
  });

  test('of a network with as many allocations as there may be can be read whole', () => {
    const allocations = Array.from({ length: specLimits.allocationsMax }, (_, i) => ({
      address: formatAddress(accountAddress(i.toString(16).padStart(64, '0'))),
      amount: '1000000000000000',
    }));
    const spec = specOf({ ...specs[0], allocations });
    expect(read(formatJoinLink(page, { spec, relays: [] }, Number.MAX_SAFE_INTEGER)).spec).toEqual(spec);
  });

  test.each([
    ['as it was made', usual],
    ['without the page', usual.slice(usual.indexOf('#/join/') + '#/join/'.length)],
    ['broken into lines, with padding', `${usual.slice(0, 90)}\n ${usual.slice(90)}==\n`],
  ])('is read %s', (_how, text) => {
    expect(read(text)).toEqual(read(usual));
  });

  test('with a long row of padding in it is refused at once', () => {
    const started = process.threadCpuUsage();
    expect(parseJoinLink(`${usual}${'='.repeat(50_000)}a`)).toMatchObject({ ok: false });
    expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(100);
  });

  test('of an older version is refused with what to do', () => {
    const old = base64urlnopad.encode(new TextEncoder().encode('{"spec":{}}'));
    expect(parseJoinLink(old)).toMatchObject({ error: { type: 'link-unreadable', what: /ask for a new one/ } });
  });
});

describe('a link with one changed letter', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  test.each([
    ['with the spec', usual],
    ['with the chain id alone', byId],
  ])('%s joins nothing, whichever letter it is and whatever stands there', (_, link) => {
    const from = link.indexOf('#/join/') + '#/join/'.length;
    let tried = 0;
    for (let at = from; at < link.length; at++) {
      for (const letter of letters) {
        if (letter === link[at]) continue;
        tried++;
        const changed = `${link.slice(0, at)}${letter}${link.slice(at + 1)}`;
        if (parseJoinLink(changed).ok) throw new Error(`joins with ${letter} at ${at}`);
      }
    }
    expect(tried).toBe((link.length - from) * 63);
  });

  test('in front of it joins the same network or none', () => {
    const head = usual.indexOf('#/join/') + '#/join/'.length;
    for (let at = 0; at < head; at++) {
      const parsed = parseJoinLink(`${usual.slice(0, at)}~${usual.slice(at + 1)}`);
      if (parsed.ok) expect(parsed.value.chainId).toBe(read(usual).chainId);
    }
  });

  test('cut short anywhere joins nothing', () => {
    const from = usual.indexOf('#/join/') + '#/join/'.length;
    for (let end = from; end < usual.length; end++) expect(parseJoinLink(usual.slice(0, end)).ok).toBe(false);
  });
});
