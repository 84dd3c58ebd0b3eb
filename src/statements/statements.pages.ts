import { Get, Param, Post, Query } from '@nestjs/common';
import { Refusal } from '../kernel/decider.js';
import { present } from '../kernel/canonical.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choices, file, optional } from '../web/form-fields.js';
import { Sent, Uploads } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { invalid, Problem } from '../web/problem.js';
import { done, seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { balance } from './balance-field.pages.js';
import { FileReading } from './file-reading.api.js';
import { linesCounted } from './lines-in-words.js';
import { mappingPage } from './mapping.pages.js';
import { MappingsTable } from './mappings.table.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import type { MappingPreview } from './files/statement-file.js';
import { StatementWriting, type TakenIn } from './statement-writing.api.js';
import { nextStepOf } from './statements-in-words.js';
import { StatementsQueries } from './statements.queries.js';

const UPLOAD = {
  openingPence: optional(balance({ what: 'what was there before the first line' })),
  closingPence: optional(balance({ what: 'what was there after the last line' })),
  overlap: optional(choices({ what: 'whether it is to come in all the same', of: ['yes'] })),
  file: file({ what: 'a statement', maxMegabytes: 5 }),
};

/** The bank statements of an account, and how one comes in. */
@Pages('accounts/:budgetId/statements')
export class StatementsPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly writing: StatementWriting,
    private readonly reading: FileReading,
    private readonly mappings: MappingsTable,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer', 'auditor')
  async list(@Reached() reach: Reach) {
    const { budgetId } = reach as Required<Owner>;
    const base = statementsOf(reach);
    const all = await this.queries.list(budgetId);
    return shown('statements/statements', {
      ...(await this.around.list(reach)),
      title: 'Bank statements',
      base,
      statements: all
        .map((it) => ({ ...it, href: `${base}/${it.statementId}`, next: nextStepOf(it) }))
        .toReversed(),
    });
  }

  @Get('add')
  @May('officer')
  async form(@Reached() reach: Reach, @Query() { mapping }: Readonly<Record<string, unknown>>) {
    return this.upload(reach, typeof mapping === 'string' ? mapping : undefined);
  }

  @Post('add')
  @May('officer')
  @Uploads()
  async add(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    const mappingId = [form.fields['mappingId'] ?? []].flat()[0];
    const found: Found = { overlaps: form.fields['overlaps'] === 'yes' };
    return form.take(
      UPLOAD,
      async ({ file: sent, overlap = [], ...typed }) => {
        try {
          const read = await this.reading.read(sent.bytes, asking.today, mappingId || undefined);
          const acceptOverlap = overlap.includes('yes');
          const taken = await this.writing.take(asking, read, { ...present(typed), acceptOverlap });
          return wentIn(statementsOf(asking.reach), taken);
        } catch (error) {
          if (isToBeMapped(error)) return this.mapping(asking.reach, error);
          throw atTheField(error, found);
        }
      },
      () => this.upload(asking.reach, mappingId, found.overlaps),
    );
  }

  /** What was taken in, and what was not. */
  @Get(':statementId/taken-in')
  @May('officer', 'auditor')
  async takenIn(@Param('statementId') statementId: string, @Reached() reach: Reach) {
    const base = statementsOf(reach);
    const statement = await this.queries.one(reach as Required<Owner>, statementId);
    return shown('statements/taken-in', {
      ...(await this.around.below(reach, base)),
      title: `${linesCounted(statement.lines.length)} of the bank came in`,
      statement,
      href: `${base}/${statementId}`,
    });
  }

  private async upload(reach: Reach, mappingId?: string, overlaps = false): Promise<Shown> {
    const base = statementsOf(reach);
    return shown('statements/add', {
      ...(await this.around.below(reach, base)),
      title: 'Add a bank statement',
      base,
      layouts: await this.layouts(),
      mappingId,
      overlaps,
    });
  }

  /** A file with a heading is read by its own layout unasked; one without has to be told. */
  private async layouts() {
    const all = await this.mappings.all();
    return all
      .filter((it) => it.header === undefined)
      .map(({ mappingId: value, name: text }) => ({ value, text }));
  }

  private async mapping(reach: Reach, { details }: Problem): Promise<Shown> {
    const preview = details['preview'] as MappingPreview;
    return mappingPage(await this.around.below(reach, `${statementsOf(reach)}/add`), preview);
  }
}

interface Found {
  /** Another kind of statement has the same days: only then it is asked whether to go on. */
  overlaps: boolean;
}

export function wentIn(base: string, { statementId, lines, duplicates }: TakenIn) {
  if (lines > 0) return seeOther(`${base}/${statementId}/taken-in`);
  const known = duplicates === 1 ? 'Its line is' : `All its ${duplicates} lines are`;
  const said = duplicates === 0 ? 'It has no lines.' : `${known} here already.`;
  return done(`${base}/${statementId}`, 'Nothing new came in.', said);
}

const isToBeMapped = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === 'needs-mapping';

const OF_THE_FILE = ['unreadable', 'unsupported-type', 'too-large'];

/** What the file is shows when it is read. */
function atTheField(error: unknown, found: Found): unknown {
  if (error instanceof Problem && OF_THE_FILE.includes(error.code)) {
    const { line } = error.details as { line?: number };
    const where = line === undefined || line === 0 ? '' : `Line ${line}: `;
    return invalid({ field: 'file', message: where + error.message });
  }
  if (!(error instanceof Refusal) || error.code !== 'overlaps-other-source') return error;
  found.overlaps = true;
  return invalid({ field: 'overlap', message: OVERLAPS });
}

export const OVERLAPS =
  'Another kind of statement has these days already. Tick the box only if none of its lines is ' +
  'here yet, and choose the file again';
