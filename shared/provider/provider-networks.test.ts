// Networks through the API: made, joined by a link, switched, listed, removed; wrong links and specs change nothing.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatJoinLink, parseJoinLink } from '../core/link/index.ts';
import { type ChainSpec, chainSpecJson, encodeChainSpec } from '../core/model/index.ts';
import { createStage, fixedWork, type Stage, type StagedTab, testSpec, until } from '../testing/index.ts';

const saying = (words: string): unknown => expect.stringContaining(words);
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const relay = '/ip4/192.0.2.7/tcp/9090/ws/p2p/12D3KooWRelay';
const offer = { spec: chainSpecJson(spec), relays: [relay] };
const wish = {
  name: 'Ours',
  consensus: { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 0 } },
};

let stage: Stage;
let tab: StagedTab;

beforeEach(async () => {
  stage = createStage(spec.genesisTime + 3_600_000);
  tab = stage.tab(0);
  await tab.provider.start(offer);
});

afterEach(() => tab.provider.stop());

const nameOf = async ({ request }: StagedTab): Promise<string> => (await request('node_info', {})).network.name;

const linkOf = (made: ChainSpec, relays: readonly string[] = [], charsMax?: number): string =>
  formatJoinLink('http://page.test/', { spec: made, relays }, charsMax);

test('a network is made, switched to, and joined by its link in another browser', async () => {
  const made = await tab.request('network_create', { spec: wish });
  expect(await nameOf(tab)).toBe('Ours');
  expect(made.link).toMatch(/^http:\/\/page\.test\/#\/join\//);
  expect((await tab.request('network_link', {})).link).toBe(made.link);

  const elsewhere = createStage(stage.time.now()).tab(0);
  await elsewhere.provider.start();
  for (const link of [made.link, made.link.split('#/join/')[1] ?? '', `  ${made.link}==\n`]) {
    expect(await elsewhere.request('network_join', { link })).toEqual({ chainId: made.chainId });
  }
  expect(await elsewhere.request('network_spec', {})).toEqual(await tab.request('network_spec', {}));
  // The relays by which its maker is reached came with the link.
  expect(await elsewhere.request('network_link', {})).toEqual({ link: made.link });
  await elsewhere.provider.stop();
});

test('two networks made of one wish are two networks', async () => {
  const first = await tab.request('network_create', { spec: wish });
  const second = await tab.request('network_create', { spec: wish });
  expect(first.chainId).not.toBe(second.chainId);
});

test('each network keeps its chain while another is open', async () => {
  await tab.request('wallet_create', { passphrase: 'p' });
  await tab.request('production_start', {});
  await until('a block', async () => (await tab.request('node_status', {})).height > 0);
  const before = await tab.request('node_info', {});
  const { height } = await tab.request('node_status', {});

  await tab.request('network_create', { spec: wish });
  expect(await tab.request('node_status', {})).toMatchObject({ height: 0, producing: false });
  const back = await tab.request('network_switch', { chainId: before.network.chainId });
  expect(back).toEqual(before.network);
  expect((await tab.request('node_status', {})).height).toBe(height);
  expect((await tab.request('network_list', {})).map(({ name }) => name).sort()).toEqual(['Ours', 'Test']);
});

test('each tab opens its own network again after a reload', async () => {
  const { chainId } = await tab.request('network_create', { spec: wish });
  const second = stage.tab(1);
  await second.provider.start(offer);
  expect(await nameOf(second)).toBe('Test');
  await tab.provider.stop();
  const again = stage.tab(0);
  await again.provider.start(offer);
  expect((await again.request('node_info', {})).network).toMatchObject({ name: 'Ours', chainId });
  await again.provider.stop();
  await second.provider.stop();
});

test('a network is removed once it is not open', async () => {
  const deleted: string[] = [];
  const other = createStage(stage.time.now()).tab(0, { deleteChain: async (chainId) => void deleted.push(chainId) });
  await other.provider.start(offer);
  const { chainId } = (await other.request('node_info', {})).network;
  expect(await other.refusal('network_remove', { chainId })).toMatchObject({
    code: 4090,
    data: { reason: 'network-open' },
  });
  await other.request('network_create', { spec: wish });
  expect(await other.request('network_remove', { chainId })).toEqual({});
  expect((await other.request('network_list', {})).map(({ name }) => name)).toEqual(['Ours']);
  expect(deleted).toEqual([chainId.slice(2)]);
  await other.provider.stop();
});

test.each([
  ['nothing after it', 'http://page.test/#/join/', 'link-unreadable', undefined],
  ['another page', 'http://page.test/about', 'link-unreadable', undefined],
  ['letters that are none', 'http://page.test/#/join/%%%', 'link-unreadable', undefined],
  ['text that is no link', 'http://page.test/#/join/aGVsbG8', 'link-unreadable', undefined],
  ['the form of an older version', 'http://page.test/#/join/eyJzcGVjIjp7fX0', 'link-unreadable', undefined],
  ['its end cut off', linkOf(spec).slice(0, -20), 'link-unreadable', undefined],
  ['a wrong field', linkOf({ ...spec, symbol: 'tab' }), 'link-spec', 'spec.symbol'],
])('a link with %s is refused and nothing changes', async (_, link, fault, path) => {
  const refusal = await tab.refusal('network_join', { link });
  expect(refusal).toMatchObject({ code: -32602, data: { fault, path: path ?? 'link' } });
  expect(await nameOf(tab)).toBe('Test');
  expect(await tab.request('network_list', {})).toHaveLength(1);
});

test('a wrong wish for a network names its field', async () => {
  const refusal = await tab.refusal('network_create', { spec: { ...wish, decimals: 99 } });
  expect(refusal).toMatchObject({ code: -32602, data: { path: 'spec.decimals', fault: 'field-invalid' } });
  const poa = { name: 'Ours', consensus: { kind: 'poa', admin: 'nobody' } };
  expect(await tab.refusal('network_create', { spec: poa })).toMatchObject({ data: { path: 'spec.consensus.admin' } });
  expect(await nameOf(tab)).toBe('Test');
});

test('an offer that is wrong is logged, and the node answers without a network', async () => {
  const lost = createStage(0).tab(0);
  await lost.provider.start({ spec: { name: 'x' }, relays: [] });
  expect(await lost.refusal('node_status')).toMatchObject({ code: 4900 });
  expect(await lost.request('log_list', {})).toMatchObject([{ level: 'warn', what: saying('refused') }]);
});

test('relays of a known network come together, the newest first', async () => {
  const { chainId } = (await tab.request('node_info', {})).network;
  await tab.request('network_create', { spec: wish });
  await tab.request('network_join', { link: linkOf(spec, ['/ip4/192.0.2.8/tcp/1/ws/p2p/12D3KooWOther', relay]) });
  const parsed = parseJoinLink((await tab.request('network_link', {})).link);
  expect(parsed).toMatchObject({ value: { relays: ['/ip4/192.0.2.8/tcp/1/ws/p2p/12D3KooWOther', relay] } });
  expect((await tab.request('node_info', {})).network.chainId).toBe(chainId);
});

test('a wish is looked at without being made: its fault, its defaults, and what this version can run', async () => {
  const right = await tab.request('network_check', { spec: wish });
  expect(right).toMatchObject({ valid: true, spec: { name: 'Ours', symbol: 'TAB', settleDepth: 6 } });
  expect(right.kinds).toContain('pow');
  expect(right.spec).not.toHaveProperty('salt');
  const wrong = { ...wish, consensus: { ...wish.consensus, blockTimeMs: 7 } };
  expect(await tab.request('network_check', { spec: wrong })).toMatchObject({
    ...{ valid: false, path: 'consensus.blockTimeMs', expected: 'a whole number from 100 to 86400000' },
  });
  expect(await tab.request('network_list', {})).toHaveLength(1);
});

test('a link is read without being joined', async () => {
  const other = { ...spec, name: 'Other', salt: '01'.repeat(16) };
  expect(await tab.request('network_read', { link: linkOf(other, [relay]) })).toMatchObject({
    ...{ network: { name: 'Other', consensus: 'pow' }, blockTimeMs: 1000, relays: 1 },
  });
  // By its id alone it is known where the network is known.
  expect(await tab.request('network_read', { link: linkOf(spec, [], 0) })).toMatchObject({ network: { name: 'Test' } });
  expect(await tab.request('network_read', { link: linkOf(other, [], 0) })).not.toHaveProperty('network');
  expect(await tab.refusal('network_read', { link: 'x' })).toMatchObject({ data: { fault: 'link-unreadable' } });
  expect(await tab.request('network_list', {})).toHaveLength(1);
});

test('a link with the chain id alone: the spec comes from peers, and only the right one is taken', async () => {
  const other = { ...spec, name: 'Other', salt: '01'.repeat(16) };
  const liar = encodeChainSpec({ ...other, reward: other.reward + 1n });
  const answers: Uint8Array[] = [];
  const asked: unknown[] = [];
  const elsewhere = createStage(stage.time.now());
  const { host } = elsewhere.optionsOf(0);
  const newcomer = elsewhere.tab(0, {
    host: {
      ...host,
      fetchSpec: async (chainId, relays) => {
        asked.push([chainId, relays]);
        return { ok: true, value: answers };
      },
    },
  });
  await newcomer.provider.start();
  const link = linkOf(other, ['/dns4/a/tcp/1/ws'], 0);
  const notFound = { code: 4090, data: { reason: 'spec-not-found' } };
  expect(await newcomer.refusal('network_join', { link })).toMatchObject(notFound);
  answers.push(new Uint8Array(9), liar);
  expect(await newcomer.refusal('network_join', { link })).toMatchObject(notFound);
  expect(await newcomer.request('network_list', {})).toEqual([]);
  answers.push(encodeChainSpec(other));
  const { chainId } = await newcomer.request('network_join', { link });
  expect(asked.at(-1)).toEqual([chainId.slice(2), ['/dns4/a/tcp/1/ws']]);
  expect(await nameOf(newcomer)).toBe('Other');
  await newcomer.provider.stop();
});
