// A drawer of IndexedDB: values by number, safe over a reload. Photos lie in it as they are.

export interface Shelf<T> {
  all(): Promise<T[]>;
  put(key: number, value: T): Promise<void>;
  remove(key: number): Promise<void>;
}

const STORES = ["orders", "fixes"] as const;
export type StoreName = (typeof STORES)[number];

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
}

/** Resolves when it is on the disk as far as the browser says so. */
function written(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
    transaction.onabort = transaction.onerror;
  });
}

/** One database a user: who signs in on the same tablet sends nothing in another's name. */
export async function openDatabase(user: string): Promise<IDBDatabase> {
  const request = indexedDB.open(`yuntu-tablet-${user}`, 1);
  request.onupgradeneeded = () => { for (const name of STORES) request.result.createObjectStore(name); };
  return settled(request);
}

export function shelf<T>(database: IDBDatabase, name: StoreName): Shelf<T> {
  const change = async (work: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = database.transaction(name, "readwrite");
    work(transaction.objectStore(name));
    await written(transaction);
  };
  return {
    all: () => settled(database.transaction(name).objectStore(name).getAll() as IDBRequest<T[]>),
    put: (key, value) => change((store) => store.put(value, key)),
    remove: (key) => change((store) => store.delete(key)),
  };
}

/** Where the browser keeps nothing (private windows of some): as long as the page is open. */
export function memoryShelf<T>(): Shelf<T> {
  const held = new Map<number, T>();
  return {
    all: async () => [...held.values()],
    put: async (key, value) => void held.set(key, value),
    remove: async (key) => void held.delete(key),
  };
}
