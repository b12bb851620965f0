// What the worker has chosen on this page. Changed only by `update`.

export type View = "tasks" | "incident" | "find" | "queue";

export interface TabletPage {
  readonly view: View;
  /** Of the view `incident`; "" otherwise. */
  readonly incident: string;
  /** The action whose form is open; "" for none. */
  readonly form: string;
  /** The next tap on the map is the place of the report. */
  readonly picking: boolean;
  readonly picked: { readonly lon: number; readonly lat: number } | null;
}

export interface TabletStore {
  get(): TabletPage;
  update(change: Partial<TabletPage>): void;
  subscribe(hear: (next: TabletPage, before: TabletPage) => void): void;
}

export function createTabletStore(): TabletStore {
  let page: TabletPage = { view: "tasks", incident: "", form: "", picking: false, picked: null };
  const heard: ((next: TabletPage, before: TabletPage) => void)[] = [];
  return {
    get: () => page,
    update(change) {
      const before = page;
      page = { ...page, ...change };
      for (const hear of heard) hear(page, before);
    },
    subscribe: (hear) => void heard.push(hear),
  };
}

export const opened = (incident: string): Partial<TabletPage> => ({ view: "incident", incident, form: "", picking: false });
export const closed: Partial<TabletPage> = { view: "tasks", incident: "", form: "", picking: false };
