import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics.js';

/** What a service says of itself. */
export abstract class Vitals {
  /** Sentences about what is wrong; none: it is ready. Never anybody's words. */
  abstract complaints(): Promise<readonly string[]>;
  /** What works, but wants somebody to look. */
  abstract concerns(): readonly string[];
  /** What is well, and worth knowing. */
  abstract notes(): readonly string[];
}

@ApiExcludeController()
@Controller()
export class HealthApi {
  constructor(
    private readonly vitals: Vitals,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'alive' };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const complaints = await this.vitals.complaints();
    const concerns = this.vitals.concerns();
    const notes = this.vitals.notes();
    const more = notes.length > 0 ? { notes } : {};
    if (complaints.length === 0)
      return concerns.length === 0
        ? { status: 'ready', ...more }
        : { status: 'degraded', concerns, ...more };
    void reply.status(503);
    return { status: 'not-ready', complaints, concerns };
  }

  @Get('metrics')
  async prometheus(@Res() reply: FastifyReply): Promise<void> {
    await reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
