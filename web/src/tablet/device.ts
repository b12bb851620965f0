// This browser as a device of the user: a name for ever, a number for every start.
import { uuid } from "../uuid";

export interface Device {
  readonly device: string;
  readonly boot: number;
}

export function startDevice(storage: Pick<Storage, "getItem" | "setItem">, user: string): Device {
  const key = `yuntu.tablet.${user}`;
  const [name, boot] = (storage.getItem(key) ?? "").split(" ");
  // Without a memory every start is another device.
  const next = { device: name || `tablet-${uuid()}`, boot: (Number(boot) || 0) + 1 };
  try {
    storage.setItem(key, `${next.device} ${next.boot}`);
  } catch {
    return { device: `tablet-${uuid()}`, boot: 1 };
  }
  return next;
}
