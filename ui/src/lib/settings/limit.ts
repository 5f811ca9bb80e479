/** The units that a speed is typed in, in bytes a second. */
export const SPEED_UNITS = { kib: 1024, mib: 1024 * 1024 } as const;
export type SpeedUnit = keyof typeof SPEED_UNITS;

/** The least limit that the program takes, in bytes a second: a fragment is then two minutes on its way. */
export const LEAST_SPEED = 64 * 1024;

/** A limit as typed: a number and its unit; whole MiB are said in MiB. */
export function typedLimit(bytes: number): { text: string; unit: SpeedUnit } {
  const unit = bytes >= SPEED_UNITS.mib ? "mib" : "kib";
  return { text: String(Math.round((bytes / SPEED_UNITS[unit]) * 10) / 10), unit };
}

/** Bytes a second of what was typed; null when that is no speed, or too little. */
export function limitOf(text: string, unit: SpeedUnit): number | null {
  const tidy = text.trim().replace(",", ".");
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(tidy)) return null;
  const bytes = Math.round(Number(tidy) * SPEED_UNITS[unit]);
  return bytes >= LEAST_SPEED ? bytes : null;
}
