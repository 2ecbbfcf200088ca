/** Schemas with what public MCP servers put into theirs; zod, pydantic and hand-written ones each have their own habits. */
const SCHEMAS: readonly Record<string, unknown>[] = [
  { type: 'object', properties: {} },
  { type: 'object' },
  {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    required: ['path'],
    properties: { path: { type: 'string', minLength: 1 }, tail: { type: 'number', exclusiveMinimum: 0 } },
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, name: { type: 'string' } } },
    },
    properties: { root: { $ref: '#/$defs/Node' } },
  },
  {
    title: 'searchArguments',
    type: 'object',
    properties: {
      query: { title: 'Query', type: 'string' },
      limit: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null, title: 'Limit' },
      order: { enum: ['asc', 'desc', ''], default: '' },
    },
    required: ['query'],
  },
  {
    type: 'object',
    properties: {
      state: { type: ['string', 'null'], enum: ['open', 'closed', null] },
      kind: { const: 'issue' },
      labels: { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 100 },
    },
  },
  {
    type: 'object',
    properties: {
      target: {
        oneOf: [
          { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
          { type: 'object', properties: { url: { type: 'string', format: 'uri' } }, required: ['url'] },
        ],
      },
      headers: {
        type: 'object',
        additionalProperties: { type: 'string' },
        propertyNames: { pattern: '^[A-Z]' },
      },
    },
  },
  {
    type: 'object',
    properties: {
      rows: { type: 'array', items: { type: 'array', items: {} } },
      when: { type: 'string', format: 'date-time' },
    },
    allOf: [{ required: ['rows'] }],
    examples: [{ rows: [] }],
  },
]

/** Forty tools; some names are longer than providers allow, or have characters that they refuse. */
export const MCP_TOOLS = Array.from({ length: 40 }, (_, at) => ({
  name: at % 10 === 9 ? `tool_${at}_${'with_a_long_name_'.repeat(3)}` : `tool_${at}`,
  description: `Tool ${at} of the test: it echoes its input.`,
  inputSchema: SCHEMAS[at % SCHEMAS.length],
}))
