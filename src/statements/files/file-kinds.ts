import { Unreadable, UnsupportedFile } from './statement-file.js';

// Files that are no statement in text, known by their first bytes whatever they are called, and
// what to send instead.

const SEND =
  'Download the statement from the bank as CSV, OFX, QIF, MT940 or CAMT.053 and send that.';
const PDF = `This is a PDF. ${SEND} Or type its lines in.`;
const PICTURE = `This is a picture. ${SEND} Or type the lines in.`;
const WORKBOOK =
  'This is a workbook. Open it, choose Save as, then CSV UTF-8, and send that file instead.';
const LOCKED_WORKBOOK =
  'This is a workbook of an old kind, or one locked with a password. ' +
  'Open it, choose Save as, then CSV UTF-8, and send that file instead.';
const LOCKED_ZIP =
  'This archive is locked with a password. Unpack it and send the statement that is inside.';
const ARCHIVE = 'This is an archive. Unpack it and send the statement that is inside.';
const DOCUMENT = `This is a document of a word processor. ${SEND}`;
const ENCRYPTED = `This file is encrypted. Decrypt it first. ${SEND}`;
const WEB_PAGE = `This is a web page. ${SEND}`;
const NOT_TEXT = `This is not a statement, or it is damaged. ${SEND}`;
const EMPTY = `This file is empty. ${SEND}`;

/** In hex, what a kind begins with; dots are any byte. */
const UNSUPPORTED: readonly (readonly [string, string])[] = [
  ['89504e47', PICTURE], // png
  ['ffd8ff', PICTURE], // jpeg
  ['47494638', PICTURE], // gif
  ['49492a00', PICTURE], // tiff
  ['4d4d002a', PICTURE],
  ['52494646........57454250', PICTURE], // webp
  ['........66747970', PICTURE], // heic, avif and films
  ['424d........00000000', PICTURE], // bmp
  ['d0cf11e0a1b11ae1', LOCKED_WORKBOOK], // xls; a locked xlsx is packed in the same way
  ['377abcaf271c', ARCHIVE], // 7z
  ['526172211a', ARCHIVE], // rar
  ['1f8b', ARCHIVE], // gz
  ['425a68', ARCHIVE], // bz2
  ['fd377a585a', ARCHIVE], // xz
  ['7b5c727466', DOCUMENT], // rtf
];
const ZIP = /^504b(?:0304|0506|0708)/;

/** As text, after marks and blanks. */
const PDF_BEGINS = /^(?:\xef\xbb\xbf)?\s{0,100}%PDF-/;
const XML_WORKBOOK = /^[^\n]{0,100}<\?xml[\s\S]{0,500}urn:schemas-microsoft-com:office:spreadsheet/;
const UNREADABLE: readonly (readonly [RegExp, string])[] = [
  [/^-----BEGIN (?:PGP|PKCS7|CMS|ENCRYPTED)|^Salted__|^age-encryption\.org/, ENCRYPTED],
  [/^(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype )?html/i, WEB_PAGE],
];
const HEAD = 4096;

/** Throws `UnsupportedFile` or `Unreadable` for what is another kind of file. */
export function refuseOtherKinds(bytes: Uint8Array): void {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD));
  const hex = head.toString('hex', 0, 32);
  const text = head.toString('latin1');
  if (ZIP.test(hex)) throw new UnsupportedFile(zipSentence(head, text));
  if (XML_WORKBOOK.test(text)) throw new UnsupportedFile(WORKBOOK);
  if (PDF_BEGINS.test(text)) throw new UnsupportedFile(PDF);
  for (const [begins, message] of UNSUPPORTED)
    if (isLike(hex, begins)) throw new UnsupportedFile(message);
  for (const [begins, message] of UNREADABLE) if (begins.test(text)) throw new Unreadable(message);
}

const isLike = (hex: string, begins: string): boolean =>
  hex.length >= begins.length && [...begins].every((it, i) => it === '.' || it === hex[i]);

/** A workbook is a zip of parts with names of their own. Bit 0 of its flags: it has a password. */
function zipSentence(head: Buffer, text: string): string {
  const isWorkbook =
    /\[Content_Types\]\.xml|xl\/|mimetypeapplication\/vnd\.oasis|Index\/Document\.iwa/.test(text);
  if (isWorkbook) return WORKBOOK;
  return head.length > 7 && (head[6]! & 1) === 1 ? LOCKED_ZIP : ARCHIVE;
}

export const notText = (): Unreadable => new Unreadable(NOT_TEXT);
export const emptyFile = (): Unreadable => new Unreadable(EMPTY);
