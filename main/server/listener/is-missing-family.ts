/** EAFNOSUPPORT: the system has no IPv6 at all. */
const NO_SUCH_FAMILY = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

/** True if listening failed because the machine lacks the address: ::1 where IPv6 is off. */
export function isMissingFamily(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_SUCH_FAMILY.has(String(error.code))
}
