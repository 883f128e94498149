export type {
  Crop,
  ExportedEvent,
  ExportedPerson,
  FileProgress,
  GalleryContent,
  GalleryCounts,
  GalleryRecord,
} from './content.ts';
export {
  describeGallery,
  type GalleryDescription,
  type GalleryReading,
  type ReadOptions,
  readGallery,
} from './read-gallery.ts';
export { type WriteOptions, writeGallery } from './write-gallery.ts';
