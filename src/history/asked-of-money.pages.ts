import type { Around } from '../figures/explanation-shown.facts.js';
import { whoseOf, type Whose } from '../people/whose.facts.js';
import type { Owner, Reach } from '../sign-in/access.js';
import type { MomentsAsked } from '../web/moments-asked.js';
import type { Moment, Moments } from '../web/moments.js';
import type { HolderMoney } from './holder-money.queries.js';

/** Whose money a page of the holder's side is about, when, and how its links go on. */
export interface AskedOfMoney {
  readonly whose: Whose;
  readonly fullName: string;
  readonly around: Around;
  readonly moment: Moment;
}

export async function askedOfMoney(
  reach: Reach,
  asked: MomentsAsked,
  { money, moments }: { readonly money: HolderMoney; readonly moments: Moments },
): Promise<AskedOfMoney> {
  const owner = reach as Required<Owner>;
  const [fullName, moment] = await Promise.all([money.nameOf(owner), moments.of(asked)]);
  const whose = whoseOf({ ...owner, relation: reach.relation! }, fullName);
  const around: Around = { base: whose.base, keep: (href) => asked.keptIn(href) };
  return { whose, fullName, around, moment };
}
