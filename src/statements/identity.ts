import type { FileRow } from './files/statement-file.js';

/**
 * What makes a row itself, whatever file it comes in: the bank's id where it is stable, else its
 * day, pence and text, the balance after it where there is one, and which it is among rows that are
 * alike in all of that. Two equal wages on one day are two rows; the same one again is the same.
 * The order of the file does not matter, nor what a row was resolved to.
 */
export function identitiesOf(rows: readonly FileRow[]): object[] {
  const seen = new Map<string, number>();
  return rows.map(({ bankId, on, amountPence, text, balancePence }) => {
    if (bankId !== undefined) return { bankId };
    const alike = [on, amountPence, normalised(text), balancePence ?? ''];
    const key = JSON.stringify(alike);
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return { row: [...alike, occurrence] };
  });
}

/** As banks pad, cut and case the same words in different exports. */
const normalised = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
