import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { LocalDate } from '../kernel/dates.js';
import { policyInForce } from '../policies/policy.facts.js';
import { May, OfCircle } from '../sign-in/access.guard.js';
import { RowAnswers } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Day, Flag, Id, Text } from '../web/fields.js';
import { Reading } from '../web/moments.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, IdInAddress, Operation } from '../web/operation.js';
import { invalid, notFound } from '../web/problem.js';
import type { ErasableDatabase } from '../words/erasable-database.js';
import { RowRequests } from '../words/row-requests.js';
import { ERASED, WordStore } from '../words/words.js';
import { Refusal } from '../kernel/decider.js';
import {
  PeopleTable,
  REPRESENTATIVE_KINDS,
  type PersonRow,
  type RepresentativeKind,
  type RepresentativeRow,
} from './people.table.js';
import { OnPerson } from './person.commands.js';
import { BudgetsOfPeople } from './whose-budget.queries.js';

class PersonBody {
  @Text({ description: 'Full name.', max: 200, example: 'Anna Archer' })
  fullName!: string;

  @Day({
    description: 'Date of birth, 1900-01-01 to today.',
    from: '1900-01-01',
    example: '1961-03-14',
    optional: true,
  })
  dateOfBirth?: LocalDate;

  @Text({ description: 'Address, lines as on an envelope.', optional: true, example: '1 Elm Row' })
  address?: string;

  @Text({ description: 'E-mail.', max: 200, optional: true, example: 'anna@example.org' })
  email?: string;

  @Text({ description: 'Telephone.', max: 200, optional: true, example: '01632 960 001' })
  phone?: string;

  @Text({
    description: 'How they like to be written to.',
    max: 200,
    optional: true,
    example: 'large print',
  })
  preferredFormat?: string;

  @Text({
    description: 'The user who is this person: the issuer’s sub.',
    max: 200,
    optional: true,
    example: 'demo-holder',
  })
  userId?: string;
}

class RepresentativeBody {
  @Choice({
    of: REPRESENTATIVE_KINDS,
    description:
      'Nominee (s.31), authorised person (s.32), or supporter, who looks and decides nothing.',
    example: 'nominee',
  })
  kind!: RepresentativeKind;

  @Id({ description: 'A person known here. Exactly one of personId and fullName.', optional: true })
  personId?: string;

  @Text({
    description: 'The name of somebody who is not.',
    max: 200,
    optional: true,
    example: 'Nell North',
  })
  fullName?: string;

  @Text({
    description: 'The user who is this representative; without one they cannot sign in.',
    max: 200,
    optional: true,
    example: 'demo-nominee',
  })
  userId?: string;

  @Day({ description: 'The first day, in London.', example: '2026-01-05' })
  from!: LocalDate;

  @Day({ description: 'The last day, included.', optional: true, example: '2027-12-31' })
  to?: LocalDate;
}

class ErasureBody {
  @Text({
    description: 'Why; needed to override.',
    optional: true,
    example: 'Asked for by the person',
  })
  reason?: string;

  @Flag({ description: 'Before the retention period has passed.', optional: true, example: true })
  override?: boolean;
}

/** Plain rows that can be erased; never in the log. */
@ApiTags('People and budgets')
@Controller('people')
export class PeopleApi {
  constructor(
    private readonly people: PeopleTable,
    private readonly requests: RowRequests,
    private readonly words: WordStore,
    private readonly answers: RowAnswers,
    private readonly budgets: BudgetsOfPeople,
    private readonly bus: CommandBus,
  ) {}

  @Post()
  @May('officer')
  @Operation({
    summary: 'Record a person',
    status: 201,
    answers: { personId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE, version: 0, eventIds: [] },
  })
  async add(@Body() body: PersonBody, @Asking() asking: AskingFor) {
    if (body.dateOfBirth !== undefined && body.dateOfBirth > asking.today)
      throw invalid({ field: 'dateOfBirth', message: 'This lies ahead. Send a day up to today.' });
    const personId = asking.idOf('person');
    const answer = await this.requests.once(asking.asked(), async (rows) => {
      const added = await this.people.add(rows, rowOf(personId, body));
      if (added) await this.words.createKey(rows, personId);
      return { personId };
    });
    return this.answers.of(answer);
  }

  @Get(':personId')
  @May('officer', 'holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  @IdInAddress('personId', 'a person')
  @Operation({
    summary: 'Look at a person',
    description: 'After erasure every field is "[erased]".',
    answers: {
      personId: EXAMPLE_ID,
      fullName: 'Anna Archer',
      dateOfBirth: '1961-03-14',
      address: '1 Elm Row',
      email: 'anna@example.org',
      phone: '01632 960 001',
      preferredFormat: 'large print',
      userId: 'demo-holder',
      representatives: [
        {
          representativeId: EXAMPLE_ID,
          kind: 'nominee',
          personId: EXAMPLE_ID,
          fullName: 'Nell North',
          userId: 'demo-nominee',
          from: '2026-01-05',
          to: '2027-12-31',
          endedAt: '2026-06-01T09:30:00.000000Z',
        },
      ],
    },
    sometimes: [
      'dateOfBirth',
      'address',
      'email',
      'phone',
      'preferredFormat',
      'userId',
      'representatives.personId',
      'representatives.fullName',
      'to',
      'endedAt',
    ],
    codes: { kind: REPRESENTATIVE_KINDS },
    means: {
      from: 'The first day, in London.',
      to: 'The last day, included.',
      endedAt: 'Ended by hand: from this instant nothing is seen.',
    },
  })
  async look(@Param('personId') personId: string, @Query() _: Reading) {
    const person = await this.people.find(personId);
    if (!person) throw notFound();
    const representatives = await this.people.representativesOf(personId);
    return { ...personOf(person), representatives: representatives.map(representativeOf) };
  }

  @Delete(':personId')
  @May('manager')
  @IdInAddress('personId', 'a person')
  @Operation({
    summary: 'Erase a person',
    description:
      'Their fields, their representatives’ names and all words of their budgets; figures and hashes stay.',
    status: 204,
    refusals: ['retention'],
  })
  async erase(
    @Param('personId') personId: string,
    @Body() { reason, override = false }: ErasureBody,
    @Asking() asking: AskingFor,
  ): Promise<void> {
    if (override && reason === undefined)
      throw invalid({ field: 'reason', message: 'Say why it cannot wait.' });
    const closings = await this.budgets.closingsOf(personId);
    const { retentionYears } = policyInForce();
    const { today } = asking;
    await this.bus.execute(
      new OnPerson(
        personId,
        { type: 'ErasePerson', personId, today, closings, retentionYears, override },
        asking.asked(),
      ),
    );
    await this.people.keepErasure(personId, asking.user.userId, reason ?? '');
  }

  @Post(':personId/representatives')
  @May('officer')
  @IdInAddress('personId', 'the person represented')
  @Operation({
    summary: 'Appoint a representative',
    description: 'From and to are days in London, both included.',
    status: 201,
    answers: { representativeId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE, version: 0, eventIds: [] },
    refusals: ['erased'],
  })
  async appoint(
    @Param('personId') personId: string,
    @Body() body: RepresentativeBody,
    @Asking() asking: AskingFor,
  ) {
    await this.mustBeAppointable(body);
    const representativeId = asking.idOf('representative');
    const answer = await this.requests.once(asking.asked(), async (rows) => {
      await this.mustNotBeErased(rows, personId);
      await this.people.addRepresentative(rows, appointmentOf(personId, representativeId, body));
      return { representativeId };
    });
    return this.answers.of(answer);
  }

  @Delete(':personId/representatives/:representativeId')
  @May('officer')
  @IdInAddress('personId', 'the person represented')
  @IdInAddress('representativeId', 'the appointment')
  @Operation({
    summary: 'End an appointment at once',
    description: 'From this instant the representative sees nothing; what they did stays.',
    answers: { representativeId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE, version: 0, eventIds: [] },
  })
  async end(
    @Param('personId') personId: string,
    @Param('representativeId') representativeId: string,
  ) {
    if (!(await this.people.endRepresentative(personId, representativeId))) throw notFound();
    return this.answers.of({ representativeId });
  }

  private async mustNotBeErased(rows: ErasableDatabase, personId: string): Promise<void> {
    if (await this.people.isErased(rows, personId))
      throw new Refusal('erased', 'This person’s data was erased. Nobody can act for them here.');
  }

  private async mustBeAppointable({ personId, fullName, from, to }: RepresentativeBody) {
    if ((personId === undefined) === (fullName === undefined))
      throw invalid({ field: 'fullName', message: 'Send exactly one of personId and fullName.' });
    if (to !== undefined && to < from)
      throw invalid({ field: 'to', message: 'This is before from. Send a later day, or none.' });
    if (personId !== undefined && !(await this.people.find(personId)))
      throw notFound('There is no such person. Record them first.');
  }
}

const rowOf = (personId: string, body: PersonBody): PersonRow => ({
  person_id: personId,
  full_name: body.fullName,
  date_of_birth: body.dateOfBirth ?? null,
  address: body.address ?? null,
  email: body.email ?? null,
  phone: body.phone ?? null,
  preferred_format: body.preferredFormat ?? null,
  user_id: body.userId ?? null,
  erased_at: null,
});

function personOf(row: PersonRow) {
  const erased = row.erased_at === null ? undefined : ERASED;
  return {
    personId: row.person_id,
    fullName: row.full_name ?? ERASED,
    dateOfBirth: row.date_of_birth ?? erased,
    address: row.address ?? erased,
    email: row.email ?? erased,
    phone: row.phone ?? erased,
    preferredFormat: row.preferred_format ?? erased,
    userId: row.user_id ?? erased,
  };
}

const appointmentOf = (
  personId: string,
  representativeId: string,
  body: RepresentativeBody,
): RepresentativeRow => ({
  representative_id: representativeId,
  person_id: personId,
  kind: body.kind,
  as_person_id: body.personId ?? null,
  full_name: body.fullName ?? null,
  user_id: body.userId ?? null,
  from_day: body.from,
  to_day: body.to ?? null,
  ended_at: null,
});

const representativeOf = (row: RepresentativeRow) => ({
  representativeId: row.representative_id,
  kind: row.kind,
  personId: row.as_person_id ?? undefined,
  fullName: row.full_name ?? (row.as_person_id === null ? ERASED : undefined),
  userId: row.user_id ?? undefined,
  from: row.from_day,
  to: row.to_day ?? undefined,
  endedAt: row.ended_at ?? undefined,
});
