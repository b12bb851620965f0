// One thing read from the server for what is chosen now: a newer choice wins, the older answer stays until then.

export interface Latest<T> {
  /** The last answer that came, which may still be that of an earlier choice. */
  readonly value: T | null;
  readonly waiting: boolean;
  readonly failed: unknown;
}

export interface Reader<T> {
  get(): Latest<T>;
  /** `key` null: nothing is wanted. The same key is asked for once. */
  want(key: string | null, ask: () => Promise<T>): void;
  /** The next `want` asks again even if the key is the same. */
  forget(): void;
}

export function createReader<T>(onChange: () => void): Reader<T> {
  let held: Latest<T> = { value: null, waiting: false, failed: null };
  let wanted: string | null = null;
  const put = (next: Latest<T>): void => {
    held = next;
    onChange();
  };
  return {
    get: () => held,
    want(key, ask) {
      if (key === wanted) return;
      wanted = key;
      if (key === null) return put({ value: null, waiting: false, failed: null });
      put({ value: held.value, waiting: true, failed: null });
      ask().then(
        (value) => { if (wanted === key) put({ value, waiting: false, failed: null }); },
        (failed: unknown) => { if (wanted === key) put({ value: null, waiting: false, failed }); },
      );
    },
    forget: () => { wanted = "\u0000"; },
  };
}
