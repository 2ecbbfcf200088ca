import type { RawHeaders } from '../../proxy/headers.ts'

/** A response's headers, and when they came (ms since 1970). */
export interface Report {
  headers: RawHeaders
  at: number
}

/** Responses whose limits were not read yet: one with the same headers as a newer one says nothing more, and most do. */
export interface NewestReports {
  /** @returns false if too many different ones wait, which then have to be taken */
  add: (headers: RawHeaders, at: number) => boolean
  /** Oldest first. */
  take: () => Report[]
}

/** Different responses that may wait; an account has two or three kinds. */
const MAX_WAITING = 16

export function createNewestReports(): NewestReports {
  let waiting: Report[] = []
  return {
    add(headers, at) {
      const same = waiting.findLastIndex((report) => isSameReport(report.headers, headers))
      if (same !== -1) waiting.splice(same, 1)
      waiting.push({ headers, at })
      return waiting.length < MAX_WAITING
    },
    take() {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}

/** True if both report the same limits of the same organization: the same names in the same order, and readable. */
function isSameReport(one: RawHeaders, two: RawHeaders): boolean {
  if (one.length !== two.length) return false
  for (let i = 0; i + 1 < one.length; i += 2) {
    const name = one[i] ?? ''
    if (name !== two[i]) return false
    if (!mayReport(name)) continue
    const [value = '', other = ''] = [one[i + 1], two[i + 1]]
    const isOrganization = name.length === 25 && name.toLowerCase() === 'anthropic-organization-id'
    // A usage that is no number reports nothing, and must not hide an earlier one.
    if (isOrganization ? value !== other : isNumber(value) !== isNumber(other)) return false
  }
  return true
}

/** A quick test for `anthropic-…`, in any case. */
export function mayReport(name: string): boolean {
  return name.length >= 10 && (name.charCodeAt(0) | 0x20) === 0x61
}

function isNumber(value: string): boolean {
  const code = value.charCodeAt(0)
  return code >= 0x30 && code <= 0x39
}
