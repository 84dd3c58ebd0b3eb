import type { EntrySide } from './both-sides.js';
import { alike, type Words } from './payee.js';

// Who has been paid from this account before: a line that names one of them is not somebody else's.

interface Known {
  readonly payee: Words;
  /** The latest entry of them. */
  readonly last: EntrySide;
}

/** A word that more payees have is no help in finding one. */
const MOST_OF_ONE_WORD = 30;

export class KnownPayees {
  private readonly byWord: ReadonlyMap<string, readonly Known[]>;
  private readonly found = new Map<Words, EntrySide | undefined>();

  /** `entries` in order. */
  constructor(entries: readonly EntrySide[]) {
    const known = new Map<string, Known>();
    for (const last of entries) {
      const { payee } = last;
      if (payee) known.set(payee.spaced, { payee, last });
    }
    const words = [...known.values()].flatMap((it) =>
      it.payee.telling.map((word) => ({ word, it })),
    );
    this.byWord = new Map(
      [...Map.groupBy(words, ({ word }) => word)].map(([word, those]) => [
        word,
        those.slice(-MOST_OF_ONE_WORD).map(({ it }) => it),
      ]),
    );
  }

  /** The latest entry of the payee whom a bank's text names; of several, the latest of all. */
  namedIn(text: Words): EntrySide | undefined {
    if (!this.found.has(text)) this.found.set(text, this.look(text));
    return this.found.get(text);
  }

  private look(text: Words): EntrySide | undefined {
    let found: EntrySide | undefined;
    for (const word of text.distinct)
      for (const { payee, last } of this.byWord.get(word) ?? [])
        if ((!found || isLater(last, found)) && alike(payee, text)) found = last;
    return found;
  }
}

const isLater = (a: EntrySide, b: EntrySide): boolean =>
  a.day > b.day || (a.day === b.day && a.id > b.id);
