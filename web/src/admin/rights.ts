import type { Session } from "../protocol/json";

/** As the server judges it; the page only does not offer what would be refused. */
export function mayImport(session: Session): boolean {
  return session.role === "steward" && session.areas.length === 0;
}
