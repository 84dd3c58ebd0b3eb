import { UnknownEvent, Unwritable, type Recorded } from './event-log.js';

/**
 * Every event type this program knows, with the schema version it writes today; earlier versions
 * it can read. Rooms add theirs when the program is put together.
 */
export class EventTypes {
  private readonly versions = new Map<string, number>();

  constructor(...types: Readonly<Record<string, number>>[]) {
    for (const it of types) this.add(it);
  }

  add(types: Readonly<Record<string, number>>): void {
    for (const [type, version] of Object.entries(types)) {
      if (this.versions.has(type)) throw new Error(`Two rooms have an event ${type}`);
      this.versions.set(type, version);
    }
  }

  /** The schema version that is written today. Throws `Unwritable` for a type nobody added. */
  versionOf(type: string): number {
    const version = this.versions.get(type);
    if (version === undefined) throw new Unwritable(`No room has an event ${type}`);
    return version;
  }

  /** Throws `UnknownEvent`: skipping what one does not know makes every figure after it wrong. */
  mustKnow({ event, schemaVersion, position }: Recorded): void {
    const version = this.versions.get(event.type);
    if (version === undefined || schemaVersion > version)
      throw new UnknownEvent(event.type, schemaVersion, position);
  }

  all(): ReadonlyMap<string, number> {
    return this.versions;
  }
}
