import { t } from '../../language/t.ts'

/** Error about a target whose provider does not exist, and its fix. */
export function sayMissing(provider: string): string {
  return t(
    'The provider “{{provider}}” isn’t set up, so requests to it fail. Add it under Providers, or choose another one here.',
    { provider },
  )
}
