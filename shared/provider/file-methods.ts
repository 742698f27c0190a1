// file_*: what the chain says of files joined with what is here and who holds the rest. The bytes are the business of the
// files part (the port in core/node/files-port.ts); here are its answers in the API's words.

import { cleanFileName, formatCid, parseCid } from '../core/model/index.ts';
import type { FileFacts, FileHere, FilesAnswer, FilesCall, FilesRequest } from '../core/node/index.ts';
import type { ResultOf, TransactionRequest, TransactionShape, TxStatus } from './api.ts';
import { notPossibleNow, ruleRefused, wrongParam } from './api-error.ts';
import type { FileDetails, FileItem, FileMethod } from './files-shape.ts';
import type { Methods, ProviderParts } from './methods.ts';
import type { Live } from './open-network.ts';
import { atPlaces } from './tx-status.ts';

const listCountDefault = 50;
/** Transactions that name one content: the first of them gave it its name. */
const namingMax = 100;
const helpedMax = 64;

type SendFile = (request: TransactionRequest) => Promise<ResultOf<'tx_send'>>;
type FileTransaction = Extract<TransactionShape, { readonly kind: 'file' }>;

const sentences: Readonly<Record<string, string>> = {
  'quota-full': 'There is no room for it below the limit that you have set. Nothing else was lost.',
  'disk-full':
    'The disk, or the browser, gives files no more room. What had come of it was given back, and nothing else was lost.',
  'storage-failed': 'The disk could not be read or written. What was whole before still is.',
  'file-too-large': 'It is larger than the limit that you have set for files, or than one call may read.',
  'content-refused': 'What came is not what was promised, so it was not taken.',
  'no-holder': 'Nobody who has it is linked now.',
  'file-cancelled': 'It was cancelled.',
  'not-a-file': 'That is not a file or folder that this node can open.',
  'too-many-transfers': 'Too many files are under way. Wait for one, or cancel one.',
  'files-not-ready': 'The files of this network are not ready yet.',
};

const ask = async <T extends FilesAnswer['type']>(
  { options, fileKeeper }: ProviderParts,
  call: FilesCall,
  type: T,
): Promise<Extract<FilesAnswer, { readonly type: T }>> => {
  const { limitBytes } = await fileKeeper.policy();
  const request: FilesRequest = { ...call, limitBytes };
  const reply = (await options.files?.(request)) ?? { ok: false, fault: 'files-not-ready', detail: '' };
  if (!reply.ok) {
    const message = `${sentences[reply.fault] ?? 'That is not possible now.'}${reply.detail === '' ? '' : ` (${reply.detail})`}`;
    if (reply.fault === 'not-a-file') throw wrongParam('cid', message, reply.fault);
    throw notPossibleNow(reply.fault, message);
  }
  const { value } = reply;
  if (value.type === type) return value as Extract<FilesAnswer, { readonly type: T }>;
  throw new Error(`the files part answered with ${value.type}`);
};

const cidOf = (text: string): string => {
  const cid = parseCid(text.trim());
  if (!cid.ok) throw wrongParam('cid', 'That is not the content id of a file.', cid.error.type);
  return formatCid(cid.value.bytes);
};

const fileOf = ({ transaction }: TxStatus): FileTransaction | undefined =>
  transaction?.kind === 'file' ? transaction : undefined;

interface Named {
  readonly facts: FileFacts;
  readonly onChain?: Pick<FileItem, 'height' | 'id' | 'sender'>;
}

const namedBy = (status: TxStatus): Named | undefined => {
  const file = fileOf(status);
  if (file === undefined) return undefined;
  const { cid, name, size, mediaType, id, sender } = file;
  const height = status.height === undefined ? {} : { height: status.height };
  return { facts: { cid, name, size, mediaType }, onChain: { ...height, id, sender } };
};

/** The newest files of the chain, each once. */
const newestFiles = async (live: Live, count: number): Promise<readonly Named[]> => {
  const statuses = await atPlaces(live, await live.index.files(undefined, count));
  const files = new Map<string, Named>();
  for (const named of statuses.map(namedBy)) {
    // The oldest name of a content stays.
    if (named !== undefined) files.set(named.facts.cid, named);
  }
  return [...files.values()];
};

/** Who gave the content its name first. */
const firstNaming = async (live: Live, cid: string): Promise<Named | undefined> => {
  const statuses = await atPlaces(live, await live.index.files(cid, namingMax));
  return statuses.map(namedBy).findLast((named) => named !== undefined);
};

const lookAt = async (parts: ProviderParts, cids: readonly string[]) => {
  const { files, usedBytes } = await ask(parts, { type: 'look', cids }, 'looked');
  return { here: new Map(files.map((file) => [file.cid, file])), usedBytes };
};

const nowhere = (cid: string): FileHere => ({ cid, state: 'elsewhere', have: 0, pinned: false, holders: [] });

const itemOf = ({ facts, onChain }: Named, here: FileHere): FileItem => ({
  ...facts,
  ...onChain,
  ...{ holders: here.holders.length, pinned: here.pinned, state: here.state, have: here.have },
});

const statusOf = async (parts: ProviderParts, text: string): Promise<FileDetails> => {
  const cid = cidOf(text);
  const named = await firstNaming(parts.holder.need(), cid);
  const here = (await lookAt(parts, [cid])).here.get(cid) ?? nowhere(cid);
  const facts = named?.facts ?? here.facts ?? { cid, name: 'file', size: 0, mediaType: 'application/octet-stream' };
  const why = here.why === undefined ? {} : { why: here.why };
  const lastSeen = here.lastSeen === undefined ? {} : { lastSeen: here.lastSeen };
  return {
    ...itemOf({ facts, ...(named?.onChain === undefined ? {} : { onChain: named.onChain }) }, here),
    ...why,
    ...lastSeen,
    holders: here.holders,
  };
};

/** Names in a folder may be a stranger's: what they would do to a page or a disk is taken out. */
const cleanPath = (path: string): string =>
  path
    .split('/')
    .map((name) => cleanFileName(name))
    .join('/');

const add = async (
  parts: ProviderParts,
  params: Parameters<Methods<FileMethod>['file_add']>[0],
  send: SendFile,
): Promise<ResultOf<'file_add'>> => {
  const live = parts.holder.need();
  await parts.wallet.unlocked(); // before anything is stored
  const from = params.from === undefined ? {} : { from: params.from };
  const call: FilesCall =
    'files' in params
      ? {
          ...{ type: 'add', name: params.name, folder: true },
          parts: params.files.map(({ path, bytes }) => ({ path: cleanPath(path), bytes })),
        }
      : {
          ...{ type: 'add', name: params.name, folder: false, parts: [{ path: params.name, bytes: params.bytes }] },
          ...(params.mediaType === undefined ? {} : { mediaType: params.mediaType }),
        };
  const { facts } = await ask(parts, call, 'added');
  if (facts.size === 0) throw ruleRefused('file-size-out-of-range', 'The file is empty.');
  try {
    const { id } = await send({ kind: 'file', ...facts, ...from });
    await parts.fileKeeper.keeps(live.network.chainId, true);
    return { cid: facts.cid, id };
  } catch (cause) {
    await ask(parts, { type: 'drop', cid: facts.cid }, 'done');
    throw cause;
  }
};

const keep = async (
  parts: ProviderParts,
  text: string,
  why: 'seen' | 'chosen',
): Promise<Readonly<Record<string, never>>> => {
  const cid = cidOf(text);
  const live = parts.holder.need();
  const facts = (await firstNaming(live, cid))?.facts ?? { cid };
  if (why === 'chosen') await parts.fileKeeper.keeps(live.network.chainId, true);
  await ask(parts, { type: 'keep', facts, why }, 'done');
  return {};
};

const get = async (
  parts: ProviderParts,
  { cid: text, ...range }: Parameters<Methods<FileMethod>['file_get']>[0],
): Promise<ResultOf<'file_get'>> => {
  const cid = cidOf(text);
  const named = await firstNaming(parts.holder.need(), cid);
  const facts = named?.facts ?? { cid };
  const { bytes, mediaType, size } = await ask(parts, { type: 'read', facts, ...range }, 'bytes');
  const inside = range.path?.split('/').at(-1);
  const name = inside === undefined ? (named?.facts.name ?? 'file') : cleanFileName(inside);
  return { bytes, name, mediaType, size };
};

const setPolicy = async (
  parts: ProviderParts,
  change: { readonly help?: boolean; readonly limitBytes?: number },
): Promise<ResultOf<'file_policy'>> => {
  const policy = { ...(await parts.fileKeeper.policy()), ...change };
  if (Object.keys(change).length > 0) await parts.fileKeeper.setPolicy(policy);
  return { ...policy, usedBytes: (await lookAt(parts, [])).usedBytes };
};

export const fileMethods = (parts: ProviderParts, send: SendFile): Methods<FileMethod> => ({
  file_add: (params) => add(parts, params, send),
  file_get: (params) => get(parts, params),
  file_list: async ({ count = listCountDefault }) => {
    const files = await newestFiles(parts.holder.need(), count);
    const { here } = await lookAt(
      parts,
      files.map(({ facts }) => facts.cid),
    );
    return files.map((named) => itemOf(named, here.get(named.facts.cid) ?? nowhere(named.facts.cid)));
  },
  file_status: ({ cid }) => statusOf(parts, cid),
  file_entries: async ({ cid }) => {
    const { entries, folder, cut } = await ask(parts, { type: 'entries', cid: cidOf(cid) }, 'entries');
    return { entries: entries.map((entry) => ({ ...entry, shownPath: cleanPath(entry.path) })), folder, cut };
  },
  file_fetch: ({ cid }) => keep(parts, cid, 'seen'),
  file_pin: ({ cid }) => keep(parts, cid, 'chosen'),
  file_unpin: async ({ cid }) => {
    await ask(parts, { type: 'drop', cid: cidOf(cid) }, 'done');
    return {};
  },
  file_cancel: async ({ cid }) => {
    await ask(parts, { type: 'cancel', cid }, 'done');
    return {};
  },
  file_verify: async ({ cid }) => {
    const { blocks, damaged } = await ask(parts, { type: 'verify', cid: cidOf(cid) }, 'verified');
    return { blocks, damaged };
  },
  file_policy: (change) => setPolicy(parts, change),
});

export const newestFacts = async (live: Live | undefined): Promise<readonly FileFacts[]> =>
  live === undefined ? [] : (await newestFiles(live, helpedMax)).map(({ facts }) => facts);
