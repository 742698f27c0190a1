// `tabchain proof check [FILE]`: says what a proof proves, without a network and without a data folder. The proof comes
// from a file or, for `-` and without a name, from standard input: `0x…`, or JSON with `bytes`, as tabs hand it out.
// Bounds: a text of at most `textBytesMax`.

import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import sodium from 'libsodium-wrappers';
import { fromHex } from '../shared/core/bytes/index.ts';
import { type SignatureCheck, signatureCheckFrom } from '../shared/core/crypto/index.ts';
import { accountAddress, formatAddress } from '../shared/core/model/index.ts';
import { checkProofBytes, type ProofFault, type ProvenFact } from '../shared/core/proof/index.ts';
import { jsonOfBytes } from '../shared/provider/index.ts';
import { CommandLineError } from './commands/command.ts';

const textBytesMax = 1024 * 1024;

const hexIn = (text: string): string => {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed;
  try {
    const parsed: unknown = JSON.parse(trimmed);
    if (typeof parsed === 'object' && parsed !== null && 'bytes' in parsed) return String(parsed.bytes);
  } catch {
    // said below
  }
  return '';
};

const bytesIn = (text: string): Uint8Array => {
  const hex = hexIn(text.slice(0, textBytesMax));
  const bytes = hex.startsWith('0x') ? fromHex(hex.slice(2)) : undefined;
  if (bytes === undefined) throw new CommandLineError('This is no proof: give 0x… or the JSON that a tab has copied.');
  return bytes;
};

const read = async (file: string): Promise<string> => {
  if (file === '-') return readAll(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandLineError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const claimOf = (fact: ProvenFact): string => {
  if (fact.kind === 'transaction') return `transaction 0x${fact.transaction.id} is in the block`;
  if (fact.kind === 'storage') {
    const contract = formatAddress({ kind: 'contract', id: fact.contract });
    const key = JSON.stringify(fact.key);
    if (fact.value === undefined) return `${contract} stores nothing under ${key}`;
    return `${contract} stores ${JSON.stringify(jsonOfBytes(fact.value))} under ${key}`;
  }
  const address = formatAddress(accountAddress(fact.account));
  if (fact.record === undefined) return `${address} does not exist`;
  return `${address} has ${fact.record.balance} base units and nonce ${fact.record.nonce}`;
};

/** The last ms that a Date knows (ECMA-262, section 21.4.1.1); a header's time may be greater. */
const dateMsMax = 8.64e15;

const timeOf = ({ time }: ProvenFact): string => (time > dateMsMax ? `${time} ms` : new Date(time).toISOString());

const linesOf = (fact: ProvenFact): readonly string[] => [
  `valid: ${claimOf(fact)}`,
  `chain  0x${fact.chainId}`,
  `block  ${fact.height} 0x${fact.block}, ${timeOf(fact)}, ${fact.confirmations} headers above it`,
  fact.signers === 0
    ? `work   ${fact.work} hashes went into the headers of this proof; whether they are on the heaviest chain only a node can say`
    : `signed by ${fact.signers} keys; whether they may make blocks of this chain only a node can say`,
];

const claimJson = (fact: ProvenFact): object => {
  switch (fact.kind) {
    case 'transaction':
      return { transaction: `0x${fact.transaction.id}` };
    case 'storage': {
      const { contract: id, key, value } = fact;
      const exists = value !== undefined;
      return {
        address: formatAddress({ kind: 'contract', id }),
        key,
        exists,
        value: exists ? jsonOfBytes(value) : null,
      };
    }
    case 'account':
      return {
        address: formatAddress(accountAddress(fact.account)),
        exists: fact.record !== undefined,
        balance: (fact.record?.balance ?? 0n).toString(),
        nonce: fact.record?.nonce ?? 0,
      };
  }
};

const factJson = (fact: ProvenFact) => ({
  valid: true,
  chainId: `0x${fact.chainId}`,
  height: fact.height,
  blockId: `0x${fact.block}`,
  time: fact.time,
  confirmations: fact.confirmations,
  work: fact.work.toString(),
  ...(fact.signers === 0 ? {} : { signers: fact.signers }),
  ...claimJson(fact),
});

const faultOf = (fault: ProofFault): string =>
  fault.type === 'proof-seal' ? `${fault.type}: ${fault.fault.type}` : fault.type;

/** What to print, and the exit code: 0 for a proof that holds, 1 for one that does not. */
export const checkProofText = (
  text: string,
  json: boolean,
  signatureCheck: SignatureCheck,
): { readonly lines: readonly string[]; readonly code: 0 | 1 } => {
  const checked = checkProofBytes(bytesIn(text), signatureCheck);
  if (checked.ok) {
    return { lines: json ? [JSON.stringify(factJson(checked.value))] : linesOf(checked.value), code: 0 };
  }
  const fault = faultOf(checked.error);
  return { lines: [json ? JSON.stringify({ valid: false, fault }) : `not valid: ${fault}`], code: 1 };
};

export const checkProofFile = async (file: string, json: boolean) => {
  await sodium.ready;
  return checkProofText(await read(file), json, signatureCheckFrom(sodium));
};
