import { Link } from 'wouter'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'

/** Shown for an unknown URL, for example after an update or a typo. */
export function NoPage() {
  return (
    <Page title={t('Page not found')}>
      <Empty title={t('There is no page at this address.')}>
        <Link href="/">{t('Go to the overview')}</Link>
      </Empty>
    </Page>
  )
}
