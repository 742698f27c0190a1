// The alarms of the API in words for a terminal, by their names. Owns the sentences; a name that is not here is a
// sentence already.

const words: Readonly<Record<string, string>> = {
  'storage-failed':
    'The disk could not save the chain, so the node stopped. What was saved is safe; look at the disk and start it again.',
  'storage-full': 'The disk is full, so the node stopped. What was saved is safe; free some space and start it again.',
  'storage-read-only': 'The data folder may not be written any more, so the node stopped. What was saved is safe.',
  'storage-emptied': 'Blocks that were saved are gone from the data folder; they are fetched again from others.',
  'apart-heavier':
    'A part of this network has been on a chain of its own for so long that neither side follows the other by itself. This node is on the heavier chain and goes on; what is paid on the other one does not count here. The log names the block where they part.',
  'apart-lighter':
    'A part of this network has been on a chain of its own for so long that neither side follows the other by itself. The other chain weighs more, as its nodes show or say. To follow it, start with another data folder and a link from there. The log names the block where they part.',
  'wallet-not-backed-up':
    'Coins have come to a wallet that is not backed up: keep its recovery phrase in a safe place outside of the data folder.',
  'contracts-unsteady':
    'This computer failed several times while it ran contracts; each was run again, and no block was judged by it. Close what takes much memory, or restart the node.',
  'contracts-failed':
    'This computer could not run a contract, so the node stopped; no block was judged by it. What was saved is safe. Close what takes much memory and start it again.',
  'node-failed':
    'The node stopped because of a mistake in Tabchain itself. What was saved is safe; please report the line before this one.',
};

export const alarmWords = (what: string): string => (Object.hasOwn(words, what) ? (words[what] ?? what) : what);
