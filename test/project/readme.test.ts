import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startTestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import { BOTH } from '../support/recordings'

test('the query of the README gives the answer of the README', async () => {
  const readme = readFileSync('README.md', 'utf8')
  const [, query] = /```graphql\n([\s\S]+?)```/.exec(readme)!
  const [, answer] = /```json\n([\s\S]+?)```/.exec(readme)!
  const database = await createIndexedDatabase('readme', BOTH)
  const api = await startTestApi(database.url)
  expect(await api.send(query!)).toEqual(JSON.parse(answer!))
  await api.close()
  await database.drop()
})
