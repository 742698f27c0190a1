// What the small parts of all screens say, in Spanish.
// `what` comes with its article: "el historial".

import type { Text } from '../en/index.ts';

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
};
