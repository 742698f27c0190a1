// Why there are no peers, and what to do, in German.
// Advice is by the cause that the node names.

import type { DiagnosisShape } from '../../../../../shared/provider/index.ts';
import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted, number } = forms;

const again = 'Es wird alle paar Sekunden wieder versucht.';
const hasNobody = ({ peers }: DiagnosisShape): boolean => peers.direct + peers.websocket + peers.relayed === 0;
/** Said after what is wrong with all relays: with peers it is no emergency. */
const meanwhile = (found: DiagnosisShape): string =>
  hasNobody(found) ? again : 'Die Verbindungen, die da sind, bleiben; nur Neue sind schwerer zu finden.';
const seconds = (ms: number): string => `${number(Math.round(Math.abs(ms) / 1000))} s`;

export const diagnosis: Text['diagnosis'] = {
  check: 'Meine Verbindung prüfen',
  checkAbout: 'Sieht nach Relays, WebRTC, UDP und Uhr und sagt, was zu tun ist.',
  why: 'Warum ist niemand verbunden?',
  yours: 'Deine Verbindung',
  looking: 'Sieht nach …',
  lookAgain: 'Noch einmal nachsehen',
  close: 'Schließen',
  failed: 'Nach der Verbindung konnte nicht gesehen werden.',
  lookingAt: 'Sieht nach Relays, WebRTC, UDP und Uhr. Das dauert bis zu fünf Sekunden.',
  relaysNow: 'Relays, wie sie jetzt antworten',
  relay: 'Relay',
  does: 'Was es tut',
  roundTrip: 'Antwortzeit',
  roundTripTitle: 'Zeit für eine Nachricht hin und zurück',
  peers: 'Verbunden',
  independence: 'Unabhängigkeit',
  independenceTitle: 'Wie viel wegfallen könnte, ohne dass dieser Tab das Netz verliert',
  webrtcTitle: 'Womit Browser sich direkt verbinden',
  candidates: 'Kandidaten',
  candidatesTitle: 'Adressen, unter denen andere dieses Gerät zu erreichen versuchen',
  udpTitle: 'Worauf WebRTC unterwegs ist',
  clock: 'Uhr',
  sleep: 'Schlaf',
  dials: (count) => `In den letzten zehn Minuten nicht erreicht: ${count}`,
  whole: 'mit ganzen Kennungen und den Adressen dieses Geräts',
  advice: {
    offline: () =>
      'Dieses Gerät hat kein Netz. Schalte WLAN ein oder stecke das Kabel an; die Verbindungen kommen in Sekunden von selbst zurück.',
    'clock-off': ({ clockOffsetMs = 0 }) =>
      `Die Uhr dieses Geräts geht gegenüber den anderen ${seconds(clockOffsetMs)} ${clockOffsetMs > 0 ? 'nach' : 'vor'}; Blöcke werden darum abgelehnt oder warten. Lass das System die Zeit selbst stellen.`,
    'no-relay': () =>
      'Es ist kein Relay bekannt, also kann niemand gefragt werden. Öffne die Seite unter der Adresse ihres Relays, öffne einen Beitrittslink, der eines nennt, oder wähle einen Knoten an, dessen Adresse du kennst.',
    'page-insecure': () =>
      'Diese Seite ist auf https, und ihr Relay spricht nur ws, was Browser verbieten. Wer es betreibt, kann ihm ein Zertifikat oder WebRTC-direct geben; oder öffne die Seite unter der http-Adresse des Relays.',
    'origin-refused': () =>
      'Unter der Adresse des Relays antwortet ein Server, der diese Seite nicht einlässt. Öffne die Seite, die das Relay selbst ausliefert, oder bitte den Betreiber, diese Herkunft zuzulassen (--allow-origin).',
    'websocket-blocked': (found) =>
      `Die Seite des Relays ist zu haben, aber sein WebSocket öffnet sich nicht: Ein Proxy oder Filter dazwischen lässt keine WebSockets durch, oder das Relay wird angehalten. Versuche ein anderes Netz, oder die https-Adresse des Relays. ${meanwhile(found)}`,
    'relay-unreachable': (found) =>
      `${found.relays.length === 1 ? 'Das Relay antwortet nicht' : `Keines der ${found.relays.length} Relays antwortet`}: Es ist aus, hat eine neue Adresse, oder eine Firewall steht dazwischen. Prüfe, ob es läuft, oder bitte um einen neueren Beitrittslink. ${meanwhile(found)}`,
    'network-refused': () =>
      'Das Relay dient nur Netzen, die sein Betreiber genannt hat, und dieses ist keines davon. Bitte um den richtigen Link oder ein anderes Relay, oder bitte den Betreiber, dieses Netz zuzulassen (--allow-tag). Bis dahin findet dich niemand über dieses Relay.',
    'relay-full': ({ relays }) =>
      relays.some(({ refusal }) => refusal === 'address-full')
        ? 'Das Relay hat für deine Netzadresse keinen Platz mehr: Eine Schule oder ein Büro teilt sich eine. Der Betreiber kann mehr erlauben (--reservations-per-ip). Bis dahin kannst du andere anwählen, aber niemand dich.'
        : 'Das Relay ist voll: Du kannst andere darüber anwählen, aber niemand dich. Nimm ein anderes Relay, oder bitte den Betreiber um mehr Plätze (--reservations).',
    'relay-stopping': (found) => `Das Relay wird angehalten und nimmt niemand Neuen. ${meanwhile(found)}`,
    'webrtc-blocked': ({ webrtc }) =>
      `${webrtc === 'absent' ? 'Dieser Browser hat kein WebRTC, oder es ist ausgeschaltet' : 'WebRTC geht in diesem Browser nicht'}: Eine Erweiterung, eine Einstellung oder eine Richtlinie sperrt es. Alles geht stattdessen über das Relay, langsamer und nur, solange es da ist. Erlaube WebRTC für diese Seite, oder nimm einen anderen Browser.`,
    'udp-blocked': () =>
      'Das Relay antwortet über WebSocket, aber über UDP kommt nichts zurück: Eine Firewall hier sperrt es, oder der STUN-Port des Relays ist zu. Direkte Verbindungen gehen nur in diesem lokalen Netz, andere über das Relay. Versuche ein anderes Netz, oder bitte darum, UDP hinauszulassen.',
    alone: () =>
      'Das Relay ist erreicht und geht; sonst ist niemand aus diesem Netz da. Öffne diese Seite in einem zweiten Fenster, oder schicke jemandem den Beitrittslink. Sind andere da, vergleicht Namen und Kettenkennung: Eine Klasse kann zwei Netze haben.',
    'dials-failing': (found) =>
      found.webrtc === 'works' && found.dials.some(({ path }) => path === 'webrtc')
        ? 'Andere sind da, aber die Verbindungen zu ihnen misslingen. Eine Firewall, oder ein WLAN, das Geräte voneinander trennt, kann der Grund sein; nach zwei Versuchen wird ein Weg über das Relay genommen. Bleibt es so, versuche ein anderes Netz.'
        : `Andere sind da, aber die Verbindungen zu ihnen misslingen: Vielleicht sind sie eben gegangen. ${again}`,
    'was-asleep': ({ stall }) =>
      `Dieser Tab stand eben ${seconds(stall?.ms ?? 0)} still: Das Gerät schlief, oder der Browser hielt einen verborgenen Tab zurück. Verbindungen werden jetzt wieder geknüpft; lass den Tab sichtbar, wenn es oft geschieht.`,
    'peers-silent': ({ peers }) =>
      peers.silent === 1
        ? 'Ein verbundener Knoten hat seit einigen Sekunden nicht geantwortet: Sein Tab ist vielleicht im Hintergrund eingefroren oder fort. Er wird von selbst aufgegeben.'
        : `${peers.silent} verbundene Knoten haben seit einigen Sekunden nicht geantwortet: Ihre Tabs sind vielleicht im Hintergrund eingefroren oder fort. Sie werden von selbst aufgegeben.`,
    'address-hidden': () =>
      'Deine Adresse ist verborgen, also geht alles über Relays: langsamer, und nur, solange eines da ist. Schalte das aus, um dich direkt zu verbinden.',
    none: (found) => {
      const { direct, websocket, relayed } = found.peers;
      const others = counted(direct + websocket + relayed, { one: 'anderem Knoten', other: 'anderen Knoten' });
      return hasNobody(found)
        ? 'Von hier ist kein Fehler zu sehen; Verbindungen brauchen einige Sekunden. Sieh bald noch einmal nach.'
        : `Alles in Ordnung: Dieser Tab ist mit ${others} verbunden.`;
    },
  },
  facts: {
    refusals: {
      full: 'Erreicht, aber voll: Andere erreichen dich nicht darüber',
      'address-full': 'Erreicht, aber ohne Platz für deine Netzadresse',
      tag: 'Erreicht, aber es dient diesem Netz nicht',
      draining: 'Erreicht, aber es wird angehalten',
    },
    findings: {
      answers: 'seine Seite antwortet, sein WebSocket nicht',
      'origin-refused': 'es lässt diese Seite nicht ein',
      silent: 'dort antwortet niemand',
      insecure: 'eine Seite auf https darf es nicht öffnen',
      unknown: 'warum, ist nicht bekannt',
    },
    noRoom: 'Voll: Es hat jetzt für niemanden mehr Platz',
    notReached: (why) => `Nicht erreicht: ${why}`,
    isNode: 'Verbunden; es ist ein Knoten dieses Netzes',
    noPlaceYet: 'Erreicht; es hat noch keinen Platz gegeben',
    works: 'Geht; nennt sonst niemanden',
    worksWith: (told) => `Geht; nennt ${counted(told, { one: 'anderen Knoten', other: 'andere Knoten' })}`,
    webrtc: {
      works: 'Geht',
      failing: 'Gesperrt: Es versagt beim Benutzen',
      absent: 'Fehlt in diesem Browser oder ist ausgeschaltet',
      unused: 'Nicht benutzt',
    },
    webrtcHidden: 'Nicht benutzt: Deine Adresse ist verborgen',
    udp: {
      open: 'Offen: Der STUN-Dienst des Relays antwortet',
      blocked: 'Gesperrt: Vom STUN-Dienst des Relays kommt nichts zurück',
      unknown: 'Nicht geprüft: Es gibt keinen STUN-Dienst, oder es braucht keinen',
    },
    noCandidates: 'Keine gesammelt',
    candidates: (host, srflx, relay, mdns) =>
      `${host} lokal${mdns ? ' (hinter mDNS-Namen verborgen)' : ''}, ${srflx} von STUN gesehen, ${relay} über Relay`,
    peers: (direct, websocket, relayed) => `${direct} direkt, ${websocket} über WebSocket, ${relayed} über ein Relay`,
    silent: (count) => `; ${count} still`,
    known: (count) => `; ${count} bekannt`,
    clockUnknown: 'Nicht gemessen: Dazu braucht es drei verbundene Knoten',
    clockAgrees: 'Stimmt mit den anderen überein',
    clockBehind: (duration) => `Geht ${duration} nach`,
    clockAhead: (duration) => `Geht ${duration} vor`,
    paths: { webrtc: 'WebRTC', relayed: 'über ein Relay', address: 'seine Adresse' },
    noSleep: 'Keiner bemerkt',
    slept: (duration, ago) => `Stand ${duration} still, ${ago}`,
  },
  report: {
    head: (version, time) => `Tabchain ${version}, Verbindung vom ${time}`,
    node: (node, network) => `Knoten ${node}, Netz ${network}`,
    relays: 'Relays',
    failedDials: 'Nicht erreicht',
    ownAddress: 'Eigene Adresse',
  },
};
