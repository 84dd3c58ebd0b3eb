import type { MappingPreview } from './files/statement-file.js';

// The preview of a file travels with the form that asks what its columns are: nothing of it is kept.

export type PreviewShown = MappingPreview;

const widthOf = ({ header, rows }: MappingPreview): number =>
  Math.max(header.length, ...rows.map((it) => it.length));

/** Each with its place, as it is called, and what stands in it first. */
export function columnsShown(preview: MappingPreview) {
  return Array.from({ length: widthOf(preview) }, (_, i) => {
    const name = preview.header[i]?.trim() || `Column ${i + 1}`;
    const first = preview.rows.map((it) => it[i]?.trim() ?? '').find((it) => it !== '');
    return { value: String(i), name, text: first ? `${name} (${first.slice(0, 40)})` : name };
  });
}

/** As a mapping names it: by its name where only one column has it, else by its number. */
export function columnAt({ header }: MappingPreview, place: number): string | number {
  const name = header[place];
  const isOnly = name && header.indexOf(name) === header.lastIndexOf(name);
  return isOnly ? name : place;
}

const isTexts = (it: unknown): it is string[] =>
  Array.isArray(it) && it.every((text) => typeof text === 'string');

/** `undefined` for anything but what was sent with the page. */
export function previewSent(sent: unknown): MappingPreview | undefined {
  try {
    const { header, rows, guess, asks } = JSON.parse(String(sent)) as MappingPreview;
    const isOne = isTexts(header) && isTexts(asks) && Array.isArray(rows) && rows.every(isTexts);
    if (!isOne || typeof guess !== 'object' || guess === null) return undefined;
    const { delimiter = ',', idColumn } = guess;
    const isId = ['string', 'number', 'undefined'].includes(typeof idColumn);
    if (typeof delimiter !== 'string' || delimiter.length > 1 || !isId) return undefined;
    if (guess.header !== undefined && !isTexts(guess.header)) return undefined;
    return { header, rows, guess, asks };
  } catch {
    return undefined;
  }
}
