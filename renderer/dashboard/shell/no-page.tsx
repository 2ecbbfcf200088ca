import { Link } from 'wouter'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'

/** An address that leads nowhere, as after an update or by a slip. */
export function NoPage() {
  return (
    <Page title={t('No such page')}>
      <Empty title={t('There is no page at this address.')}>
        <Link href="/">{t('Go to the overview')}</Link>
      </Empty>
    </Page>
  )
}
