import type { PriceTable } from '../../../shared/prices.ts'
import { fromListRow } from '../../../shared/request-documents.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { requestCost } from '../../../shared/request-usage.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatExact } from '../../ui/format.ts'
import { formatCount, formatEstimate, formatMs, formatShort } from '../../ui/format-number.ts'
import { type TurnGroup, turnRow } from '../requests/group-turns.ts'
import { saySummary } from '../requests/say-summary.ts'
import { SummaryText } from '../requests/summary-text.tsx'
import { toTokens } from '../requests/to-tokens.ts'
import { withQuery } from '../url-state/use-query-state.ts'

const MAX_TURNS = 100

interface TurnTableProps {
  /** Newest first. */
  turns: readonly TurnGroup[]
  session: string
  prices: PriceTable | undefined
}

interface TurnLine {
  id: string
  row: RequestSummary
  calls: number
  cost: number | undefined
}

/** The questions of a session, newest first, with what each of them took. */
export function TurnTable({ turns, session, prices }: TurnTableProps) {
  const lines = turns.slice(0, MAX_TURNS).flatMap((turn): TurnLine[] => {
    const row = turnRow(turn)
    if (row === undefined) return []
    const cost = prices && row.usage && requestCost(fromListRow(row), prices)
    return [{ id: turn.id, row, calls: turn.rows.length, cost }]
  })
  return (
    <>
      <DataTable
        label={t('Turns of the session')}
        columns={columns(session)}
        rows={lines}
        keyOf={({ id }) => id}
      />
      {turns.length > MAX_TURNS && <p>{t('Only the newest {{count}} are shown.', { count: MAX_TURNS })}</p>}
    </>
  )
}

const columns = (session: string): DataColumn<TurnLine>[] => [
  {
    key: 'turn',
    title: t('What happened'),
    cell: ({ row }) => (
      <a href={`#${withQuery(`/activity/${row.requestId}`, { session })}`} title={saySummary(row)}>
        {saySummary(row) === undefined ? (
          formatExact(Date.parse(row.timestamp))
        ) : (
          <SummaryText summary={row} />
        )}
      </a>
    ),
  },
  { key: 'calls', title: t('Requests'), numeric: true, cell: ({ calls }) => formatCount(calls) },
  {
    key: 'duration',
    title: t('Duration'),
    numeric: true,
    cell: ({ row: { responseTime } }) => (responseTime === undefined ? '–' : formatMs(responseTime)),
  },
  {
    key: 'output',
    title: t('Output'),
    numeric: true,
    cell: ({ row }) => {
      const tokens = toTokens(row.usage)
      return tokens === undefined ? '–' : formatShort(tokens.output)
    },
  },
  {
    key: 'cost',
    title: t('Cost'),
    numeric: true,
    cell: ({ cost }) => (cost === undefined ? '–' : formatEstimate(cost)),
  },
]
