// The network screen and the screen that a join link opens, in Spanish.
// Names of things that load come with their article.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted } = forms;

export const network: Text['network'] = {
  title: 'Red',
  invitation: {
    title: 'Invita a otros',
    about:
      'Quien abra este enlace en un navegador que alcance esta dirección se convierte en un nodo completo de la red.',
    theLink: 'el enlace para unirse',
    label: 'El enlace para unirse',
    large: 'Mostrar en grande',
    scan: 'Escanea para unirte',
  },
  list: {
    title: 'Redes',
    these: 'las redes',
    here: 'Estás aquí',
    sure: '¿Borrar su cadena aquí?',
    forget: 'Olvidar',
    forgetFirst: 'Olvidar…',
    keep: 'Conservar',
    switchTo: 'Cambiar',
    failed: 'La red no se ha cambiado.',
    make: 'Crear una red…',
    byLink: 'Unirte a otra por su enlace',
    join: 'Unirse',
  },
  dial: {
    title: 'Llamar a un nodo',
    address: 'Su dirección',
    hint: 'Una multidirección de libp2p, como el otro nodo la muestra en «Sus direcciones».',
    failed: 'No se alcanzó el nodo.',
    doing: 'Llamando…',
    act: 'Llamar',
    linked: (who) => `Conectado con ${who}.`,
  },
  hide: {
    title: 'Tu dirección',
    label: 'Ocultar mi dirección',
    doing: 'Cambiando el camino a todos los nodos…',
    about:
      'Los demás alcanzan todas las pestañas de este navegador solo por relés, más despacio y solo mientras haya uno; los propios relés, y los nodos que nombra el enlace, siguen viendo tu dirección.',
    failed: 'El ajuste no se ha cambiado.',
  },
  peers: {
    title: 'Nodos conectados',
    none: 'Aún no hay nodos conectados',
    noneText:
      'Aquí aparecen otros nodos de esta red con el camino hasta ellos. Abre esta página en otra ventana o envía a alguien el enlace de arriba: los dos se conectan solos en segundos.',
    caption: 'Nodos conectados con esta pestaña',
    peer: 'Nodo',
    path: 'Camino',
    kind: 'Tipo',
    kinds: { tab: 'Pestaña', terminal: 'Terminal', relay: 'Relé' },
    roundTrip: 'Ida y vuelta',
    roundTripTitle: 'Tiempo de ida y vuelta de un mensaje',
    height: 'Altura',
    score: 'Puntos',
    scoreTitle: 'Bajan con cada mensaje que rompe una regla; a −100 se corta la conexión',
    linked: 'Conectado',
  },
  relays: {
    title: 'Relés y nodos conocidos',
    linked: (connected, known) =>
      `${connected} de ${counted(known, { one: 'relé conectado', other: 'relés conectados' })}`,
    about: 'Un relé solo presenta unas pestañas a otras. Una vez dentro, esta pestaña sigue sin él.',
    these: 'los nodos conocidos',
    none: 'Aún no se conoce ninguno',
    noneText: 'Los relés y nodos que esta pestaña ha encontrado aparecen aquí con sus direcciones.',
    node: 'Nodo',
    state: 'Estado',
    address: 'Dirección',
    lastSeen: 'Visto por última vez',
    more: (count) => `y ${count} más`,
    remembered: 'Recordado',
    connectedRelay: 'Relé conectado',
    linkedNode: 'Nodo conectado',
  },
  own: {
    title: 'Esta pestaña',
    peerId: 'Id del nodo',
    chainId: 'Id de la cadena',
    version: 'Versión',
    addresses: 'Sus direcciones',
    theAddresses: 'las direcciones',
    none: 'Aún ninguna: un relé le da una dirección a esta pestaña en cuanto está conectado.',
  },
  log: {
    title: 'Registro de sucesos',
    troubles: 'Solo avisos y errores',
    theLog: 'el registro de sucesos',
    none: 'Nada que contar',
    noneText: 'Cuando un nodo llega o se va, o se rechaza un mensaje, aparece aquí con el motivo.',
    label: 'Registro de sucesos, lo más nuevo primero',
    warn: 'Aviso',
    error: 'Error',
  },
  join: {
    title: (name) => `Unirse a ${name}`,
    aNetwork: 'una red',
    theNetwork: 'la red',
    label: 'La red de este enlace',
    network: 'Red',
    consensus: 'Consenso',
    every: (duration) => `· un bloque cada ${duration} aproximadamente`,
    coin: 'Moneda',
    waysIn: 'Entradas',
    inTheLink: (relays) => `${counted(relays, { one: 'dirección', other: 'direcciones' })} en el enlace`,
    chainId: 'Id de la cadena',
    chainIdTitle: 'Hecho de todo lo que dice la descripción de la red: otra descripción es otra red',
    asking:
      'Este enlace nombra la red por el id de su cadena. Se pide a sus nodos la descripción que corresponde a ese id; tarda medio minuto como mucho.',
    joining: 'Uniéndose a la red…',
    failed: 'No se ha podido entrar en la red.',
    stay: (name) => `Seguir en ${name}`,
    joined: (name) =>
      `Esta pestaña ya es un nodo completo de ${name}. Trae la cadena y comprueba cada bloque por sí misma.`,
    toOverview: 'Ir al resumen',
    goBack: (name) => `Volver a ${name}`,
    notSwitched: 'No se ha cambiado de red.',
  },
};
