import { capabilitiesOf } from '../capabilities.ts'
import { createOmissions } from '../request/omissions.ts'
import type { Target } from '../request/target.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import { createToolNames } from '../tool-names.ts'

/** A target for tests that translate a conversation without sending it. */
export function makeTarget(type: TranslatedType, model = 'some-model'): Target {
  return {
    provider: {
      name: type,
      type,
      baseUrl: 'https://provider.test/v1',
      isPublicAddress: false,
      apiKey: 'key',
      maxTokens: undefined,
    },
    model,
    capabilities: capabilitiesOf(type, model),
    names: createToolNames(),
    signatureCache: undefined,
    omissions: createOmissions(),
  }
}
