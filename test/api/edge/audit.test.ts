import { serverAudits } from 'graphql-http'
import { describe, expect, test } from 'vitest'
import { useHistoryApi } from '../../support/api/history-api'

const api = useHistoryApi()

const audits = serverAudits({ url: () => `${api.url}/graphql` })
const isRequired = ({ name }: { name: string }) => !name.startsWith('MAY')

describe('the audit of graphql-http', () => {
  test.each(audits.filter(isRequired))('$id $name', async (audit) => {
    const result = await audit.fn()
    const reason = result.status === 'ok' ? '' : result.reason
    expect({ status: result.status, reason }).toEqual({ status: 'ok', reason: '' })
  })

  test('of what servers may do, the results are printed', async () => {
    const optional = audits.filter((audit) => !isRequired(audit))
    const results = await Promise.all(optional.map(({ fn }) => fn()))
    for (const { status, name } of results) console.info(`${status}: ${name}`)
    expect(results.length + audits.filter(isRequired).length).toBe(audits.length)
  })
})
