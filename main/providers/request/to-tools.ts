import type {
  JSONSchema7,
  LanguageModelV4FunctionTool,
  LanguageModelV4ProviderTool,
  LanguageModelV4ToolChoice,
} from '@ai-sdk/provider'
import { cannotTranslate } from '../errors.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import type { ToolNames } from '../tool-names.ts'
import { cleanGeminiSchema } from './clean-gemini-schema.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Fields } from './fields.ts'
import type { Omissions } from './omissions.ts'
import type { MessagesRequest } from './parse-request.ts'
import { toWebSearch } from './to-web-search.ts'

export interface Tools {
  tools: (LanguageModelV4FunctionTool | LanguageModelV4ProviderTool)[]
  toolChoice: LanguageModelV4ToolChoice | undefined
  /** True if the response may contain only one tool call. */
  single: boolean
}

/**
 * The tools that the client runs. Anthropic's server tools (such as `web_search_20250305`) are dropped if there are
 * others. A request with only server tools is rejected, except for a web search that the provider can run itself.
 *
 * @throws ProviderError that names the field
 */
export function toTools(
  { tools, toolChoice = {} }: Pick<MessagesRequest, 'tools' | 'toolChoice'>,
  { type, names, omissions }: { type: TranslatedType; names: ToolNames; omissions: Omissions },
): Tools {
  const usable = tools.filter(isClientTool)
  const [first] = tools
  const single = toolChoice['disable_parallel_tool_use'] === true
  if (usable.length === 0 && first !== undefined) {
    const search = toWebSearch(first, { type, path: 'tools.0' })
    if (search === undefined) throw runsAtAnthropic('tools.0', first)
    return { tools: [search], toolChoice: undefined, single }
  }
  for (const tool of tools) if (!isClientTool(tool)) omissions.leaveOut(nameOf(tool))
  const choice = toToolChoice(toolChoice, { tools, names })
  return {
    tools: usable.map((tool) => toTool(tool, { type, names })),
    toolChoice: usable.length === 0 ? undefined : choice,
    single,
  }
}

/** Skips tools without a name, and tools without a schema, which only Anthropic can call. */
function isClientTool({ name, type, input_schema: schema }: Fields): boolean {
  if (typeof name !== 'string' || name === '') return false
  return type === undefined || type === null || type === 'custom' || isRecord(schema)
}

function toTool(
  tool: Fields,
  { type, names }: { type: TranslatedType; names: ToolNames },
): LanguageModelV4FunctionTool {
  const { name, description, input_schema: schema } = tool
  const inputSchema = type === 'gemini' ? cleanGeminiSchema(schema) : cleanSchema(schema)
  return {
    type: 'function',
    name: names.toProvider(String(name)),
    ...(typeof description === 'string' && { description }),
    inputSchema: asSchema(inputSchema),
  }
}

/** Validating the schema is left to the provider. */
function asSchema(schema: Fields): JSONSchema7 {
  return schema as JSONSchema7
}

function toToolChoice(
  choice: Fields,
  { tools, names }: { tools: readonly Fields[]; names: ToolNames },
): LanguageModelV4ToolChoice | undefined {
  switch (choice['type']) {
    case undefined:
      return undefined
    case 'auto':
      return { type: 'auto' }
    case 'any':
      return { type: 'required' }
    case 'none':
      return { type: 'none' }
    case 'tool': {
      const name = String(choice['name'])
      const tool = tools.find((each) => each['name'] === name)
      if (tool !== undefined && !isClientTool(tool)) throw runsAtAnthropic('tool_choice.name', tool)
      return { type: 'tool', toolName: names.toProvider(name) }
    }
    default:
      throw cannotTranslate('tool_choice.type', `"${String(choice['type'])}" can’t be translated`)
  }
}

function nameOf({ type, name }: Fields): string {
  return typeof type === 'string' ? type : String(name)
}

function runsAtAnthropic(path: string, tool: Fields): Error {
  return cannotTranslate(
    path,
    `the tool "${nameOf(tool)}" runs at Anthropic and isn’t available with another provider`,
  )
}
