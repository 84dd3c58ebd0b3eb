/** Go on there, with a GET. Answered by a page, or thrown where an address needs to be another. */
export class SeeOther extends Error {
  constructor(
    readonly href: string,
    /** Said once, on the next page that is shown. */
    readonly said?: Said,
  ) {
    super('See another address');
  }
}

/** What the next page says of what was done. */
export interface Said {
  /** One sentence: "Your answer was sent." */
  readonly text: string;
  /** What happens next, or a reference. */
  readonly more?: string;
}

/** After something was done: there, where the page says so once. */
export const done = (href: string, text: string, more?: string): SeeOther =>
  new SeeOther(href, { text, ...(more !== undefined && { more }) });

export const seeOther = (href: string): SeeOther => new SeeOther(href);
