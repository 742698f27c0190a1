// What comes over the API, in join links, and out of the profile and the index: params, links, records.

import {
  bytesTarget,
  fuzzSuite,
  type Json,
  jsonFrames,
  jsonTarget,
  textTarget,
  valueOf,
} from '../../tests/fuzz/index.ts';
import { sender, specs, transactions } from '../../tests/vectors/golden-samples.ts';
import { createWriter } from '../core/bytes/index.ts';
import { hash } from '../core/crypto/index.ts';
import { formatJoinLink, parseJoinLink, readSpec } from '../core/link/index.ts';
import {
  accountAddress,
  bytesOf,
  chainSpecJson,
  encodeChainSpec,
  formatAddress,
  parseChainSpec,
} from '../core/model/index.ts';
import type { Method } from './api.ts';
import { checkParams, isMethod } from './check-params.ts';
import { checkpointJson } from './checkpoint.ts';
import { decodeKeptPolicy, encodeKeptPolicy } from './file-keeper.ts';
import { decodeIndexPointer, decodePlace } from './index-records.ts';
import { readHowMuch, writeHowMuch } from './kept-mode.ts';
import { readRecord, writeRecord } from './network-registry.ts';
import { readHex, showBytes } from './show-transaction.ts';
import { readWelcome, writeWelcome } from './welcome-desk.ts';
import { readGift, writeGift } from './welcome-visit.ts';

const id = 'c1'.repeat(32);
const to = formatAddress(accountAddress(sender));
const contract = formatAddress({ kind: 'contract', id });
const passphrase = 'correct horse battery staple';

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Right params of the methods that take any, and of one that takes none. */
const calls: readonly (readonly [Method, Json])[] = [
  ['node_status', {}],
  ['node_mode', { mode: 'light', start: 'state' }],
  ['network_create', { spec: plain(specs[0]) }],
  ['network_join', { link: '#/join/abc' }],
  ['network_switch', { chainId: `0x${id}` }],
  ['wallet_create', { passphrase, words: 24 }],
  ['wallet_import', { mnemonic: 'abandon abandon', passphrase }],
  ['wallet_import', { backup: 'tabchain-backup:AA', passphrase }],
  ['wallet_add', { label: 'Alltag' }],
  ['wallet_select', { address: to }],
  ['wallet_sign', { text: 'hello', from: to }],
  ['wallet_verify', { address: to, text: 'hello', signature: `0x${'ab'.repeat(64)}` }],
  ['contact_put', { address: to, name: 'Ada' }],
  ['account_history', { address: to, cursor: 'ffffffffffff-ffffffff', count: 20 }],
  ['tx_send', { kind: 'transfer', to, amount: '1500000', from: to, gasPrice: '3', gasLimit: 30_000 }],
  ['tx_estimate', { kind: 'record', data: '0x00ff' }],
  ['tx_send', { kind: 'evidence', first: '0x00ff', second: '0x' }],
  ['tx_send', { kind: 'admin', next: to }],
  ['tx_send', { kind: 'deploy', code: 'export const f = () => 1', args: [1, 'a', { b: null }] }],
  ['contract_deploy', { code: 'export const f = () => 1', amount: '1', gasLimit: 9 }],
  ['contract_invoke', { address: contract, function: 'f', args: [[1], true] }],
  ['contract_view', { address: contract, function: 'f', args: [], from: to, amount: '1' }],
  [
    'contract_trace',
    { code: 'export const f = () => 1', function: 'f', init: { args: [1] }, before: [{ function: 'f', amount: '1' }] },
  ],
  ['contract_calls', { address: contract, from: 7, count: 3 }],
  ['event_list', { address: contract, name: 'sent', from: 7, count: 3 }],
  ['stake_add', { amount: '1500000' }],
  ['stake_remove', { amount: '1' }],
  ['signers_set', { add: [to], remove: [] }],
  ['tx_send_raw', { bytes: showBytes(transactions[0]?.bytes ?? new Uint8Array(0)) }],
  ['tx_get', { id: `0x${id}` }],
  ['block_get', { height: 7 }],
  ['block_get', { id: `0x${id}` }],
  ['block_list', { from: 7, count: 20 }],
  ['block_raw', { height: 7 }],
  ['tx_raw', { id: `0x${id}` }],
  ['chain_forks', { depth: 50 }],
  ['production_start', { intensity: 0.5 }],
  ['net_dial', { address: '/ip4/10.0.0.4/tcp/9090/ws' }],
  ['net_publish', { topic: 'chat', text: 'hello' }],
  ['log_list', { count: 100 }],
];

const methodOf = (call: Json): Method | undefined => {
  const name: unknown = Array.isArray(call) ? call[0] : undefined;
  return typeof name === 'string' && isMethod(name) ? name : undefined;
};

interface Call {
  readonly method: Method;
  readonly params: unknown;
}

/** What a provider does next with params that were let through must not fail for their form. */
const useParams = ({ method, params }: Call): void => {
  if (method !== 'tx_send_raw') return;
  const checked = checkParams(method, params);
  if (checked.ok) readHex(checked.value.bytes);
};

const links = specs.map((json, i) => {
  const spec = parseChainSpec(json);
  if (!spec.ok) throw new Error(spec.error.path);
  const relays = i === 0 ? [] : ['/dns4/relay.example.org/tcp/443/wss', '/ip4/10.0.0.4/tcp/1/ws'];
  return { spec: spec.value, relays, checkpoint: i === 1 ? undefined : { height: 4000 + i, id, weight: 2n ** 70n } };
});
const linkJsons = links.map(({ spec, relays, checkpoint }): Json => {
  const settled = checkpoint === undefined ? {} : { checkpoint: checkpointJson(checkpoint) };
  return plain({ spec: chainSpecJson(spec), relays, ...settled });
});
const drawLinkJson = jsonFrames({ samples: linkJsons });
const linkHead = 1 + 6;
const withRightCheck = (text: string): string => {
  const part = text.slice(text.indexOf('#/join/') + '#/join/'.length).replace(/[^\w-]/gu, 'A');
  const bytes = new Uint8Array(Buffer.from(part, 'base64url'));
  if (bytes.length <= linkHead) return text;
  bytes.set(hash('join-link', bytes.subarray(0, 1), bytes.subarray(linkHead)).subarray(0, 6), 1);
  return `#/join/${Buffer.from(bytes).toString('base64url')}`;
};
const welcomes: readonly Json[] = [
  { from: id, amount: '10000000', newcomersMax: 100, given: [['12D3KooWPeer', id]] },
  { from: id, amount: '0', newcomersMax: 1, given: [] },
];
const drawWelcome = jsonFrames({ samples: welcomes });
const gifts: readonly Json[] = [{ amount: '10000000', from: '12D3KooWPeer', id: `0x${id}`, time: 7 }];
const drawGift = jsonFrames({ samples: gifts });
/** check-params.ts lets no longer one through. */
const linkCharsMax = 768 * 1024;

const howMuch: readonly Json[] = [{ mode: 'full' }, { mode: 'light', start: 'state' }];
const drawHowMuch = jsonFrames({ samples: howMuch });
const policies: readonly Json[] = [
  { help: false, limitBytes: 536_870_912 },
  { help: true, limitBytes: 2 ** 40 },
];
const drawPolicy = jsonFrames({ samples: policies });

fuzzSuite(
  jsonTarget({
    decoder: checkParams,
    samples: calls.map(([method, params]) => [method, params]),
    keys: ['address', 'amount', 'count', 'from', 'height', 'id', 'passphrase', 'words'],
    decode: (call): Call | undefined => {
      const method = methodOf(call);
      if (method === undefined || !Array.isArray(call)) return undefined;
      const checked = checkParams(method, call[1]);
      return checked.ok ? { method, params: checked.value } : undefined;
    },
    encode: (call, input) => {
      useParams(call);
      // What follows the params is no part of the call.
      const rest: readonly Json[] = Array.isArray(input) ? input.slice(2) : [];
      return [call.method, call.params as Json, ...rest];
    },
    canonical: 'settles',
  }),
  textTarget({
    decoder: parseJoinLink,
    samples: links.flatMap((link) => [formatJoinLink('', link), formatJoinLink('', link, 0)]),
    lengthMax: linkCharsMax,
    tokens: ['#/join/', '/join/', 'https://example.org/', '=', '=='],
    canonical: 'settles',
    // Whoever writes links can make the check fit: what is behind it must hold too.
    mend: (text, random) => (random.happens(20) ? text : withRightCheck(text)),
    decode: (text) => {
      const link = valueOf(parseJoinLink(text));
      return link === undefined ? undefined : { link, text };
    },
    encode: ({ link: { spec, ...link }, text }) =>
      spec === undefined ? text : formatJoinLink('', { ...link, spec }, Number.MAX_SAFE_INTEGER),
  }),
  bytesTarget({
    decoder: readSpec,
    samples: links.map(({ spec }) => encodeChainSpec(spec)),
    lengthMax: 64 * 1024,
    decode: (bytes) => valueOf(readSpec(bytes)),
    encode: encodeChainSpec,
  }),
  bytesTarget({
    decoder: readWelcome,
    samples: welcomes.map((json) => utf8(JSON.stringify(json))),
    lengthMax: 4096,
    canonical: 'settles',
    mend: (_bytes, random) => utf8(JSON.stringify(drawWelcome(random))),
    decode: readWelcome,
    encode: writeWelcome,
  }),
  bytesTarget({
    decoder: readGift,
    samples: gifts.map((json) => utf8(JSON.stringify(json))),
    lengthMax: 4096,
    canonical: 'settles',
    mend: (_bytes, random) => utf8(JSON.stringify(drawGift(random))),
    decode: readGift,
    encode: writeGift,
  }),
  bytesTarget({
    decoder: readRecord,
    samples: linkJsons.map((json) => utf8(JSON.stringify(json))),
    lengthMax: 64 * 1024,
    canonical: 'settles',
    mend: (_bytes, random) => utf8(JSON.stringify(drawLinkJson(random))),
    decode: readRecord,
    encode: writeRecord,
  }),
  bytesTarget({
    decoder: readHowMuch,
    samples: howMuch.map((json) => utf8(JSON.stringify(json))),
    lengthMax: 256,
    canonical: 'settles',
    mend: (_bytes, random) => utf8(JSON.stringify(drawHowMuch(random))),
    decode: readHowMuch,
    encode: writeHowMuch,
  }),
  bytesTarget({
    decoder: decodeKeptPolicy,
    samples: policies.map((json) => utf8(JSON.stringify(json))),
    lengthMax: 256,
    canonical: 'settles',
    mend: (_bytes, random) => utf8(JSON.stringify(drawPolicy(random))),
    decode: decodeKeptPolicy,
    encode: encodeKeptPolicy,
  }),
  bytesTarget({
    decoder: decodePlace,
    samples: [0, 2 ** 32 - 1].map((position) => createWriter().uint(7).fixed(bytesOf(id), 32).u32(position).finish()),
    lengthMax: 256,
    decode: decodePlace,
    encode: ({ height, blockId, position }) =>
      createWriter().uint(height).fixed(bytesOf(blockId), 32).u32(position).finish(),
  }),
  bytesTarget({
    decoder: decodeIndexPointer,
    samples: [0, 2 ** 53 - 1].map((height) => createWriter().uint(height).fixed(bytesOf(id), 32).finish()),
    lengthMax: 256,
    decode: decodeIndexPointer,
    encode: ({ height, id: block }) => createWriter().uint(height).fixed(bytesOf(block), 32).finish(),
  }),
);
