// What the steps of the lab's attacks try, in Spanish, by the words of their scripts (shared/attacks). A payment is told in two
// parts: what it is, and where it was tried.

import type { TryTexts } from '../en/lab.ts';

export const tries: TryTexts = {
  'as a transaction from a peer': 'como transacción de otro nodo',
  "as a transaction of the node's own person": 'como transacción de la persona del propio nodo',
  'in the first place of a block': 'la primera en un bloque',
  'in the second place of a block': 'la segunda en un bloque',
  'one unit over the balance': 'una unidad más de lo que tiene la cuenta',
  'the balance without the fee': 'todo el saldo, sin la comisión',
  'to oneself, what one has not': 'a uno mismo, lo que no se tiene',
  'amount 0': 'cantidad 0',
  'amount 2^64 − 1 and a fee': 'cantidad 2^64 − 1 y una comisión',
  'a fee beyond 2^64': 'una comisión mayor que 2^64',
  'another network': 'otra red',
  'the first payment, told to one node': 'el primer pago, contado a un nodo',
  'the second with the same nonce, told to the others': 'el segundo con el mismo nonce, contado a los otros',
  'the second again, after a block has the first': 'el segundo otra vez, cuando un bloque ya tiene el primero',
  'a block that pays the second': 'un bloque que paga el segundo',
  'a rival block that pays both, with one on it so that nodes turn to it':
    'un bloque rival que paga los dos, con otro encima para que los nodos se pasen a él',
  'its signature under a payment of this network': 'su firma bajo un pago de esta red',
  'another version': 'otra versión',
  'a height that leaves one out': 'una altura que se salta una',
  'the time of its parent': 'la hora de su padre',
  'another history': 'otra historia',
  'the seal of another kind of consensus': 'el sello de otro tipo de consenso',
  'an easier target': 'un objetivo más fácil',
  'a millisecond before its turn': 'un milisegundo antes de tiempo',
  'no work behind it, or the signature of another key': 'sin trabajo detrás, o con la firma de otra clave',
  'a parent that nobody has': 'un padre que nadie tiene',
  'a time that has not come': 'una hora que aún no ha llegado',
  'half of a block': 'medio bloque',
  'transactions that are not in it': 'transacciones que no están en él',
  'one transaction twice': 'una transacción dos veces',
  'a signature that is not the sender’s': 'una firma que no es de quien la envía',
  'a payment of nothing': 'un pago de nada',
  'a state that is not so': 'un estado que no es así',
  'receipts that are not so': 'recibos que no son así',
  'gas that nobody used': 'gas que nadie ha usado',
  'a transaction whose turn has not come': 'una transacción a la que aún no le toca',
  'the same block again': 'el mismo bloque otra vez',
  'a block on it': 'un bloque encima',
  'both as a part of a chain of its own': 'los dos como parte de una cadena propia',
  'a rival of a block that is settled': 'un rival de un bloque definitivo',
  'another block than the checkpoint': 'un bloque distinto del punto de control',
  'the beginning of a chain lighter than the checkpoint’s':
    'el principio de una cadena más ligera que la del punto de control',
  'more gas than a block may use': 'más gas del que puede usar un bloque',
  'a reward that nobody can hold': 'una recompensa que nadie puede tener',
  'more state than the network holds': 'más estado del que guarda la red',
  'nothing where the network wants a transaction': 'nada donde la red quiere una transacción',
  'a time that is not that of its slot': 'una hora que no es la de su turno',
  'others than those who rule': 'otros que los que mandan',
  'the slot of another, by a key that may not seal': 'el turno de otro, por una clave que no puede sellar',
  'others who rule next than those it promises': 'otros que mandarán después de los que promete',
  'itself alone as ruler, and not told': 'él solo como quien manda, sin decirlo',
  'itself alone as ruler, and the state says otherwise': 'él solo como quien manda, y el estado dice otra cosa',
  'seal 1 of one key for one slot': 'sello 1 de una clave para un turno',
  'seal 2 of one key for one slot': 'sello 2 de una clave para un turno',
  'seal 3 of one key for one slot': 'sello 3 de una clave para un turno',
  'a signer out of turn': 'un firmante fuera de turno',
  'three blocks that were kept back, against two honest ones: the heavier chain is followed, which no rule can forbid':
    'tres bloques guardados contra dos honestos: se sigue la cadena más pesada, lo que ninguna regla puede prohibir',
  '200 headers on parents that nobody has: asked about, and none is kept':
    '200 cabeceras sobre padres que nadie tiene: se pregunta por ellas, y no se guarda ninguna',
  'a header without a seal': 'una cabecera sin sello',
  '300 bytes of noise on the stream': '300 bytes de ruido en la conexión',
  '300 bytes of noise as gossip': '300 bytes de ruido difundidos a todos',
  'no answer to any question for the blocks: the chain that is there goes on':
    'ninguna respuesta a las preguntas por los bloques: la cadena que hay sigue',
  'a block of an hour from now: kept aside until its time': 'un bloque de dentro de una hora: se aparta hasta su hora',
  'a block from before its parent': 'un bloque anterior a su padre',
  'one block shown to one node and the other to two, and gossip carries both on: each alone is right, and whoever has seen both holds the evidence':
    'un bloque mostrado a un nodo y el otro a dos, y ambos se difunden: cada uno por sí solo es correcto, y quien ha visto los dos tiene la prueba',
  'the evidence in a block: the offender loses a share of its stake, and its seat':
    'la prueba en un bloque: el culpable pierde parte de su participación, y su puesto',
  'a block with the same evidence again': 'un bloque con la misma prueba otra vez',
  'a block of the offender, two epochs later': 'un bloque del culpable, dos épocas después',
  'the evidence in a block: the offender is no signer any more':
    'la prueba en un bloque: el culpable ya no es firmante',
  'a block of the offender': 'un bloque del culpable',
  'a signer in the slot of the next one': 'un firmante en el turno del siguiente',
  'a key that is no signer, in the slot of a signer': 'una clave que no es firmante, en el turno de un firmante',
  'the name of a signer under the signature of another key': 'el nombre de un firmante bajo la firma de otra clave',
  'a signer in its own slot, after two that stayed empty: that is its right':
    'un firmante en su turno, tras dos que quedaron vacíos: está en su derecho',
  'the luckiest draw there is, under the proof of another': 'el sorteo con más suerte que hay, con la prueba de otro',
  'a draw that wins nothing': 'un sorteo que no gana nada',
  'a proof with one bit turned': 'una prueba con un bit cambiado',
  'the draw and proof of a slot that was won, for another slot':
    'el sorteo y la prueba de un turno ganado, para otro turno',
  'a slot that its draw has lost, with the right proof of it':
    'un turno que su sorteo ha perdido, con la prueba correcta de ello',
  'a key made up afterwards, which stakes nothing': 'una clave inventada después, sin participación',
  '8 blocks of other contents for one slot: each has the same draw, nodes keep two, and these are evidence':
    '8 bloques de contenido distinto para un turno: todos tienen el mismo sorteo, los nodos guardan dos, y esos son prueba',
  '5000 addresses from one neighbour: it has 16 places, and nobody who was met gives way':
    '5000 direcciones de un vecino: tiene 16 plazas, y ningún conocido cede la suya',
  '300 nodes of the attacker name and meet it before it restarts: its anchors and all whom it had met are still there':
    '300 nodos del atacante lo nombran y lo encuentran antes de que reinicie: sus anclas y todos sus conocidos siguen ahí',
  'two blocks of one of three validators that were kept back, against four of the others: lighter, so nobody follows, and its slots are lost':
    'dos bloques guardados por uno de los tres productores contra cuatro de los otros: pesan menos, así que nadie los sigue, y sus turnos se pierden',
  'five headers with real seals': 'cinco cabeceras con sellos de verdad',
  'ten blocks by more work than all others have, who made eight: followed, the payment is gone, and nobody is told a lie':
    'diez bloques con más trabajo de lo que tienen todos los demás, que hicieron ocho: se siguen, el pago desaparece, y a nadie se le miente',
  'ten blocks by more stake than all others have, who made eight: followed, the payment is gone, and nobody is told a lie':
    'diez bloques con más participación de lo que tienen todos los demás, que hicieron ocho: se siguen, el pago desaparece, y a nadie se le miente',
  'ten blocks by more seats than all others have, who made eight: followed, the payment is gone, and nobody is told a lie':
    'diez bloques con más puestos de lo que tienen todos los demás, que hicieron ocho: se siguen, el pago desaparece, y a nadie se le miente',
};
