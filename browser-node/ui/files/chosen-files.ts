// Files as a person chose or dropped them, folders with all that is in them, in the shape of `file_add`: one file as it is, one
// folder under its name, several things as a folder that the caller names. Names stay as they are: the node makes of them what
// a transaction may carry. Bounds: 2,001 files and 9 levels are read, one more than a folder may have, so that the refusal says which.

const filesMax = 2_001;
const levelsMax = 9;

interface PlacedFile {
  readonly path: string;
  readonly bytes: File;
}

export type Chosen =
  { readonly name: string; readonly bytes: File } | { readonly name: string; readonly files: readonly PlacedFile[] };

/** `undefined`: there is no file in it. */
const chosenOf = (files: readonly PlacedFile[], several: (count: number) => string): Chosen | undefined => {
  const [first] = files;
  if (first === undefined) return undefined;
  if (files.length === 1 && !first.path.includes('/')) return { name: first.path, bytes: first.bytes };
  const top = `${first.path.split('/')[0] ?? ''}/`;
  const isOneFolder = files.every(({ path }) => path.startsWith(top));
  if (!isOneFolder) return { name: several(files.length), files };
  return { name: top.slice(0, -1), files: files.map(({ path, bytes }) => ({ path: path.slice(top.length), bytes })) };
};

/** Of a field for files, or for a folder. */
export const chosenFiles = (files: FileList, several: (count: number) => string): Chosen | undefined =>
  chosenOf(
    [...files].map((bytes) => ({ path: bytes.webkitRelativePath || bytes.name, bytes })),
    several,
  );

const entriesOf = (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A hundred at a time, and none at the end.
    const next = (): void =>
      reader.readEntries((entries) => {
        found.push(...entries);
        if (entries.length === 0 || found.length >= filesMax) resolve(found);
        else next();
      }, reject);
    next();
  });
};

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const gather = async (entry: FileSystemEntry, path: string, found: PlacedFile[]): Promise<void> => {
  if (found.length >= filesMax) return;
  if (isFile(entry)) {
    const bytes = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path, bytes });
  } else if (isFolder(entry) && path.split('/').length < levelsMax) {
    for (const child of await entriesOf(entry)) await gather(child, `${path}/${child.name}`, found);
  }
};

/** Has to be called while the event is handled: after it, the browser takes back what was dropped. */
export const droppedFiles = async (
  { items }: Pick<DataTransfer, 'items'>,
  several: (count: number) => string,
): Promise<Chosen | undefined> => {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: PlacedFile[] = [];
  for (const entry of entries) await gather(entry, entry.name, found);
  return chosenOf(found, several);
};
