// Every technical term of the page with the one sentence that explains it, in German.
// The keys are the names by which texts refer to them.

import type { Text } from '../en/index.ts';

export const glossary: Text['glossary'] = {
  account: { name: 'Konto', text: 'Ein Schlüsselpaar, das Münzen halten kann; an seine Adresse zahlen andere.' },
  address: {
    name: 'Adresse',
    text: 'Der Name eines Kontos oder Vertrags auf der Kette, gebildet aus seinem öffentlichen Schlüssel.',
  },
  block: {
    name: 'Block',
    text: 'Eine Liste von Transaktionen, auf die sich das Netz geeinigt hat, an den Block davor gebunden.',
  },
  cid: { name: 'CID', text: 'Der Name einer Datei, aus ihrem Inhalt berechnet, sodass keine andere ihn tragen kann.' },
  chain: { name: 'Kette', text: 'Alle Blöcke der Reihe nach, jeder durch den Hash des vorigen an diesen gebunden.' },
  chainId: {
    name: 'Kettenkennung',
    text: 'Der Hash der Regeln eines Netzes: Er hält die Transaktionen verschiedener Netze auseinander.',
  },
  confirmation: { name: 'Bestätigung', text: 'Der Block, in dem die Transaktion steht, und jeder, der auf ihn folgt.' },
  contract: {
    name: 'Vertrag',
    text: 'Ein Programm auf der Kette: Jeder Knoten führt es aus und kommt zum selben Ergebnis.',
  },
  deposit: {
    name: 'Pfand',
    text: 'Münzen, die für einen Eintrag im Zustand zurückgehalten werden, solange es ihn gibt.',
  },
  difficulty: {
    name: 'Schwierigkeit',
    text: 'Wie viele Hashes ein Block im Mittel braucht, bis einer klein genug ist.',
  },
  epoch: {
    name: 'Epoche',
    text: 'Eine Folge von Zeitfenstern, in der dieselben Einsätze bestimmen, wer Blöcke machen darf.',
  },
  fee: { name: 'Gebühr', text: 'Was der Absender dem zahlt, der die Transaktion in einen Block aufnimmt.' },
  final: { name: 'endgültig', text: 'Unter so vielen Blöcken begraben, dass das Netz es nicht mehr zurücknimmt.' },
  fork: { name: 'Gabelung', text: 'Zwei Blöcke mit demselben Vorgänger: Das Netz behält den schwereren Zweig.' },
  fullNode: { name: 'vollständiger Knoten', text: 'Ein Knoten, der jeden Block behält und jeden selbst prüft.' },
  gas: { name: 'Gas', text: 'Das Maß für die Arbeit, die eine Transaktion jedem Knoten macht.' },
  genesis: { name: 'Ursprungsblock', text: 'Der erste Block, der sich allein aus den Regeln des Netzes ergibt.' },
  hash: {
    name: 'Hash',
    text: 'Ein kurzer Fingerabdruck von Daten: dieselben Daten geben denselben, andere einen anderen.',
  },
  hashRate: { name: 'Hashrate', text: 'Wie viele Hashes in einer Sekunde probiert werden.' },
  header: {
    name: 'Kopfdaten',
    text: 'Die ersten paar Hundert Bytes eines Blocks, die ihn an seinen Vorgänger und seinen Inhalt binden.',
  },
  height: { name: 'Höhe', text: 'Die Nummer eines Blocks, vom ersten an gezählt.' },
  independence: {
    name: 'Unabhängigkeit',
    text: 'Wie viele Relays und Nachbarn wegfallen könnten, ohne dass dieser Tab das Netz verliert.',
  },
  lightNode: {
    name: 'leichter Knoten',
    text: 'Ein Knoten, der nur Kopfdaten behält und Inhalte nur mit einem Beweis glaubt.',
  },
  mempool: { name: 'Mempool', text: 'Die Transaktionen, die ein Knoten geprüft hat und die auf einen Block warten.' },
  mining: {
    name: 'Schürfen',
    text: 'Hashes probieren, bis einer den nächsten Block gültig macht; wer ihn findet, wird dafür bezahlt.',
  },
  node: { name: 'Knoten', text: 'Ein Programm, das am Netz teilnimmt: Hier ist jeder Tab einer.' },
  nonce: { name: 'Nonce', text: 'Die laufende Nummer der Transaktionen eines Kontos, damit keine zweimal gilt.' },
  passphrase: {
    name: 'Passphrase',
    text: 'Die Wörter, die deine Geldbörse in diesem Browser verschlüsseln; niemand kann sie zurücksetzen.',
  },
  peer: { name: 'Peer', text: 'Ein anderer Knoten, mit dem dieser verbunden ist.' },
  poa: { name: 'Proof of Authority', text: 'Benannte Unterzeichner machen reihum die Blöcke.' },
  pos: {
    name: 'Proof of Stake',
    text: 'Ein Los, gewichtet nach den eingesetzten Münzen, bestimmt, wer den nächsten Block macht.',
  },
  pow: { name: 'Proof of Work', text: 'Wer einen Hash gefunden hat, der klein genug ist, macht den nächsten Block.' },
  proof: { name: 'Beweis', text: 'Ein paar Hashes, die ohne die Kette selbst zeigen, dass etwas auf ihr steht.' },
  record: {
    name: 'Eintrag',
    text: 'Ein Text oder eine Zahl, von ihrem Absender für alle lesbar auf die Kette geschrieben.',
  },
  recoveryPhrase: {
    name: 'Wiederherstellungswörter',
    text: 'Die 12 oder 24 Wörter, aus denen alle Schlüssel deiner Geldbörse entstehen.',
  },
  relay: { name: 'Relay', text: 'Ein Server, über den Tabs einander finden; von der Kette weiß er nichts.' },
  reorganisation: { name: 'Umordnung', text: 'Ein schwererer Zweig tritt an die Stelle der neuesten Blöcke.' },
  roundTrip: { name: 'Antwortzeit', text: 'Die Zeit, die eine Nachricht zu einem Peer und zurück braucht.' },
  signature: {
    name: 'Unterschrift',
    text: 'Bytes, die nur der Inhaber eines Schlüssels machen und die jeder prüfen kann.',
  },
  signer: { name: 'Unterzeichner', text: 'Ein Konto, das bei Proof of Authority Blöcke machen darf.' },
  slashing: {
    name: 'Kürzung',
    text: 'Wer für ein Zeitfenster zwei Blöcke unterschreibt, verliert einen Teil seines Einsatzes.',
  },
  slot: { name: 'Zeitfenster', text: 'Eine Zeitspanne, in der ein Block gemacht werden darf.' },
  stake: { name: 'Einsatz', text: 'Münzen, die gebunden sind, damit ihr Inhaber Blöcke machen darf.' },
  state: { name: 'Zustand', text: 'Was alle Blöcke zusammen ergeben: Guthaben, Verträge und deren Speicher.' },
  stun: { name: 'STUN', text: 'Eine Frage an einen Server: Unter welcher Adresse sehen mich andere?' },
  sync: { name: 'Abgleich', text: 'Die Blöcke holen, die diesem Knoten fehlen, und jeden prüfen.' },
  topic: {
    name: 'Thema',
    text: 'Ein benannter Kanal für Nachrichten, die weitergegeben, aber nicht auf der Kette behalten werden.',
  },
  transaction: {
    name: 'Transaktion',
    text: 'Ein unterschriebener Auftrag an das Netz: zahlen, schreiben, einrichten, aufrufen.',
  },
  udp: { name: 'UDP', text: 'Der Weg, auf dem WebRTC seine Pakete schickt; manche Netze sperren ihn.' },
  validator: {
    name: 'Validierer',
    text: 'Ein Konto, dessen Blöcke zählen, wegen seines Einsatzes oder weil es benannt wurde.',
  },
  wakeLock: {
    name: 'Wachhalten',
    text: 'Das Versprechen des Browsers, den Bildschirm nicht abzuschalten, solange die Seite darum bittet.',
  },
  webrtc: { name: 'WebRTC', text: 'Womit Browser einander direkt verbinden, ohne einen Server dazwischen.' },
};
