import { applyDecorators, Controller, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { INSIDE } from './addresses.js';
import { PageRendering } from './page-rendering.js';

/**
 * A controller of pages: `@Pages('my/:budgetId')`. Its methods say with `@May` who may see them, a
 * GET answers `shown(…)`, a POST `done(…)`; all others is as in the API.
 */
export const Pages = (address = ''): ClassDecorator =>
  applyDecorators(
    Controller(`${INSIDE}/${address}`),
    ApiExcludeController(),
    UseInterceptors(PageRendering),
  );
