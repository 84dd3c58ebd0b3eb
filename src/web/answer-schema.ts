import { isId } from '../kernel/digest.js';

/** A part of a JSON schema, as the documents have it. */
export interface AnswerSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: string[];
  readonly items?: AnswerSchema;
  readonly required?: string[];
  readonly properties?: Record<string, AnswerSchema>;
}

/**
 * What an example of an answer cannot show. A field is called by its name, or by the end of its way
 * where the name is not enough: `allocation.state`.
 */
export interface AnswerNotes {
  /** Left out where there is nothing to say. */
  readonly sometimes?: readonly string[];
  /** `null` where there is none. */
  readonly orNull?: readonly string[];
  /** Of one kind here, of another there: no more is said than what it means. */
  readonly anyKind?: readonly string[];
  /** The codes that it may have. */
  readonly codes?: Readonly<Record<string, readonly string[]>>;
  /** What it is, where its name and its unit do not say so. */
  readonly means?: Readonly<Record<string, string>>;
}

/** The schema of an answer, from an example of it: what stands in both is written once. */
export function schemaOf(example: unknown, notes: AnswerNotes = {}, way = ''): AnswerSchema {
  const { sometimes = [], orNull = [], anyKind = [], codes = {}, means = {} } = notes;
  const description = noteOn(means, way) ?? meaningOf(nameOf(way));
  if (anyKind.some(isAt(way))) return description === undefined ? {} : { description };
  const among = noteOn(codes, way);
  const said = {
    ...kindOf(example),
    ...(among && { enum: [...among] }),
    ...(orNull.some(isAt(way)) && { nullable: true }),
    ...(description !== undefined && { description }),
  };
  if (Array.isArray(example))
    return { ...said, items: example.length > 0 ? schemaOf(example[0], notes, way) : {} };
  if (typeof example !== 'object' || example === null) return said;
  const below = (name: string) => (way === '' ? name : `${way}.${name}`);
  const fields = Object.entries(example);
  return {
    ...said,
    required: fields.map(([name]) => name).filter((name) => !sometimes.some(isAt(below(name)))),
    properties: Object.fromEntries(
      fields.map(([name, value]) => [name, schemaOf(value, notes, below(name))]),
    ),
  };
}

const nameOf = (way: string): string => way.slice(way.lastIndexOf('.') + 1);

const isAt = (way: string) => (it: string) => way === it || way.endsWith(`.${it}`);

/** The note that names most of the way. */
const noteOn = <T>(notes: Readonly<Record<string, T>>, way: string): T | undefined =>
  Object.entries(notes)
    .filter(([it]) => isAt(way)(it))
    .toSorted(([a], [b]) => b.length - a.length)[0]?.[1];

function kindOf(example: unknown): AnswerSchema {
  if (Array.isArray(example)) return { type: 'array' };
  switch (typeof example) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: Number.isInteger(example) ? 'integer' : 'number' };
    case 'string':
      if (isId(example)) return { type: 'string', format: 'uuid' };
      if (/^\d{4}-\d\d-\d\d$/.test(example)) return { type: 'string', format: 'date' };
      if (/^\d{4}-\d\d-\d\dT.*Z$/.test(example)) return { type: 'string', format: 'date-time' };
      return { type: 'string' };
    default:
      return { type: 'object' };
  }
}

/** What a field means wherever it stands, and the unit that its name ends in. */
function meaningOf(name: string): string | undefined {
  const ending = Object.keys(UNITS).find((it) => name.endsWith(it));
  return MEANINGS[name] ?? (ending && UNITS[ending]);
}

const UNITS: Readonly<Record<string, string>> = {
  eeklyPence: 'Whole pence a week.',
  Pence: 'Whole pence.',
  Weeks: 'Weeks.',
  Months: 'Months.',
  Years: 'Years.',
  Days: 'Days.',
  Percent: 'Whole per cent, 0 to 100.',
};

const MEANINGS: Readonly<Record<string, string>> = {
  version: 'How often the stream was written to, from 0; of a budget it is the ETag.',
  position: 'Send it as `atLeast` to read what was written.',
  eventIds: 'The events that this recorded.',
  eventId: 'The event that says so.',
  on: 'The day on which it counts, in London.',
  recordedAt: 'When the ledger learnt it, UTC.',
  asAt: 'The day at whose end the answer holds, in London.',
  knownAt: 'What was learnt by this instant is in the answer, UTC.',
  page: 'Which page this is, from 1.',
  pageSize: 'At most so many items, 1 to 200.',
  total: 'How many items there are on all pages.',
};
