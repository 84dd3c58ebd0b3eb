import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../sign-in/access.guard.js';
import { examplePage, Operation } from '../web/operation.js';
import { paged, Paging } from '../web/paging.js';
import { DEFAULT_POLICY, PUBLISHED } from './policy.facts.js';

@ApiTags('Monitoring, reviews, policy')
@Controller('policies')
export class PoliciesApi {
  @Get()
  @May('officer', 'auditor')
  @Operation({
    summary: 'Every published version of the policy, in full',
    description: 'Periods in months, weeks or days as the names say, amounts in pence.',
    answers: examplePage(DEFAULT_POLICY),
  })
  list(@Query() query: Paging) {
    return paged(PUBLISHED, query);
  }
}
