// One good call per method passes unchanged; every kind of wrong param is refused with the path to it.

import { describe, expect, test } from 'vitest';
import { accountAddress, formatAddress } from '../core/model/index.ts';
import { type ApiErrorData, errorCodes, type Method, type ParamsOf } from './api.ts';
import { checkParams, isMethod } from './check-params.ts';

const address = formatAddress(accountAddress('07'.repeat(32)));
const contract = formatAddress({ kind: 'contract', id: '09'.repeat(32) });
const id = `0x${'ab'.repeat(32)}` as const;
const pulse = { kind: 'record', data: '0x3730' } as const;
const wishes = [
  { kind: 'stake', amount: '1' },
  { kind: 'unstake', amount: '1', from: address },
  { kind: 'evidence', first: '0x00', second: '0x' },
  { kind: 'signers', add: [address] },
  { kind: 'signers' },
  { kind: 'admin', next: address, gasLimit: 1 },
  { kind: 'deploy', code: 'x', args: [5] },
  { kind: 'invoke', address: contract, function: 'f', amount: '1' },
] as const;

const fileCid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';

const good: { readonly [M in Method]: readonly ParamsOf<M>[] } = {
  node_info: [{}],
  node_status: [{}],
  node_mode: [{ mode: 'light' }, { mode: 'full', start: 'state' }],
  network_create: [{ spec: { name: 'Classroom' } }],
  network_check: [{ spec: {} }],
  network_read: [{ link: '#/join/e30' }],
  network_join: [{ link: '#/join/e30' }],
  network_switch: [{ chainId: id }],
  network_remove: [{ chainId: id }],
  network_list: [{}],
  file_add: [
    { name: 'a', bytes: new Uint8Array(1) },
    { name: 'a', bytes: new Blob(['x']), mediaType: 'image/png' },
    { name: 'folder', files: [{ path: 'a/b.txt', bytes: new Uint8Array(1) }] },
  ],
  file_get: [{ cid: fileCid }, { cid: fileCid, path: 'a/b.txt', offset: 0, length: 9 }],
  file_list: [{}, { count: 3 }],
  file_status: [{ cid: fileCid }],
  file_entries: [{ cid: fileCid }],
  file_fetch: [{ cid: fileCid }],
  file_pin: [{ cid: fileCid }],
  file_unpin: [{ cid: fileCid }],
  file_cancel: [{ cid: fileCid }],
  file_verify: [{ cid: fileCid }],
  file_policy: [{}, { help: true, limitBytes: 1_048_576 }],
  contract_deploy: [
    { code: 'export const f = () => 1' },
    { code: 'x', args: [1, 'a'], amount: '1', from: address, gasLimit: 9 },
  ],
  contract_invoke: [
    { address: contract, function: 'f' },
    { address: contract, function: 'f', args: [null], gasPrice: '2' },
  ],
  contract_view: [{ address: contract, function: 'f', args: [{ a: [] }], from: address, amount: '1' }],
  contract_trace: [
    { address: contract, function: 'f' },
    {
      code: 'x',
      function: 'f',
      init: { args: [5], amount: '1' },
      before: [{ function: 'g', args: [] }],
      from: address,
    },
  ],
  contract_get: [{ address: contract }],
  contract_inspect: [{ code: 'x' }],
  contract_calls: [{ address }, { address, from: 7, count: 3 }],
  event_list: [{}, { address: contract, name: 'sent', from: 7, count: 3 }],
  network_spec: [{}],
  network_link: [{}],
  welcome_get: [{}],
  welcome_set: [{ amount: '10' }, { amount: '0', newcomersMax: 30 }],
  wallet_create: [{ passphrase: 'correct horse' }, { passphrase: 'x', words: 24 }],
  wallet_import: [
    { mnemonic: 'abandon abandon', passphrase: 'x' },
    { backup: '{"version":1}', passphrase: 'x' },
  ],
  wallet_export: [{ passphrase: 'x' }],
  wallet_backup: [{}, { done: true }],
  wallet_unlock: [{ passphrase: 'x' }],
  wallet_lock: [{}],
  wallet_accounts: [{}],
  wallet_add: [{}, { label: 'Savings' }],
  wallet_select: [{ address }],
  wallet_sign: [{ text: 'hello' }, { text: 'hello', from: address }],
  wallet_verify: [{ address, text: 'hello', signature: `0x${'ab'.repeat(64)}` }],
  contact_list: [{}],
  contact_put: [{ address, name: 'Ada' }],
  contact_remove: [{ address }],
  account_get: [{ address }],
  account_history: [{ address }, { address, cursor: '12', count: 20 }],
  tx_estimate: [{ kind: 'transfer', to: address, amount: '1' }, pulse],
  tx_send: [
    { kind: 'transfer', from: address, to: address, amount: '0', gasPrice: '2', gasLimit: 40_000 },
    pulse,
    ...wishes,
  ],
  stake_add: [{ amount: '5' }],
  stake_remove: [{ amount: '5' }],
  stakers_get: [{}],
  signers_get: [{}],
  signers_set: [{}, { add: [address] }, { add: [], remove: [address, address] }],
  tx_send_raw: [{ bytes: '0x00ff' }],
  tx_get: [{ id }],
  chain_export: [{}],
  chain_import: [{ bundle: new Uint8Array(3) }],
  account_prove: [{ address }, { address: contract, key: 'n' }],
  tx_prove: [{ id }],
  proof_check: [{ proof: { bytes: '0x01' } }, { proof: { bytes: '0x', height: 4 } }],
  mempool_list: [{}, { count: 10 }],
  block_get: [{ height: 0 }, { id }],
  block_list: [{ count: 20 }, { from: 7, count: 1 }],
  block_raw: [{ height: 0 }, { id }],
  tx_raw: [{ id }],
  chain_forks: [{}, { depth: 50 }],
  production_start: [{}, { intensity: 0.1 }, { intensity: 1 }],
  production_stop: [{}],
  production_status: [{}],
  net_peers: [{}],
  net_diagnose: [{}],
  net_settings: [{}, { hideAddress: true }],
  net_known: [{}],
  net_addresses: [{}],
  net_dial: [{ address: '/ip4/127.0.0.1/tcp/9090/ws' }],
  net_subscribe: [{ topic: 'chat' }],
  net_unsubscribe: [{ topic: 'chat' }],
  net_publish: [{ topic: 'chat', text: '' }],
  log_list: [{}, { count: 100 }],
};

const methods = Object.keys(good).filter(isMethod);

describe.each(methods)('%s', (method) => {
  test('takes its params as they are', () => {
    for (const params of good[method]) expect(checkParams(method, params)).toEqual({ ok: true, value: params });
  });

  test('refuses a key that it does not know', () => {
    for (const params of good[method]) {
      expect(refusal(method, { ...params, colour: 'red' })).toMatchObject({ path: 'colour' });
    }
  });

  test('refuses params that are not an object', () => {
    for (const params of [null, 'text', 7, [good[method][0]]]) {
      expect(refusal(method, params)).toMatchObject({ path: '' });
    }
  });
});

const refusal = (method: Method, params: unknown): ApiErrorData | undefined => {
  const checked = checkParams(method, params);
  if (checked.ok) return undefined;
  expect(checked.error.code).toBe(errorCodes.wrongParams);
  expect(checked.error.message).toContain(method);
  return checked.error.data;
};

test('absent params count as none', () => {
  expect(checkParams('node_status', undefined)).toEqual({ ok: true, value: {} });
  expect(refusal('tx_get', undefined)).toMatchObject({ path: 'id' });
});

test('an optional field left undefined is absent', () => {
  expect(checkParams('log_list', { count: undefined }).ok).toBe(true);
  expect(refusal('tx_get', { id: undefined })).toMatchObject({ path: 'id' });
});

test.each([
  ['a sign', '-1'],
  ['a decimal point', '1.5'],
  ['a leading zero', '01'],
  ['an exponent', '1e6'],
  ['a number in place of a text', 5],
  ['2^64', (1n << 64n).toString()],
])('an amount with %s is refused', (_, amount) => {
  expect(refusal('tx_send', { kind: 'transfer', to: address, amount })).toMatchObject({
    path: 'amount',
    fault: 'amount-unreadable',
  });
});

test('the greatest amount passes', () => {
  const amount = ((1n << 64n) - 1n).toString();
  expect(checkParams('tx_send', { kind: 'transfer', to: address, amount }).ok).toBe(true);
});

test.each([
  ['of another prefix', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'address-prefix'],
  ['with one letter changed', address.slice(0, -1) + (address.endsWith('q') ? 'p' : 'q'), 'address-checksum'],
  ['that is no text', 12, 'address-prefix'],
])('an address %s is refused by its fault', (_, text, fault) => {
  expect(refusal('account_get', { address: text })).toMatchObject({ path: 'address', fault });
  expect(refusal('tx_send', { kind: 'transfer', to: text, amount: '1' })).toMatchObject({ path: 'to', fault });
});

test.each([
  ['without 0x', 'ab'.repeat(32)],
  ['in capitals', `0x${'AB'.repeat(32)}`],
  ['too short', '0xab'],
])('an id %s is refused', (_, wrongId) => {
  expect(refusal('tx_get', { id: wrongId })).toMatchObject({ path: 'id' });
});

test('a transaction of a kind that is not there is refused by its kind', () => {
  expect(refusal('tx_send', { kind: 'mint', code: '' })).toMatchObject({ path: 'kind' });
  expect(refusal('tx_send', { kind: 'stake' })).toMatchObject({ path: 'amount' });
  expect(refusal('tx_send', { kind: 'evidence', first: '0x00' })).toMatchObject({ path: 'second' });
  expect(refusal('tx_send', { kind: 'evidence', first: `0x${'00'.repeat(1025)}` })).toMatchObject({ path: 'first' });
  expect(refusal('tx_send', { kind: 'signers', add: [address, 'tab1x'] })).toMatchObject({ path: 'add[1]' });
  const crowd = Array.from({ length: 33 }, () => address);
  expect(refusal('signers_set', { remove: crowd })).toMatchObject({ path: 'remove' });
  expect(refusal('tx_send', { kind: 'admin', next: 'nobody' })).toMatchObject({ path: 'next' });
  expect(refusal('tx_send', { kind: 'record', data: '0x3' })).toMatchObject({ path: 'data' });
  expect(refusal('tx_send', { kind: 'record', data: '0x30', amount: '1' })).toMatchObject({ path: 'amount' });
});

test('code is asked instead of a contract, and what comes before is as right as what is asked', () => {
  const draft = { code: 'x', function: 'f' };
  const call = { function: 'g', args: [1] };
  expect(refusal('contract_view', { function: 'f' })).toMatchObject({ path: 'address' });
  expect(refusal('contract_view', { ...draft, address: contract })).toMatchObject({ path: 'address' });
  expect(refusal('contract_view', { address: contract, function: 'f', before: [] })).toMatchObject({ path: 'before' });
  const crowd = Array.from({ length: 17 }, () => call);
  expect(refusal('contract_trace', { ...draft, before: crowd })).toMatchObject({ path: 'before' });
  const wrongs: readonly (readonly [unknown, string])[] = [
    [7, 'before[1]'],
    [{ args: [] }, 'before[1].function'],
    [{ ...call, amount: '-1' }, 'before[1].amount'],
    [{ ...call, from: address }, 'before[1].from'],
  ];
  for (const [wrong, path] of wrongs) {
    expect(refusal('contract_trace', { ...draft, before: [call, wrong] })).toMatchObject({ path });
  }
  expect(refusal('contract_trace', { ...draft, init: { args: {} } })).toMatchObject({ path: 'init.args' });
  expect(refusal('contract_trace', { ...draft, code: 'x'.repeat(50_000) })).toMatchObject({ path: 'code' });
});

test('a block is asked for by height or by id and not by both', () => {
  expect(refusal('block_get', {})).toMatchObject({ path: 'height' });
  expect(refusal('block_get', { height: 1, id })).toMatchObject({ path: 'height' });
  expect(refusal('block_get', { height: -1 })).toMatchObject({ path: 'height' });
  expect(refusal('block_get', { height: 1.5 })).toMatchObject({ path: 'height' });
});

test('numbers are whole and in range', () => {
  expect(refusal('production_start', { intensity: 0 })).toMatchObject({ path: 'intensity' });
  expect(refusal('production_start', { intensity: Number.NaN })).toMatchObject({ path: 'intensity' });
  expect(refusal('block_list', { count: 0 })).toMatchObject({ path: 'count' });
  expect(refusal('block_list', { count: 1001 })).toMatchObject({ path: 'count' });
  expect(refusal('wallet_create', { passphrase: 'x', words: 18 })).toMatchObject({ path: 'words' });
});

test('texts are neither empty nor without end', () => {
  expect(refusal('wallet_unlock', { passphrase: '' })).toMatchObject({ path: 'passphrase' });
  expect(refusal('net_publish', { topic: 't', text: 'x'.repeat(20_000) })).toMatchObject({ path: 'text' });
  expect(refusal('network_join', { link: 'x'.repeat(800_000) })).toMatchObject({ path: 'link' });
});

test('files of a folder stay in it, and have bytes', () => {
  const folder = (files: unknown) => refusal('file_add', { name: 'x', files });
  expect(folder([{ path: '../a', bytes: new Uint8Array(1) }])).toMatchObject({ path: 'files.0.path' });
  expect(folder([{ path: 'a//b', bytes: new Uint8Array(1) }])).toMatchObject({ path: 'files.0.path' });
  expect(folder([{ path: 'a', bytes: 'text' }])).toMatchObject({ path: 'files.0.bytes' });
  expect(folder([])).toMatchObject({ path: 'files' });
  expect(refusal('file_add', { name: 'x' })).toMatchObject({ path: 'bytes' });
});

test('names of the object prototype are no methods and no fields', () => {
  expect(isMethod('constructor')).toBe(false);
  expect(isMethod('node_status')).toBe(true);
  expect(refusal('node_status', { constructor: 1 })).toMatchObject({ path: 'constructor' });
});
