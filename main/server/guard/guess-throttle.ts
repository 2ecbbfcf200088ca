import { isIPv6 } from 'node:net'

/** Wrong guesses per address without delay. */
const FREE_GUESSES = 5
/** Delay once the free guesses are used up, in ms; doubles with each further wrong guess. */
const FIRST_WAIT = 1_000
const MAX_WAIT_MS = 60_000
/** Time without a wrong guess after which an address is forgotten, in ms. */
const FORGET_AFTER = 15 * 60_000
/**
 * Limit of wrong guesses from all addresses together per `TOGETHER_MS`. Addresses that were right before are exempt.
 */
const TOGETHER = 60
const TOGETHER_MS = 60_000
const MAX_ADDRESSES = 10_000

export interface GuessThrottle {
  /** Remaining delay of this address before its next guess is checked, in ms; 0 for none. */
  wait: (address: string) => number
  /** @param guess any value that is equal for equal guesses: repeating one reveals nothing new */
  failed: (address: string, guess: string) => void
  succeeded: (address: string) => void
}

interface Guesser {
  failures: number
  lastGuess: string
  lastFailedAt: number
  /** Guesses from other addresses must not lock out an address that has sent the right password. */
  wasRight: boolean
}

const STRANGER: Guesser = { failures: 0, lastGuess: '', lastFailedAt: 0, wasRight: false }

/**
 * Rate limit for password guesses. A right guess doesn't clear wrong ones: behind a reverse proxy, or on this computer,
 * the owner and an attacker share an address, and the owner's dashboard would clear the attacker's record.
 *
 * @param now a monotonic clock in ms
 */
export function createGuessThrottle(now: () => number): GuessThrottle {
  /** By network, least recently seen first. */
  const guessers = new Map<string, Guesser>()
  /** Times of the wrong guesses from all addresses, oldest first. */
  let failedAt: number[] = []

  function find(address: string): Guesser {
    const guesser = guessers.get(networkOf(address)) ?? STRANGER
    return now() - guesser.lastFailedAt > FORGET_AFTER ? { ...guesser, failures: 0, lastGuess: '' } : guesser
  }
  function keep(address: string, guesser: Guesser): void {
    const network = networkOf(address)
    guessers.delete(network)
    guessers.set(network, guesser)
    const [oldest] = guessers.keys()
    if (guessers.size > MAX_ADDRESSES && oldest !== undefined) guessers.delete(oldest)
  }
  function waitTogether(): number {
    failedAt = failedAt.filter((at) => now() - at < TOGETHER_MS)
    const first = failedAt.at(-TOGETHER)
    return first === undefined ? 0 : TOGETHER_MS - (now() - first)
  }

  return {
    wait(address) {
      const { failures, lastFailedAt, wasRight } = find(address)
      const own = failures < FREE_GUESSES ? 0 : lastFailedAt + waitAfter(failures) - now()
      return Math.max(0, own, wasRight ? 0 : waitTogether())
    },
    failed(address, guess) {
      const guesser = find(address)
      if (guesser.lastGuess === guess) return
      failedAt.push(now())
      keep(address, { ...guesser, failures: guesser.failures + 1, lastGuess: guess, lastFailedAt: now() })
    },
    succeeded(address) {
      const guesser = find(address)
      if (!guesser.wasRight) keep(address, { ...guesser, wasRight: true })
    },
  }
}

function waitAfter(failures: number): number {
  return Math.min(MAX_WAIT_MS, FIRST_WAIT * 2 ** (failures - FREE_GUESSES))
}

/** Groups IPv6 addresses, because one customer typically has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::')) return address
  return address.split(':', 4).join(':')
}
