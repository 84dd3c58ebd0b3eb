/**
 * An embedded database on a disk that is full, broken or kept by somebody else: whoever asked may
 * ask again.
 */
export const isOutOfReach = (error: unknown): boolean =>
  /^SQLITE_(FULL|IOERR|BUSY|CANTOPEN|READONLY)/.test(
    (error as { readonly code?: string } | undefined)?.code ?? '',
  );
