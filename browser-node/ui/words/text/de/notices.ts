// What the page itself has to say above every screen, in German.
// The block is named by its height; `ago` comes from agoText.

import type { Text } from '../en/index.ts';

export const notices: Text['notices'] = {
  update:
    '**Eine neuere Fassung dieser Seite ist da.** Lade sie, wenn es dir passt; von dem, was du hier hast, geht nichts verloren.',
  updateAct: 'Neuere Seite laden',
  updateLater: 'Später',
  offline: (height, ago) =>
    `**Niemand ist zu erreichen.** Was du siehst, ist deine eigene Kopie der Kette, bis Block ${height} (${ago}). Sobald andere da sind, geht es von selbst weiter; [Netz](#/network) zeigt, was versucht wurde.`,
  lostTouch: 'Diese Seite hat ihren Knoten verloren.',
  mayBeOld: 'Was du siehst, kann veraltet sein.',
  reload: 'Seite neu laden',
  closeThis: 'Meldung schließen',
  done: (done, total) => `${done} von ${total}`,
  notANode: 'Dieser Tab ist jetzt kein Knoten.',
  tryAgain: 'Noch einmal versuchen',
  missing: {
    node: {
      title: 'Dein Knoten ist nicht gestartet.',
      text: 'Sein Teil dieser Seite konnte nicht geladen werden; wahrscheinlich ist das Relay weg, das die Seite ausliefert. Versuche es wieder, wenn es zurück ist.',
    },
    network: {
      title: 'Dein Knoten erreicht noch niemanden.',
      text: 'Der Teil dieser Seite, der mit anderen Knoten spricht, konnte nicht geladen werden; wahrscheinlich ist das Relay weg, das die Seite ausliefert. Was in diesem Tab gespeichert ist, kannst du solange benutzen. Versuche es wieder, wenn das Relay zurück ist.',
    },
    files: {
      title: 'Dateien lassen sich noch nicht öffnen.',
      text: 'Der Teil dieser Seite für Dateien konnte nicht geladen werden; wahrscheinlich ist das Relay weg, das die Seite ausliefert. Alles andere geht solange. Versuche es wieder, wenn das Relay zurück ist.',
    },
  },
  stopped: (why) => `Der Knoten hat angehalten: ${why}. Lade die Seite neu.`,
  noReason: 'Grund unbekannt',
};
