// Proofs: offered on the screens of what can be proved, and checked on a screen of their own, in German.
// `what` comes with its article: "dieses Guthaben".

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const proof: Text['proof'] = {
  title: 'Einen Beweis prüfen',
  field: 'Der Beweis',
  hint: 'So, wie er kopiert wurde: 0x… oder der Text in geschweiften Klammern.',
  noProof: 'In dem Text ist kein Beweis. Kopiere den ganzen Beweis noch einmal.',
  failed: 'Das lässt sich nicht prüfen.',
  check: 'Prüfen',
  wrong: (fault) => `**Er hält nicht.** Etwas darin wurde geändert, oder er war nie richtig (${fault}).`,
  proves: 'Was er beweist',
  holds: 'Er hält',
  onChain: 'auf der Kette, der dieser Tab folgt',
  notOnChain: 'nicht auf der Kette, der dieser Tab folgt',
  unknownChain: 'von einer Kette oder Höhe, die dieser Tab nicht vergleichen kann',
  account: 'Konto',
  balance: 'Guthaben',
  nothing: 'kein solches Konto: nichts',
  baseUnits: (amount) => forms.amount(amount, { one: 'Grundeinheit', other: 'Grundeinheiten' }),
  sent: 'Gesendete Transaktionen',
  contract: 'Vertrag',
  storedUnder: 'Gespeichert unter',
  nothingStored: 'nichts',
  transaction: 'Transaktion',
  headers: 'Kopfdaten darüber',
  block: 'Block',
  work: 'Gezeigte Arbeit',
  workTitle: 'Hashes, die die Kopfdaten im Beweis im Mittel gekostet haben: so viel kostete es, sie zu erfinden',
  caution:
    'Ein Beweis zeigt, dass jemand diese Arbeit in diese Blöcke gesteckt hat, nicht, dass sie auf der schwersten Kette sind. Ein Knoten jenes Netzes weiß es.',
  offer: (what) => `Beweis: ${what}`,
  offerHint: 'Jeder kann [einen Beweis prüfen](#/proof), auch ohne dieses Netz.',
  notMade: 'Es wurde kein Beweis gemacht.',
  prove: (what) => `Beweisen: ${what}`,
  again: 'Einen neuen Beweis machen',
  made: (height, kilobytes) => `Für Block ${height}, ${kilobytes} kB Text`,
};
