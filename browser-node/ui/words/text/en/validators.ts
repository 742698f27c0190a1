// The producer's screen where blocks are made in slots: turns, signers, stakes.
// Amounts come with their symbol.

import { forms } from './forms.ts';

const { counted, number } = forms;
const blocks = (n: number): string => counted(n, { one: 'block', other: 'blocks' });
const slots = (n: number): string => counted(n, { one: 'slot', other: 'slots' });

export const validators = {
  address: 'address',
  slots: {
    title: 'The slots now',
    turns: 'In each [slot](?slot) one signer may make a block. An empty slot: nobody was there, and the next goes on.',
    lots: 'In each [slot](?slot) whoever wins the draw makes a block. An empty slot: nobody won it, or the winner was away.',
    list: 'Slots before and after this moment',
    slot: (slot: number) => `Slot ${slot}`,
    you: 'you',
    now: 'now',
    next: 'to come',
    empty: 'empty',
    block: (height: number) => `block ${height}`,
    turnOf: 'This slot belongs to',
    nextIs: 'then comes',
    tally: 'You, lately',
    made: (n: number) => `${blocks(n)} made`,
    missed: (n: number) => `${counted(n, { one: 'turn', other: 'turns' })} missed`,
    all: 'All, lately',
    emptyOf: (empty: number, all: number) => `${number(empty)} of ${slots(all)} stayed empty`,
  },
  signers: {
    title: 'Signers',
    what: 'the signers',
    about: (n: number) => `${counted(n, { one: 'signer makes', other: 'signers make' })} blocks, in this order.`,
    you: 'you',
    admin: 'Admin',
    adminYou: 'you are the admin',
    adminNext: (who: string) => `${who} is named as the next admin, and has not accepted yet.`,
    adminNextYou: 'You are named as the next admin. The change is made when you accept.',
    adminAccept: 'Accept: become the admin',
    adminRotate: 'Hand over to another admin',
    adminAddress: 'Address of the next admin',
    adminHint: 'You stay the admin until that account has accepted, so that a wrong address changes nothing.',
    adminName: 'Name as the next admin',
    adminSent: 'Sent. It stands here as soon as it is in a block.',
    adminFailed: 'The admin was not changed.',
    notAdmin: 'Only the admin adds and removes signers.',
    signer: 'signer',
    removing: 'Remove',
    removeWhom: (who: string) => `Remove ${who} from the signers`,
    add: 'Add this signer',
    doing: 'Sending the change…',
    address: 'Address of a new signer',
    hint: (n: number) => `Adding and removing take effect ${blocks(n)} after the one that has the change.`,
    failed: 'The signers were not changed.',
    pending: 'Changes on their way',
    from: (height: number) => `From block ${height} on:`,
    joins: 'joins',
    leaves: 'leaves',
    sent: 'The change is sent. It stands here as soon as it is in a block.',
    suspended: 'Suspended',
    twice: (height: number) => `signed two blocks for one slot; the evidence is in block ${height}`,
  },
  stake: {
    title: 'Your stake',
    what: 'your stake',
    about:
      'Coins at [stake](?stake) win slots: the more of all stakes is yours, the more often. They stay yours, but cannot be spent meanwhile.',
    yours: 'At stake',
    free: 'Free to stake',
    none: 'nothing yet',
    unbonding: 'On the way back',
    back: (coins: string, height: number) => `${coins} at block ${height}`,
    jailed: (height: number) =>
      `This account signed two blocks for one slot. Part of its stake is gone, and it may stake again from block ${height} on.`,
    amount: (symbol: string) => `Amount in ${symbol}`,
    add: 'Stake it',
    addAmount: (coins: string) => `Stake ${coins}`,
    remove: 'Take it back',
    removeAmount: (coins: string) => `Take ${coins} back`,
    hint: (duration: string, epoch: number) =>
      `A new stake wins slots after one to two [epochs](?epoch) of ${slots(epoch)}: within ${duration}.`,
    unbondingHint: (n: number) =>
      `What you take back is locked for ${blocks(n)} more, so that whoever cheated can still be [fined](?slashing).`,
    noWallet: 'With a [wallet that is open](#/wallet) you can stake coins of yours.',
    needed: 'At least one stake is needed at the start: without any nobody could ever make a block.',
    failed: 'The stake was not changed.',
    sentAdd: 'Your stake is sent. It counts as soon as it is in a block.',
    sentRemove: 'Sent. The coins are on their way back as soon as this is in a block.',
  },
};
