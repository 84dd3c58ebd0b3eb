import type { Pence } from '../kernel/money.js';
import { FIGURES, type FigureName } from './figure.facts.js';
import type { Figures } from './figures.facts.js';
import type { SurplusShare } from './surplus.facts.js';

export type FiguresAnswer = Readonly<Record<`${FigureName}Pence`, Pence>> & {
  readonly weeksHeld: number | null;
  readonly surplusShares: readonly SurplusShare[];
};

/** The figures as every answer shows them: whole pence by name. */
export function figuresAnswer({ figures, weeksHeld, surplusShares }: Figures): FiguresAnswer {
  const amounts = FIGURES.map((name) => [`${name}Pence`, figures[name].amountPence]);
  return { ...Object.fromEntries(amounts), weeksHeld, surplusShares } as FiguresAnswer;
}
