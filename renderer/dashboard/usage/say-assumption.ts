import { t } from '../../language/t.ts'
import { type KnownSentence, sayKnown } from '../data/say-known.ts'

/** What the server's estimates take for granted. */
export function sayAssumption(sentence: string): string {
  return sayKnown(sentence, ASSUMPTIONS)
}

const ASSUMPTIONS: readonly KnownSentence[] = [
  (values) =>
    t(
      'An estimate from logged tokens, not a bill: a subscription is not paid by the token, and discounts, batches, fast mode and server tools are not known here.',
      values,
    ),
  (values) => t("Today's price table is used for every day of the range.", values),
  (values) =>
    t(
      'Cache writes count at the price of how long they are kept; where an answer did not tell, at that for five minutes.',
      values,
    ),
  (values) => t('Where a price depends on the length of the prompt, that of a short one is used.', values),
  (values) => t('A request that was sent to another model counts as the model that it asked for.', values),
]
