import { t } from '../../language/t.ts'

/** What is wrong with a target whose provider does not exist, and what helps. */
export function sayMissing(provider: string): string {
  return t(
    'The provider “{{provider}}” is not set up, so requests for it fail. Add it under Providers, or choose another one here.',
    { provider },
  )
}
