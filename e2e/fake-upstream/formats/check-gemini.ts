import { type Fields, isFields, listOf } from './fields.ts'

const KEYWORDS = new Set([
  'type',
  'format',
  'title',
  'description',
  'nullable',
  'enum',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minProperties',
  'maxProperties',
  'properties',
  'required',
  'pattern',
  'anyOf',
  'default',
  'items',
  'propertyOrdering',
])

/** Rules of https://ai.google.dev/api/generate-content and its guide to thought signatures. */
export function checkGemini(body: Fields, model: string): string | undefined {
  const contents = listOf(body['contents'])
  if (contents.length === 0) return 'GenerateContentRequest.contents: contents is not specified'
  const declarations = listOf(body['tools']).flatMap((tool) => listOf(tool['functionDeclarations']))
  const schemas = declarations.map((tool) => tool['parametersJsonSchema'] ?? tool['parameters'])
  return (
    checkParts(contents) ??
    checkNames(declarations) ??
    checkCalls(contents) ??
    (/gemini-[3-9]/.test(model) ? checkSignatures(contents) : undefined) ??
    schemas.map(checkSchema).find((problem) => problem !== undefined)
  )
}

/** https://ai.google.dev/api/caching#FunctionDeclaration */
function checkNames(declarations: readonly Fields[]): string | undefined {
  const wrong = declarations.find(({ name }) => !/^[a-zA-Z_][\w.:-]{0,63}$/.test(String(name)))
  return wrong === undefined ? undefined : `Invalid function name: ${String(wrong['name'])}.`
}

function checkParts(contents: readonly Fields[]): string | undefined {
  for (const [at, { role, parts }] of contents.entries()) {
    const all = listOf(parts)
    if (role !== 'user' && role !== 'model') return 'Please use a valid role: user, model.'
    // Consecutive user turns are merged; a model turn never comes first, or twice in a row.
    if (role === 'model' && contents[at - 1]?.['role'] !== 'user')
      return 'Please ensure that multiturn requests alternate between user and model.'
    const isEmpty = all.some((part) => Object.keys(part).length === 0 || part['text'] === '')
    if (all.length === 0 || isEmpty) return `contents[${at}].parts must not be empty.`
  }
  return undefined
}

function checkCalls(contents: readonly Fields[]): string | undefined {
  for (const [at, { parts }] of contents.entries()) {
    const calls = listOf(parts).flatMap((part) =>
      isFields(part['functionCall']) ? [part['functionCall']] : [],
    )
    const responses = listOf(contents[at + 1]?.['parts']).flatMap((part) => {
      return isFields(part['functionResponse']) ? [part['functionResponse']] : []
    })
    if (calls.length === 0 && responses.length > 0)
      return 'Please ensure that function response turn comes immediately after a function call turn.'
    if (responses.length !== calls.length) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
    }
    if (calls.some(({ name }, index) => responses[index]?.['name'] !== name))
      return 'A function response has another name.'
    if (calls.some(({ id }, index) => id !== undefined && responses[index]?.['id'] !== id))
      return 'A function response has another id.'
  }
  return undefined
}

function checkSignatures(contents: readonly Fields[]): string | undefined {
  for (const { parts } of contents) {
    const first = listOf(parts).find((part) => 'functionCall' in part)
    if (first !== undefined && typeof first['thoughtSignature'] !== 'string') {
      return 'Function call is missing a thought_signature in functionCall parts.'
    }
  }
  return undefined
}

function checkSchema(schema: unknown): string | undefined {
  if (!isFields(schema)) return undefined
  const unknown = Object.keys(schema).find((keyword) => !KEYWORDS.has(keyword))
  if (unknown !== undefined)
    return `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`
  const { properties, items, anyOf, type, enum: values } = schema
  if (type === 'array' && items === undefined) return 'items: missing field.'
  if (Array.isArray(values) && values.some((value) => typeof value !== 'string' || value === ''))
    return 'enum: cannot be empty, and holds strings only.'
  const inner = [...(isFields(properties) ? Object.values(properties) : []), items, ...listOf(anyOf)]
  return inner.map(checkSchema).find((problem) => problem !== undefined)
}
