/** The files of a drop, with those in its folders, in the order of their paths. A hidden file is none of them. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // Taken at once: a transfer is emptied when its event is over.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = await Promise.all(entries.map(filesIn));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith('.')) return [];
  // Chromium has these interfaces under no name that could be asked for by `instanceof`.
  if (entry.isFile) return [await new Promise<File>((...done) => (entry as FileSystemFileEntry).file(...done))];
  const inside = await entriesIn(entry as FileSystemDirectoryEntry);
  const found = await Promise.all(inside.sort((a, b) => a.name.localeCompare(b.name)).map(filesIn));
  return found.flat();
}

async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // It gives a hundred at a time, and none when there are no more.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((...done) => reader.readEntries(...done));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
