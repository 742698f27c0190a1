// Why there are no peers, and what to do, in Spanish.
// Advice is by the cause that the node names.

import type { DiagnosisShape } from '../../../../../shared/provider/index.ts';
import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted, number } = forms;

const again = 'Se vuelve a intentar cada pocos segundos.';
const hasNobody = ({ peers }: DiagnosisShape): boolean => peers.direct + peers.websocket + peers.relayed === 0;
/** Said after what is wrong with all relays: with peers it is no emergency. */
const meanwhile = (found: DiagnosisShape): string =>
  hasNobody(found) ? again : 'Las conexiones que hay siguen; solo cuesta más encontrar a los nuevos.';
const seconds = (ms: number): string => `${number(Math.round(Math.abs(ms) / 1000))} s`;

export const diagnosis: Text['diagnosis'] = {
  check: 'Comprobar mi conexión',
  checkAbout: 'Mira los relés, WebRTC, UDP y el reloj, y dice qué hacer.',
  why: '¿Por qué no hay nadie conectado?',
  yours: 'Tu conexión',
  looking: 'Mirando…',
  lookAgain: 'Mirar otra vez',
  close: 'Cerrar',
  failed: 'No se pudo comprobar la conexión.',
  lookingAt: 'Mirando los relés, WebRTC, UDP y el reloj. Tarda hasta cinco segundos.',
  relaysNow: 'Relés, tal como responden ahora',
  relay: 'Relé',
  does: 'Qué hace',
  roundTrip: 'Ida y vuelta',
  roundTripTitle: 'Tiempo de ida y vuelta de un mensaje',
  peers: 'Conectados',
  independence: 'Independencia',
  independenceTitle: 'Cuánto podría faltar sin que esta pestaña pierda la red',
  webrtcTitle: 'Con lo que los navegadores se conectan directamente',
  candidates: 'Candidatas',
  candidatesTitle: 'Direcciones con las que otros pueden intentar alcanzar este dispositivo',
  udpTitle: 'Por donde viaja WebRTC',
  clock: 'Reloj',
  sleep: 'Sueño',
  dials: (count) => `Llamadas que fallaron en los últimos diez minutos: ${count}`,
  whole: 'con los ids enteros y las direcciones de este dispositivo',
  advice: {
    offline: () =>
      'Este dispositivo no tiene red. Enciende el wifi o conecta el cable; las conexiones vuelven solas en segundos.',
    'clock-off': ({ clockOffsetMs = 0 }) =>
      `El reloj de este dispositivo va ${seconds(clockOffsetMs)} ${clockOffsetMs > 0 ? 'atrasado' : 'adelantado'} respecto a los demás, así que los bloques se rechazan o esperan. Deja que el sistema ponga la hora.`,
    'no-relay': () =>
      'No se conoce ningún relé, así que no hay a quién preguntar. Abre la página en la dirección de su relé, abre un enlace para unirse que nombre uno, o llama a un nodo cuya dirección conozcas.',
    'page-insecure': () =>
      'Esta página está en https y su relé solo habla ws, lo que los navegadores prohíben. Quien lo lleva puede darle un certificado o WebRTC-direct; o abre la página en la dirección http del relé.',
    'origin-refused': () =>
      'En la dirección del relé responde un servidor que no deja entrar a esta página. Abre la página que sirve el propio relé, o pide a quien lo lleva que permita este origen (--allow-origin).',
    'websocket-blocked': (found) =>
      `La página del relé se puede traer, pero su WebSocket no se abre: un proxy o filtro intermedio no deja pasar WebSockets, o el relé se está parando. Prueba otra red, o la dirección https del relé. ${meanwhile(found)}`,
    'relay-unreachable': (found) =>
      `${found.relays.length === 1 ? 'El relé no responde' : `Ninguno de los ${found.relays.length} relés responde`}: está apagado, ha cambiado de dirección, o hay un cortafuegos en medio. Comprueba que funciona, o pide un enlace más nuevo. ${meanwhile(found)}`,
    'network-refused': () =>
      'El relé solo sirve a las redes que ha nombrado quien lo lleva, y esta no es una de ellas. Pide el enlace correcto u otro relé, o pide que añadan esta red (--allow-tag). Hasta entonces nadie te encuentra por él.',
    'relay-full': ({ relays }) =>
      relays.some(({ refusal }) => refusal === 'address-full')
        ? 'El relé no tiene más plazas para tu dirección de red: una escuela u oficina comparte una sola. Quien lo lleva puede permitir más (--reservations-per-ip). Hasta entonces puedes llamar a otros, y otros no pueden llamarte.'
        : 'El relé está lleno: puedes llamar a otros por él, y otros no pueden llamarte. Usa otro relé, o pide más plazas a quien lo lleva (--reservations).',
    'relay-stopping': (found) => `El relé se está parando y no acepta a nadie nuevo. ${meanwhile(found)}`,
    'webrtc-blocked': ({ webrtc }) =>
      `${webrtc === 'absent' ? 'Este navegador no tiene WebRTC, o está apagado' : 'WebRTC no funciona en este navegador'}: lo bloquea una extensión, un ajuste o una directiva. Todo va por el relé, más despacio y solo mientras haya uno. Permite WebRTC en esta página, o usa otro navegador.`,
    'udp-blocked': () =>
      'El relé responde por WebSocket, pero por UDP no vuelve nada: aquí lo bloquea un cortafuegos, o el puerto STUN del relé está cerrado. Las conexiones directas solo funcionan dentro de esta red local; las demás van por el relé. Prueba otra red, o pide que dejen salir UDP.',
    alone: () =>
      'El relé responde y funciona; no hay nadie más de esta red. Abre esta página en otra ventana, o envía a alguien el enlace. Si hay otros, comparad el nombre y el id de la cadena: una clase puede tener dos redes.',
    'dials-failing': (found) =>
      found.webrtc === 'works' && found.dials.some(({ path }) => path === 'webrtc')
        ? 'Hay otros, pero las conexiones con ellos fallan. Un cortafuegos, o un wifi que separa los dispositivos, puede ser la causa; tras dos intentos se prueba un camino por el relé. Si sigue así, prueba otra red.'
        : `Hay otros, pero las conexiones con ellos fallan: quizá acaban de irse. ${again}`,
    'was-asleep': ({ stall }) =>
      `Esta pestaña estuvo parada ${seconds(stall?.ms ?? 0)} hace un momento: el dispositivo dormía, o el navegador frenó una pestaña oculta. Las conexiones se rehacen ahora; deja la pestaña a la vista si ocurre a menudo.`,
    'peers-silent': ({ peers }) =>
      peers.silent === 1
        ? 'Un nodo conectado no ha respondido desde hace unos segundos: puede que su pestaña esté congelada en segundo plano, o que ya no esté. Se abandona solo.'
        : `${peers.silent} nodos conectados no han respondido desde hace unos segundos: puede que sus pestañas estén congeladas en segundo plano, o que ya no estén. Se abandonan solos.`,
    'address-hidden': () =>
      'Tu dirección está oculta, así que todo va por relés: más despacio, y solo mientras haya uno. Desactívalo para conectarte directamente.',
    none: (found) => {
      const { direct, websocket, relayed } = found.peers;
      const others = counted(direct + websocket + relayed, { one: 'otro nodo', other: 'otros nodos' });
      return hasNobody(found)
        ? 'Desde aquí no se ve nada mal; las conexiones tardan unos segundos. Mira otra vez dentro de poco.'
        : `Todo está bien: esta pestaña está conectada con ${others}.`;
    },
  },
  facts: {
    refusals: {
      full: 'Alcanzado, pero lleno: otros no pueden llegar a ti por él',
      'address-full': 'Alcanzado, pero sin plazas para tu dirección de red',
      tag: 'Alcanzado, pero no sirve a esta red',
      draining: 'Alcanzado, pero se está parando',
    },
    findings: {
      answers: 'su página responde, su WebSocket no',
      'origin-refused': 'no deja entrar a esta página',
      silent: 'allí no responde nadie',
      insecure: 'una página en https no puede abrirlo',
      unknown: 'no se sabe por qué',
    },
    noRoom: 'Lleno: ahora no tiene sitio para otro nodo',
    notReached: (why) => `No alcanzado: ${why}`,
    isNode: 'Conectado; es un nodo de esta red',
    noPlaceYet: 'Alcanzado; aún no ha dado una plaza',
    works: 'Funciona; no nombra a nadie más',
    worksWith: (told) => `Funciona; nombra ${counted(told, { one: 'otro nodo', other: 'otros nodos' })}`,
    webrtc: {
      works: 'Funciona',
      failing: 'Bloqueado: falla al usarlo',
      absent: 'Falta en este navegador o está apagado',
      unused: 'No se usa',
    },
    webrtcHidden: 'No se usa: tu dirección está oculta',
    udp: {
      open: 'Abierto: el STUN del relé responde',
      blocked: 'Bloqueado: del STUN del relé no vuelve nada',
      unknown: 'No comprobado: no hay STUN al que preguntar, o no hace falta',
    },
    noCandidates: 'Ninguna reunida',
    candidates: (host, srflx, relay, mdns) =>
      `${counted(host, { one: 'local', other: 'locales' })}${mdns ? ' (tras nombres mDNS)' : ''}, ${counted(srflx, { one: 'vista', other: 'vistas' })} por STUN, ${relay} por relé`,
    peers: (direct, websocket, relayed) =>
      `${counted(direct, { one: 'directo', other: 'directos' })}, ${websocket} por WebSocket, ${relayed} por un relé`,
    silent: (count) => `; ${count} en silencio`,
    known: (count) => `; ${counted(count, { one: 'conocido', other: 'conocidos' })}`,
    clockUnknown: 'No medido: hacen falta tres nodos conectados',
    clockAgrees: 'Coincide con el de los demás',
    clockBehind: (duration) => `Va ${duration} atrasado`,
    clockAhead: (duration) => `Va ${duration} adelantado`,
    paths: { webrtc: 'WebRTC', relayed: 'por un relé', address: 'su dirección' },
    noSleep: 'No se ha notado',
    slept: (duration, ago) => `Estuvo parada ${duration}, ${ago}`,
  },
  report: {
    head: (version, time) => `Tabchain ${version}, conexión del ${time}`,
    node: (node, network) => `Nodo ${node}, red ${network}`,
    relays: 'Relés',
    failedDials: 'Llamadas fallidas',
    ownAddress: 'Dirección propia',
  },
};
