import type { Message } from '../en.ts'
import type { COSTS_EN } from '../en/costs.ts'

/** As `COSTS_EN`. */
export const COSTS_DE: Readonly<Record<keyof typeof COSTS_EN, Message>> = {
  'costs.not_a_bill':
    'Eine Schätzung aus protokollierten Token, keine Rechnung. Abonnements, Rabatte, Batches, der schnelle Modus und Server-Tools sind nicht enthalten.',
  'costs.todays_prices': 'Für jeden Tag des Zeitraums gilt die heutige Preistabelle.',
  'costs.cache_writes':
    'Cache-Schreibvorgänge zählen nach ihrer Lebensdauer, ohne Angabe in der Antwort als fünf Minuten.',
  'costs.short_prompts': 'Hängt ein Preis von der Länge des Prompts ab, gilt der eines kurzen.',
  'costs.requested_model': 'Eine umgeleitete Anfrage zählt als das Modell, das sie verlangt hat.',
}
