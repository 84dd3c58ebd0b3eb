// What all pages in easy words are made of. Of what is written there each sentence has at most 15
// words, and no word that needs to be explained stands without it.

/** One idea a line, under a heading where they need one. */
export interface EasyPart {
  readonly heading?: string;
  readonly lines: readonly string[];
  readonly links?: readonly { readonly href: string; readonly text: string }[];
}

/** Words of the field that a line may have, where the next line is this. */
export const EASY_MEANS = {
  contribution: 'That is money that you pay in yourself.',
  surplus: 'That is money above what you may keep.',
} as const;
