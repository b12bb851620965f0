// The device's own position, and in words why there is none.
import type { Clock } from "../state/clock";
import type { Heard } from "./track";

export type LocatingState = "off" | "waiting" | "fix" | "denied" | "insecure" | "absent" | "lost";

export interface Locating {
  readonly state: LocatingState;
  readonly fix: Heard | null;
  start(): void;
  stop(): void;
}

interface Surroundings {
  readonly secure: boolean;
  readonly geolocation: Geolocation | undefined;
  readonly clock: Clock;
  readonly onFix: (fix: Heard) => void;
  readonly onChange: () => void;
}

const PERMISSION_DENIED = 1;

export function createLocating({ secure, geolocation, clock, onFix, onChange }: Surroundings): Locating {
  let state: LocatingState = "off";
  let fix: Heard | null = null;
  let watch: number | null = null;
  const become = (next: LocatingState): void => { state = next; onChange(); };

  function heard({ coords, timestamp }: GeolocationPosition): void {
    const age_ms = Math.max(0, Date.now() - timestamp);
    fix = {
      time_ms: clock.now() - age_ms, lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy,
      speed_mps: coords.speed, heading_deg: Number.isFinite(coords.heading) ? coords.heading : null,
    };
    become("fix");
    onFix(fix);
  }
  return {
    get state() { return state; },
    get fix() { return fix; },
    start() {
      if (watch !== null) return;
      // Browsers tell no page its place that came over plain http, this device's own server excepted.
      if (!secure) return become("insecure");
      if (!geolocation) return become("absent");
      become("waiting");
      watch = geolocation.watchPosition(heard, (error) => become(error.code === PERMISSION_DENIED ? "denied" : "lost"), {
        enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000,
      });
    },
    stop() {
      if (watch !== null) geolocation?.clearWatch(watch);
      watch = null;
      fix = null;
      become("off");
    },
  };
}
