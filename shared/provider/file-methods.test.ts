// file_*: what the chain says of files, joined with what a files part says that answers as the test likes. The part itself is
// tested in shared/files, both together in tests/e2e.

import { expect, test } from 'vitest';
import { chainSpecJson } from '../core/model/index.ts';
import { createStage, fixedWork, type Stage, type StagedTab, testSpec } from '../testing/index.ts';
import type { AskFiles, FilesRequest } from '../core/node/index.ts';

const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
const passphrase = 'a long enough passphrase';

const start = async (files?: AskFiles): Promise<{ readonly stage: Stage; readonly tab: StagedTab }> => {
  const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
  const stage = createStage(spec.genesisTime + 3_600_000);
  const tab = stage.tab(0, files === undefined ? {} : { files });
  await tab.provider.start({ spec: chainSpecJson(spec), relays: [] });
  return { stage, tab };
};

const partThatHas = () => {
  const asked: FilesRequest[] = [];
  const facts = { cid, name: 'a.txt', mediaType: 'text/plain', size: 11 };
  const ask: AskFiles = async (request) => {
    asked.push(request);
    if (request.type === 'add') return { ok: true, value: { type: 'added', facts } };
    if (request.type === 'look') {
      const here = { cid, state: 'here', have: 11, pinned: true, holders: [] } as const;
      return { ok: true, value: { type: 'looked', files: request.cids.length > 0 ? [here] : [], usedBytes: 11 } };
    }
    if (request.type === 'entries') {
      const entries = ['notes/b\u202egnp.exe', '../a.txt'].map((path) => ({ path, cid, size: 1 }));
      return { ok: true, value: { type: 'entries', entries, folder: true, cut: true } };
    }
    if (request.type === 'read') {
      return { ok: true, value: { type: 'bytes', bytes: Uint8Array.of(1), mediaType: 'text/plain', size: 1 } };
    }
    if (request.type === 'keep') return { ok: false, fault: 'quota-full', detail: 'the limit is 5 bytes' };
    return { ok: true, value: { type: 'done', kept: 0 } };
  };
  return { ask, asked };
};

test('a file that is added is in a block, in the lists, and found by its content id', async () => {
  const { ask, asked } = partThatHas();
  const { stage, tab } = await start(ask);
  try {
    const add = { name: 'a.txt', bytes: new TextEncoder().encode('hello world') };
    expect(await tab.refusal('file_add', add)).toMatchObject({ code: 4090 });
    expect(asked.some(({ type }) => type === 'add')).toBe(false);
    const { address } = await tab.request('wallet_create', { passphrase });
    await tab.request('wallet_backup', { done: true });
    await stage.mine(tab, 2);
    const added = await tab.request('file_add', add);
    expect(added.cid).toBe(cid);
    await stage.mine(tab, 1);
    const [item] = await tab.request('file_list', {});
    const height = item?.height ?? 0;
    expect(item).toMatchObject({
      cid,
      name: 'a.txt',
      size: 11,
      id: added.id,
      sender: address,
      state: 'here',
      pinned: true,
    });
    const block = await tab.request('block_get', { height });
    expect(block.files).toEqual([{ cid, name: 'a.txt', size: 11 }]);
    expect(await tab.request('file_status', { cid })).toMatchObject({ name: 'a.txt', height, holders: [] });
    const { items } = await tab.request('account_history', { address });
    expect(items.some(({ transaction }) => transaction?.kind === 'file')).toBe(true);
    expect(await tab.refusal('file_pin', { cid })).toMatchObject({ code: 4090, data: { reason: 'quota-full' } });
    expect(await tab.refusal('file_pin', { cid: 'bafy' })).toMatchObject({ code: -32602, data: { path: 'cid' } });
  } finally {
    await tab.provider.stop();
  }
});

test('names of a stranger are asked for as they are, and shown as they may be', async () => {
  const { ask, asked } = partThatHas();
  const { tab } = await start(ask);
  try {
    const { entries, cut } = await tab.request('file_entries', { cid });
    expect([entries.map(({ shownPath }) => shownPath), cut]).toEqual([['notes/b_gnp.exe', 'file/a.txt'], true]);
    const { name } = await tab.request('file_get', { cid, path: entries[0]?.path ?? '' });
    expect(name).toBe('b_gnp.exe');
    expect(asked.at(-1)).toMatchObject({ type: 'read', path: 'notes/b\u202egnp.exe' });
    // What a person shares is named so from the start.
    await tab.request('wallet_create', { passphrase });
    const files = ['a.txt', 'in/b\u202egnp.exe'].map((path) => ({ path, bytes: Uint8Array.of(1) }));
    await tab.refusal('file_add', { name: 'lesson', files }); // without coins
    expect(asked.find(({ type }) => type === 'add')).toMatchObject({
      parts: [{ path: 'a.txt' }, { path: 'in/b_gnp.exe' }],
    });
  } finally {
    await tab.provider.stop();
  }
});

test('the policy is remembered, and its limit comes with every question', async () => {
  const { ask, asked } = partThatHas();
  const { stage, tab } = await start(ask);
  try {
    const policy = { help: true, limitBytes: 5_000_000 };
    expect(await tab.request('file_policy', policy)).toEqual({ ...policy, usedBytes: 11 });
    expect(await tab.request('file_policy', {})).toMatchObject(policy);
    expect(asked.at(-1)?.limitBytes).toBe(5_000_000);
    await stage.inTime('it helps', () => asked.some(({ type }) => type === 'help'));
  } finally {
    await tab.provider.stop();
  }
});

test('without a files part the methods say so', async () => {
  const { tab } = await start();
  try {
    expect(await tab.refusal('file_pin', { cid })).toMatchObject({ code: 4090, data: { reason: 'files-not-ready' } });
  } finally {
    await tab.provider.stop();
  }
});
