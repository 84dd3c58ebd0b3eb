/** The key is gone: from now on nobody can read the person's words. Who asked is in the envelope. */
export interface PersonErased {
  type: 'PersonErased';
  personId: string;
}

/** Stored for ever. Add fields and types; never rename or reuse one. */
export type PersonEvent = PersonErased;

/** Every type with the schema version that is written today. */
export const PERSON_EVENTS = { PersonErased: 1 } as const satisfies Record<
  PersonEvent['type'],
  number
>;
