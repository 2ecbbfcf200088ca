import { printable } from '../../shared/printable.ts'

/** A command line that can't be run as it is. The message says what is wrong with it, on one line. */
export class UsageError extends Error {
  override name = 'UsageError'

  constructor(message: string) {
    super(printable(message))
  }
}
