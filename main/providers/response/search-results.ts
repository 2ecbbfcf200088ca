import { randomBytes } from 'node:crypto'
import { isRecord } from '../../base/json/is-record.ts'
import type { SearchResult } from '../messages-api.ts'
import { sealSignature, SEARCH_ID_MARK } from '../signature.ts'

/** One search that the provider ran, as Anthropic's format shows it. */
export interface Search {
  /** Of the call and its result. */
  id: string
  query: string
  results: SearchResult[]
}

export interface SearchResults {
  /** The library's result of a tool that ran at the provider. Opening a page is no search. */
  ran: (result: unknown) => void
  /** A source of the answer. The title often comes later than the address, with the citation. */
  found: (source: { url: string; title?: string | undefined }) => void
  /** Queries that are known only at the end, as with Google. */
  asked: (queries: readonly string[]) => void
  /** All searches; sources without one belong to the last. Empty if there was neither search nor source. */
  list: () => Search[]
}

/** More than any search returns. */
const MAX_RESULTS = 200
const MAX_SEARCHES = 50
/** In characters. */
const MAX_TEXT = 2_000

/**
 * Collects what a provider's own web search did.
 *
 * @param provider its name; marks the results, which only Anthropic's own are valid for Anthropic
 */
export function createSearchResults(provider: string): SearchResults {
  const searches: Search[] = []
  const byUrl = new Map<string, SearchResult>()

  function begin(query: string): void {
    if (searches.length === MAX_SEARCHES) return
    const id = SEARCH_ID_MARK + randomBytes(12).toString('hex')
    searches.push({ id, query: query.slice(0, MAX_TEXT), results: [] })
  }
  return {
    ran(result) {
      const action = isRecord(result) ? result['action'] : undefined
      if (!isRecord(action) || action['type'] !== 'search') return
      const queries = Array.isArray(action['queries']) ? action['queries'] : []
      const query = action['query'] ?? queries[0]
      begin(typeof query === 'string' ? query : '')
    },
    found({ url, title }) {
      const known = byUrl.get(url)
      if (known !== undefined && title !== undefined) known.title = title.slice(0, MAX_TEXT)
      if (known !== undefined || byUrl.size === MAX_RESULTS || url.length > MAX_TEXT) return
      if (searches.length === 0) begin('')
      const text = (title ?? url).slice(0, MAX_TEXT)
      const encrypted = sealSignature({ provider })
      const result: SearchResult = {
        type: 'web_search_result',
        title: text,
        url,
        encrypted_content: encrypted,
        page_age: null,
      }
      byUrl.set(url, result)
      searches.at(-1)?.results.push(result)
    },
    asked(queries) {
      const [first = '', ...others] = queries
      const [known] = searches
      if (known === undefined && queries.length > 0) begin(first)
      else if (known?.query === '') known.query = first.slice(0, MAX_TEXT)
      for (const query of others) begin(query)
    },
    list: () => searches,
  }
}
