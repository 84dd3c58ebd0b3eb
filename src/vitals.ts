import type { Ledger } from './ledger.js';
import { Vitals } from './web/health.api.js';

/** How the ledger is: whether it can be read and written, and how far behind its answers are. */
export class LedgerVitals extends Vitals {
  constructor(
    private readonly ledger: Ledger,
    private readonly readyLagEvents: number,
  ) {
    super();
  }

  async complaints(): Promise<string[]> {
    const { readable, log } = this.ledger;
    try {
      await log.head();
      const troubles = [log.failure, ...this.ledger.troubles()];
      const complaints = troubles.flatMap((it) => it?.message ?? []);
      const behind = await readable.lag(this.readyLagEvents + 1);
      if (behind > this.readyLagEvents)
        complaints.push(`More than ${this.readyLagEvents} events are not in the read models yet.`);
      for (const name of readable.building) complaints.push(`${name} is still being built.`);
      return complaints;
    } catch {
      return ['The log cannot be read.'];
    }
  }

  concerns(): string[] {
    const { reactions, log } = this.ledger;
    const unprotected = log.protection?.couldDelete ? [log.protection.says] : [];
    return reactions
      .failures()
      .map((it) => it.message)
      .concat(unprotected);
  }

  notes(): string[] {
    const { protection } = this.ledger.log;
    return protection && !protection.couldDelete ? [protection.says] : [];
  }
}
