/** What contradicts itself, line by line. Stored in events: add codes, never rename one. */
export const PROBLEMS = {
  'no-such-day': 'This day does not exist, or lies before 2000 or ahead. The line was left out.',
  'no-amount': 'This amount is no amount in pounds and whole pence. The line was left out.',
  'two-amounts': 'This line has an amount in and an amount out. It was left out.',
  'wrong-columns': 'This line has more columns than its heading. It was left out.',
  'balance-does-not-run': 'The balance after this line is not the one before it and this amount.',
  'does-not-add-up': 'The opening balance and the lines do not make the closing balance.',
  'statements-do-not-run-on': 'A statement in this file does not begin where the one before ended.',
  'typed-does-not-add-up':
    'The lines do not lead from one balance to the other, of which at least one was typed.',
  'opening-contradicts-file': 'The opening balance that was typed is not the one in the file.',
  'closing-contradicts-file': 'The closing balance that was typed is not the one in the file.',
  'more-problems': 'There are more problems than are listed here.',
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** What was left out without harm. */
export const NOTES = {
  'no-money': 'This line moves no money. It was left out.',
  'not-booked': 'The bank has not booked this yet. It will be on a later statement.',
  declined: 'The bank did not carry this out, so no money moved. It was left out.',
  'not-a-line': 'This is a total or a heading, not a line. It was left out.',
  'before-opening': 'This was before the account opened here. It was left out.',
  'more-notes': 'There are more notes than are listed here.',
} as const;
export type NoteCode = keyof typeof NOTES;

export interface RemarkInWords {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** With the sentence for its code; what a newer program wrote is shown as its code. */
export const remarksInWords = (
  remarks: readonly { readonly line: number; readonly code: string }[],
): RemarkInWords[] =>
  remarks.map(({ line, code }) => ({ line, code, message: SENTENCES[code] ?? code }));

const SENTENCES: Readonly<Record<string, string>> = { ...PROBLEMS, ...NOTES };
