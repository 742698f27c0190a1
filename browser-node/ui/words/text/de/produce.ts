// The producer's screen, and what the consensus says of a block, in German.
// Where blocks are made in slots, more is in validators.ts.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const zeros = (count: number): string => (count === 1 ? 'einer Null' : `${forms.number(count)} Nullen`);

export const produce: Text['produce'] = {
  title: 'Erzeugen',
  mineHere: 'In diesem Tab schürfen',
  makeHere: 'In diesem Tab Blöcke machen',
  mining: 'Schürft',
  making: 'Macht Blöcke',
  resting: 'Ruht',
  share: (percent) => `Wie viel von diesem Gerät: ${percent} %`,
  percent: (percent) => `${percent} Prozent`,
  shareHint: 'Mehr findet mehr Blöcke und macht das Gerät wärmer und den Akku leerer.',
  byAccount:
    'Blöcke versiegelt dein Konto: Die Geldbörse bleibt entsperrt, und dieser Tab macht einen Block, wenn er an der Reihe ist.',
  noWallet:
    'Ohne Geldbörse behält dieser Tab den Lohn unter einem eigenen Schlüssel und gibt ihn weiter, sobald du [eine anlegst](#/wallet).',
  unsafe:
    'Deine Geldbörse ist nicht gesichert: Löscht dieser Browser seine Daten, ist alles weg, was hinein geschürft wurde. Prüfe zuerst deine Wörter oder speichere eine Sicherungsdatei. Was dieser Tab für sich geschürft hat, geht dann an die Geldbörse.',
  notChanged: 'Am Schürfen wurde nichts geändert.',
  notStarted: 'Das Schürfen hat nicht begonnen.',
  lightTitle: 'Nicht im leichten Betrieb',
  lightText:
    'Wer einen Block macht, muss wissen, was in allen Blöcken davor steht. Im vollen Betrieb weiß dieser Tab es.',
  stopMining: 'Schürfen beenden',
  stopMaking: 'Keine Blöcke mehr machen',
  startMining: 'Schürfen beginnen',
  startMaking: 'Blöcke machen',
  backUp: 'Geldbörse sichern',
  rest: 'Anhalten, solange dieser Tab verborgen ist',
  brings: 'Was es bringt',
  hashRate: 'Hashrate',
  nextSlot: 'Dein nächstes Zeitfenster',
  produced: 'Gemachte Blöcke',
  rewards: 'Der Lohn geht an',
  toTabUntilBackup: 'diesen Tab, bis deine Geldbörse gesichert ist',
  toLocked: 'deine Geldbörse, die dafür gesperrt bleiben darf',
  toTab: 'diesen Tab, bis es eine Geldbörse gibt',
  newest: 'Die neuesten Blöcke, in Worten',
  block: (height) => `Block ${height}`,
  about: 'Was Schürfen hier ist und was nicht',
  asked:
    'Geschürft wird hier nur auf Wunsch und nie von selbst: Es beginnt mit dem Knopf oben und endet mit ihm, oder wenn du den Tab schließt.',
  noValue:
    'Benutze ein Netz, in dem jeder schürfen darf, nicht für Geld von Wert: Ein Programm außerhalb eines Browsers ist schneller als jeder Tab, und wer schneller ist als alle anderen zusammen, kann die neuesten Blöcke umschreiben.',
  facts: {
    beginning: 'Anfang',
    beginningText: 'Niemand hat ihn gemacht: Er folgt aus der Netzbeschreibung.',
    work: 'Arbeit',
    workText: (count, more, id, target) =>
      `Seine Kennung beginnt mit ${zeros(count)}${more > 0 ? `, das ist um ${more} mehr als nötig` : ''}. Als Zahl gelesen liegt ${id} unter dem Zielwert ${target}, und nur das war verlangt.`,
    hard: 'Wie schwer',
    hardText: (hashes) => `Nur ein Hash von ${forms.number(hashes)} ist so klein: Etwa so viele wurden probiert.`,
    turn: 'Reihenfolge',
    madeIn: (slot, missed) => `Gemacht in Zeitfenster ${slot}${missedText(missed)}.`,
    signerIn: (signer, signers, slot, missed) =>
      `Unterzeichner ${signer} von ${signers}, Zeitfenster ${slot}${missedText(missed)}.`,
    draw: 'Ziehung',
    won: (slot, empty) => `Gewann Zeitfenster ${slot}${missedText(empty)}.`,
    whyWon: 'Warum gewonnen',
    whyWonText: (drawn, threshold) =>
      `Gezogen wurde ${drawn}, das liegt unter ${threshold}: dem Anteil an allen eingesetzten Münzen.`,
  },
};

/** The slots between a block and its parent that stayed empty; nothing where none did. */
function missedText(missed: number): string {
  if (missed <= 0) return '';
  return missed === 1 ? '; eines davor blieb leer' : `; ${missed} davor blieben leer`;
}
