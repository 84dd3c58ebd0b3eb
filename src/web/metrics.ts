import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Asked whenever somebody collects them. */
interface Counted {
  readonly eventsWaiting: () => Promise<number>;
  /** Since the process began. */
  readonly eventsTooLate: () => Promise<number>;
}

/** What is counted, for Prometheus. Routes and codes only: no id, no name. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });

  constructor({ eventsWaiting, eventsTooLate }: Counted) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'ledger_read_models_behind_events',
      help: 'Recorded and not yet in the read models, counted up to 1,000.',
      registers: [this.registry],
      async collect() {
        // Where the log cannot be read, the other figures are wanted most.
        this.set(await eventsWaiting().catch(() => NaN));
      },
    });
    new Counter({
      name: 'ledger_events_too_late_total',
      help:
        'Known at or before an instant for which this process had answered without them. ' +
        'Always 0 where the log is in a file.',
      registers: [this.registry],
      async collect() {
        const count = await eventsTooLate();
        this.reset();
        this.inc(count);
      },
    });
  }

  readonly contentType = this.registry.contentType;

  text(): Promise<string> {
    return this.registry.metrics();
  }

  watch(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const { method } = request;
      this.requests.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }
}
