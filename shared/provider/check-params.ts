// Params at the boundary: whatever came in through the API has, after `checkParams`, exactly the shape that the table
// in api.ts promises: unknown keys refused, numbers whole and in range, amounts decimal, addresses with a right
// checksum. Rules of the chain are not checked here. Bounded: every text and every count has a greatest length.

import { err, ok, type Result } from '../core/bytes/index.ts';
import { parseAddress, parseBaseUnits, payloadLimits } from '../core/model/index.ts';
import { mediaTypeIsFormed } from '../core/state/index.ts';
import { type ApiError, errorCodes, type Method, type MethodTable, type NoParams, type ParamsOf } from './api.ts';
import type { DeployedQuestion, DraftQuestion, FunctionCall } from './contract-shape.ts';

interface ParamFault {
  readonly path: string;
  /** what is allowed there, as a phrase after "must be" */
  readonly expected: string;
  readonly fault?: string;
}

/** Nothing when the value is right. A check of an object knows its `entries`. */
interface Check {
  (value: unknown, path: string): ParamFault | undefined;
  readonly entries?: Entries;
}

interface Required {
  readonly check: Check;
  readonly optional: false;
}
interface Optional {
  readonly check: Check;
  readonly optional: true;
}

/** One entry per key of T, optional where T's key is. */
type Shape<T> = { readonly [K in keyof T]-?: NoParams extends Pick<T, K> ? Optional : Required };
type Entries = Readonly<Record<string, Required | Optional>>;

const need = (check: Check): Required => ({ check, optional: false });
const may = (check: Check): Optional => ({ check, optional: true });

/** of a file, or of a chain as one */
export const fileBytesMax = 512 * 1024 * 1024;

const limits = {
  passphraseCharsMax: 1024,
  /** 24 words of at most 8 letters */
  mnemonicCharsMax: 24 * 9,
  backupCharsMax: 64 * 1024,
  /** a spec of 256 KiB with 16 relays, in base64url: at most 360,000 */
  linkCharsMax: 768 * 1024,
  /** 64 headers of one KiB, 256 siblings and a transaction, at most 130 kB */
  proofCharsMax: 2 + 2 * 160 * 1024,
  fileBytesMax,
  /** `z` and 80 bytes in base58 are 111 characters */
  cidCharsMax: 128,
  /** the rule for code (24 KiB in UTF-8) is the chain's */
  codeCharsMax: 48 * 1024,
  functionCharsMax: 255,
  argumentsMax: 100,
  callsBeforeMax: 16,
  eventNameCharsMax: 64,
  storageKeyCharsMax: 64,
  folderFilesMax: 2_000,
  fileLimitMin: 1_048_576,
  fileLimitMax: 2 ** 40,
  pathCharsMax: 2_048,
  labelCharsMax: 60,
  newcomersMax: 1000,
  topicCharsMax: 100,
  publishedCharsMax: 16 * 1024,
  multiaddrCharsMax: 1024,
  cursorCharsMax: 200,
  listCountMax: 1000,
  forkDepthMax: 200,
  /** in hexadecimal with `0x`: the largest signed transaction is 48 KiB */
  transactionCharsMax: 2 + 2 * 48 * 1024,
  /** in hexadecimal with `0x`; the rule for records (1 KiB) is the chain's */
  recordCharsMax: 2 + 2 * 16 * 1024,
  messageCharsMax: 16 * 1024,
  /** 64 bytes in hexadecimal; any other length is no signature */
  signatureCharsMax: 2 + 2 * 64,
} as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (path: string, expected: string, fault?: string): ParamFault =>
  fault === undefined ? { path, expected } : { path, expected, fault };

const text =
  (charsMax: number, charsMin = 1): Check =>
  (value, path) =>
    typeof value === 'string' && value.length >= charsMin && value.length <= charsMax
      ? undefined
      : wrong(path, `a text of ${charsMin} to ${charsMax} characters`);

const count =
  (min: number, max: number): Check =>
  (value, path) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? undefined
      : wrong(path, `a whole number from ${min} to ${max}`);

const amount: Check = (value, path) => {
  if (typeof value === 'string' && parseBaseUnits(value) !== undefined) return undefined;
  return wrong(path, 'base units in decimal digits, at most 2^64 − 1', 'amount-unreadable');
};

const address: Check = (value, path) => {
  const expected = 'an address (tab1…)';
  if (typeof value !== 'string' || value.length > 200) return wrong(path, expected, 'address-prefix');
  const parsed = parseAddress(value);
  return parsed.ok ? undefined : wrong(path, expected, parsed.error.type);
};

const hex32: Check = (value, path) =>
  typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)
    ? undefined
    : wrong(path, '0x and 64 lower-case hexadecimal digits');

const hex =
  (charsMax: number): Check =>
  (value, path) =>
    typeof value === 'string' && value.length <= charsMax && /^0x(?:[0-9a-f]{2})*$/.test(value)
      ? undefined
      : wrong(path, `0x and an even count of lower-case hexadecimal digits, at most ${charsMax - 2}`);

const oneOf =
  (...allowed: readonly (string | number | boolean)[]): Check =>
  (value, path) =>
    allowed.some((one) => one === value) ? undefined : wrong(path, allowed.join(' or '));

const share: Check = (value, path) =>
  typeof value === 'number' && value >= 0.1 && value <= 1 ? undefined : wrong(path, 'a number from 0.1 to 1');

const fileBytes: Check = (value, path) =>
  value instanceof Uint8Array && value.length <= limits.fileBytesMax
    ? undefined
    : wrong(path, `bytes (a Uint8Array) of at most ${limits.fileBytesMax}`);

/** Whether its signs are right is a rule of the chain; longer than this it would not even have bytes. */
const fileName: Check = (value, path) =>
  typeof value === 'string' && new TextEncoder().encode(value).length <= payloadLimits.fileNameBytesMax
    ? undefined
    : wrong(path, `a text of at most ${payloadLimits.fileNameBytesMax} bytes in UTF-8`);

/** A Blob of the page passes by what it can do; what is no Blob fails where it is read. */
const anyBytes: Check = (value, path) => {
  const isBlob = typeof Blob !== 'undefined' && value instanceof Blob && value.size <= limits.fileBytesMax;
  return isBlob ? undefined : fileBytes(value, path);
};

const folderFiles: Check = (value, path) => {
  const expected = `a list of 1 to ${limits.folderFilesMax} files { path, bytes }`;
  if (!Array.isArray(value) || value.length === 0 || value.length > limits.folderFilesMax) return wrong(path, expected);
  for (const [at, one] of value.entries()) {
    const entry: unknown = one;
    if (!isObject(entry)) return wrong(`${path}.${at}`, 'an object');
    const parts = typeof entry['path'] === 'string' ? entry['path'].split('/') : [];
    // Signs that no name may have in it are taken out later, as of the name of a file alone.
    const isName = (part: string): boolean =>
      !['', '.', '..'].includes(part) && text(payloadLimits.fileNameBytesMax)(part, '') === undefined;
    const isPath = parts.length > 0 && parts.length <= 8 && parts.every(isName);
    if (!isPath) return wrong(`${path}.${at}.path`, 'names with / between, at most 8');
    const fault = anyBytes(entry['bytes'], `${path}.${at}.bytes`);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const mediaType: Check = (value, path) =>
  typeof value === 'string' && mediaTypeIsFormed(value) ? undefined : wrong(path, 'type/subtype in lower case');

const anyObject: Check = (value, path) => (isObject(value) ? undefined : wrong(path, 'an object'));

const fieldsFault = (value: Readonly<Record<string, unknown>>, entries: Entries): ParamFault | undefined => {
  for (const key of Object.keys(value)) if (!Object.hasOwn(entries, key)) return wrong(key, 'absent: no such field');
  for (const [key, entry] of Object.entries(entries)) {
    // `{ from: undefined }` is what a program writes that left an optional field open.
    const missing = !Object.hasOwn(value, key) || value[key] === undefined;
    if (missing && entry.optional) continue;
    const fault = entry.check(missing ? undefined : value[key], key);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const shape = <T>(entries: Shape<T> & Entries): Check => {
  const check: Check = (value, path) => {
    const fault = isObject(value) ? fieldsFault(value, entries) : wrong('', 'an object');
    return fault && { ...fault, path: [path, fault.path].filter((part) => part !== '').join('.') };
  };
  return Object.assign(check, { entries });
};

const listOf =
  (max: number, what: string, one: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length > max) return wrong(path, `a list of at most ${max} ${what}`);
    for (const [at, entry] of value.entries()) {
      const fault = one(entry, `${path}[${at}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

/** Exactly one of the keys says which form the params have. */
const either = <A, B>(
  first: keyof A & string,
  a: Shape<A> & Entries,
  second: keyof B & string,
  b: Shape<B> & Entries,
): Check => {
  const check: Check = (value) => {
    if (!isObject(value)) return wrong('', 'an object');
    const has = (key: string): boolean => value[key] !== undefined;
    if (has(first) === has(second)) return wrong(first, `given, or ${second} instead, and not both`);
    return fieldsFault(value, has(first) ? a : b);
  };
  return Object.assign(check, { entries: { ...a, ...b } });
};

type TransferParams = Extract<ParamsOf<'tx_send'>, { readonly kind: 'transfer' }>;
type FileParams = Extract<ParamsOf<'tx_send'>, { readonly kind: 'file' }>;
type RecordParams = Extract<ParamsOf<'tx_send'>, { readonly kind: 'record' }>;

const ofEveryRequest = {
  from: may(address),
  gasPrice: may(amount),
  gasLimit: may(count(0, Number.MAX_SAFE_INTEGER)),
} as const;

const transfer: Shape<TransferParams> & Entries = {
  ...ofEveryRequest,
  kind: need(oneOf('transfer')),
  to: need(address),
  amount: need(amount),
};

const record: Shape<RecordParams> & Entries = {
  ...ofEveryRequest,
  kind: need(oneOf('record')),
  data: need(hex(limits.recordCharsMax)),
};

const file: Shape<FileParams> & Entries = {
  ...ofEveryRequest,
  kind: need(oneOf('file')),
  cid: need(text(limits.cidCharsMax)),
  name: need(fileName),
  size: need(count(1, Number.MAX_SAFE_INTEGER)),
  mediaType: need(text(payloadLimits.mediaTypeBytesMax)),
};

const args = listOf(limits.argumentsMax, 'values', () => undefined);
const callFields = { args: may(args), amount: may(amount) } as const;
const deploy = { code: need(text(limits.codeCharsMax)), ...callFields } as const;
const functionCall = { function: need(text(limits.functionCharsMax)), ...callFields } as const;
const called = { address: need(address), ...functionCall } as const;
const callsBefore = listOf(limits.callsBeforeMax, 'calls', shape<FunctionCall>(functionCall));
const question = either<DeployedQuestion, DraftQuestion>('address', { ...called, from: may(address) }, 'code', {
  ...{ code: deploy.code, ...functionCall, from: may(address) },
  ...{ init: may(shape<NonNullable<DraftQuestion['init']>>(callFields)), before: may(callsBefore) },
});

const addresses = listOf(payloadLimits.signerChangesMax, 'addresses (tab1…)', address);

const onlyAmount = { amount: need(amount) } as const;
const signerChange = { add: may(addresses), remove: may(addresses) } as const;
const evidence = hex(2 + 2 * payloadLimits.evidenceBytesMax);

const fieldsOfKind: { readonly [K in ParamsOf<'tx_send'>['kind']]: Entries } = {
  transfer,
  record,
  file,
  deploy,
  invoke: called,
  stake: onlyAmount,
  unstake: onlyAmount,
  evidence: { first: need(evidence), second: need(evidence) },
  signers: signerChange,
  admin: { next: need(address) },
};
const isKind = (kind: unknown): kind is keyof typeof fieldsOfKind =>
  typeof kind === 'string' && Object.hasOwn(fieldsOfKind, kind);

const transactionRequest: Check = (value) => {
  if (!isObject(value)) return wrong('', 'an object');
  const { kind } = value;
  if (!isKind(kind))
    return wrong(
      'kind',
      Object.keys(fieldsOfKind)
        .join(', ')
        .replace(/, (\w+)$/, ' or $1'),
    );
  return fieldsFault(value, { ...ofEveryRequest, kind: need(oneOf(kind)), ...fieldsOfKind[kind] });
};

type PassphraseParams = ParamsOf<'wallet_unlock'>;
type ChainParams = ParamsOf<'network_switch'>;
type TopicParams = ParamsOf<'net_subscribe'>;
type CountParams = ParamsOf<'log_list'>;

/** What else a proof says beside its bytes is for people. */
const proof: Check = (value, path) => {
  if (!isObject(value)) return wrong(path, 'an object');
  return hex(limits.proofCharsMax)(value['bytes'], `${path}.bytes`);
};

const none = shape<NoParams>({});
// An existing wallet may have any passphrase; whether a new one is long enough is for the wallet to say.
const passphrase = need(text(limits.passphraseCharsMax));
const onlyPassphrase = shape<PassphraseParams>({ passphrase });
const chain = shape<ChainParams>({ chainId: need(hex32) });
const topic = need(text(limits.topicCharsMax));
const listCount = count(1, limits.listCountMax);
const onlyCount = shape<CountParams>({ count: may(listCount) });
const height = count(0, Number.MAX_SAFE_INTEGER);

const cid = need(text(limits.cidCharsMax));
const onlyCid = shape<ParamsOf<'file_pin'>>({ cid });
const blockRef = either<
  Extract<ParamsOf<'block_get'>, { readonly height: number }>,
  Extract<ParamsOf<'block_get'>, { readonly id: string }>
>('height', { height: need(height) }, 'id', { id: need(hex32) });

const checks: { readonly [M in Method]: Check } = {
  node_info: none,
  node_status: none,
  node_mode: shape<ParamsOf<'node_mode'>>({
    mode: need(oneOf('full', 'light')),
    start: may(oneOf('auto', 'blocks', 'state')),
  }),
  network_create: shape<ParamsOf<'network_create'>>({ spec: need(anyObject) }),
  network_check: shape<ParamsOf<'network_check'>>({ spec: need(anyObject) }),
  network_read: shape<ParamsOf<'network_read'>>({ link: need(text(limits.linkCharsMax)) }),
  network_join: shape<ParamsOf<'network_join'>>({ link: need(text(limits.linkCharsMax)) }),
  network_switch: chain,
  network_remove: chain,
  network_list: none,
  network_spec: none,
  network_link: none,
  welcome_get: none,
  welcome_set: shape<ParamsOf<'welcome_set'>>({
    amount: need(amount),
    newcomersMax: may(count(1, limits.newcomersMax)),
  }),
  wallet_create: shape<ParamsOf<'wallet_create'>>({ passphrase, words: may(oneOf(12, 24)) }),
  wallet_import: either<
    Extract<ParamsOf<'wallet_import'>, { readonly mnemonic: string }>,
    Extract<ParamsOf<'wallet_import'>, { readonly backup: string }>
  >(
    'mnemonic',
    // More room than 24 words need: a fault of a single word is for the wallet to name.
    { mnemonic: need(text(4 * limits.mnemonicCharsMax)), passphrase },
    'backup',
    { backup: need(text(limits.backupCharsMax)), passphrase },
  ),
  wallet_export: onlyPassphrase,
  wallet_backup: shape<ParamsOf<'wallet_backup'>>({ done: may(oneOf(true)) }),
  wallet_unlock: onlyPassphrase,
  wallet_lock: none,
  wallet_accounts: none,
  wallet_add: shape<ParamsOf<'wallet_add'>>({ label: may(text(limits.labelCharsMax, 0)) }),
  wallet_select: shape<ParamsOf<'wallet_select'>>({ address: need(address) }),
  wallet_sign: shape<ParamsOf<'wallet_sign'>>({ text: need(text(limits.messageCharsMax)), from: may(address) }),
  wallet_verify: shape<ParamsOf<'wallet_verify'>>({
    address: need(address),
    text: need(text(limits.messageCharsMax)),
    signature: need(hex(limits.signatureCharsMax)),
  }),
  contact_list: none,
  contact_put: shape<ParamsOf<'contact_put'>>({ address: need(address), name: need(text(limits.labelCharsMax)) }),
  contact_remove: shape<ParamsOf<'contact_remove'>>({ address: need(address) }),
  account_get: shape<ParamsOf<'account_get'>>({ address: need(address) }),
  account_history: shape<ParamsOf<'account_history'>>({
    address: need(address),
    cursor: may(text(limits.cursorCharsMax)),
    count: may(listCount),
  }),
  account_prove: shape<ParamsOf<'account_prove'>>({
    address: need(address),
    key: may(text(limits.storageKeyCharsMax)),
  }),
  tx_estimate: transactionRequest,
  tx_send: transactionRequest,
  tx_send_raw: shape<ParamsOf<'tx_send_raw'>>({ bytes: need(hex(limits.transactionCharsMax)) }),
  tx_get: shape<ParamsOf<'tx_get'>>({ id: need(hex32) }),
  tx_prove: shape<ParamsOf<'tx_prove'>>({ id: need(hex32) }),
  proof_check: shape<ParamsOf<'proof_check'>>({ proof: need(proof) }),
  mempool_list: onlyCount,
  stake_add: shape<ParamsOf<'stake_add'>>(onlyAmount),
  stake_remove: shape<ParamsOf<'stake_remove'>>(onlyAmount),
  stakers_get: none,
  signers_get: none,
  signers_set: shape<ParamsOf<'signers_set'>>(signerChange),
  block_get: blockRef,
  block_list: shape<ParamsOf<'block_list'>>({ from: may(height), count: need(listCount) }),
  block_raw: blockRef,
  tx_raw: shape<ParamsOf<'tx_raw'>>({ id: need(hex32) }),
  chain_forks: shape<ParamsOf<'chain_forks'>>({ depth: may(count(1, limits.forkDepthMax)) }),
  chain_export: none,
  chain_import: shape<ParamsOf<'chain_import'>>({ bundle: need(fileBytes) }),
  file_add: either<
    Extract<ParamsOf<'file_add'>, { readonly bytes: unknown }>,
    Extract<ParamsOf<'file_add'>, { readonly files: unknown }>
  >(
    'bytes',
    {
      name: need(text(payloadLimits.fileNameBytesMax)),
      bytes: need(anyBytes),
      mediaType: may(mediaType),
      from: may(address),
    },
    'files',
    { name: need(text(payloadLimits.fileNameBytesMax)), files: need(folderFiles), from: may(address) },
  ),
  file_get: shape<ParamsOf<'file_get'>>({
    cid,
    path: may(text(limits.pathCharsMax)),
    offset: may(height),
    length: may(count(1, Number.MAX_SAFE_INTEGER)),
  }),
  file_list: onlyCount,
  file_status: onlyCid,
  file_entries: onlyCid,
  file_fetch: onlyCid,
  file_pin: onlyCid,
  file_unpin: onlyCid,
  file_cancel: shape<ParamsOf<'file_cancel'>>({ cid: need(text(payloadLimits.fileNameBytesMax)) }),
  file_verify: onlyCid,
  file_policy: shape<ParamsOf<'file_policy'>>({
    help: may(oneOf(true, false)),
    limitBytes: may(count(limits.fileLimitMin, limits.fileLimitMax)),
  }),
  contract_deploy: shape<ParamsOf<'contract_deploy'>>({ ...deploy, ...ofEveryRequest }),
  contract_invoke: shape<ParamsOf<'contract_invoke'>>({ ...called, ...ofEveryRequest }),
  contract_view: question,
  contract_trace: question,
  contract_get: shape<ParamsOf<'contract_get'>>({ address: need(address) }),
  contract_inspect: shape<ParamsOf<'contract_inspect'>>({ code: deploy.code }),
  contract_calls: shape<ParamsOf<'contract_calls'>>({
    address: need(address),
    from: may(height),
    count: may(listCount),
  }),
  event_list: shape<ParamsOf<'event_list'>>({
    address: may(address),
    name: may(text(limits.eventNameCharsMax)),
    from: may(height),
    count: may(listCount),
  }),
  production_start: shape<ParamsOf<'production_start'>>({ intensity: may(share) }),
  production_stop: none,
  production_status: none,
  net_peers: none,
  net_known: none,
  net_addresses: none,
  net_dial: shape<ParamsOf<'net_dial'>>({ address: need(text(limits.multiaddrCharsMax)) }),
  net_diagnose: none,
  net_settings: shape<ParamsOf<'net_settings'>>({ hideAddress: may(oneOf(true, false)) }),
  net_subscribe: shape<TopicParams>({ topic }),
  net_unsubscribe: shape<TopicParams>({ topic }),
  net_publish: shape<ParamsOf<'net_publish'>>({ topic, text: need(text(limits.publishedCharsMax, 0)) }),
  log_list: onlyCount,
};

/** Whether the API has a method of this name by now; −32601 otherwise. */
export const isMethod = (name: string): name is keyof MethodTable => Object.hasOwn(checks, name);

/** Takes bytes and not any other object. */
const takesBytes = (check: Check): boolean => check(Uint8Array.of(0), '') === undefined && check({}, '') !== undefined;

/** The names of the params that are bytes, for whoever has to carry them as text. */
export const byteParamsOf = (method: Method): readonly string[] =>
  Object.entries(checks[method].entries ?? {})
    .filter(([, { check }]) => takesBytes(check))
    .map(([name]) => name);

const errorOf = (method: Method, { path, expected, fault }: ParamFault): ApiError => ({
  code: errorCodes.wrongParams,
  message: `${method}: ${path === '' ? 'params' : path} must be ${expected}`,
  data: { path, expected, ...(fault === undefined ? {} : { fault }) },
});

/**
 * The params of a call in the shape that the table promises; absent params count as `{}`.
 * Fault: −32602 with data.path, data.expected and, for addresses and amounts, data.fault.
 */
export const checkParams = <M extends Method>(method: M, params: unknown): Result<ParamsOf<M>, ApiError> => {
  const given = params === undefined ? {} : params;
  const fault = checks[method](given, '');
  return fault === undefined ? ok(given as ParamsOf<M>) : err(errorOf(method, fault));
};
