// Small readers of unknown JSON: each names the field that does not fit.
import { DecodeError } from "./decode_error";

export type Json = Readonly<Record<string, unknown>>;

export function object(value: unknown, where: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DecodeError(`${where}: expected an object`);
  }
  return value as Json;
}

export function list<T>(value: unknown, where: string, read: (item: unknown, where: string) => T): T[] {
  if (!Array.isArray(value)) throw new DecodeError(`${where}: expected a list`);
  return value.map((item, i) => read(item, `${where}[${i}]`));
}

export function text(value: unknown, where: string): string {
  if (typeof value !== "string") throw new DecodeError(`${where}: expected text`);
  return value;
}

export function number(value: unknown, where: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new DecodeError(`${where}: expected a number`);
  return value;
}

export function bool(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") throw new DecodeError(`${where}: expected true or false`);
  return value;
}

/** `null` and a missing field are both null. */
export function nullable<T>(value: unknown, where: string, read: (v: unknown, w: string) => T): T | null {
  return value === null || value === undefined ? null : read(value, where);
}

/** Missing, `null` and empty are the same. */
export function emptyText(value: unknown, where: string): string {
  return nullable(value, where, text) ?? "";
}

export function within(value: unknown, where: string, limit: number): number {
  const n = number(value, where);
  if (Math.abs(n) > limit) throw new DecodeError(`${where}: ${n} is outside ±${limit}`);
  return n;
}

/** RFC 3339 with zone to Unix milliseconds. */
export function time(value: unknown, where: string): number {
  const ms = Date.parse(text(value, where));
  if (Number.isNaN(ms)) throw new DecodeError(`${where}: expected an RFC 3339 time`);
  return ms;
}
