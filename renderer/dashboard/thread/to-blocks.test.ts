import { expect, test } from 'vitest'
import { toBlocks } from './to-blocks.ts'

test('a text has the passages that it cites', () => {
  const citations = [
    { type: 'web_search_result_location', url: 'https://example.com/a', title: 'A', cited_text: 'quoted' },
    { type: 'char_location', document_title: 'Report', cited_text: 'passage' },
  ]
  expect(toBlocks([{ type: 'text', text: 'It is so.', citations }])).toEqual([
    {
      kind: 'text',
      text: 'It is so.',
      sources: [
        { title: 'A', url: 'https://example.com/a', quote: 'quoted' },
        { title: 'Report', url: undefined, quote: 'passage' },
      ],
    },
  ])
  expect(toBlocks([{ type: 'text', text: 'x', citations: null }])).toEqual([{ kind: 'text', text: 'x' }])
})

test.each([
  [{ type: 'compaction', content: 'Summary.' }, 'Conversation compacted', 'Summary.'],
  [{ type: 'compaction', content: null }, 'Conversation compacted', ''],
  [
    { type: 'fallback', from: { model: 'claude-fable-5-2' }, to: { model: 'claude-opus-5-5' } },
    'The API fell back from claude-fable-5-2 to claude-opus-5-5',
    '',
  ],
  [{ type: 'fallback' }, 'The API fell back from ? to ?', ''],
  [
    { type: 'tool_addition', tool: { type: 'tool_reference', name: 'mcp__a__b' } },
    'Tool added: mcp__a__b',
    '',
  ],
  [{ type: 'tool_removal', tool: { type: 'tool_reference', name: 'x' } }, 'Tool removed: x', ''],
  [{ type: 'tool_reference', tool_name: 'x' }, 'Tool loaded: x', ''],
])('%j is an event', (block, title, text) => {
  expect(toBlocks([block])).toEqual([{ kind: 'event', title, text }])
})
