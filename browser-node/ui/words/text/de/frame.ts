// The frame around all screens, in German: rail, status bar, sheet.
// Kinds of consensus keep the names that the field uses.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const frame: Text['frame'] = {
  main: 'Hauptmenü',
  home: 'Tabchain, zur Übersicht',
  places: {
    overview: 'Übersicht',
    wallet: 'Geldbörse',
    blocks: 'Blöcke',
    contracts: 'Verträge',
    files: 'Dateien',
    produce: 'Erzeugen',
    network: 'Netz',
    lab: 'Labor',
    settings: 'Einstellungen',
  },
  more: 'Mehr',
  skip: 'Zum Inhalt',
  arrived: (height) => `Block ${height} ist da`,
  details: 'Einzelheiten',
  closeDetails: 'Einzelheiten schließen',
  consensus: { pow: 'Proof of Work', pos: 'Proof of Stake', poa: 'Proof of Authority' },
  noNetwork: 'Kein Netz',
  height: 'Höhe',
  heightTitle: 'Höhe: Blöcke seit dem ersten',
  peersTitle: 'Direkt verbundene Knoten, und solche über ein Relay',
  direct: () => 'direkt',
  relayed: 'über Relay',
  starting: 'Startet',
  inSync: 'Aktuell',
  alone: 'Allein',
  syncing: (percent) => `Holt auf: ${percent} %`,
  light: 'leicht',
  lightTitle: 'Dieser Tab behält nur Kopfdaten und fragt andere nach Beweisen',
  fetched: 'Geholte Blöcke',
  independence: {
    label: (title) => `Unabhängigkeit: ${title}`,
    alone: 'Allein',
    aloneWithRelay:
      'Das Relay ist da, aber sonst niemand. Öffne diese Seite in einem zweiten Fenster oder schicke jemandem den Link.',
    aloneWithout:
      'Weder ein Relay noch ein anderer Knoten ist verbunden. Dieser Tab versucht weiter alle, die er kennt.',
    leaning: 'Stützt sich auf ein Relay',
    leaningText:
      'Alle Knoten sind nur über ein Relay erreichbar. Ohne es ist dieser Tab abgeschnitten: WebRTC ist hier vielleicht gesperrt.',
    thin: 'Hängt an einem Nachbarn',
    thinText: (relaysGone) => `${relaysGone}, aber nur ein Nachbar hält diesen Tab im Netz.`,
    independent: 'Unabhängig',
    independentText: (relaysGone, lost) =>
      `${relaysGone}, und ${lost} von ${lost + 1} Nachbarn ${forms.plural(lost, { one: 'könnte', other: 'könnten' })} gehen: Dieser Tab wäre noch immer im Netz.`,
    noRelayLeft: 'Es ist kein Relay mehr da',
    couldGo: (relays) =>
      `${forms.plural(relays, { one: 'Ein Relay könnte', other: `${forms.number(relays)} Relays könnten` })} ausfallen`,
  },
  noNetworkYet: 'Noch kein Netz',
  noNetworkText:
    'Dieser Tab gehört zu keinem Netz. Öffne einen Beitrittslink, oder [füge einen unter Netz ein](#/network).',
  startingNode: 'Dein Knoten startet',
  startingText: 'Dieser Tab wird ein vollständiger Knoten: er öffnet seine Kette und sucht dann andere.',
  notStarted: 'Der Knoten ist nicht gestartet.',
  theNode: 'den Knoten',
  thisScreen: 'diese Ansicht',
  notHere: 'Diese Ansicht ist noch nicht da',
  notHereTitle: 'Ein Teil der Seite konnte nicht geladen werden',
  notHereText:
    'Wahrscheinlich ist das Relay weg, von dem die Seite kommt. Dein Knoten läuft weiter; versuche es wieder, wenn es zurück ist.',
  tryAgain: 'Noch einmal',
  noPlace: 'Diesen Ort gibt es nicht',
  noPlaceTitle: 'Der Link führt nirgendwohin',
  noPlaceText: (hash) =>
    `${hash} ist keine Ansicht dieser Seite. Vielleicht wurde der Link beim Kopieren abgeschnitten.`,
  toOverview: 'Zur Übersicht',
};
