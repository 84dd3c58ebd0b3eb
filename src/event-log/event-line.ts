import type { Recorded } from './event-log.js';

/** An event as it is handed out: envelope and hashes as they are chained, and its data. */
export function eventLine(at: Recorded): string {
  const { event, requestId: requestKey, ...envelope } = at;
  const { type, ...data } = event;
  return `${JSON.stringify({ ...envelope, type, on: event.on, requestKey, data })}\n`;
}
