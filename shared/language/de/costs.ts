import type { Message } from '../en.ts'
import type { COSTS_EN } from '../en/costs.ts'

/** As `COSTS_EN`. */
export const COSTS_DE: Readonly<Record<keyof typeof COSTS_EN, Message>> = {
  'costs.not_a_bill':
    'Eine Schätzung aus der protokollierten Nutzung, keine Rechnung. Abonnements, Rabatte und die Laufzeit von Codeausführungen sind nicht enthalten.',
  'costs.cache_writes':
    'Cache-Schreibvorgänge zählen nach ihrer Lebensdauer, ohne Angabe in der Antwort als fünf Minuten.',
  'costs.what_ran':
    'Eine Anfrage zählt als das Modell, das geantwortet hat. Modelle auf eigenen Servern kosten nichts, und für jeden Tag gelten seine Preise.',
}
