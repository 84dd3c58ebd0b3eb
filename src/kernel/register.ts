const BUCKETS = 256;

/**
 * An immutable map by id. Adding to it copies one bucket of many, so a fold over thousands of
 * events stays linear. In no particular order.
 */
export class Register<T> {
  static readonly EMPTY = new Register<never>(Array.from({ length: BUCKETS }));

  private constructor(private readonly buckets: readonly (ReadonlyMap<string, T> | undefined)[]) {}

  static empty<T>(): Register<T> {
    return Register.EMPTY as Register<T>;
  }

  get(id: string): T | undefined {
    return this.buckets[bucketOf(id)]?.get(id);
  }

  with(id: string, value: T): Register<T> {
    const buckets = this.buckets.slice();
    buckets[bucketOf(id)] = new Map(buckets[bucketOf(id)]).set(id, value);
    return new Register<T>(buckets);
  }

  /** As one by one, but each bucket is copied once. */
  withAll(values: Iterable<readonly [id: string, value: T]>): Register<T> {
    const buckets = this.buckets.slice();
    const fresh = new Set<number>();
    for (const [id, value] of values) {
      const at = bucketOf(id);
      if (!fresh.has(at)) buckets[at] = new Map(buckets[at]);
      fresh.add(at);
      (buckets[at] as Map<string, T>).set(id, value);
    }
    return new Register<T>(buckets);
  }

  without(ids: readonly string[]): Register<T> {
    const gone = new Set(ids);
    const buckets = this.buckets.map(
      (bucket) => bucket && new Map([...bucket].filter(([id]) => !gone.has(id))),
    );
    return new Register<T>(buckets);
  }

  *values(): Generator<T> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.values();
  }
}

function bucketOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
}
