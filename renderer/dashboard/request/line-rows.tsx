import { splitMarks } from '../../../shared/price-marks.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { usageLinesOf } from '../../../shared/request-usage.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import { t } from '../../language/t.ts'
import { formatCount, formatShort } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'

/** The facts of a request's usage that only some responses have. */
export function LineRows({ request }: { request: RequestLog }) {
  const { output_tokens_details, server_tool_use } = request.response?.usage ?? {}
  const thinking = output_tokens_details?.thinking_tokens
  const searches = server_tool_use?.web_search_requests
  return (
    <>
      {thinking !== undefined && <Row label={t('Thinking, part of the output')}>{formatCount(thinking)}</Row>}
      {searches !== undefined && <Row label={t('Web searches')}>{formatCount(searches)}</Row>}
      {request.servedModel && <Row label={t('Responded')}>{request.servedModel}</Row>}
      <Prices lines={usageLinesOf(request)} />
    </>
  )
}

/** Usage by model and price of a request that several ran; otherwise only what changed the price. */
function Prices({ lines }: { lines: readonly UsageLine[] }) {
  const [only] = lines
  if (lines.length > 1) {
    return lines.map((line) => (
      <Row key={`${line.model} ${line.priceMarks}`} label={line.model}>
        {[sayTokens(line), ...splitMarks(line.priceMarks).map(sayMark)].join(', ')}
      </Row>
    ))
  }
  if (only?.priceMarks === undefined) return null
  return <Row label={t('Priced as')}>{splitMarks(only.priceMarks).map(sayMark).join(', ')}</Row>
}

function sayTokens(line: UsageLine): string {
  return t('{{input}} in, {{output}} out', {
    input: formatShort(line.inputTokens + line.cacheReadTokens + line.cacheCreationTokens),
    output: formatShort(line.outputTokens),
  })
}

const MARKS: Readonly<Record<string, () => string>> = {
  local: () => t('own server'),
  fast: () => t('fast mode'),
  us: () => t('US inference'),
  batch: () => t('batch'),
  priority: () => t('priority tier'),
}

/** A mark of a later version is shown as it is. */
function sayMark(mark: string): string {
  const [, thousands] = /^over(\d+)k$/.exec(mark) ?? []
  if (thousands !== undefined)
    return t('prompt over {{tokens}} tokens', { tokens: formatShort(Number(thousands) * 1000) })
  return MARKS[mark]?.() ?? mark
}
