// Why a block or a transaction is valid, in German: the rules of docs/protocol/rules.md, each in a sentence.
// "Er" is the block, "sie" the transaction.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const rules: Text['rules'] = {
  says: {
    'header-chain': 'Er gehört zu diesem Netz.',
    'header-height': 'Er steht auf einem bekannten Block, und seine Höhe ist um eins größer.',
    'header-time': 'Seine Zeit liegt nach der seines Vorgängers.',
    'header-target': 'Der Zielwert ist der, den die Zeiten der Blöcke davor ergeben.',
    'header-seal': 'Dieses Zeitfenster gehörte dem Erzeuger, und das Siegel ist seines.',
    'header-history': 'Die Wurzel der Geschichte legt die Kennungen aller Blöcke davor fest.',
    'block-form': 'Seine Bytes sind genau ein Block und nicht mehr, als das Netz erlaubt.',
    'block-transaction-root': 'Die Wurzel der Transaktionen ist die seiner Transaktionen in ihrer Reihenfolge.',
    'block-duplicate-transaction': 'Keine Transaktion ist zweimal darin.',
    'block-signature': 'Jede Transaktion ist von ihrem Absender unterschrieben.',
    'block-gas': 'Alle Transaktionen zusammen verbrauchen nicht mehr Gas, als ein Block darf.',
    'block-receipt-root': 'Ausgeführt ergab er die Quittungen, die seine Kopfdaten versprechen.',
    'block-state-root': 'Nach ihm sind alle Konten zusammen so, wie seine Kopfdaten es versprechen.',
    'wrong-chain': 'Sie wurde für dieses Netz unterschrieben und für kein anderes.',
    'transaction-too-large': 'Ihre unterschriebenen Bytes sind höchstens 48 KiB.',
    'amount-zero': 'Sie zahlt mehr als nichts.',
    'gas-below-intrinsic': 'Ihre Gasgrenze deckt ihre Unterschrift und jedes ihrer Bytes.',
    'gas-over-block': 'Ihre Gasgrenze passt in einen Block.',
    'signature-invalid': 'Die Unterschrift über ihre Bytes gilt unter dem Schlüssel des Absenders.',
    expired: 'Sie wurde aufgenommen, bevor sie abgelaufen war.',
    'nonce-too-low': 'Ihre Nonce ist die nächste ihres Absenders; so zählt sie nur einmal.',
    'amount-over-balance': 'Der Absender hatte genug für sie und für die Gebühr.',
  },
  workSeal: 'Die Kennung liegt, als Zahl gelesen, unter dem Zielwert: Jemand hat die Nonce gesucht, die das bewirkt.',
  faultTitle: 'Ein Block oder eine Transaktion, die dagegen verstößt, wird mit diesem Namen abgelehnt',
  slot: (slot) => `Zeitfenster ${slot}`,
  later: (time, ms) => `${time}, ${ms} ms später`,
  differentIds: (count) => forms.counted(count, { one: 'Kennung', other: 'verschiedene Kennungen' }),
  signatures: (count) => forms.counted(count, { one: 'Unterschrift', other: 'Unterschriften' }),
  baseUnits: (amount) => forms.amount(amount, { one: 'Grundeinheit', other: 'Grundeinheiten' }),
  atLatest: (height) => `spätestens in Block ${height}`,
  nonce: (nonce) => `Nonce ${nonce}`,
  fee: (amount) => `Gebühr ${forms.amount(amount, { one: 'Grundeinheit', other: 'Grundeinheiten' })}`,
  anAccount: 'ein Konto und seine 32 Bytes',
  aContract: 'ein Vertrag und seine 32 Bytes',
};
