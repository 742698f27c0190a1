// The overview and the big screen, in Spanish.
// Hash rates, sizes and counts come with their unit.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const overview: Text['overview'] = {
  title: 'Resumen',
  bigScreen: 'Pantalla grande',
  theState: 'el estado del nodo',
  network: 'Red',
  newest: 'Últimos bloques',
  forks: 'Bifurcaciones',
  all: 'Todos los bloques',
  noBlock: 'Aún no hay bloques',
  noBlockText:
    'Solo está el primer bloque, hecho de las reglas de la red. Aquí aparecen los bloques que se encuentran.',
  mine: 'Empezar a minar',
  height: 'Altura',
  settled: (height) => `definitivo hasta ${height}`,
  peers: 'Nodos conectados',
  ways: (direct, websocket, relayed) =>
    `${forms.counted(direct, { one: 'directo', other: 'directos' })} · ${websocket} por WebSocket · ${relayed} por relé`,
  hashRate: 'Potencia de cálculo',
  thisTab: (rate) => `esta pestaña: ${rate}`,
  rests: 'entre todos, estimada · esta pestaña descansa',
  waiting: 'En espera',
  yourOwn: 'las tuyas; una pestaña ligera no ve las de otros',
  ribbon: {
    label: 'Bloques, el más nuevo primero',
    next: 'Siguiente',
    waits: (size) => `${size} en espera`,
    yours: 'tuyas',
    genesis: 'Génesis',
    final: 'Definitivo',
    header: 'cabecera',
    left: (id) => `Descartado: ${id}`,
    leftAt: (height) => `quedó descartado a la altura ${height}`,
    more: (count) => `${count} más`,
  },
  picture: {
    label: 'La red como la ve esta pestaña',
    alone: 'Aún no hay nadie más. Abre esta página en otra ventana, o [envía el enlace a alguien](#/network).',
    table: 'Nodos conectados con esta pestaña',
    columns: { peer: 'Nodo', kind: 'Tipo', path: 'Camino', roundTrip: 'Ida y vuelta', height: 'Altura' },
    kinds: { tab: 'pestaña', terminal: 'terminal', relay: 'relé' },
    paths: { direct: 'directo', websocket: 'por WebSocket', relayed: 'por un relé' },
    atHeight: (height) => `altura ${height}`,
    notMeasured: 'sin medir',
    notKnown: 'desconocida',
    thisTab: 'aquí',
    cameFrom: (height) => `El bloque ${height} vino de`,
    madeHere: (height) => `El bloque ${height} lo hizo esta pestaña`,
    thicker: 'Las líneas más gruesas responden antes',
  },
  big: {
    join: 'Unirse',
    theLink: 'el enlace para unirse',
    scan: 'Escanea para unirte: la página que se abre también es un nodo completo.',
    whole: 'Pantalla completa',
    leave: 'Salir de pantalla completa',
    close: 'Cerrar',
  },
};
