import { Type } from 'typebox'
import {
  Done,
  NewProvider,
  ProviderChange,
  ProviderList,
  ProviderView,
} from '../../../shared/provider-api.ts'
import { responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import {
  createProviderActions,
  type ProviderActionDeps,
  type ProviderActions,
} from './providers/provider-actions.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

const NameParam = Type.Object({ name: Type.String() })

/** Registers providers, at CCProxy's paths (`/providers`) and at our own. */
export function registerProviders(app: TypedApp, deps: ProviderActionDeps): void {
  const actions = createProviderActions(deps)
  for (const root of ['/providers', '/api/providers'] as const) {
    // Operation ids must be unique in an OpenAPI document.
    const id = (name: string) => (root === '/providers' ? `${name}Compat` : name)
    registerReading(app, { root, id, actions })
    registerChanges(app, { root, id, actions })
  }
}

interface Place {
  root: '/providers' | '/api/providers'
  id: (operation: string) => string
  actions: ProviderActions
}

function registerReading(app: TypedApp, { root, id, actions }: Place): void {
  app.get(
    root,
    {
      schema: {
        operationId: id('listProviders'),
        summary: 'List providers. Keys are masked.',
        response: responses({ 200: ProviderList }, 'key_required'),
      },
    },
    (_request, reply) => noStore(reply).send(actions.list()),
  )
  app.get(
    `${root}/:name`,
    {
      schema: {
        operationId: id('getProvider'),
        summary: 'Get a provider. Its key is masked.',
        params: NameParam,
        response: responses({ 200: ProviderView }, 'not_found', 'key_required'),
      },
    },
    ({ params }, reply) => noStore(reply).send(actions.get(params.name)),
  )
}

function registerChanges(app: TypedApp, { root, id, actions }: Place): void {
  app.post(
    root,
    {
      schema: {
        operationId: id('addProvider'),
        summary: 'Add a provider',
        body: NewProvider,
        response: responses({ 201: ProviderView }, 'provider_exists', ...SETTINGS_FAILURES),
      },
    },
    async ({ body }, reply) =>
      noStore(reply)
        .code(201)
        .send(await actions.add(body)),
  )
  app.put(
    `${root}/:name`,
    {
      schema: {
        operationId: id('changeProvider'),
        summary: 'Change a provider. An absent or masked key is kept.',
        params: NameParam,
        body: ProviderChange,
        response: responses({ 200: ProviderView }, 'not_found', 'provider_exists', ...SETTINGS_FAILURES),
      },
    },
    async ({ params, body }, reply) => noStore(reply).send(await actions.change(params.name, body)),
  )
  app.delete(
    `${root}/:name`,
    {
      schema: {
        operationId: id('removeProvider'),
        summary: 'Remove a provider',
        params: NameParam,
        response: responses(
          { 200: Done },
          'not_found',
          'provider_needed',
          'key_required',
          'settings_not_saved',
        ),
      },
    },
    async ({ params }, reply) => noStore(reply).send(await actions.remove(params.name)),
  )
  app.patch(
    `${root}/:name/toggle`,
    {
      schema: {
        operationId: id('toggleProvider'),
        summary: 'Turn a provider on or off',
        params: NameParam,
        response: responses({ 200: Done }, 'not_found', 'key_required', 'settings_not_saved'),
      },
    },
    async ({ params }, reply) => noStore(reply).send(await actions.toggle(params.name)),
  )
}
