import type { Message } from '../en.ts'

/** Errors in one field of a request or a setting. The field's path is shown before them. */
export const VALIDATION_EN = {
  'invalid.required': 'A value is required.',
  'invalid.text': 'Must be text.',
  'invalid.number': 'Must be a number.',
  'invalid.integer': 'Must be a whole number.',
  'invalid.boolean': 'Must be true or false.',
  'invalid.object': 'Must be an object.',
  'invalid.list': 'Must be a list.',
  'invalid.one_of': 'Must be one of {words}.',
  'invalid.minimum': 'Must be at least {limit, number}.',
  'invalid.maximum': 'Must be at most {limit, number}.',
  'invalid.range': 'Must be a number from {min} to {max}.',
  'invalid.empty': 'Must not be empty.',
  'invalid.too_short': 'Must have at least {limit, number} characters.',
  'invalid.too_long': 'Must have at most {limit, number} characters.',
  'invalid.too_many': 'At most {limit, number} entries are allowed.',
  'invalid.surplus': {
    one: 'At most {limit, number} entries are allowed. Remove 1.',
    other: 'At most {limit, number} entries are allowed. Remove {count, number}.',
  },
  'invalid.pattern': 'Has an invalid format.',
  'invalid.unknown_field': 'This field is unknown.',
  'invalid.value': 'This value is invalid.',
  'invalid.json': 'This isn’t valid JSON.',
  'invalid.json_depth': 'This isn’t valid JSON, or it is nested too deeply.',
  'invalid.duplicate': 'Another entry has the same name.',
  'invalid.repeated_key': 'The same key appears again further down.',
  'invalid.name_empty': 'The name is empty.',
  'invalid.name_too_long': 'The name has more than {limit, number} characters.',
  'invalid.name_reserved': 'This name is not allowed.',
  'invalid.mapping': 'Must be a model, or provider,model.',
  'invalid.either': 'Provide either {first} or {second}.',

  // Header rules.
  'invalid.header_name': 'Must be a header name, for example x-team.',
  'invalid.header_protected': 'Rules can’t change the header “{header}”.',
  'invalid.header_text': 'Only Latin letters, digits, punctuation, spaces and tabs are allowed.',

  // Providers.
  'invalid.address': 'Must be an http or https address, for example https://api.example.com/v1.',
  'invalid.address_credentials': 'Must not contain a user name or password. Use apiKey.',
  'invalid.address_query': 'Must not contain a query or fragment.',
  'invalid.address_link_local': 'Must not be a link-local address.',
  'invalid.address_required': 'An address is required, unless the provider is named after a known type.',
  'invalid.address_of_anthropic':
    'With its own address, “anthropic” needs its own apiKey. To send everything elsewhere, set upstream.url instead.',
  'invalid.address_is_self': 'This address leads back to Signalbox.',
  'invalid.key': 'Must be plain text of at most {limit, number} characters without spaces at either end.',
  'invalid.key_of_other_host': 'The saved key is for {host}. Enter the key for the new address.',
  'invalid.model_names': 'Model names must not be empty or have spaces at either end.',
  'invalid.provider_missing': 'The provider “{provider}” isn’t set up. Set up: {names}.',

  // Routes.
  'invalid.parameter_reserved': 'A route can’t set this parameter.',
  'invalid.parameters': 'Must be plain JSON of at most {levels} levels.',

  // Query parameters.
  'invalid.time': 'Must be a time in ISO 8601, for example 2026-10-07T00:00:00Z.',
  'invalid.time_zone': 'Unknown time zone. Use an IANA name, for example Europe/Berlin.',
  'invalid.bucket': 'Must divide a day in minutes: 15, 30, 60, …',
  'invalid.control_character': 'Contains an invalid control character.',
  'invalid.format_of_one':
    'The format {format} is only available for a single request: /api/requests/{id}/export.',
} as const satisfies Record<string, Message>
