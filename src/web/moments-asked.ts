import {
  createParamDecorator,
  Injectable,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../event-log/clock.js';
import { endOfDay, isLocalDate, type Instant, type LocalDate } from '../kernel/dates.js';
import { dayTyped, readDay, type DayTyped } from './day-typed.js';
import { FIRST_DAY, LAST_DAY } from './fields.js';
import type { FormError } from './form-state.js';
import { seeOther } from './see-other.js';

type Sent = Readonly<Record<string, string | readonly string[] | undefined>>;

const CLOCKS = ['asAt', 'knownAt'] as const;
type Clocks = (typeof CLOCKS)[number];
const PARTS = ['day', 'month', 'year'] as const;

/** How each is called at the beginning of a sentence. */
const WHAT: Readonly<Record<Clocks, string>> = {
  asAt: 'The day to look at',
  knownAt: 'The day of what was known',
};

/**
 * The two questions of a page with figures, as its address asks them: as at the end of a day, as
 * known at the end of a day. Hand it to queries where these take `asAt` and `knownAt`.
 */
export class MomentsAsked {
  /** Absent: today, or the day of what was known. */
  readonly asAt?: LocalDate;
  /** Absent: what is known now. */
  readonly knownAt?: Instant;

  private constructor(
    readonly today: LocalDate,
    private readonly days: Partial<Record<Clocks, LocalDate>>,
    /** For the fields of the two questions. */
    readonly typed: Readonly<Record<Clocks, DayTyped>>,
    readonly errors: readonly FormError[],
    /** What else the address says: filters, which the questions leave as they are. */
    readonly others: readonly (readonly [name: string, value: string])[],
  ) {
    const { asAt, knownAt } = days;
    if (asAt !== undefined) this.asAt = asAt;
    // The end of today is not here yet: what is known of it is what is known now.
    if (knownAt !== undefined && knownAt < today) this.knownAt = endOfDay(knownAt);
  }

  /** Throws an address to go on to where the days came in three fields each, as forms send them. */
  static from(sent: Sent, today: LocalDate): MomentsAsked {
    const typed = { asAt: typedIn(sent, 'asAt'), knownAt: typedIn(sent, 'knownAt') };
    const days: Partial<Record<Clocks, LocalDate>> = {};
    const errors: FormError[] = [];
    for (const clock of CLOCKS) {
      const found = dayAsked(clock, typed[clock], today);
      if (typeof found === 'object') errors.push(found);
      else if (found !== undefined) days[clock] = found;
    }
    const others = Object.entries(sent).flatMap(([name, value]) =>
      NAMES.has(name) ? [] : [value ?? []].flat().map((it) => [name, it] as const),
    );
    const asked = new MomentsAsked(today, errors.length > 0 ? {} : days, typed, errors, others);
    const inThree = Object.keys(sent).some((it) => NAMES.has(it) && it.includes('-'));
    if (inThree && errors.length === 0) throw seeOther(asked.keptIn(`?${queryOf(others)}`));
    return asked;
  }

  /** The day that the page shows. */
  get day(): LocalDate {
    return this.asAt ?? this.days.knownAt ?? this.today;
  }

  /** Nothing was asked: today, as known now. */
  get isNow(): boolean {
    return this.asAt === undefined && this.days.knownAt === undefined;
  }

  /** The same page, which asks nothing. */
  get nowHref(): string {
    return `?${queryOf(this.others)}`;
  }

  /** The day of what was known; `undefined`: now. */
  get knownDay(): LocalDate | undefined {
    return this.days.knownAt;
  }

  /** An address of such a page, which asks the same of it. */
  keptIn(href: string): string {
    const [path = '', query = ''] = href.split('?', 2);
    const kept = CLOCKS.flatMap((it) => (this.days[it] ? [[it, this.days[it]] as const] : []));
    const all = queryOf([...new URLSearchParams(query), ...kept]);
    return all === '' ? path || '?' : `${path}?${all}`;
  }
}

const NAMES = new Set<string>(
  CLOCKS.flatMap((clock) => [clock, ...PARTS.map((it) => `${clock}-${it}`)]),
);

const queryOf = (pairs: readonly (readonly [string, string])[]): string =>
  new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();

function typedIn(sent: Sent, clock: Clocks): DayTyped {
  const whole = sent[clock];
  if (whole === undefined) {
    const [day, month, year] = PARTS.map((it) => String(sent[`${clock}-${it}`] ?? ''));
    return { day: day!, month: month!, year: year! };
  }
  if (isLocalDate(whole)) return dayTyped(whole);
  // Not to be lost: it is shown again, with what is wrong with it.
  return { day: String(whole), month: '', year: '' };
}

function dayAsked(
  clock: Clocks,
  typed: DayTyped,
  today: LocalDate,
): LocalDate | FormError | undefined {
  const read = readDay(typed);
  const wrong = (what: string, parts: readonly string[] = PARTS): FormError => ({
    field: clock,
    id: `${clock}-${parts[0]}`,
    message: `${WHAT[clock]} ${what}`,
    parts,
  });
  if ('wrong' in read) return wrong(read.wrong, read.parts);
  const { day } = read;
  if (day === undefined) return undefined;
  if (clock === 'knownAt' && day > today) return wrong('must be today or in the past');
  return day < FIRST_DAY || day > LAST_DAY ? wrong('must be from 2000 to 2099') : day;
}

@Injectable()
export class MomentsPipe implements PipeTransform {
  constructor(private readonly clock: Clock) {}

  transform(sent: Sent): MomentsAsked {
    return MomentsAsked.from(sent, this.clock.today());
  }
}

const AddressQuery = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().query,
);

/** `@AtMoments() moments: MomentsAsked`, and `moments` among what the page shows. */
export const AtMoments = (): ParameterDecorator => AddressQuery(MomentsPipe);
