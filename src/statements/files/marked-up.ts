import { withoutEntities } from './bank-words.js';
import { Unreadable } from './statement-file.js';

/** A tag with the text behind it, where it stands in the file. */
export interface Tag {
  /** 1-based. */
  readonly line: number;
  /** In capitals, without the stroke of a closing one. */
  readonly name: string;
  readonly closes: boolean;
  /** What follows up to the next tag, entities undone. */
  readonly value: string;
}

const TAG = /^<(\/?)([A-Za-z][A-Za-z0-9._]{0,40})(?:\s[^<>]{0,200})?(\/?)>/;
const LONGEST_TAG = 256;

const DOCTYPE = 'This file defines its own marks (DOCTYPE), which no bank does. It is not read.';

/** Throws `Unreadable`: definitions of a file's own can make it grow without end. */
export function refuseDoctype(text: string): void {
  const at = text.search(/<!(?:doctype|entity)/i);
  if (at !== -1) throw new Unreadable(DOCTYPE, lineAt(text, at));
}

export const lineAt = (text: string, at: number): number => {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
};

/**
 * The tags of SGML as OFX 1 writes it, where what has a value needs no end, and of XML. A `<` that
 * begins no tag is text. Instructions and comments are passed over.
 */
export function* tagsOf(text: string): Generator<Tag> {
  let line = 1;
  let counted = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    const match = TAG.exec(text.slice(at, at + LONGEST_TAG));
    if (!match) {
      at = text.indexOf('<', text.startsWith('<!--', at) ? endOf(text, '-->', at) : at + 1);
      continue;
    }
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line++;
    const from = at + match[0].length;
    const end = nextTag(text, from);
    const value = match[3] ? '' : valueOf(text.slice(from, end));
    yield { line, name: match[2]!.toUpperCase(), closes: match[1] === '/', value };
    at = end < text.length ? end : -1;
  }
}

const endOf = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found;
};

/** Where the next tag begins; what stands in CDATA is text. */
function nextTag(text: string, from: number): number {
  let at = text.indexOf('<', from);
  while (at !== -1) {
    if (text.startsWith('<![CDATA[', at)) at = endOf(text, ']]>', at);
    else if (/^<[/!?A-Za-z]/.test(text.slice(at, at + 2))) return at;
    else at++;
    at = text.indexOf('<', at);
  }
  return text.length;
}

function valueOf(text: string): string {
  const inside = /^\s*<!\[CDATA\[/.exec(text);
  if (!inside) return withoutEntities(text).trim();
  return text.slice(inside[0].length, endOf(text, ']]>', 0)).trim();
}
