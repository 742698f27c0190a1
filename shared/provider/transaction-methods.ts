// tx_* and mempool_*: what a transaction would cost, sending one, and what became of it. Sending takes its turn, so that
// two calls at once get two nonces.

import {
  accountAddress,
  encodeUnsigned,
  type Hex32,
  parseAddress,
  type Payload,
  transactionSigningBytes,
  withSignature,
  zeroHex32,
} from '../core/model/index.ts';
import type { HexText, ResultOf, TransactionRequest } from './api.ts';
import { ruleRefused, wrongParam } from './api-error.ts';
import { type CallPayload, contractFailed, gasWithMargin, machineOf, tryCall } from './contract-trial.ts';
import { askAccount, isLight, needFull } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import type { Live } from './open-network.ts';
import { readHex, showHex, showTransaction } from './show-transaction.ts';
import { checkDeposit, type GasTerms, gasTermsOf, payloadOf, writeTransaction } from './transaction-writer.ts';
import { transactionError } from './tx-fault-error.ts';
import { txStatusOf } from './tx-status.ts';
import { isRuleWish, refuseVain } from './vain-wish.ts';

type TransactionMethod = 'tx_estimate' | 'tx_send' | 'tx_send_raw' | 'tx_get' | 'mempool_list';

const mempoolCountDefault = 100;

const submit = async ({ session }: Live, bytes: Uint8Array): Promise<{ readonly id: HexText }> => {
  const reply = await session.running.submit({ type: 'submit-transaction', bytes });
  if (!reply.ok) throw transactionError(reply.error);
  if (reply.value.id === undefined) throw new Error('a transaction was taken in without an id');
  return { id: showHex(reply.value.id) };
};

const senderOf = ({ from }: TransactionRequest, selected: Hex32): Hex32 => {
  if (from === undefined) return selected;
  const address = parseAddress(from);
  if (address.ok && address.value.kind === 'account') return address.value.id;
  throw wrongParam('from', 'This wallet has no account with that address.', 'account-unknown');
};

/** The nonce comes from the sender's account; the deposit is due where the recipient has none. */
const learnAccounts = async ({ session }: Live, sender: Hex32, payload: Payload): Promise<void> => {
  const recipient = payload.kind === 'transfer' && payload.to.kind === 'account' ? payload.to.id : sender;
  await Promise.all([...new Set([sender, recipient])].map((account) => askAccount(session, account)));
};

const isCall = (payload: Payload): payload is CallPayload => payload.kind === 'deploy' || payload.kind === 'invoke';

interface Estimate {
  readonly terms: GasTerms;
  /** of a contract's transaction: what it locks */
  readonly deposit?: bigint;
}

/**
 * Limit and price of a request; of a contract's, unless the limit is given, by a trial on the state at the head. Fault:
 * −32000 `contract-failed` with its reason.
 */
const estimate = async (
  { options }: ProviderParts,
  live: Live,
  { request, payload, sender }: { request: TransactionRequest; payload: Payload; sender: Hex32 },
): Promise<Estimate> => {
  const { spec, node } = live.session;
  const terms = gasTermsOf(spec, request, payload);
  if (!isCall(payload)) return { terms };
  if (payload.kind === 'deploy' && payload.code === '') throw ruleRefused('code-empty', 'There is no code to deploy.');
  const machine = await machineOf(live);
  const nonce = node.mempool.nextNonce(sender, node.accounts);
  const now = options.clock.now();
  const { outcome, deposit } = tryCall(live, machine, { payload, sender: accountAddress(sender), nonce, now });
  if (request.gasLimit !== undefined) return { terms, deposit };
  if (!outcome.ok) throw contractFailed(outcome.reason);
  const gasLimit = Math.min(terms.gasLimit + gasWithMargin(outcome.gasUsed), spec.blockGasMax);
  return { terms: { ...terms, gasLimit }, deposit };
};

interface SentTransaction {
  readonly id: HexText;
  readonly sender: Hex32;
  readonly nonce: number;
}

const send = async (parts: ProviderParts, request: TransactionRequest): Promise<SentTransaction> => {
  const { holder, wallet } = parts;
  const live = holder.need();
  const sender = senderOf(request, (await wallet.unlocked()).selected);
  const payload = payloadOf(request);
  if (isLight(live)) await learnAccounts(live, sender, payload);
  const { terms } = await estimate(parts, live, { request, payload, sender });
  const unsigned = writeTransaction(live, sender, payload, terms);
  const signature = await wallet.sign(sender, transactionSigningBytes(encodeUnsigned(unsigned)));
  checkDeposit(live, unsigned);
  const transaction = withSignature(unsigned, signature);
  if (isRuleWish(payload) && !isLight(live)) refuseVain(live, transaction);
  const { id } = await submit(live, transaction.bytes);
  return { id, sender, nonce: unsigned.nonce };
};

/** Takes its turn; also says from whom and with which nonce. */
export type SendInTurn = (request: TransactionRequest) => Promise<SentTransaction>;

export const sendInTurn = (parts: ProviderParts): SendInTurn => {
  return (request) => parts.sending(() => send(parts, request));
};

/** Nobody need be unlocked to ask what something would cost. */
const asking = ({ wallet }: ProviderParts, request: TransactionRequest): Hex32 =>
  senderOf(request, wallet.known()?.selected ?? zeroHex32);

const estimated = async (parts: ProviderParts, request: TransactionRequest): Promise<ResultOf<'tx_estimate'>> => {
  const payload = payloadOf(request);
  const sender = isCall(payload) ? asking(parts, request) : zeroHex32;
  const { terms, deposit } = await estimate(parts, parts.holder.need(), { request, payload, sender });
  const fee = (BigInt(terms.gasLimit) * terms.gasPrice).toString();
  return { gas: terms.gasLimit, fee, ...(deposit === undefined ? {} : { deposit: deposit.toString() }) };
};

export const transactionMethods = (parts: ProviderParts, sendOne: SendInTurn): Methods<TransactionMethod> => {
  const { holder, dropped } = parts;
  return {
    tx_estimate: (request) => estimated(parts, request),
    tx_send: async (request) => ({ id: (await sendOne(request)).id }),
    tx_send_raw: ({ bytes }) => submit(holder.need(), readHex(bytes)),
    tx_get: ({ id }) => txStatusOf(holder.need(), dropped, id.slice(2)),
    mempool_list: ({ count = mempoolCountDefault }) => {
      const live = holder.need();
      needFull(live, 'this tab does not see what others have sent and no block has yet');
      const waiting = live.session.node.mempool.list().slice(0, count);
      return waiting.map(({ transaction }) => showTransaction(transaction));
    },
  };
};
