// Links as people hand them on: with what chats add to them, and with what somebody adds to make a page hang.

import { describe, expect, test } from 'vitest';
import { specs } from '../../tests/vectors/golden-samples.ts';
import { accountAddress, formatAddress, parseChainSpec, specLimits } from '../core/model/index.ts';
import { checkParams } from './check-params.ts';
import { formatJoinLink, parseJoinLink } from './join-link.ts';

const specOf = (json: object) => {
  const parsed = parseChainSpec(json);
  if (!parsed.ok) throw new Error(parsed.error.path);
  return parsed.value;
};
const link = formatJoinLink('https://example.org/', { spec: specOf(specs[0] ?? {}), relays: ['/dns4/a/tcp/1/ws'] });

describe('a join link', () => {
  test.each([
    ['as it was made', link],
    ['without the page', link.slice(link.indexOf('#/join/') + '#/join/'.length)],
    ['broken into lines, with padding', `${link.slice(0, 90)}\n ${link.slice(90)}==\n`],
  ])('is read %s', (_how, text) => {
    expect(parseJoinLink(text)).toMatchObject({ ok: true, value: { relays: ['/dns4/a/tcp/1/ws'] } });
  });

  test('with a long row of padding in it is refused at once', () => {
    const started = process.threadCpuUsage();
    expect(parseJoinLink(`${link}${'='.repeat(50_000)}a`)).toMatchObject({ ok: false });
    expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(100);
  });

  test('of a network with as many allocations as there may be is let through', () => {
    const allocations = Array.from({ length: specLimits.allocationsMax }, (_, i) => ({
      address: formatAddress(accountAddress(i.toString(16).padStart(64, '0'))),
      amount: '1000000000000000',
    }));
    const full = formatJoinLink('https://example.org/', { spec: specOf({ ...specs[0], allocations }), relays: [] });
    expect(checkParams('network_join', { link: full })).toMatchObject({ ok: true });
    expect(parseJoinLink(full)).toMatchObject({ ok: true });
  });
});
