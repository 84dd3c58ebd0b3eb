import { sha256 } from '../kernel/digest.js';

/** Nothing that looks or sounds like another, and no vowels, which would make words by chance. */
const LETTERS = '23456789BCDFGHJKMNPQRTVWXY';

/** What people read out and write down: "DP-7K3M-9QXB". Of one disagreement, for ever. */
export function referenceOf(disagreementId: string): string {
  let rest = BigInt(`0x${sha256(disagreementId)}`);
  let letters = '';
  for (let i = 0; i < 8; i++) {
    letters += LETTERS[Number(rest % BigInt(LETTERS.length))];
    rest /= BigInt(LETTERS.length);
  }
  return `DP-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
