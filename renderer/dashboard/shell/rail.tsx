import { Link } from 'wouter'
import { t } from '../../language/t.ts'
import logo from '../../ui/favicon.svg'
import { Icon } from '../../ui/icon.tsx'
import { keyName } from '../../ui/use-keys.ts'
import { type PageEntry, PAGES } from '../pages.tsx'
import { isOn } from './is-on.ts'
import styles from './rail.module.css'

interface RailProps {
  path: string
  toggle: () => void
  openPalette: () => void
}

/** Sidebar with all pages, the palette button and the logo. Labels are hidden if there is no space. */
export function Rail({ path, toggle, openPalette }: RailProps) {
  return (
    <nav className={styles.rail} aria-label={t('Pages')}>
      <div className={styles.head}>
        <img className={styles.logo} src={logo} alt="" />
        <span className={styles.name}>Signalbox</span>
      </div>
      <button
        type="button"
        className={styles.search}
        title={t('Search or run a command ({{key}})', { key: keyName('mod+k') })}
        onClick={openPalette}
      >
        <Icon name="search" />
        <span className={styles.label}>{t('Search…')}</span>
        <kbd className={styles.key}>{keyName('mod+k')}</kbd>
      </button>
      <PageList path={path} pages={PAGES.filter(({ group }) => group === 'watch')} />
      <PageList path={path} pages={PAGES.filter(({ group }) => group === 'change')} />
      <button
        type="button"
        className={styles.fold}
        title={t('Collapse or expand the sidebar ([)')}
        onClick={toggle}
      >
        <Icon name="panel" />
        <span className={styles.label}>{t('Collapse')}</span>
      </button>
    </nav>
  )
}

function PageList({ path, pages }: { path: string; pages: readonly PageEntry[] }) {
  if (pages.length === 0) return null
  return (
    <ul className={styles.pages}>
      {pages.map(({ path: to, label, icon, key }) => (
        <li key={to}>
          <Link
            href={to}
            className={styles.page}
            title={`${label()} (G ${key.toUpperCase()})`}
            aria-current={isOn(to, path) ? 'page' : undefined}
          >
            <Icon name={icon} />
            <span className={styles.label}>{label()}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
