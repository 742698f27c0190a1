// tx_* and mempool_*: what a transaction would cost, sending one, and what became of it. Sending takes its turn, so that
// two calls at once get two nonces.

import {
  encodeUnsigned,
  type Hex32,
  parseAddress,
  type Payload,
  transactionSigningBytes,
  withSignature,
} from '../core/model/index.ts';
import type { HexText, TransactionRequest } from './api.ts';
import { wrongParam } from './api-error.ts';
import { askAccount, isLight, needFull } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Live } from './open-network.ts';
import { readHex, showHex, showTransaction } from './show-transaction.ts';
import { checkDeposit, gasTermsOf, payloadOf, writeTransaction } from './transaction-writer.ts';
import { transactionError } from './tx-fault-error.ts';
import { txStatusOf } from './tx-status.ts';

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

const send = async ({ holder, wallet }: ProviderParts, request: TransactionRequest) => {
  const live = holder.need();
  const sender = senderOf(request, (await wallet.unlocked()).selected);
  const payload = payloadOf(request);
  if (isLight(live)) await learnAccounts(live, sender, payload);
  const unsigned = writeTransaction(live, sender, payload, gasTermsOf(live.session.spec, request, payload));
  const signature = await wallet.sign(sender, transactionSigningBytes(encodeUnsigned(unsigned)));
  checkDeposit(live, unsigned);
  return submit(live, withSignature(unsigned, signature).bytes);
};

export const transactionMethods = (parts: ProviderParts): Methods<TransactionMethod> => {
  const { holder, dropped } = parts;
  const inTurn = oneAtATime();
  return {
    tx_estimate: (request) => {
      const { spec } = holder.need().session;
      const { gasLimit, gasPrice } = gasTermsOf(spec, request, payloadOf(request));
      return { gas: gasLimit, fee: (BigInt(gasLimit) * gasPrice).toString() };
    },
    tx_send: (request) => inTurn(() => send(parts, request)),
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
