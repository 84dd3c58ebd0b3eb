/** Words of accountants, which nobody who reads of their own money should have to know. */
export const BANNED =
  /\b(?<!direct )debits?\b(?! cards?)|(?<!universal )\bcredits?\b|\bdebited\b|\bledgers?\b|\bjournals?\b|\bpostings?\b|\baccru(e|ed|al|als)\b|\b(un)?reconcil(e|ed|ing)\b|\brevers(al|als|ed)\b|\bcontra\b|\bliabilit(y|ies)\b|\breceivables?\b|\bsuspense\b|\bclaw-?back\b|\bwrite-off\b|\bdouble entry\b|\bvariances?\b|\bremittances?\b/i;

/** A code, an id, a type of event or a day that no person would write. */
export const CODES =
  /[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\d|\b[A-Z][a-z]+[A-Z][a-z]+|\b[a-z]+-[a-z]+-[a-z]+\b|undefined|NaN|null|-£|£-/;
