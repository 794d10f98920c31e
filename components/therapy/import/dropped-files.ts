import type { PickedFile } from './card-parts';

/** A file with its bytes. */
export interface CardUploadFile extends PickedFile {
  file: File;
}

/** Folders inside folders no deeper than this: a card has three. */
const DEEPEST = 8;

function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function filesBelow(entry: FileSystemEntry, path: string, depth: number): Promise<CardUploadFile[]> {
  if (entry.isFile) {
    // an entry that says it is a file is one
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, size: file.size, file }];
  }
  if (depth >= DEEPEST) return [];
  // as above, of a folder
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: CardUploadFile[] = [];
  // a browser hands over a folder in portions, and an empty one at its end
  for (let some = await entriesOf(reader); some.length > 0; some = await entriesOf(reader)) {
    for (const child of some) found.push(...(await filesBelow(child, `${path}/${child.name}`, depth + 1)));
  }
  return found;
}

/** All files of what was dropped, folders opened. Must be called while the drop is handled. */
export async function droppedFiles(transfer: DataTransfer): Promise<CardUploadFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map((entry) => filesBelow(entry, entry.name, 0)));
  return found.flat();
}

/** The files of a chosen folder. */
export function chosenFiles(list: FileList): CardUploadFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, size: file.size, file }));
}
