import type { Omission } from '../../../shared/omission.ts'

/** Distinct names that are kept; a request with more is not a conversation. */
const MAX_NAMES = 20

/** Collects the parts of a request that are not sent, or sent as a sentence. */
export interface Omissions {
  /** @param name type of a block or name of a field; untrusted */
  leaveOut: (name: string) => void
  /** The same for a part that a sentence replaces. */
  sayInWords: (name: string) => void
  list: () => Omission[]
}

export function createOmissions(): Omissions {
  const found = new Map<string, Omission>()
  function add(code: Omission['code'], untrusted: string): void {
    const name = untrusted.slice(0, 64).replaceAll(/[^\w.-]/g, '_')
    const key = `${code} ${name}`
    const known = found.get(key)
    if (known !== undefined) known.count++
    else if (found.size < MAX_NAMES) found.set(key, { code, name, count: 1 })
  }
  return {
    leaveOut: (name) => add('left_out', name),
    sayInWords: (name) => add('said_in_words', name),
    list: () => [...found.values()],
  }
}

/** Circumstances of the message whose blocks are parsed. */
export interface Reading {
  /** True for a message that the user has just sent: a file in it that cannot be read is refused, not described. */
  isNew: boolean
  omissions: Omissions
}
