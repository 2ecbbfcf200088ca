/** Codes of a name that can't be resolved, of getaddrinfo(3) and c-ares. `EAI_AGAIN` occurs without a network. */
export const DNS_ERROR_CODES: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
  'ESERVFAIL',
])
