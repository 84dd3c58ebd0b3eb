/** A word of the field and what it means. */
export interface Explained {
  readonly word: string;
  readonly means: string;
}

/** Each explained where it stands, for nobody is born with them. */
export const GLOSSARY: readonly Explained[] = [
  {
    word: 'allocation',
    means: 'What the council has agreed to pay each week, for what, and from which money.',
  },
  {
    word: 'contribution',
    means: 'The part of the budget that the person pays in themselves, each week.',
  },
  { word: 'commitment', means: 'Money that is to be paid soon and has not been spent yet.' },
  { word: 'reserve', means: 'Money kept on the account for something that will have to be paid.' },
  {
    word: 'surplus',
    means: 'What is left on the account above what may be kept. No money moves because of it.',
  },
  {
    word: 'funding stream',
    means: 'Who pays for a part of the budget: the council, the health service, or another.',
  },
  {
    word: 'reassessment',
    means: 'A new look at what help is needed, made together with the person.',
  },
  { word: 'top-up', means: 'Money somebody adds because they choose to, beyond the budget.' },
  { word: 'HMRC', means: 'The tax office: tax and National Insurance of people who are employed.' },
  { word: 'redundancy pay', means: 'What an employee is owed when their job comes to an end.' },
  {
    word: 'adult social care',
    means: 'The part of the council that helps adults with care and support.',
  },
];

/** Those that stand in what is read. */
export function glossaryOf(text: string): Explained[] {
  const read = text.toLowerCase();
  return GLOSSARY.filter(({ word }) => read.includes(word.toLowerCase()));
}
