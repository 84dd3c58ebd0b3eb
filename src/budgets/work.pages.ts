import { Get, Param, Query } from '@nestjs/common';
import type { Role } from '../sign-in/user.js';
import { May } from '../sign-in/access.guard.js';
import { pageAsked } from '../web/page-links.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { workList } from '../web/work-list.js';
import { WorkWaiting } from '../web/work.js';
import type { ReductionStage } from './reductions.facts.js';
import { ReductionWork } from './work.queries.js';

interface Step {
  readonly name: string;
  readonly stage: ReductionStage;
  readonly text: string;
  readonly means: string;
  readonly roles: readonly Role[];
}

const STEPS: readonly Step[] = [
  {
    name: 'proposed',
    stage: 'proposed',
    text: 'Reductions to approve',
    means: 'A manager other than who proposed it approves it, or sends it back.',
    roles: ['manager'],
  },
  {
    name: 'approved',
    stage: 'approved',
    text: 'Reductions to tell people of',
    means: 'They were approved. None counts before the person has had a letter, and its notice.',
    roles: ['officer', 'manager'],
  },
  {
    name: 'challenged',
    stage: 'challenged',
    text: 'Challenges to decide',
    means: 'The earlier budget goes on until a manager other than who approved it decides.',
    roles: ['manager'],
  },
];

const COLUMNS = ['A week before', 'A week after', 'From'];

/** Reductions that wait for a step. */
@Pages('today/reductions')
export class ReductionWorkPages {
  constructor(
    private readonly queries: ReductionWork,
    waiting: WorkWaiting,
  ) {
    for (const { stage, ...step } of STEPS)
      waiting.register({
        ...step,
        href: addressOf(step),
        count: () => queries.count(stage),
        budgets: () => queries.budgets(stage),
      });
  }

  @Get(':name')
  @May('officer')
  async list(@Param('name') name: string, @Query() { page }: Readonly<Record<string, unknown>>) {
    const step = STEPS.find((it) => it.name === name);
    if (!step) throw notFound();
    const found = await this.queries.list(step.stage, pageAsked(page));
    const { text: title, means } = step;
    return workList({ title, means, address: addressOf(step), columns: COLUMNS, page: found });
  }
}

const addressOf = ({ name }: Pick<Step, 'name'>): string => `/today/reductions/${name}`;
