import type { AccountEvent, LineSetAside } from '../accounts/account.events.js';
import type { Recorded } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Words } from '../words/sealing.js';
import { ERASED, type WordStore } from '../words/words.js';
import type { SaidOfEntry } from './reconciling.js';

type Told = Recorded<AccountEvent>;

/** What was said when a line was set aside, and since. */
export interface SaidOfLine {
  readonly by: string;
  readonly on: LocalDate;
  readonly reason?: string;
  readonly question?: string;
  readonly answer?: string;
}

/** The words that belong to an account's lines and entries, from where they can be erased. */
export class SaidOfAccount {
  /** The bank's words, by line. */
  readonly texts: ReadonlyMap<string, string>;
  private readonly entries: ReadonlyMap<string, SaidOfEntry>;
  /** Of lines that are or were set aside, by line. */
  readonly lines: ReadonlyMap<string, SaidOfLine>;

  private constructor(
    private readonly events: readonly Told[],
    private readonly said: ReadonlyMap<string, Words | typeof ERASED>,
  ) {
    this.texts = this.textsOfLines();
    this.entries = this.saidOfEntries();
    this.lines = this.saidOfLines();
  }

  static async read(words: WordStore, personId: string, events: readonly Told[]) {
    const speaking = events.filter(({ event }) => SPEAKING.includes(event.type));
    const once = new Map(speaking.map((it) => [it.requestId, it]));
    return new SaidOfAccount(events, await words.of(personId, [...once.values()]));
  }

  /** Whom an entry paid, and the reference that a payment names. */
  readonly of = (entryId: string): SaidOfEntry => this.entries.get(entryId) ?? {};

  private textsOfLines(): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const { event, requestId } of this.events) {
      if (event.type !== 'LinesRead') continue;
      const words = this.said.get(requestId);
      const of = words === ERASED ? undefined : (words?.['texts'] as Record<string, string>);
      for (const { lineId } of event.lines)
        if (!texts.has(lineId)) texts.set(lineId, words === ERASED ? ERASED : (of?.[lineId] ?? ''));
    }
    return texts;
  }

  private saidOfEntries(): ReadonlyMap<string, SaidOfEntry> {
    const entries = new Map<string, SaidOfEntry>();
    for (const at of this.events)
      if (at.event.type === 'ExpenseRecorded' || at.event.type === 'PaymentMade') {
        const [payee, reference] = [this.text(at, 'payee'), this.text(at, 'reference')];
        entries.set(at.event.entryId, present({ payee, reference }));
      }
    return entries;
  }

  private saidOfLines(): ReadonlyMap<string, SaidOfLine> {
    const lines = new Map<string, SaidOfLine>();
    for (const at of this.events)
      if (at.event.type === 'LineSetAside' || at.event.type === 'LineIgnored') {
        const { lineId, on } = at.event as LineSetAside;
        const [reason, question] = [this.text(at, 'reason'), this.text(at, 'question')];
        const before = lines.get(lineId);
        const asked = question ?? before?.question;
        const { answer } = before ?? {};
        const told = { reason, question: asked, answer };
        lines.set(lineId, { by: at.actor.userId, on, ...present(told) });
      } else if (at.event.type === 'LineExplained') {
        const before = lines.get(at.event.lineId)!;
        lines.set(at.event.lineId, { ...before, ...present({ answer: this.text(at, 'answer') }) });
      }
    return lines;
  }

  private text({ requestId }: Told, field: string): string | undefined {
    const words = this.said.get(requestId);
    if (words === ERASED) return ERASED;
    return words?.[field] as string | undefined;
  }
}

const SPEAKING: readonly string[] = [
  'LinesRead',
  'ExpenseRecorded',
  'PaymentMade',
  'LineSetAside',
  'LineIgnored',
  'LineExplained',
] satisfies AccountEvent['type'][];
