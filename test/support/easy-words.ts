import { BANNED } from './plain-words.js';

// What makes a page easy to read, measured: how long its sentences are, and which words they have.

const LONGEST = 15;

/** Words of the field: nobody has to know them, so the next sentence says what they mean. */
const TO_BE_EXPLAINED =
  /\b(allocation|assessment|contribution|commitment|reserve|surplus|indicative|threshold|effective|statutory|pursuant|reconsideration|nominee)(s|es|d|ly)?\b/i;
const EXPLAINS = /^(that|this|it) (is|means)\b/i;

/** What stands in a line of text; any other element is a block of its own. */
const INLINE = /<\/?(a|abbr|b|em|i|span|strong|time)\b[^>]*>/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The text of `main`, block by block. */
export function blocksOf(html: string): string[] {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1];
  if (main === undefined) throw new Error('This page has no main');
  return main
    .replace(INLINE, '')
    .replace(/<[^>]*>/g, '\u0000')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (it) => ENTITIES[it]!)
    .split('\u0000')
    .map((it) => it.replace(/\s+/g, ' ').trim())
    .filter((it) => it !== '');
}

/** A block that ends without a full stop is a sentence, too: a heading, a link. */
const sentencesIn = (block: string): string[] =>
  block
    .split(/(?<=[.!?])\s+/)
    .map((it) => it.trim())
    .filter((it) => it !== '');

/** An amount is one word, and so is each part of a date. */
const wordsIn = (sentence: string): number =>
  sentence.split(/\s+/).filter((it) => /[\p{L}\p{N}]/u.test(it)).length;

/** What is not easy in these blocks, a line each; none is as it should be. */
export function tooHard(blocks: readonly string[]): string[] {
  const sentences = blocks.flatMap(sentencesIn);
  return sentences.flatMap((sentence, i) => {
    const wrong: string[] = [];
    const words = wordsIn(sentence);
    if (words > LONGEST) wrong.push(`${words} words: ${sentence}`);
    const banned = BANNED.exec(sentence)?.[0];
    if (banned !== undefined) wrong.push(`“${banned}”: ${sentence}`);
    const hard = TO_BE_EXPLAINED.exec(sentence)?.[0];
    if (hard !== undefined && !EXPLAINS.test(sentences[i + 1] ?? ''))
      wrong.push(`“${hard}” is not explained next: ${sentence}`);
    return wrong;
  });
}
