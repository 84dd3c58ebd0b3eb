export interface FormError {
  /** The id of what is to be put right: the first field of a day, the first of several radios. */
  readonly id: string;
  readonly field: string;
  readonly message: string;
  /** Of a day, which of its fields. */
  readonly parts?: readonly string[];
}

/** A form as it was sent, and what was wrong with it: shown again with both. */
export interface FormState {
  /** What was typed, by the name of the field. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly errors: readonly FormError[];
}
