// The files of the network, in Spanish: sharing, fetching, keeping, looking at one. Names of things that load come with their article.
// Nobody vouches for a file, and the sentences say so where it matters.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted } = forms;

const otherNodes = (n: number): string => counted(n, { one: 'otro nodo', other: 'otros nodos' });
const blocks = (n: number): string => counted(n, { one: 'bloque', other: 'bloques' });

export const files: Text['files'] = {
  title: 'Archivos',
  share: {
    label: 'Compartir un archivo',
    drop: '**Suelta aquí archivos o una carpeta**, o elígelos. Todos en esta red pueden abrir lo que compartas.',
    choose: 'Elegir archivos',
    chooseFolder: 'Elegir una carpeta',
    nothing: 'Ahí no había ningún archivo.',
    several: (n) => counted(n, { one: 'archivo', other: 'archivos' }),
    adding: (name) => `Añadiendo ${name}`,
    failed: 'El archivo no se ha compartido.',
    shared: 'está compartido: esta pestaña lo conserva y el próximo bloque lo dirá.',
  },
  list: {
    label: 'Archivos de esta red',
    title: 'En esta red',
    these: 'los archivos de esta red',
    none: 'Aún no hay archivos',
    noneText: 'Aquí está lo que la gente comparte, lo más nuevo primero. Suelta uno arriba para empezar.',
    name: 'Nombre',
    size: 'Tamaño',
    where: 'Dónde',
    block: 'Bloque',
    notYet: 'aún no',
    here: 'aquí',
    kept: 'conservado aquí',
    hereAnd: (others) => `aquí y en ${otherNodes(others)}`,
    keptAnd: (others) => `conservado aquí y en ${otherNodes(others)}`,
    atOthers: (others) => `en ${otherNodes(others)}`,
    onItsWay: 'en camino',
    nowhere: 'nadie conectado lo tiene',
  },
  policy: {
    title: 'Espacio para archivos',
    this: 'el espacio para archivos',
    used: (used, limit) => `${used} de ${limit} en uso. Nunca será más.`,
    over: (used, limit) =>
      `${used} en uso: lo que has compartido y conservas ocupa más de ${limit}. No entra nada más hasta que dejes de conservar algo.`,
    help: 'Ayudar a conservar los archivos de esta red: primero los que menos nodos tienen.',
    atMost: 'Como máximo',
    failed: 'Eso no se ha cambiado.',
  },
  transfer: {
    of: (done, total) => `${done} de ${total}`,
    cancel: 'Cancelar',
  },
  file: {
    this: 'el archivo',
    about: 'Sobre este archivo',
    folder: 'una carpeta',
    sharedIn: 'compartido en el',
    by: 'por',
    noBlock: 'ningún bloque dice aún quién lo compartió',
    noHolder: 'No se sabe de ningún otro nodo que lo tenga.',
    heldBy: (n) => `Lo ${n === 1 ? 'tiene' : 'tienen'} ${otherNodes(n)}.`,
    heldFarAway: (n) => `Lo ${n === 1 ? 'tiene' : 'tienen'} ${otherNodes(n)}; ninguno está conectado ahora.`,
    keptHere: 'Esta pestaña lo conserva.',
    address: 'dirección',
    cid: 'identificador de contenido',
    fetching: 'Trayendo',
    waiting: 'A la espera de alguien que lo tenga. Llega en cuanto se conecte.',
    waitingSince: (ago) => `A la espera de un nodo que lo tenga, visto por última vez ${ago}.`,
    save: 'Guardar',
    saveEntry: (path) => `Guardar ${path}`,
    look: 'Ver',
    lookAt: (path) => `Ver ${path}`,
    check: 'Comprobar cada byte',
    open: 'Abrir',
    unpin: 'Dejar de conservarlo',
    pin: 'Conservarlo aquí',
    allRight: (n) => `Se ha leído y comprobado: ${blocks(n)}; todo está bien.`,
    damaged: (n, damaged) =>
      `Se ha leído y comprobado: ${blocks(n)}; con cambios: ${blocks(damaged)}. Se traen otra vez si esta pestaña conserva el archivo; si no, al abrirlo.`,
    notFetched: 'El archivo no se ha traído.',
    notDone: 'Eso no se ha hecho.',
    inIt: 'lo que contiene',
    inFolder: 'En esta carpeta',
    folderCut: (n) =>
      `En esta carpeta hay más de lo que se ve: más de ${counted(n, { one: 'archivo', other: 'archivos' })}, o nombres que ningún archivo puede tener.`,
  },
  preview: {
    title: 'Vista previa',
    this: 'la vista previa',
    tooLarge: 'Es demasiado grande para mostrarlo aquí. Guárdalo para abrirlo.',
    notShown: 'El archivo no se ha mostrado.',
    none: (mediaType) => `No hay vista previa para esto (${mediaType}). Guárdalo para abrirlo.`,
    pdf: 'Un PDF no se muestra dentro de esta página, porque nadie responde por él y nada lo mantendría aparte. El visor de tu navegador lo abre en una pestaña propia.',
    pdfOpen: 'Abrir en otra pestaña',
    playsNow: 'Se reproduce mientras llega.',
    playsLater:
      'Se reproduce cuando esté todo aquí. Para antes hace falta que el navegador conserve la página: por https y no en una ventana privada.',
    broke: 'Por ahora no se puede reproducir. Se intentará otra vez cuando esté todo aquí.',
    notPlayed: 'Este navegador no puede reproducirlo. Guárdalo para abrirlo con otro programa.',
  },
};
