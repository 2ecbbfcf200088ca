import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'

/** Before the first request. How it comes is told by the one list of the set-up. */
export function FirstRequest() {
  return (
    <Empty title={t('No request yet.')}>
      <p>{t('Requests appear here once Claude Code uses Signalbox.')}</p>
      <a href="#/connect">{t('Connect Claude Code')}</a>
    </Empty>
  )
}
