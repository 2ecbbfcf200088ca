import { isIPv6 } from 'node:net'

/** So many wrong guesses of one address are let through at once. */
const FREE_GUESSES = 5
/** What the next one then waits, in ms; each further one twice as long. */
const FIRST_WAIT = 1_000
const MAX_WAIT_MS = 60_000
/** After so long without a wrong guess, in ms, nothing is remembered. */
const FORGET_AFTER = 15 * 60_000
/** All addresses together may guess wrong so often in `TOGETHER_MS`, unless one of them was right before. */
const TOGETHER = 60
const TOGETHER_MS = 60_000
const MAX_ADDRESSES = 10_000

export interface GuessThrottle {
  /** How long this address has to wait before its next guess is looked at, in ms; 0 is not at all. */
  wait: (address: string) => number
  /** @param guess anything that is the same for the same guess: repeating one tells a thief nothing new */
  failed: (address: string, guess: string) => void
  succeeded: (address: string) => void
}

interface Guesser {
  failures: number
  lastGuess: string
  lastFailedAt: number
  /** Others who guess must not lock out who has shown the password. */
  wasRight: boolean
}

const STRANGER: Guesser = { failures: 0, lastGuess: '', lastFailedAt: 0, wasRight: false }

/**
 * Slows down whoever guesses a password. Being right does not take back what was wrong: behind a reverse proxy, or on
 * this computer, the owner and a thief have one address, and the owner's dashboard would clear the thief's record.
 *
 * @param now a monotonic clock in ms
 */
export function createGuessThrottle(now: () => number): GuessThrottle {
  /** By network, the one that was seen longest ago first. */
  const guessers = new Map<string, Guesser>()
  /** When all of them together guessed wrong, oldest first. */
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

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::')) return address
  return address.split(':', 4).join(':')
}
