// What the steps of the lab's attacks try, in German, by the words of their scripts (shared/attacks). A payment is told in two
// parts: what it is, and where it was tried.

import type { TryTexts } from '../en/lab.ts';

export const tries: TryTexts = {
  'as a transaction from a peer': 'als Transaktion von einem anderen Knoten',
  "as a transaction of the node's own person": 'als Transaktion der Person am Knoten selbst',
  'in the first place of a block': 'als erste in einem Block',
  'in the second place of a block': 'als zweite in einem Block',
  'one unit over the balance': 'eine Einheit mehr, als das Konto hat',
  'the balance without the fee': 'das ganze Guthaben, ohne die Gebühr',
  'to oneself, what one has not': 'an sich selbst, was man nicht hat',
  'amount 0': 'Betrag 0',
  'amount 2^64 − 1 and a fee': 'Betrag 2^64 − 1 und eine Gebühr',
  'a fee beyond 2^64': 'eine Gebühr über 2^64',
  'another network': 'ein anderes Netz',
  'the first payment, told to one node': 'die erste Zahlung, einem Knoten erzählt',
  'the second with the same nonce, told to the others': 'die zweite mit derselben Nonce, den anderen erzählt',
  'the second again, after a block has the first': 'die zweite noch einmal, nachdem ein Block die erste hat',
  'a block that pays the second': 'ein Block, der die zweite zahlt',
  'a rival block that pays both, with one on it so that nodes turn to it':
    'ein Gegenblock, der beide zahlt, mit einem darauf, damit die Knoten zu ihm wechseln',
  'its signature under a payment of this network': 'ihre Unterschrift unter einer Zahlung dieses Netzes',
  'another version': 'eine andere Fassung',
  'a height that leaves one out': 'eine Höhe, die eine auslässt',
  'the time of its parent': 'die Zeit seines Vorgängers',
  'another history': 'eine andere Geschichte',
  'the seal of another kind of consensus': 'das Siegel einer anderen Konsensart',
  'an easier target': 'ein leichterer Zielwert',
  'a millisecond before its turn': 'eine Millisekunde zu früh',
  'no work behind it, or the signature of another key':
    'keine Arbeit dahinter, oder die Unterschrift eines anderen Schlüssels',
  'a parent that nobody has': 'ein Vorgänger, den niemand hat',
  'a time that has not come': 'eine Zeit, die noch nicht gekommen ist',
  'half of a block': 'ein halber Block',
  'transactions that are not in it': 'Transaktionen, die nicht darin sind',
  'one transaction twice': 'eine Transaktion zweimal',
  'a signature that is not the sender’s': 'eine Unterschrift, die nicht vom Absender ist',
  'a payment of nothing': 'eine Zahlung von nichts',
  'a state that is not so': 'ein Zustand, der nicht stimmt',
  'receipts that are not so': 'Quittungen, die nicht stimmen',
  'gas that nobody used': 'Gas, das niemand verbraucht hat',
  'a transaction whose turn has not come': 'eine Transaktion, die noch nicht an der Reihe ist',
  'the same block again': 'derselbe Block noch einmal',
  'a block on it': 'ein Block darauf',
  'both as a part of a chain of its own': 'beide als Teil einer eigenen Kette',
  'a rival of a block that is settled': 'ein Gegenblock zu einem endgültigen Block',
  'another block than the checkpoint': 'ein anderer Block als der Haltepunkt',
  'the beginning of a chain lighter than the checkpoint’s':
    'der Anfang einer Kette, die leichter ist als die des Haltepunkts',
  'more gas than a block may use': 'mehr Gas, als ein Block verbrauchen darf',
  'a reward that nobody can hold': 'ein Lohn, den niemand halten kann',
  'more state than the network holds': 'mehr Zustand, als das Netz behält',
  'nothing where the network wants a transaction': 'nichts, wo das Netz eine Transaktion verlangt',
  'a time that is not that of its slot': 'eine Zeit, die nicht die seines Zeitfensters ist',
  'others than those who rule': 'andere als die, die bestimmen',
  'the slot of another, by a key that may not seal':
    'das Zeitfenster eines anderen, von einem Schlüssel, der nicht versiegeln darf',
  'others who rule next than those it promises': 'andere, die danach bestimmen, als die versprochenen',
  'itself alone as ruler, and not told': 'sich selbst als einzigen Bestimmer, ohne es zu sagen',
  'itself alone as ruler, and the state says otherwise':
    'sich selbst als einzigen Bestimmer, und der Zustand sagt es anders',
  'seal 1 of one key for one slot': 'Siegel 1 eines Schlüssels für ein Zeitfenster',
  'seal 2 of one key for one slot': 'Siegel 2 eines Schlüssels für ein Zeitfenster',
  'seal 3 of one key for one slot': 'Siegel 3 eines Schlüssels für ein Zeitfenster',
  'a signer out of turn': 'ein Unterzeichner außer der Reihe',
  'three blocks that were kept back, against two honest ones: the heavier chain is followed, which no rule can forbid':
    'drei zurückgehaltene Blöcke gegen zwei ehrliche: Der schwereren Kette wird gefolgt, was keine Regel verbieten kann',
  '200 headers on parents that nobody has: asked about, and none is kept':
    '200 Kopfdaten auf Vorgängern, die niemand hat: Es wird nachgefragt, und nichts wird behalten',
  'a header without a seal': 'Kopfdaten ohne Siegel',
  '300 bytes of noise on the stream': '300 Bytes Rauschen in der Verbindung',
  '300 bytes of noise as gossip': '300 Bytes Rauschen, an alle weitererzählt',
  'no answer to any question for the blocks: the chain that is there goes on':
    'keine Antwort auf die Fragen nach den Blöcken: Die Kette, die da ist, geht weiter',
  'a block of an hour from now: kept aside until its time':
    'ein Block von in einer Stunde: Er liegt bereit, bis seine Zeit kommt',
  'a block from before its parent': 'ein Block aus der Zeit vor seinem Vorgänger',
  'one block shown to one node and the other to two, and gossip carries both on: each alone is right, and whoever has seen both holds the evidence':
    'ein Block einem Knoten gezeigt und der andere zweien, und beide werden weitererzählt: Jeder für sich ist richtig, und wer beide gesehen hat, hält den Beweis',
  'the evidence in a block: the offender loses a share of its stake, and its seat':
    'der Beweis in einem Block: Der Täter verliert einen Teil seines Einsatzes und seinen Platz',
  'a block with the same evidence again': 'ein Block mit demselben Beweis noch einmal',
  'a block of the offender, two epochs later': 'ein Block des Täters, zwei Epochen später',
  'the evidence in a block: the offender is no signer any more':
    'der Beweis in einem Block: Der Täter ist kein Unterzeichner mehr',
  'a block of the offender': 'ein Block des Täters',
  'a signer in the slot of the next one': 'ein Unterzeichner im Zeitfenster des nächsten',
  'a key that is no signer, in the slot of a signer':
    'ein Schlüssel, der kein Unterzeichner ist, im Zeitfenster eines Unterzeichners',
  'the name of a signer under the signature of another key':
    'der Name eines Unterzeichners unter der Unterschrift eines anderen Schlüssels',
  'a signer in its own slot, after two that stayed empty: that is its right':
    'ein Unterzeichner in seinem Zeitfenster, nach zwei leeren: Das ist sein Recht',
  'the luckiest draw there is, under the proof of another':
    'die glücklichste Ziehung, die es gibt, unter dem Beweis eines anderen',
  'a draw that wins nothing': 'eine Ziehung, die nichts gewinnt',
  'a proof with one bit turned': 'ein Beweis mit einem umgedrehten Bit',
  'the draw and proof of a slot that was won, for another slot':
    'Ziehung und Beweis eines gewonnenen Zeitfensters, für ein anderes',
  'a slot that its draw has lost, with the right proof of it':
    'ein Zeitfenster, das die Ziehung verloren hat, mit dem richtigen Beweis dafür',
  'a key made up afterwards, which stakes nothing': 'ein nachträglich erfundener Schlüssel, der nichts einsetzt',
  '8 blocks of other contents for one slot: each has the same draw, nodes keep two, and these are evidence':
    '8 Blöcke mit anderem Inhalt für ein Zeitfenster: Jeder hat dieselbe Ziehung, Knoten behalten zwei, und diese sind ein Beweis',
  '5000 addresses from one neighbour: it has 16 places, and nobody who was met gives way':
    '5000 Adressen von einem Nachbarn: Er hat 16 Plätze, und niemand, den man kennt, weicht',
  '300 nodes of the attacker name and meet it before it restarts: its anchors and all whom it had met are still there':
    '300 Knoten des Angreifers nennen und treffen ihn, bevor er neu startet: Seine Anker und alle, die er kannte, sind noch da',
  'two blocks of one of three validators that were kept back, against four of the others: lighter, so nobody follows, and its slots are lost':
    'zwei zurückgehaltene Blöcke von einem der drei Erzeuger gegen vier der anderen: Sie sind leichter, also folgt niemand, und seine Zeitfenster sind verloren',
  'five headers with real seals': 'fünf Kopfdaten mit echtem Siegel',
  'ten blocks by more work than all others have, who made eight: followed, the payment is gone, and nobody is told a lie':
    'zehn Blöcke durch mehr Arbeit, als alle anderen haben, von denen acht sind: Ihnen wird gefolgt, die Zahlung ist weg, und niemand wird belogen',
  'ten blocks by more stake than all others have, who made eight: followed, the payment is gone, and nobody is told a lie':
    'zehn Blöcke durch mehr Einsatz, als alle anderen haben, von denen acht sind: Ihnen wird gefolgt, die Zahlung ist weg, und niemand wird belogen',
  'ten blocks by more seats than all others have, who made eight: followed, the payment is gone, and nobody is told a lie':
    'zehn Blöcke durch mehr Sitze, als alle anderen haben, von denen acht sind: Ihnen wird gefolgt, die Zahlung ist weg, und niemand wird belogen',
};
