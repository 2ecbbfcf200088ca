import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'

/** Shown before the first request. The setup list explains how to send one. */
export function FirstRequest() {
  return (
    <Empty title={t('No requests yet.')}>
      <p>{t('Requests appear here once Claude Code uses Signalbox.')}</p>
      <a href="#/connect">{t('Connect Claude Code')}</a>
    </Empty>
  )
}
