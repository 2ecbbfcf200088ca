import { expect, it } from 'vitest'
import { DAY } from './count-seeded.ts'
import { COUNTED, seed } from './seed.ts'
import { startApi } from './start-api.ts'

/** Tests of clearing, which need a log of their own. */
export function describeClearing(freshUrl: () => Promise<string | undefined>): void {
  it('DELETE /api/requests clears what is older, or everything', async () => {
    const api = await startApi({ databaseUrl: await freshUrl() })
    try {
      expect((await api.get('/api/requests/latest-date')).json).toEqual({ latestDate: null })
      await api.write(seed)
      const old = COUNTED.filter(({ startedAt }) => startedAt < Date.parse(DAY.start)).length
      const clear = (path: string) => api.get(path, { method: 'DELETE' })
      expect(await clear('/api/requests?before=tomorrow')).toMatchObject({ status: 400 })
      expect(await clear(`/api/requests?before=${DAY.start}`)).toMatchObject({
        status: 200,
        json: { message: 'Request history cleared', deleted: old },
      })
      expect((await api.get('/api/requests')).json).toMatchObject({ total: 49 - old })
      expect((await clear('/api/requests')).json).toEqual({
        message: 'Request history cleared',
        deleted: 49 - old,
      })
      expect((await api.get('/api/requests')).json).toEqual({ requests: [], total: 0 })
      expect((await api.get('/api/requests/latest-date')).json).toEqual({ latestDate: null })
      expect((await api.get('/api/stats/organizations')).json).toEqual({ organizations: [] })
    } finally {
      await api.stop()
    }
  })
}
