import { connectCommand } from '../../glance/connect-command.ts'
import { t } from '../../language/t.ts'
import { Command } from '../../ui/command.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useServer } from '../server/use-server.ts'

/** Before the first request: the one command that brings it. */
export function FirstRequest() {
  const { view, app } = useServer()
  const command = view.baseUrl && connectCommand(view.baseUrl, app?.platform ?? navigatorPlatform())
  const copy = useCopy(command)
  return (
    <Empty title={t('No request yet.')}>
      {command ? (
        <>
          <p>{t('Run this, then start Claude Code in that terminal:')}</p>
          <Command text={command} copy={copy} title={t('Copy the command')} />
        </>
      ) : (
        <p>{t('They appear here as soon as Claude Code goes through Signalbox.')}</p>
      )}
    </Empty>
  )
}

function navigatorPlatform(): string {
  return navigator.platform.startsWith('Win') ? 'win32' : 'other'
}
