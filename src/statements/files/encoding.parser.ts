import iconv from 'iconv-lite';
import { emptyFile, notText } from './file-kinds.js';

/**
 * The text of a file in UTF-8, UTF-16 or cp1252, with or without a mark in front; lines end with
 * `\n` alone. Throws `Unreadable` where the bytes are no text.
 */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length === 0) throw emptyFile();
  const text = decoded(bytes).replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw emptyFile();
  if (isNoText(text)) throw notText();
  return text.toWellFormed();
}

function decoded(bytes: Uint8Array): string {
  const wide = wideEncodingOf(bytes);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (wide) return iconv.decode(buffer, wide);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A mark in front promised UTF-8; without one, banks still write cp1252.
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw notText();
    const text = iconv.decode(buffer, 'win1252');
    if (text.includes(UNKNOWN)) throw notText(); // five bytes mean nothing in cp1252
    return text;
  }
}

const UNKNOWN = '\ufffd';

const LOOKED_AT = 1000;

/** By its mark, or by the noughts that letters of English have in every other byte. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const noughts = [0, 0];
  const end = Math.min(bytes.length, LOOKED_AT);
  for (let i = 0; i < end; i++) if (bytes[i] === 0) noughts[i % 2]!++;
  if (noughts[1]! > 0.35 * end && noughts[0] === 0) return 'utf-16le';
  if (noughts[0]! > 0.35 * end && noughts[1] === 0) return 'utf-16be';
  return undefined;
}

/** A few control characters slip into words; a nought is never one of text. */
function isNoText(text: string): boolean {
  let controls = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) return true;
    if (code < 32 && code !== 10 && code !== 9) controls++;
  }
  return controls > 5 + text.length / 200;
}
