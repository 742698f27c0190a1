// The frame around all screens, in Spanish: rail, status bar, sheet.
// Kinds of consensus keep short names, as they stand in the bar.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const frame: Text['frame'] = {
  main: 'Menú principal',
  home: 'Tabchain, al resumen',
  places: {
    overview: 'Resumen',
    wallet: 'Cartera',
    blocks: 'Bloques',
    contracts: 'Contratos',
    files: 'Archivos',
    produce: 'Producir',
    network: 'Red',
    lab: 'Laboratorio',
    settings: 'Ajustes',
  },
  more: 'Más',
  skip: 'Ir al contenido',
  arrived: (height) => `Ha llegado el bloque ${height}`,
  details: 'Detalles',
  closeDetails: 'Cerrar los detalles',
  consensus: { pow: 'Prueba de trabajo', pos: 'Prueba de participación', poa: 'Prueba de autoridad' },
  noNetwork: 'Sin red',
  height: 'Altura',
  heightTitle: 'Altura: bloques desde el primero',
  peersTitle: 'Nodos conectados directamente y por un relé',
  direct: (count) => forms.plural(count, { one: 'directo', other: 'directos' }),
  relayed: 'por relé',
  starting: 'Iniciando',
  inSync: 'Al día',
  alone: 'Solo',
  syncing: (percent) => `Sincronizando ${percent} %`,
  light: 'ligero',
  lightTitle: 'Esta pestaña guarda solo cabeceras y pide pruebas a otros',
  fetched: 'Bloques obtenidos',
  independence: {
    label: (title) => `Independencia: ${title}`,
    alone: 'Solo',
    aloneWithRelay: 'El relé está, pero nadie más. Abre esta página en otra ventana o envía el enlace a alguien.',
    aloneWithout: 'No hay conexión con ningún relé ni con otro nodo. Esta pestaña sigue probando todo lo que conoce.',
    leaning: 'Se apoya en un relé',
    leaningText:
      'Todos los nodos se alcanzan por un relé. Sin él, esta pestaña queda aislada: quizá WebRTC esté bloqueado aquí.',
    thin: 'Depende de un vecino',
    thinText: (relaysGone) => `${relaysGone}, pero un solo vecino mantiene esta pestaña en la red.`,
    independent: 'Independiente',
    independentText: (relaysGone, lost) =>
      `${relaysGone}, y ${lost} de ${lost + 1} vecinos ${forms.plural(lost, { one: 'podría', other: 'podrían' })} irse: esta pestaña seguiría en la red.`,
    noRelayLeft: 'No queda ningún relé',
    couldGo: (relays) =>
      forms.plural(relays, { one: 'Un relé podría faltar', other: `${forms.number(relays)} relés podrían faltar` }),
  },
  noNetworkYet: 'Aún sin red',
  noNetworkText: 'Esta pestaña no está en ninguna red. Abre un enlace, o [pega uno en Red](#/network).',
  startingNode: 'Iniciando tu nodo',
  startingText: 'Esta pestaña se convierte en un nodo completo: abre su cadena y luego busca a otros.',
  notStarted: 'El nodo no se ha iniciado.',
  theNode: 'el nodo',
  thisScreen: 'esta pantalla',
  notHere: 'Esta pantalla aún no está',
  notHereTitle: 'No se pudo cargar una parte de la página',
  notHereText:
    'Lo más probable es que el relé que sirve la página no esté. Tu nodo sigue; inténtalo cuando el relé vuelva.',
  tryAgain: 'Intentar otra vez',
  noPlace: 'Ese lugar no existe',
  noPlaceTitle: 'El enlace no lleva a ninguna parte',
  noPlaceText: (hash) => `${hash} no es una pantalla de esta página. Quizá se cortó al copiarlo.`,
  toOverview: 'Ir al resumen',
};
