// What the small parts of all screens say, in Spanish.
// `what` comes with its article: "el historial".

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const parts: Text['parts'] = {
  lab: { title: 'Laboratorio de ataques', about: 'Intenta engañar a nodos honestos, solo en esta pestaña' },
  copy: (what) => `Copiar ${what}`,
  copied: 'Copiado',
  copyRefused: 'No permitido',
  loading: (what) => `Cargando ${what}`,
  notShown: (what) => `Esta pestaña no pudo mostrar ${what}.`,
  tryAgain: 'Intentarlo otra vez',
  qrOf: (what) => `Código QR de ${what}`,
  qrTooLong: 'Es demasiado largo para un código QR. Cópialo.',
  close: 'Cerrar',
  bytesIn: (bytes, fields) =>
    `${forms.counted(bytes, { one: 'byte', other: 'bytes' })} en ${forms.counted(fields, { one: 'campo', other: 'campos' })}, en este orden, sin huecos`,
  bytesOf: (what) => `Bytes, campo por campo: ${what}`,
  field: 'Campo',
  bytes: 'Bytes',
  rawJson: 'JSON tal cual',
  ways: { direct: 'Directo', websocket: 'WebSocket', relayed: 'Por relé' },
  wayTitles: {
    direct: 'Directo a la otra pestaña por WebRTC, sin nadie en medio',
    websocket: 'Directo a un servidor por un WebSocket',
    relayed: 'Por un relé, porque aún no se ha encontrado un camino directo',
  },
};
