import { Suspense, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { Route, Switch, useLocation } from 'wouter'
import { t } from '../../language/t.ts'
import { isDialogOpen, useKeys } from '../../ui/use-keys.ts'
import { isOn } from './is-on.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { PAGES } from '../pages.tsx'
import { Palette } from '../palette/palette.tsx'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'
import { StatusLine } from './status-line.tsx'
import { useRail } from './use-rail.ts'
import { useTheme } from './use-theme.ts'
import { NoPage } from './no-page.tsx'

/** Layout around every page: sidebar, status line, palette and global shortcuts. */
export function Shell() {
  const [path, go] = useLocation()
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const rail = useRail()
  const theme = useTheme()
  // The close event fires late, when another dialog may already be open.
  const close = (which: 'palette' | 'keys') => setOpen((now) => (now === which ? undefined : now))
  // For the same reason `open` may name a dialog that is closed already; it must open again.
  const show = (which: 'palette' | 'keys') => {
    if (!isDialogOpen()) flushSync(() => setOpen(undefined))
    setOpen(which)
  }
  usePreload()
  useKeys(
    {
      'mod+k': () => (open === 'palette' && isDialogOpen() ? setOpen(undefined) : show('palette')),
      '?': () => show('keys'),
      '[': rail.toggle,
      ...Object.fromEntries(PAGES.map((page) => [`g ${page.key}`, () => go(page.path)])),
    },
    { first: true },
  )
  return (
    <div className={styles.shell} data-rail={rail.width}>
      <a className={styles.skip} href="#main" onClick={skipToMain}>
        {t('Skip to content')}
      </a>
      <Rail path={path} toggle={rail.toggle} openPalette={() => setOpen('palette')} />
      <StatusLine />
      <main id="main" className={styles.main} tabIndex={-1}>
        <PageBoundary key={PAGES.find((page) => isOn(page.path, path))?.path}>
          <Suspense fallback={<p className="loading">{t('Loading this page…')}</p>}>
            <Switch>
              {PAGES.map(({ path: at, View }) => (
                <Route key={at} path={at === '/' ? '/' : `${at}/*?`} component={View} />
              ))}
              <Route component={NoPage} />
            </Switch>
          </Suspense>
        </PageBoundary>
      </main>
      {open === 'palette' && (
        <Palette theme={theme} toggleRail={rail.toggle} onClose={() => close('palette')} />
      )}
      {open === 'keys' && <KeysDialog onClose={() => close('keys')} />}
    </div>
  )
}

/** Loads the other pages when idle, so that they open at once, even after the server has stopped. */
function usePreload() {
  useEffect(() => {
    const fetchAll = () => PAGES.forEach(({ preload }) => void preload().catch(() => undefined))
    const handle = requestIdleCallback(fetchAll, { timeout: 2_000 })
    return () => cancelIdleCallback(handle)
  }, [])
}

// A plain link would replace the part of the URL after `#`, which holds the page's path.
function skipToMain(event: { preventDefault: () => void }) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
