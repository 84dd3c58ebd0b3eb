import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { STATEMENT_FORMATS } from '../accounts/account.events.js';
import { LINE_STATES } from '../accounts/lines.facts.js';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { pence, type Pence } from '../kernel/money.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Day, Flag, LARGEST_PENCE, Parts, Pennies, Text } from '../web/fields.js';
import { Reading } from '../web/moments.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, IdInAddress, Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { TakesFile, Uploaded, type Upload } from '../web/upload.js';
import { FileReading } from './file-reading.api.js';
import { keyedFile } from './keyed.js';
import { NOTES, PROBLEMS } from './problem-codes.facts.js';
import { STATEMENT_STATES } from './reconciling.js';
import { MAX_ROWS } from './files/statement-file.js';
import { StatementWriting, type TakingIn } from './statement-writing.api.js';
import { StatementsQueries } from './statements.queries.js';

const MAX_KEYED = 2_000;

const FIELDS = {
  mappingId: 'A saved mapping to read it by.',
  openingPence: 'What was there before the first line, where the file does not say; pence.',
  closingPence: 'What was there after the last line, where the file does not say; pence.',
  acceptOverlap: 'true: although a statement of another kind has these days.',
};

class KeyedLineBody {
  @Day({ description: 'The day on which the bank booked it.', example: '2026-04-10' })
  on!: LocalDate;

  @Text({ description: 'The bank’s words for it.', max: 500, example: 'SUNRISE CARE LTD' })
  text!: string;

  @Pennies({ min: -LARGEST_PENCE, description: 'Pence; in: above 0.', example: -8_000 })
  amountPence!: Pence;
}

class KeyedBody {
  @Pennies({
    min: -LARGEST_PENCE,
    optional: true,
    description: 'What was there before the first line; pence.',
    example: 24_850,
  })
  openingPence?: Pence;

  @Pennies({
    min: -LARGEST_PENCE,
    optional: true,
    description: 'What was there after the last line; pence.',
    example: 16_850,
  })
  closingPence?: Pence;

  @Day({ optional: true, description: 'The last day it is of; default: that of the last line.' })
  to?: LocalDate;

  @Flag({ optional: true, description: FIELDS.acceptOverlap })
  acceptOverlap?: boolean;

  @Parts({ of: () => KeyedLineBody, max: MAX_KEYED, description: 'As the paper has them.' })
  lines!: KeyedLineBody[];
}

class CloseBody {
  @Pennies({
    min: -LARGEST_PENCE,
    optional: true,
    description: 'What the bank had at the beginning, where the file did not say; pence.',
  })
  openingPence?: Pence;

  @Pennies({
    min: -LARGEST_PENCE,
    optional: true,
    description: 'What the bank had at the end, where the file did not say; pence.',
    example: 16_850,
  })
  closingPence?: Pence;
}

class WithdrawalBody {
  @Text({ description: 'Why.', example: 'The file of another person' })
  reason!: string;
}

class NoBody {}

class ReopeningBody {
  @Text({ description: 'Why.', example: 'An invoice of May came to light' })
  reason!: string;
}

const EXAMPLE_IN_SHORT = {
  statementId: EXAMPLE_ID,
  format: 'csv',
  from: '2026-04-06',
  to: '2026-04-30',
  openingPence: 24_850,
  closingPence: 16_850,
  addsUp: true,
};
const EXAMPLE_REMARKS = {
  problems: [{ line: 7, code: 'no-such-day', message: PROBLEMS['no-such-day'] }],
  notes: [{ line: 12, code: 'no-money', message: NOTES['no-money'] }],
};
const EXAMPLE_TAKEN = {
  ...EXAMPLE_IN_SHORT,
  lines: 8,
  duplicates: 2,
  ...EXAMPLE_REMARKS,
  ...EXAMPLE_ENVELOPE,
};
const EXAMPLE_STANDING = {
  importedOn: '2026-05-04',
  state: 'signed-off',
  duplicates: 2,
  open: 0,
  setAside: 1,
  closedBy: 'demo-officer',
  signedBy: 'demo-manager',
  signedHash: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
};
const EXAMPLE_LINE = {
  lineId: EXAMPLE_ID,
  on: '2026-04-10',
  text: 'SUNRISE CARE LTD',
  amountPence: -8_000,
  textHash: '9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab',
  state: 'open',
  entryIds: [EXAMPLE_ID],
  suggestions: [
    {
      entryIds: [EXAMPLE_ID],
      withLineIds: [EXAMPLE_ID],
      score: 96,
      certain: true,
      reasons: ['same amount', '2 days later', 'name like “Sunrise Care”'],
    },
  ],
  proposal: {
    kind: 'expense',
    payee: 'Sunrise Care Ltd',
    category: 'agency',
    reasons: ['money out', 'as the last time'],
    ruleId: EXAMPLE_ID,
  },
  said: {
    by: 'demo-officer',
    on: '2026-05-04',
    reason: 'Nobody knows what this is',
    question: 'What was this card payment for?',
    answer: 'New tyres for the wheelchair',
  },
};
const TELLS = {
  codes: { format: STATEMENT_FORMATS, state: [...STATEMENT_STATES, ...LINE_STATES] },
  means: {
    from: 'The day after the last closed one.',
    to: 'The end that the file declares, else its last line’s day.',
    openingPence: 'What the bank had before the first new line; null: nobody said.',
    closingPence: 'What the bank had at the end; null: nobody said.',
    addsUp: 'Null while one of the balances is not known.',
    score: '0 to 100.',
    withLineIds: 'Further lines that make the entry together with this one.',
    signedHash:
      'SHA-256 of the canonical JSON of from, to, openingPence, closingPence and lines, each with ' +
      'lineId, on, amountPence, state, entryIds and textHash: what was signed.',
  },
} as const;

/** A statement goes in as the bank made it, and its period closes to the penny. */
@ApiTags('Reconciling')
@Controller()
export class StatementsApi {
  constructor(
    private readonly writing: StatementWriting,
    private readonly reading: FileReading,
    private readonly queries: StatementsQueries,
    private readonly requests: Requests,
  ) {}

  @Post('budgets/:budgetId/statements')
  @May('officer')
  @IdInAddress('budgetId', 'a budget')
  @TakesFile('CSV, OFX, QFX, QIF, MT940 or CAMT.053, as the bank made it; at most 5 MB.', {
    fields: FIELDS,
    maxMegabytes: 5,
  })
  @Operation({
    summary: 'Add a statement',
    description:
      'The same file twice adds nothing; of one that overlaps another only what is new comes in. ' +
      'What contradicts itself is listed as a problem, with its line: nothing is guessed, and the ' +
      'period cannot close over it.',
    status: 201,
    answers: EXAMPLE_TAKEN,
    refusals: ['erased', 'needs-mapping', 'overlaps-other-source'],
    ...TELLS,
  })
  async add(@Uploaded() { file, fields }: Upload, @Asking() asking: AskingFor) {
    const read = await this.reading.read(file, asking.today, fields['mappingId']);
    return this.writing.take(asking, read, typedIn(fields));
  }

  @Post('budgets/:budgetId/statements/keyed')
  @May('officer')
  @IdInAddress('budgetId', 'a budget')
  @Operation({
    summary: 'Add a statement from paper',
    description: `Its lines as they were typed, at most ${MAX_KEYED}; the same checks as for a file.`,
    status: 201,
    answers: { ...EXAMPLE_TAKEN, format: 'keyed' },
    refusals: ['erased', 'overlaps-other-source'],
    ...TELLS,
  })
  async key(
    @Body() { lines, to, acceptOverlap = false, ...typed }: KeyedBody,
    @Asking() asking: AskingFor,
  ) {
    mustBeLines(lines, asking.today);
    if (to !== undefined && to > asking.today)
      throw invalid({ field: 'to', message: `This lies ahead. Send a day up to ${asking.today}.` });
    return this.writing.take(asking, keyedFile(lines, to), { ...present(typed), acceptOverlap });
  }

  @Get('budgets/:budgetId/statements')
  @May('officer', 'auditor', 'holder')
  @IdInAddress('budgetId', 'a budget')
  @Operation({
    summary: 'The statements of an account',
    description: 'The oldest first. Not paged.',
    answers: { items: [{ ...EXAMPLE_IN_SHORT, lines: 8, ...EXAMPLE_STANDING }] },
    sometimes: ['closedBy', 'signedBy', 'signedHash'],
    ...TELLS,
  })
  async list(@Param('budgetId') budgetId: string, @Query() _: Reading) {
    return { items: await this.queries.list(budgetId) };
  }

  @Get('statements/:statementId')
  @May('officer', 'auditor', 'holder')
  @IdInAddress('statementId', 'a statement')
  @Operation({
    summary: 'A statement with its lines',
    description: `Those of the file that were new, in its order, at most ${MAX_ROWS}; not paged.`,
    answers: {
      ...EXAMPLE_IN_SHORT,
      budgetId: EXAMPLE_ID,
      ...EXAMPLE_STANDING,
      ...EXAMPLE_REMARKS,
      lines: [EXAMPLE_LINE],
    },
    sometimes: [
      'closedBy',
      'signedBy',
      'signedHash',
      'withLineIds',
      'proposal',
      'payee',
      'category',
      'ruleId',
      'said',
      'reason',
      'question',
      'answer',
    ],
    ...TELLS,
  })
  async look(
    @Param('statementId') statementId: string,
    @Query() _: Reading,
    @Reached() reach: Reach,
  ) {
    return this.queries.one(reach as Required<Owner>, statementId);
  }

  @Post('statements/:statementId/withdrawal')
  @May('officer')
  @IdInAddress('statementId', 'a statement')
  @Operation({
    summary: 'Take back a statement that came in by mistake',
    description:
      'While it is open and nothing came of its lines. They are gone, and come in again with the ' +
      'next file that has them.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-closed', 'settled-lines', 'erased'],
  })
  async withdraw(
    @Param('statementId') statementId: string,
    @Body() { reason }: WithdrawalBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'WithdrawStatement', statementId, wordsHash } as const;
    return this.writing.ask(asking, asked, what, {});
  }

  @Post('statements/:statementId/close')
  @May('officer')
  @IdInAddress('statementId', 'a statement')
  @Operation({
    summary: 'Close the period of a statement',
    description:
      'What was there at the last closing and the lines make what the bank had at the end, and ' +
      'every line is settled. Afterwards nothing may be dated on its days.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-closed', 'earlier-period-open', 'open-lines', 'does-not-add-up'],
  })
  async close(
    @Param('statementId') statementId: string,
    @Body() typed: CloseBody,
    @Asking() asking: AskingFor,
  ) {
    const { userId } = asking.user;
    const what = { type: 'CloseStatement', statementId, userId, ...present(typed) } as const;
    return this.writing.ask(asking, asking.asked(), what, {});
  }

  @Post('statements/:statementId/sign-off')
  @May('officer')
  @IdInAddress('statementId', 'a statement')
  @Operation({
    summary: 'Sign off a closed period',
    description: 'By somebody other than who closed it. What is signed is a hash of what is shown.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['not-closed', 'already-signed', 'signer-is-closer'],
  })
  async signOff(
    @Param('statementId') statementId: string,
    @Body() _: NoBody,
    @Asking() asking: AskingFor,
  ) {
    const { userId } = asking.user;
    const what = { type: 'SignOffStatement', statementId, userId } as const;
    return this.writing.ask(asking, asking.asked(), what, {});
  }

  @Post('statements/:statementId/reopening')
  @May('manager')
  @IdInAddress('statementId', 'a statement')
  @Operation({
    summary: 'Reopen a closed period',
    description: 'Only the last one. Closing and sign-off are taken back; both happen again.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['not-closed', 'later-period-closed', 'erased'],
  })
  async reopen(
    @Param('statementId') statementId: string,
    @Body() { reason }: ReopeningBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'ReopenStatement', statementId, wordsHash } as const;
    return this.writing.ask(asking, asked, what, {});
  }

  @Get('budgets/:budgetId/matching-rules')
  @May('officer', 'auditor')
  @IdInAddress('budgetId', 'a budget')
  @Operation({
    summary: 'What was learned about the payees of an account',
    description: 'From lines that an officer made entries of. Each can be forgotten.',
    answers: {
      items: [
        { ruleId: EXAMPLE_ID, payeeKey: 'sunrise care', kind: 'expense', category: 'agency' },
      ],
    },
  })
  async rules(@Query() _: Reading, @Reached() reach: Reach) {
    return { items: await this.queries.rules(reach as Required<Owner>) };
  }

  @Delete('budgets/:budgetId/matching-rules/:ruleId')
  @May('officer')
  @IdInAddress('budgetId', 'a budget')
  @IdInAddress('ruleId', 'a rule')
  @Operation({
    summary: 'Forget what was learned about a payee',
    description: 'Lines that an officer makes entries of later teach it anew.',
    answers: EXAMPLE_ENVELOPE,
  })
  async forget(@Param('ruleId') ruleId: string, @Asking() asking: AskingFor) {
    const what = { type: 'ForgetMatchingRule', ruleId } as const;
    return this.writing.ask(asking, asking.asked(), what, {});
  }
}

/** Fields of a form are text. */
function typedIn(fields: Readonly<Record<string, string>>): TakingIn {
  const { acceptOverlap = 'false' } = fields;
  if (acceptOverlap !== 'true' && acceptOverlap !== 'false')
    throw invalid({ field: 'acceptOverlap', message: 'Send true or false.' });
  return {
    ...present({
      openingPence: penceIn(fields, 'openingPence'),
      closingPence: penceIn(fields, 'closingPence'),
    }),
    acceptOverlap: acceptOverlap === 'true',
  };
}

function penceIn(fields: Readonly<Record<string, string>>, field: string): Pence | undefined {
  const text = fields[field];
  if (text === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(text) || Math.abs(Number(text)) > LARGEST_PENCE)
    throw invalid({ field, message: 'Send a whole number of pence.' });
  return pence(Number(text));
}

function mustBeLines(lines: readonly KeyedLineBody[], today: LocalDate): void {
  lines.forEach(({ on, amountPence }, i) => {
    if (on > today)
      throw invalid({
        field: `lines[${i}].on`,
        message: `This lies ahead. Send a day up to ${today}.`,
      });
    if (amountPence === 0)
      throw invalid({ field: `lines[${i}].amountPence`, message: 'This moves no money.' });
  });
}
