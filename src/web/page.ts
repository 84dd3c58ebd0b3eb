import type { FormState } from './form-state.js';
import type { MomentsAsked } from './moments-asked.js';

export interface Link {
  readonly href: string;
  readonly text: string;
}

/** What every page says of itself, beside what its view asks for. */
export interface OfAPage {
  /** Names the page alone: the first part of its title, and as a rule its h1. */
  readonly title: string;
  /** Of which part of the service it is: whose account, for instance. */
  readonly section?: string;
  /** One step back; not together with breadcrumbs. */
  readonly back?: Link | string;
  /** From the outermost on, without the page itself. */
  readonly breadcrumbs?: readonly Link[];
  /** On a page with figures: see `AtMoments`. */
  readonly moments?: MomentsAsked;
  /** Of a form that was sent and not taken; `SentForm.take` adds it. */
  readonly form?: FormState;
}

/** A page to be shown. */
export class Shown {
  constructor(
    readonly view: string,
    readonly values: OfAPage & Readonly<Record<string, unknown>>,
    readonly status = 200,
  ) {}

  with(more: Partial<OfAPage>, status: number): Shown {
    return new Shown(this.view, { ...this.values, ...more }, status);
  }
}

/** `shown('people/home', { title: 'Your money' })` shows `people/views/home.njk`. */
export const shown = (view: string, values: OfAPage & Readonly<Record<string, unknown>>): Shown =>
  new Shown(view, values);
