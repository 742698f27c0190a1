// The screens of files, a part of their own: loaded when one of them is opened.

export { default as FileScreen } from './file-screen.svelte';
export { default as FilesScreen } from './files-screen.svelte';
