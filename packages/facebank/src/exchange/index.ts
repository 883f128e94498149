export type {
  Crop,
  ExportedEvent,
  ExportedPerson,
  FileProgress,
  GalleryContent,
  GalleryCounts,
  GalleryRecord,
} from './content.ts';
export { type CsvDefaults, csvToTemplates } from './csv-to-templates.ts';
export { eventsToCsv } from './events-to-csv.ts';
export {
  describeGallery,
  type GalleryDescription,
  readGallery,
} from './read-gallery.ts';
export { type CsvPerson, type CsvTemplate, templatesToCsv } from './templates-to-csv.ts';
export { writeGallery } from './write-gallery.ts';
