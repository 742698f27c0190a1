// How much this tab keeps and what it has verified, in Spanish.
// Sizes and counts come with their unit.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const care: Text['care'] = {
  howMuch: {
    title: 'Cuánto guarda esta pestaña',
    full: 'Completo',
    fullText:
      'Cada bloque se trae, se comprueba y se guarda aquí. Ocupa disco y, al principio, algo de tiempo. Esta pestaña puede minar y ayudar a otras.',
    light: 'Ligero',
    lightText:
      'Solo las cabeceras de los bloques. Listo en segundos, también en un teléfono. Para saldos y pagos esta pestaña pide a otras pruebas, que comprueba; no puede minar.',
    failed: 'El modo no se ha cambiado.',
    changing: (mode) => `Cambiando a «${mode}»…`,
    endsMining: 'Cambiar a ligero termina la minería en esta pestaña.',
    starts: {
      label: 'Dónde empieza una pestaña completa',
      title: (chosen) => `Dónde empieza una pestaña completa: ${chosen}`,
      about:
        'Vale donde esta pestaña aún no tiene bloques: en las redes a las que te unas desde ahora, o a las que vuelvas después de olvidarlas. Los bloques que ya están aquí se quedan como están.',
      auto: {
        name: 'Lo que sea más rápido',
        text: 'Una cadena corta, desde su primer bloque; una larga, con las cuentas tal como estaban tras un bloque definitivo.',
      },
      blocks: {
        name: 'En el primer bloque',
        text: 'Se trae y se ejecuta cada bloque. Tarda si la cadena es larga, pero así esta pestaña lo ha comprobado todo por sí misma y conoce todo el pasado.',
      },
      state: {
        name: 'En un bloque definitivo',
        text: 'Con las cuentas tal como estaban tras ese bloque, que su cabecera demuestra. Lista antes; lo anterior queda desconocido aquí, y la cadena no se puede guardar como archivo.',
      },
    },
  },
  verified: {
    light: (height) =>
      `Modo ligero: esta pestaña ha comprobado las cabeceras y el trabajo de todos los bloques hasta el ${height}. Lo que hay en los bloques lo cree solo con una prueba.`,
    since: (height) =>
      `Comprobado por ti desde el bloque ${height}: esta pestaña ha comprobado por sí misma cada bloque desde ahí.`,
    fromState: 'Empezó con las cuentas tal como estaban antes, que la cabecera de ese bloque demuestra.',
  },
  stored: {
    bare: 'lo que guarda esta página',
    withChain: (size) => `lo que guarda esta página (la cadena: ${size})`,
    promised: (stored) => `Este navegador ha prometido conservar ${stored}. Solo tú puedes borrarlo.`,
    notPromised: (stored) => `Este navegador puede borrar ${stored} cuando falte espacio.`,
  },
  chainFile: {
    title: 'Archivo de la cadena',
    about:
      'Todos los bloques de esta red en un archivo. Quien lo abre comprueba cada bloque como si viniera de un par, así que no hace falta fiarse de él.',
    light: 'En modo ligero esta pestaña no tiene bloques que guardar ni acepta ninguno.',
    failed: 'El archivo no se ha aceptado entero.',
    save: 'Guardar la cadena',
    open: 'Abrir un archivo',
    blocks: 'Bloques',
    progress: (done, total) => `${done} de ${forms.counted(total, { one: 'bloque', other: 'bloques' })}`,
    saved: (blocks) => `${forms.counted(blocks, { one: 'bloque guardado', other: 'bloques guardados' })}.`,
    takenIn: (height) => `La cadena está en el bloque ${height}.`,
  },
};
