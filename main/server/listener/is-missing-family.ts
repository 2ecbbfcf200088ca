/** EAFNOSUPPORT: no IPv6 in the system at all. */
const NO_SUCH_FAMILY = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

/** Whether listening failed because the machine has no such address: ::1 where IPv6 is off. */
export function isMissingFamily(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_SUCH_FAMILY.has(String(error.code))
}
