import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Command } from '../../ui/command.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { sayError } from '../data/say-error.ts'
import { Sentences } from '../form/sentences.tsx'
import { useServer } from '../server/use-server.ts'
import type { Shutdown } from './use-shutdown.ts'

interface ShutdownDialogProps {
  action: 'stop' | 'restart'
  shutdown: Shutdown
  onClose: () => void
}

/** Confirms a stop or restart, lists running requests, and stays open until it is done. */
export function ShutdownDialog({ action, shutdown, onClose }: ShutdownDialogProps) {
  const { view } = useServer()
  const isAsking = shutdown.step === undefined || shutdown.step === 'called-off'
  return (
    <Dialog
      title={action === 'stop' ? t('Stop Signalbox?') : t('Restart Signalbox?')}
      onClose={onClose}
      actions={
        isAsking ? (
          <Ask action={action} shutdown={shutdown} inFlight={view.inFlight} onClose={onClose} />
        ) : (
          <Follow shutdown={shutdown} onClose={onClose} />
        )
      }
    >
      {isAsking ? <Question inFlight={view.inFlight} /> : <Progress shutdown={shutdown} />}
      <Sentences label={t('Error')} tone="error" sentences={sayError(shutdown.error)} />
    </Dialog>
  )
}

function Question({ inFlight }: { inFlight: number }) {
  return (
    <>
      <p>{t('Requests in flight: {{number}}', { number: inFlight })}</p>
      <p>
        {inFlight > 0
          ? t(
              'Requests in flight can finish first while new ones wait and retry, or you can interrupt them now.',
            )
          : t('Nothing is interrupted. Claude Code retries requests that arrive in the meantime.')}
      </p>
    </>
  )
}

function Progress({ shutdown: { step, inFlight, startCommand } }: { shutdown: Shutdown }) {
  const copy = useCopy(startCommand ?? '')
  switch (step) {
    case 'waiting':
      return <output>{t('Waiting. Requests in flight: {{number}}', { number: inFlight })}</output>
    case 'stopped':
      return (
        <>
          <output>{t('Signalbox has stopped. This page shows the last known state.')}</output>
          {startCommand === null ? (
            <p>{t('Start it again like any other app.')}</p>
          ) : (
            <>
              <p>{t('To start it again, run this in a terminal:')}</p>
              <Command text={startCommand} copy={copy} title={t('Copy the command')} />
            </>
          )}
        </>
      )
    case 'restarted':
      return <output>{t('Signalbox is running again.')}</output>
    case 'ending':
    case 'called-off':
    case undefined:
      return <output>{t('Signalbox is stopping…')}</output>
  }
}

interface AskProps extends ShutdownDialogProps {
  inFlight: number
}

function Ask({ action, shutdown, inFlight, onClose }: AskProps) {
  const restart = action === 'restart'
  const { isPending, ask } = shutdown
  return (
    <>
      <Button onClick={onClose}>{t('Keep running')}</Button>
      {inFlight > 0 && (
        <Button disabled={isPending} onClick={() => ask({ now: true, restart })}>
          {restart ? t('Interrupt and restart') : t('Interrupt and stop')}
        </Button>
      )}
      <Button kind="primary" disabled={isPending} onClick={() => ask({ now: false, restart })}>
        {restart ? t('Restart Signalbox') : t('Stop Signalbox')}
      </Button>
    </>
  )
}

function Follow({ shutdown, onClose }: Pick<ShutdownDialogProps, 'shutdown' | 'onClose'>) {
  const { step, asked, isPending, ask, callOff } = shutdown
  if (step !== 'waiting') return <Button onClick={onClose}>{t('Close')}</Button>
  return (
    <>
      <Button disabled={isPending} onClick={callOff}>
        {t('Keep running')}
      </Button>
      <Button disabled={isPending} onClick={() => ask({ now: true, restart: asked?.restart === true })}>
        {t('Interrupt now')}
      </Button>
    </>
  )
}
