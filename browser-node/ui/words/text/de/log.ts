// The lines of the node's log, in German, by the node's own words.
// What they are is in ../en/log.ts.

import type { Text } from '../en/index.ts';

export const log: Text['log'] = {
  'peer up: direct': 'Verbunden, direkt',
  'peer up: websocket': 'Verbunden, über WebSocket',
  'peer up: relayed': 'Verbunden, über ein Relay',
  'peer path: direct': 'Der Weg ist jetzt direkt',
  'peer path: websocket': 'Der Weg geht jetzt über WebSocket',
  'peer path: relayed': 'Der Weg geht jetzt über ein Relay',
  'peer down': 'Verbindung beendet',
  'turned away': 'Abgewiesen',
  'link exchanged': 'Verbindung gegen eine andere getauscht',
  'dial failed': 'Nicht erreicht',
  'dial failed (*)': 'Nicht erreicht (*)',
  'the connection carries no streams': 'Die Verbindung trägt keine Daten',
  'penalised by *': 'Ansehen gesenkt um *',
  'dropped and refused for ten minutes': 'Getrennt und für zehn Minuten abgewiesen',
  'relay connected': 'Relay verbunden',
  'relay lost': 'Relay verloren',
  'a relay has no place for this node': 'Ein Relay hat keinen Platz für diesen Knoten',
  'a relay says that it is going': 'Ein Relay sagt, dass es geht',
  'not an address of a relay': 'Das ist keine Adresse eines Relays',
  'no addresses behind *': 'Keine Adressen hinter *',
  'the network could not be opened': 'Das Netz konnte nicht geöffnet werden',
  'the book of peers could not be saved': 'Das Verzeichnis der Knoten konnte nicht gespeichert werden',
  'a transaction of * bytes is too long to gossip': 'Eine Transaktion von * Bytes ist zu lang zum Weitersagen',
  'a block of * bytes is too long to gossip': 'Ein Block von * Bytes ist zu lang zum Weitersagen',
  'a block was refused': 'Ein Block wurde abgelehnt',
  'a transaction was refused': 'Eine Transaktion wurde abgelehnt',
  'a peer refused *': 'Ein Knoten hat * abgelehnt',
  'a peer sent bytes that are no message': 'Ein Knoten hat Bytes geschickt, die keine Nachricht sind',
  'a peer sent a proof that does not hold': 'Ein Knoten hat einen Beweis geschickt, der nicht hält',
  'a peer sent a part of another state': 'Ein Knoten hat einen Teil eines anderen Zustands geschickt',
  'block * was refused on execution': 'Block * wurde beim Ausführen abgelehnt',
  'a heavier chain: *': 'Eine schwerere Kette: *',
  'a block of our own was refused': 'Ein eigener Block wurde abgelehnt',
  'a slot passes without our block': 'Ein Zeitfenster vergeht ohne unseren Block',
  'fetching the state at block *': 'Holt den Zustand bei Block *',
  'started from the state at block *': 'Begonnen mit dem Zustand bei Block *',
  'the stored body of block * is damaged': 'Der gespeicherte Inhalt von Block * ist beschädigt',
  'the stored chain was repaired: *': 'Die gespeicherte Kette wurde repariert: *',
  'the transaction index lags behind: *': 'Das Verzeichnis der Transaktionen hinkt nach: *',
  'a transaction could not be looked up: *': 'Eine Transaktion konnte nicht nachgeschlagen werden: *',
  'mined coins could not be handed to the wallet: *': 'Geschürfte Münzen konnten nicht in die Geldbörse kommen: *',
  'the offered network was refused: *': 'Das angebotene Netz wurde abgelehnt: *',
  'welcomed a newcomer with * base units': 'Einen Neuen mit * Grundeinheiten begrüßt',
  'this host failed while it ran a contract, which is tried in a fresh instance (* so far)':
    'Dieser Tab hat beim Ausführen eines Vertrags versagt, der noch einmal in einer frischen Umgebung versucht wird (bisher *)',
  'this host failed again and again while it ran a contract; no block was judged by it':
    'Dieser Tab hat beim Ausführen eines Vertrags immer wieder versagt; kein Block wurde danach beurteilt',
  'the store has failed: *': 'Der Speicher hat versagt: *',
  'the node has failed: *': 'Der Knoten hat versagt: *',
  'the state of a settled block could not be had (*); *':
    'Der Zustand eines endgültigen Blocks war nicht zu bekommen (*); *',
  'that of another block is asked for': 'nach dem eines anderen wird gefragt',
  'all blocks are fetched instead': 'stattdessen werden alle Blöcke geholt',
  'old headers from block * on are damaged; they are made again from the blocks':
    'Alte Kopfdaten ab Block * sind beschädigt; sie werden aus den Blöcken neu gemacht',
  'what the store has for undoing block * is damaged; a reload mends it':
    'Was zum Zurücknehmen von Block * gespeichert ist, ist beschädigt; neu zu laden behebt es',
  'the store has lost * records that a reorganisation needs, the first of them *':
    'Im Speicher fehlen * Einträge, die ein Wechsel der Kette braucht, der erste ist *',
  'blocks taken back *, blocks added *': 'Blöcke zurückgenommen: *, hinzugekommen: *',
  'a heavier chain up to block * (*) parts from ours, which ends in block * (*), at block * (*): *':
    'Eine schwerere Kette bis Block * (*) trennt sich von unserer, die bis Block * (*) geht, bei Block * (*): *',
  'another chain of this network goes on beside ours: up to its block * (*) it parts from ours, which ends in block * (*), above block *: *':
    'Eine andere Kette dieses Netzes läuft neben unserer weiter: Bis zu ihrem Block * (*) ist sie von unserer getrennt, die bis Block * (*) geht, oberhalb von Block *: *',
  'further down than * blocks, so it is not followed; *': 'weiter unten als * Blöcke, darum folgen wir ihr nicht; *',
  'further down than * blocks, so it is not followed': 'weiter unten als * Blöcke, darum folgen wir ihr nicht',
  'below block *, from whose state this node started, so it is not followed here; a start with an empty store may; *':
    'unter Block *, mit dessen Zustand dieser Knoten begann, darum folgt er ihr nicht; ein Neubeginn mit leerem Speicher kann es; *',
  'below block *, from whose state this node started, so it is not followed here; a start with an empty store may':
    'unter Block *, mit dessen Zustand dieser Knoten begann, darum folgt er ihr nicht; ein Neubeginn mit leerem Speicher kann es',
  'the other one weighs more': 'die andere wiegt mehr',
  'the other one is said to weigh more': 'die andere wiegt mehr, wie gesagt wird',
  'ours weighs more; what is paid on the other one does not count here':
    'unsere wiegt mehr; was auf der anderen gezahlt wird, zählt hier nicht',
  'a peer shows a chain with another block * than the link to this network names (*), so it is not followed; if no other chain comes, ask for a new link':
    'Ein Knoten zeigt eine Kette mit einem anderen Block *, als der Link zu diesem Netz nennt (*), darum folgen wir ihr nicht; kommt keine andere, frage nach einem neuen Link',
  'the two headers are reported to the chain as evidence': 'Die beiden Kopfdaten werden der Kette als Beweis gemeldet',
  'one key has sealed two headers in one slot': 'Ein Schlüssel hat in einem Zeitfenster zwei Kopfdaten gesiegelt',
  'The link names another chain of “*” than this browser has: they differ at block *. This browser goes on with its own. Ask whoever gave you the link; to follow the other chain, remove the network here and join again.':
    'Der Link nennt eine andere Kette von „*“, als dieser Browser hat: Sie unterscheiden sich bei Block *. Dieser Browser macht mit seiner weiter. Frage, wer dir den Link gegeben hat; um der anderen Kette zu folgen, entferne das Netz hier und tritt wieder bei.',
  'the two headers are not reported from here: *': 'Die beiden Kopfdaten werden von hier nicht gemeldet: *',
};
