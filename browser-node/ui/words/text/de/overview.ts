// The overview and the big screen, in German.
// Hash rates, sizes and counts come with their unit.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const overview: Text['overview'] = {
  title: 'Übersicht',
  bigScreen: 'Großbild',
  theState: 'den Zustand des Knotens',
  network: 'Netz',
  newest: 'Neueste Blöcke',
  forks: 'Gabelungen',
  all: 'Alle Blöcke',
  noBlock: 'Noch kein Block',
  noBlockText:
    'Nur der erste Block ist da, der aus den Regeln des Netzes gemacht ist. Hier stehen die Blöcke, sobald sie gefunden sind.',
  mine: 'Schürfen beginnen',
  height: 'Höhe',
  settled: (height) => `endgültig bis ${height}`,
  peers: 'Verbundene Knoten',
  ways: (direct, websocket, relayed) => `${direct} direkt · ${websocket} über WebSocket · ${relayed} über Relay`,
  hashRate: 'Hashrate',
  thisTab: (rate) => `dieser Tab: ${rate}`,
  rests: 'alle zusammen, geschätzt · dieser Tab ruht',
  waiting: 'Wartend',
  yourOwn: 'deine eigenen; ein leichter Tab sieht die der anderen nicht',
  ribbon: {
    label: 'Blöcke, der neueste zuerst',
    next: 'Nächster',
    waits: (size) => `${size} warten`,
    yours: 'von dir',
    genesis: 'Genesis',
    final: 'Endgültig',
    header: 'Kopfdaten',
    left: (id) => `Zurückgelassen: ${id}`,
    leftAt: (height) => `wurde auf Höhe ${height} zurückgelassen`,
    more: (count) => `${count} ${forms.plural(count, { one: 'weiterer', other: 'weitere' })}`,
  },
  picture: {
    label: 'Das Netz, wie dieser Tab es sieht',
    alone:
      'Noch ist niemand verbunden. Öffne diese Seite in einem zweiten Fenster, oder [schicke jemandem den Link](#/network).',
    table: 'Verbundene Knoten dieses Tabs',
    columns: { peer: 'Knoten', kind: 'Art', path: 'Weg', roundTrip: 'Antwortzeit', height: 'Höhe' },
    kinds: { tab: 'Tab', terminal: 'Terminal', relay: 'Relay' },
    paths: { direct: 'direkt', websocket: 'über WebSocket', relayed: 'über ein Relay' },
    atHeight: (height) => `Höhe ${height}`,
    notMeasured: 'nicht gemessen',
    notKnown: 'nicht bekannt',
    thisTab: 'dieser Tab',
    cameFrom: (height) => `Block ${height} kam von`,
    madeHere: (height) => `Block ${height} hat dieser Tab gemacht`,
    thicker: 'Dickere Linien antworten schneller',
  },
  big: {
    join: 'Mitmachen',
    theLink: 'der Beitrittslink',
    scan: 'Scanne, um mitzumachen: auch die Seite, die sich öffnet, ist ein vollständiger Knoten.',
    whole: 'Vollbild',
    leave: 'Vollbild verlassen',
    close: 'Schließen',
  },
};
