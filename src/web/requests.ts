import type { Asked, EventLog } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { WordStore } from '../words/words.js';
import type { AskingFor } from './asking.js';

/** A request with words: their hash for the event, and the envelope that carries them sealed. */
export interface Spoken {
  readonly asked: Asked;
  readonly wordsHash: string;
}

type Texts = Readonly<Record<string, unknown>>;

/** Makes of a request what the log is asked under, its words sealed under the person's key. */
export class Requests {
  constructor(
    private readonly words: WordStore,
    private readonly log: Pick<EventLog, 'findRequest'>,
  ) {}

  /** Throws the refusal `erased` when the person's words can no longer be kept. */
  async spoken(asking: AskingFor, said: Texts): Promise<Spoken> {
    const asked = asking.asked();
    const { personId } = asking.reach;
    if (personId === undefined) throw new Error('Words need a person whose they are');
    try {
      const { wordsHash, sealed } = await this.words.said(personId, asked.requestId, present(said));
      return { asked: { ...asked, words: sealed }, wordsHash };
    } catch (refusal) {
      // What was recorded before the words were erased is answered as it was.
      const { requestId, requestHash } = asked;
      if (await this.log.findRequest(requestId, requestHash)) return { asked, wordsHash: '' };
      throw refusal;
    }
  }

  /** As `spoken`, where people may also say nothing. */
  async maybeSpoken(asking: AskingFor, said: Texts): Promise<Partial<Spoken> & { asked: Asked }> {
    const isSilent = Object.values(said).every((it) => it === undefined);
    return isSilent ? { asked: asking.asked() } : this.spoken(asking, said);
  }
}
