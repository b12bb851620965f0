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
  /** The next `want` asks again even if the key is the same, and what is under way by now counts no more. */
  forget(): void;
}

export function createReader<T>(onChange: () => void): Reader<T> {
  let held: Latest<T> = { value: null, waiting: false, failed: null };
  /** undefined: whatever is wanted next is asked for. */
  let wanted: string | null | undefined = null;
  /** Of the newest question; only its answer counts. */
  let turn = 0;
  const put = (next: Latest<T>): void => {
    held = next;
    onChange();
  };
  return {
    get: () => held,
    want(key, ask) {
      if (key === wanted) return;
      wanted = key;
      turn += 1;
      if (key === null) return put({ value: null, waiting: false, failed: null });
      const mine = turn;
      put({ value: held.value, waiting: true, failed: null });
      ask().then(
        (value) => { if (turn === mine) put({ value, waiting: false, failed: null }); },
        (failed: unknown) => { if (turn === mine) put({ value: null, waiting: false, failed }); },
      );
    },
    forget() {
      wanted = undefined;
      turn += 1;
    },
  };
}
