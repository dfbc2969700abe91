import { readFileSync } from 'node:fs'
import pino from 'pino'
import { expect, test } from 'vitest'
import { startApi } from '../../src/api/server'
import { createIndexedDatabase } from '../support/indexed-database'
import { FIXTURE } from '../support/recordings'

test('the query of the README gives the answer of the README', async () => {
  const readme = readFileSync('README.md', 'utf8')
  const [, query] = /```graphql\n([\s\S]+?)```/.exec(readme)!
  const [, answer] = /```json\n([\s\S]+?)```/.exec(readme)!
  const database = await createIndexedDatabase('readme', FIXTURE)
  const logger = pino({ level: 'silent' })
  const api = await startApi({ databaseUrl: database.url, host: '127.0.0.1', port: 0, logger })
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  expect(await response.json()).toEqual(JSON.parse(answer!))
  await api.close()
  await database.drop()
})
