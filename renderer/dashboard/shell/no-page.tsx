import { Link } from 'wouter'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'

/** An address that leads nowhere, as after an update or by a slip. */
export function NoPage() {
  return (
    <Page title="No such page">
      <Empty title="There is no page at this address.">
        <Link href="/">Go to the overview</Link>
      </Empty>
    </Page>
  )
}
