import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Conversation, ConversationList, ConversationSearch } from '../../../shared/conversations.ts'
import { toQuery } from '../../api/api.ts'
import { useDeps } from '../deps.ts'

const PAGE = 100
/** A single letter matches nearly everything. */
const SHORTEST = 2

/** Claude Code's conversations, newest activity first, page by page. */
export function useConversations(search: string) {
  const { api } = useDeps()
  return useInfiniteQuery({
    queryKey: ['conversations', search],
    initialPageParam: 1,
    staleTime: 10_000,
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      api.get(
        `/api/conversations${toQuery({ search: search || undefined, page: pageParam, limit: PAGE })}`,
        ConversationList,
        signal,
      ),
    getNextPageParam: ({ hasMore, page }) => (hasMore ? page + 1 : undefined),
  })
}

/** Full-text search in all conversations. Sends no request for fewer than two letters. */
export function useConversationSearch(text: string) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['conversation-search', text],
    enabled: text.trim().length >= SHORTEST,
    staleTime: 30_000,
    retry: false,
    queryFn: ({ signal }) =>
      api.get(`/api/conversations/search${toQuery({ text, limit: 50 })}`, ConversationSearch, signal),
  })
}

/** One conversation with all its messages; without a project, the newest of that session. */
export function useConversation(id: string, project: string | undefined, enabled: boolean) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['conversation', project, id],
    enabled,
    staleTime: 10_000,
    // Transcripts can be several MB, so cache only the latest few.
    gcTime: 30_000,
    retry: false,
    queryFn: ({ signal }) =>
      api.get(`/api/conversations/${encodeURIComponent(id)}${toQuery({ project })}`, Conversation, signal),
  })
}
