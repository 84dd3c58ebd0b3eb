import type { Server } from 'node:http';

/** A client who has sent half a request, or does not take its answer, keeps nobody longer. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 50;

/**
 * While a server closes it answers what it was asked; then nobody may hold it open. Connections
 * that have fallen idle are let go of at once, all others when the time is over.
 */
export function letGo(server: Server, patienceMs = PATIENCE_MS): void {
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS).unref();
  const all = setTimeout(() => server.closeAllConnections(), patienceMs).unref();
  server.once('close', () => {
    clearInterval(idle);
    clearTimeout(all);
  });
}
