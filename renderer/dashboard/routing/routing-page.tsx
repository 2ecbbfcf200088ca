import { sayIssue } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { Sentences } from '../form/sentences.tsx'
import { ImportPanel } from './import-panel.tsx'
import { ProvidersPanel } from './providers-panel.tsx'
import { RoutesPanel } from './routes-panel.tsx'
import { SubagentsPanel } from './subagents-panel.tsx'
import { TestBench } from './test-bench.tsx'
import { useProviders, useRoutes } from './use-routing.ts'

/** Providers, routes, and a test of which route applies. */
export function RoutingPage() {
  const providers = useProviders()
  const routes = useRoutes()
  const names = providers.data?.map(({ name }) => name) ?? []
  const isUnused = routes.data !== undefined && Object.keys(routes.data.routes).length === 0
  return (
    <Page
      title={t('Routing')}
      note={isUnused && t('No routes. All requests are sent to Anthropic unchanged.')}
    >
      <ReadFailure title={t('Couldn’t load the routing.')} queries={[providers, routes]} />
      <Sentences label={t('Problems')} tone="warning" sentences={routes.data?.issues.map(sayIssue) ?? []} />
      {providers.data && <ProvidersPanel providers={providers.data} routes={routes.data?.routes ?? {}} />}
      {routes.data && (
        <>
          <RoutesPanel view={routes.data} providers={names} />
          <SubagentsPanel view={routes.data} providers={names} />
        </>
      )}
      <TestBench />
      <ImportPanel />
    </Page>
  )
}
