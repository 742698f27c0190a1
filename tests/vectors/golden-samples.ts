/**
 * The values behind the golden vectors: one of every transaction kind, header kind and spec kind, with real signatures
 * by keys whose seeds are 32 equal bytes. Nothing here is random or depends on the machine.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { toHex } from '../../shared/core/bytes/index.ts';
import {
  accountAddress,
  type ConsensusField,
  encodeUnsigned,
  formatAddress,
  type Header,
  type Hex32,
  type Payload,
  type Receipt,
  sealHeader,
  type SealedHeader,
  type Transaction,
  transactionSigningBytes,
  withSignature,
} from '../../shared/core/model/index.ts';

/** PKCS #8 around a raw ed25519 seed (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const keyOf = (seedByte: number): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Prefix, Buffer.alloc(32, seedByte)]), format: 'der', type: 'pkcs8' });

/** The raw public key is the end of its SubjectPublicKeyInfo. */
const publicKeyOf = (key: KeyObject): Hex32 =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');

const filled = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);
const hex32 = (byte: number): Hex32 => toHex(filled(byte));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const senderKey = keyOf(1);
export const sender = publicKeyOf(senderKey);
const other = publicKeyOf(keyOf(2));
const third = publicKeyOf(keyOf(3));
const chainId = hex32(0xc1);
export const contract = hex32(0xcc);

const headerOf = (consensus: ConsensusField): Header => ({
  version: 1,
  chainId,
  height: 258,
  parent: hex32(0x11),
  time: 1_767_225_600_123,
  producer: sender,
  transactionRoot: hex32(0x22),
  stateRoot: hex32(0x33),
  receiptRoot: hex32(0x44),
  historyRoot: hex32(0x55),
  gasUsed: 66_051,
  consensus,
});

/** The first nonce whose id is below the target, so that this header is valid work. */
const mined = (header: Header, target: Hex32): SealedHeader => {
  const nonce = Buffer.alloc(8);
  for (let tried = 0n; ; tried++) {
    nonce.writeBigUInt64BE(tried);
    const sealed = sealHeader(header, Uint8Array.from(nonce));
    if (sealed.id < target) return sealed;
  }
};

const target = `00${'f'.repeat(62)}`;
const validators = { validatorsHash: hex32(0x66), nextValidatorsHash: hex32(0x77) };

/** The proof-of-work header is valid work; the seals of the other two kinds are filler, only their form counts here. */
export const headers = {
  pow: mined(headerOf({ kind: 'pow', target }), target),
  pos: sealHeader(headerOf({ kind: 'pos', slot: 4660, vrfOutput: filled(0x88, 64), ...validators }), filled(0x99, 144)),
  poa: sealHeader(headerOf({ kind: 'poa', slot: 4660, ...validators }), filled(0xaa, 64)),
} as const;

const secondOfSlot = sealHeader(
  headerOf({ kind: 'pos', slot: 4660, vrfOutput: filled(0x88, 64), ...validators, nextValidatorsHash: hex32(0x78) }),
  filled(0x9a, 144),
);

/** A CIDv1: raw codec, SHA-256 multihash. */
const cid = Uint8Array.of(0x01, 0x55, 0x12, 0x20, ...filled(0xcd));

const payloads: readonly Payload[] = [
  { kind: 'transfer', to: { kind: 'account', id: other }, amount: 1_500_000n },
  { kind: 'transfer', to: { kind: 'contract', id: contract }, amount: 2n ** 64n - 1n },
  { kind: 'record', data: text('{"pulse":70}') },
  { kind: 'record', data: new Uint8Array(0) },
  {
    kind: 'deploy',
    code: "export function hello() { return 'hello, wörld €🙂' }\n",
    args: Uint8Array.of(1, 2, 3),
    amount: 10n,
  },
  { kind: 'invoke', contract, function: 'increment', args: Uint8Array.of(7), amount: 0n },
  { kind: 'file', cid, name: 'Aufgabe 1.pdf', size: 1_048_577, mediaType: 'application/pdf' },
  { kind: 'stake', amount: 5_000_000_000n },
  { kind: 'unstake', amount: 1n },
  { kind: 'evidence', first: headers.pos.bytes, second: secondOfSlot.bytes },
  { kind: 'signers', add: [other, third], remove: [sender] },
  { kind: 'signers', add: [], remove: [] },
  { kind: 'admin', next: third },
];

export const transactions: readonly Transaction[] = payloads.map((payload, nonce) => {
  const unsigned = { chainId, sender, nonce, gasLimit: 100_000 + nonce, gasPrice: 3n, validUntil: 4096, payload };
  const signature = sign(null, transactionSigningBytes(encodeUnsigned(unsigned)), senderKey);
  return withSignature(unsigned, Uint8Array.from(signature));
});

export const receipts: readonly Receipt[] = [
  { status: 'ok', reason: '', gasUsed: 30_000, fee: 90_000n, events: [], value: new Uint8Array(0) },
  { status: 'failed', reason: 'nicht genug Münzen', gasUsed: 1, fee: 3n, events: [], value: new Uint8Array(0) },
  {
    status: 'ok',
    reason: '',
    gasUsed: 2 ** 40,
    fee: 2n ** 64n - 1n,
    events: [
      { contract, name: 'incremented', data: Uint8Array.of(0x18, 0x2a) },
      { contract: hex32(0xcd), name: '', data: new Uint8Array(0) },
    ],
    value: Uint8Array.of(1),
  },
];

const account = (publicKey: Hex32): string => formatAddress(accountAddress(publicKey));
const salt = '00112233445566778899aabbccddeeff';

/** Specs as a person would write them. */
export const specs: readonly object[] = [
  {
    name: 'Classroom',
    genesisTime: 1_767_225_600_000,
    salt,
    protocol: { vmHash: '00'.repeat(32) },
    consensus: { kind: 'pow' },
    allocations: [
      { address: account(sender), amount: '1000000000' },
      { address: account(other), amount: '0' },
    ],
  },
  {
    name: 'Schulnetz Größe 2 €',
    symbol: 'LERN2',
    decimals: 2,
    genesisTime: 1,
    salt,
    protocol: { vmHash: '00'.repeat(32) },
    reward: '18446744073709551615',
    consensus: {
      kind: 'pow',
      blockTimeMs: 30_000,
      retarget: { kind: 'fixed', leadingHexZeros: 5 },
      onlyWhenTransactionsWait: true,
    },
  },
  {
    name: 'Stake',
    genesisTime: 1_767_225_600_000,
    salt,
    protocol: { vmHash: '00'.repeat(32) },
    consensus: {
      kind: 'pos',
      slotMs: 5000,
      epochSlots: 120,
      stakes: [
        { address: account(third), amount: '70' },
        { address: account(sender), amount: '30' },
      ],
    },
  },
  {
    name: 'Authority',
    genesisTime: 1_767_225_600_000,
    salt,
    protocol: { vmHash: hex32(0xee) },
    accountDeposit: '0',
    consensus: { kind: 'poa', slotMs: 3000, admin: account(sender), signers: [account(third), account(other)] },
  },
];

/** 32-byte values of the trees: byte i + 1, repeated. */
export const treeItems: readonly Uint8Array[] = Array.from({ length: 9 }, (_, i) => filled(i + 1));
