/** An ISO 8601 moment in ms since the epoch. Undefined for everything else. */
export function toTime(iso: string | null | undefined): number | undefined {
  const time = iso ? Date.parse(iso) : NaN
  return Number.isNaN(time) ? undefined : time
}
