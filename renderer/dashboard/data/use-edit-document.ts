import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Static, TSchema } from 'typebox'
import { useDeps } from '../deps.ts'

interface EditOptions<Schema extends TSchema, Change> {
  path: string
  schema: Schema
  queryKey: QueryKey
  /** The body of the PUT, made of the present document. */
  apply: (now: Static<Schema>, change: Change) => unknown
}

/**
 * Changes a document of the API: reads it, applies the change and writes the whole back. One change of a document at a
 * time, so that none is lost; pages show the server's response.
 */
export function useEditDocument<Schema extends TSchema, Change>(options: EditOptions<Schema, Change>) {
  const { path, schema, queryKey, apply } = options
  const { api } = useDeps()
  const queryClient = useQueryClient()
  return useMutation({
    scope: { id: path },
    mutationFn: async (change: Change) =>
      api.send('PUT', path, schema, apply(await api.get(path, schema), change)),
    networkMode: 'always',
    onSuccess: async (document) => {
      await queryClient.cancelQueries({ queryKey })
      queryClient.setQueryData(queryKey, document)
    },
  })
}
