/** Whose account a page of the holder's side is about, and to whom it speaks. */
export interface Whose {
  /** Where its pages stand. */
  readonly base: string;
  /** The same pages in easy words. */
  readonly easyBase: string;
  /** The person themselves is spoken to; whoever acts or looks for them reads of them. */
  readonly voice: 'you' | 'others';
  /** Of the title: "Your direct payment", "Anna Archer’s direct payment". */
  readonly section: string;
  /** "your", "Anna Archer’s", in the middle of a sentence. */
  readonly whose: string;
  /** A supporter looks and decides nothing. */
  readonly mayAct: boolean;
}

interface Reaching {
  readonly budgetId: string;
  readonly relation?: string;
}

export function whoseOf({ budgetId, relation }: Reaching, fullName: string): Whose {
  const isSelf = relation === 'self';
  const whose = isSelf ? 'your' : `${fullName}’s`;
  return {
    base: `/my/${budgetId}`,
    easyBase: `/easy/${budgetId}`,
    voice: isSelf ? 'you' : 'others',
    section: `${isSelf ? 'Your' : whose} direct payment`,
    whose,
    mayAct: relation !== 'supporter',
  };
}
