export type Params = Readonly<Record<string, string | number>>;

/** A text with its `{name}` places filled; unknown ones stay as they are. */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}
