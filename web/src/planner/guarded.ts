// Calls of a page that somebody has to be signed in for.
import { statusOf } from "./failure";

/** The same calls. A lost session ends the page wherever it is found out; the caller is told of every failure all the same. */
export function guardedCalls<T extends object>(calls: T, signedOut: () => void): T {
  const guard = (work: (...args: unknown[]) => Promise<unknown>) => (...args: unknown[]): Promise<unknown> =>
    work(...args).catch((error: unknown) => {
      if (statusOf(error) === 401) signedOut();
      throw error;
    });
  return Object.fromEntries(Object.entries(calls).map(([name, work]) => [name, guard(work as never)])) as T;
}
