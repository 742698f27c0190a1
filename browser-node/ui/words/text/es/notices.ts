// What the page itself has to say above every screen, in Spanish.
// The block is named by its height; `ago` comes from agoText.

import type { Text } from '../en/index.ts';

export const notices: Text['notices'] = {
  update:
    '**Hay una versión más nueva de esta página.** Cárgala cuando te venga bien; no se pierde nada de lo que tienes aquí.',
  updateAct: 'Cargar la página más nueva',
  updateLater: 'Más tarde',
  offline: (height, ago) =>
    `**No se puede llegar a nadie.** Lo que ves es tu propia copia de la cadena, hasta el bloque ${height} (${ago}). Sigue por sí misma en cuanto haya otros; [Red](#/network) muestra lo que se ha intentado.`,
};
