// What each kind of transaction is called, says in one line, and has for fields, in German.
// Words such as `von` and `an` stand before an amount or an address that the page sets itself.

import type { Text } from '../en/index.ts';

export const transaction: Text['transaction'] = {
  unknown: 'Transaktion',
  titles: {
    transfer: 'Zahlung',
    record: 'Eintrag',
    deploy: 'Neuer Vertrag',
    invoke: 'Aufruf eines Vertrags',
    file: 'Datei',
    stake: 'Einsatz',
    unstake: 'Einsatz zurücknehmen',
    evidence: 'Beweis für doppeltes Unterschreiben',
    signers: 'Änderung der Unterzeichner',
    admin: 'Wechsel des Verwalters',
  },
  received: 'Erhalten:',
  paymentOf: 'Zahlung von',
  to: 'an',
  callOf: 'Aufruf von',
  at: 'bei',
  stakeOf: 'Einsatz von',
  unstakeOf: 'Zurückgenommener Einsatz von',
  signers: (added, removed) => `Unterzeichner: ${added} dazu, ${removed} weg`,
  nextAdmin: 'Nächster Verwalter:',
  fields: {
    to: 'An',
    amount: 'Betrag',
    contract: 'Vertrag',
    function: 'Funktion',
    bytes: 'Bytes',
    file: 'Datei',
    name: 'Name',
    fileSize: 'Größe der Datei',
    mediaType: 'Angeblich',
    added: 'Dazu',
    removed: 'Weg',
    next: 'Nächster Verwalter',
    signed: (nth) => `Unterschriebener Block ${nth}`,
  },
};
