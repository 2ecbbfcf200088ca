import { useEffect, useState } from 'react'
import type { LaunchAtLogin, SignalboxBridge } from '../../../shared/ipc.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useDeps } from '../deps.ts'
import { useServer } from '../server/use-server.ts'
import styles from './tray-tips-panel.module.css'
import { useOnce } from './use-once.ts'

/** Shown once in the desktop app: where the tray icon is on this system, and the option to start at login. */
export function TrayTipsPanel() {
  const { bridge } = useDeps()
  const { app } = useServer()
  const { isAway, putAway } = useOnce('signalbox.tray-tips')
  if (!bridge || !app || isAway) return null
  return (
    <div className={styles.whole}>
      <Panel
        title={t('Tray icon')}
        note={
          <Button kind="quiet" title={t('Don’t show this again')} onClick={putAway}>
            {t('Close')}
          </Button>
        }
      >
        <ul className={styles.tips}>
          {toTips(app.platform).map((tip) => (
            <li key={tip}>{tip}</li>
          ))}
        </ul>
        <AtLogin bridge={bridge} />
      </Panel>
    </div>
  )
}

function toTips(platform: string): readonly string[] {
  switch (platform) {
    case 'darwin':
      return [
        t('Signalbox’s icon is in the menu bar. Hold ⌘ and drag to move it.'),
        t(
          'If there are many icons, macOS hides some behind the notch. Open Signalbox again to show this window.',
        ),
      ]
    case 'win32':
      return [
        t(
          'Windows hides new icons behind the ^ in the taskbar. Drag the icon onto the taskbar to keep it visible.',
        ),
      ]
    default:
      return [
        t(
          'GNOME needs the extension “AppIndicator and KStatusNotifierItem Support” to show tray icons. Ubuntu includes it.',
        ),
        t('Clicking the icon opens a menu. Choose “Show status…” to open the status window.'),
      ]
  }
}

/** Shows the operating system's state, which may refuse or ask first. */
function AtLogin({ bridge }: { bridge: SignalboxBridge }) {
  const [state, setState] = useState<LaunchAtLogin>()
  useEffect(() => {
    void bridge.preferences({}).then(({ launchAtLogin }) => setState(launchAtLogin))
  }, [bridge])
  if (state === undefined || state === 'unavailable') return null
  const change = (launchAtLogin: boolean) =>
    void bridge.preferences({ launchAtLogin }).then((now) => setState(now.launchAtLogin))
  const on = state !== 'off'
  return (
    <div className={styles.login}>
      <div>
        <p>{t('Launch at login')}</p>
        <p className={styles.note}>
          {state === 'needs-approval'
            ? t('Allow it in System Settings > General > Login Items.')
            : t('While connected, Claude Code needs Signalbox to be running.')}
        </p>
      </div>
      <Switch
        label={t('Launch at login')}
        on={on}
        title={on ? t('Don’t launch at login') : t('Launch at login')}
        onChange={change}
      />
    </div>
  )
}
