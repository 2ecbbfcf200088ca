import { Type } from 'typebox'

/** Details of `checks.claude_sdk`: the fields of ccproxy-api, then ours. */
export const SdkDetails = Type.Object({
  installation_status: Type.Union([Type.Literal('found'), Type.Literal('not_found'), Type.Literal('error')]),
  sdk_status: Type.Union([Type.Literal('available'), Type.Literal('not_installed'), Type.Literal('error')]),
  error: Type.Optional(Type.String()),
  version: Type.Union([Type.String(), Type.Null()]),
  /** True if the package was resolved. It is never loaded. */
  import_successful: Type.Boolean(),
  /** The npm package that was found. */
  package: Type.Optional(Type.String()),
})
