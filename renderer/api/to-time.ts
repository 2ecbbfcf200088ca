/** Converts ISO 8601 to ms since the epoch. Undefined for anything else. */
export function toTime(iso: string | null | undefined): number | undefined {
  const time = iso ? Date.parse(iso) : NaN
  return Number.isNaN(time) ? undefined : time
}
