import type { LocalDate } from '../kernel/dates.js';
import type { Owner, Reach } from '../sign-in/access.js';
import type { AccountFrame } from './account-frame.js';
import type { AskingFor } from './asking.js';
import type { SentFields } from './form-body.js';
import { MomentsAsked } from './moments-asked.js';
import { shown, type Shown } from './page.js';
import type { PagesOf, Recording, Row } from './recording.js';
import { seeOther, type SeeOther } from './see-other.js';
import type { SentForm } from './sent-form.js';

/** What something is recorded of, as it is told above the questions. */
export interface Told {
  readonly words: string;
  readonly on?: LocalDate | undefined;
  readonly spoken?: readonly { readonly label: string; readonly text: string }[];
}

interface At<S> {
  readonly reach: Reach;
  /** Where the form stands, and what it posts to. */
  readonly address: string;
  /** One step back. */
  readonly back: string;
  readonly subject: S;
  readonly told?: Told | undefined;
}

/** The pages of every recording: its questions, its answers to be checked, and on to what is there. */
export class RecordingPages {
  constructor(private readonly frame: Pick<AccountFrame, 'of'>) {}

  /** Its form; of one that asks nothing, its check. */
  async show<S>(it: Recording<S>, at: At<S>, today: LocalDate): Promise<Shown> {
    const asked = it.on({ today, subject: at.subject, sent: {} });
    const around = await this.around(it, at, today);
    if (asked.questions.length > 0) return formPage(around, asked.questions);
    return checkPage({ ...around, act: asked.act(), rows: [], typed: [] });
  }

  async take<S>(
    it: Recording<S>,
    at: At<S>,
    form: SentForm,
    asking: AskingFor,
  ): Promise<Shown | SeeOther> {
    const { today } = asking;
    const { step, ...sent } = form.fields;
    const asked = it.on({ today, subject: at.subject, sent: form.fields });
    const around = await this.around(it, at, today);
    const { budgetId } = at.reach as Required<Owner>;
    const pages: PagesOf = {
      form: () =>
        asked.questions.length > 0
          ? formPage(around, asked.questions)
          : checkPage({ ...around, act: asked.act(), rows: [], typed: [] }),
      // Of the key that came: who sends both pages again records it once.
      check: (act: string, rows: readonly Row[]) =>
        checkPage({
          ...around,
          title: 'Check your answers',
          act,
          rows,
          typed: typedIn(sent),
          sendKey: asking.idOf('send'),
        }),
      recorded: ({ eventIds }) => seeOther(`/accounts/${budgetId}/record/done/${eventIds[0]}`),
    };
    if (step === 'change' || step === 'more')
      return pages.form().with({ form: { values: form.fields, errors: [] } }, 200);
    return asked.take(form, asking, pages);
  }

  private async around<S>({ title, note }: Recording<S>, at: At<S>, today: LocalDate) {
    const { section, account } = await this.frame.of(at.reach, MomentsAsked.from({}, today));
    const { address, back, told } = at;
    return { title, note, section, account, address, back, told };
  }
}

type Around = Awaited<ReturnType<RecordingPages['around']>>;

const formPage = (around: Around, questions: unknown): Shown =>
  shown('web/recording', { ...around, questions });

interface ToCheck extends Around {
  readonly act: string;
  readonly rows: readonly Row[];
  readonly typed: readonly { readonly name: string; readonly value: string }[];
  readonly sendKey?: string;
}

const checkPage = (it: ToCheck): Shown => shown('web/recording-check', { ...it });

const typedIn = (sent: SentFields) =>
  Object.entries(sent).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
