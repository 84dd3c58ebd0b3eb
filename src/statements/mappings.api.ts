import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import { May } from '../sign-in/access.guard.js';
import { RowAnswers } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Column, Columns, Flag, Text, Texts } from '../web/fields.js';
import { Reading } from '../web/moments.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { RowRequests } from '../words/row-requests.js';
import { MappingsTable } from './mappings.table.js';
import type { Mapping } from './files/statement-file.js';

const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;

class MappingBody {
  @Text({ description: 'The bank or card provider.', max: 200, example: 'County cards' })
  name!: string;

  @Texts({
    description: 'The header that it is for; left out: the file has none.',
    optional: true,
    example: ['When', 'What', 'Spent', 'Loaded'],
  })
  header?: string[];

  @Text({ description: 'What parts the columns; default: a comma.', optional: true, max: 1 })
  delimiter?: string;

  @Column({ description: 'The day.', example: 'When' })
  dateColumn!: string | number;

  @Choice({ of: DATE_ORDERS, description: 'Its day, month and year.', example: 'dmy' })
  dateOrder!: (typeof DATE_ORDERS)[number];

  @Columns({ description: 'The bank’s words.', min: 1, example: ['What'] })
  textColumns!: (string | number)[];

  @Column({ description: 'One amount with its sign; else one column each.', optional: true })
  amountColumn?: string | number;

  @Column({ description: 'Money out.', optional: true, example: 'Spent' })
  outColumn?: string | number;

  @Column({ description: 'Money in.', optional: true, example: 'Loaded' })
  inColumn?: string | number;

  @Flag({ description: 'Spending is written above 0.', optional: true })
  invert?: boolean;

  @Column({ description: 'The balance after the line.', optional: true })
  balanceColumn?: string | number;

  @Column({ description: 'The bank’s own id, where it is stable.', optional: true })
  idColumn?: string | number;
}

const EXAMPLE_MAPPING = {
  mappingId: EXAMPLE_ID,
  name: 'County cards',
  header: ['When', 'What', 'Spent', 'Loaded'],
  delimiter: ',',
  dateColumn: 'When',
  dateOrder: 'dmy',
  textColumns: ['What'],
  amountColumn: 'Amount',
  outColumn: 'Spent',
  inColumn: 'Loaded',
  invert: false,
  balanceColumn: 'Balance',
  idColumn: 'Id',
};

/** How the columns of a bank's or card provider's file are to be read. Saved once, for all accounts. */
@ApiTags('Reconciling')
@Controller('statement-mappings')
export class MappingsApi {
  constructor(
    private readonly requests: RowRequests,
    private readonly answers: RowAnswers,
    private readonly mappings: MappingsTable,
  ) {}

  @Get()
  @May('officer')
  @Operation({
    summary: 'The saved mappings',
    description: 'The latest last: of two for one header that one is used.',
    answers: { items: [EXAMPLE_MAPPING] },
    codes: { dateOrder: DATE_ORDERS },
    sometimes: [
      'header',
      'delimiter',
      'amountColumn',
      'outColumn',
      'inColumn',
      'invert',
      'balanceColumn',
      'idColumn',
    ],
  })
  async list(@Query() _: Reading) {
    return { items: await this.mappings.all() };
  }

  @Post()
  @May('officer')
  @Operation({
    summary: 'Save a mapping',
    description: 'A file with the same header is read by it from then on, without asking.',
    status: 201,
    answers: { mappingId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE, version: 0, eventIds: [] },
  })
  async save(@Body() body: MappingBody, @Asking() asking: AskingFor) {
    return this.answers.of(await this.saved(asking, body));
  }

  private saved(asking: AskingFor, body: Omit<Mapping, 'mappingId'>) {
    mustSayAmounts(body);
    mustBeInHeader(body);
    const mapping = { mappingId: asking.idOf('mapping'), ...present({ ...body }) };
    return this.requests.once(asking.asked(), async (rows) => {
      await this.mappings.add(rows, mapping as Mapping);
      return { mappingId: mapping.mappingId };
    });
  }
}

function mustSayAmounts({ amountColumn, inColumn, outColumn }: Partial<Mapping>): void {
  const isOne = amountColumn !== undefined;
  const areTwo = inColumn !== undefined && outColumn !== undefined;
  const isEither = inColumn !== undefined || outColumn !== undefined;
  if (isOne ? isEither : !areTwo)
    throw invalid({
      field: 'amountColumn',
      message: 'Send amountColumn, or else outColumn and inColumn.',
    });
}

/** A column is named as the header has it; by number, it is one of them. */
function mustBeInHeader(mapping: Omit<Mapping, 'mappingId'>): void {
  const { header } = mapping;
  const named = {
    dateColumn: mapping.dateColumn,
    amountColumn: mapping.amountColumn,
    outColumn: mapping.outColumn,
    inColumn: mapping.inColumn,
    balanceColumn: mapping.balanceColumn,
    idColumn: mapping.idColumn,
    ...Object.fromEntries(mapping.textColumns.map((it, i) => [`textColumns[${i}]`, it])),
  };
  for (const [field, column] of Object.entries(named)) {
    if (column === undefined) continue;
    const isThere =
      typeof column === 'string'
        ? (header?.includes(column) ?? false)
        : header === undefined || column < header.length;
    if (!isThere) throw invalid({ field, message: 'The header has no such column.' });
  }
}
