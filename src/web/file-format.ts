import { fileTypeFromBuffer } from 'file-type';
import { Problem } from './problem.js';

interface Kept {
  readonly mediaType: string;
  /** Of the name that we give it. */
  readonly extension: string;
}

/** Pictures and papers: what a telephone makes and any of them shows. */
export const FILE_FORMATS = {
  pdf: { mediaType: 'application/pdf', extension: 'pdf' },
  jpeg: { mediaType: 'image/jpeg', extension: 'jpg' },
  png: { mediaType: 'image/png', extension: 'png' },
  heic: { mediaType: 'image/heic', extension: 'heic' },
  webp: { mediaType: 'image/webp', extension: 'webp' },
} as const satisfies Record<string, Kept>;
export type FileFormat = keyof typeof FILE_FORMATS;

/** As some cameras mark the same. */
const ALSO: Readonly<Record<string, FileFormat>> = { 'image/heif': 'heic' };

/** What a file is by its bytes, whatever its sender calls it: 415 for what is none of these. */
export async function formatOf(bytes: Uint8Array): Promise<FileFormat> {
  const found = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  const [format] =
    Object.entries(FILE_FORMATS).find(([, { mediaType }]) => mediaType === found) ?? [];
  const known = (format as FileFormat | undefined) ?? ALSO[found];
  if (known) return known;
  throw new Problem(
    415,
    'unsupported-type',
    'Send a PDF, JPEG, PNG, HEIC or WebP: a photo or a scan of the receipt will do.',
  );
}
