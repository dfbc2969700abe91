import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startTestApi } from '../support/api/api-client'
import { runCli } from '../support/cli'
import { createTestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

test('the query of the README gives the answer of the README', async () => {
  const readme = readFileSync('README.md', 'utf8')
  const [, query] = /```graphql\n([\s\S]+?)```/.exec(readme)!
  const [, answer] = /```json\n([\s\S]+?)```/.exec(readme)!
  const database = await createTestDatabase('readme')
  const env = { DB_URL: database.url }
  const run = await runCli(['index', '--recording', FIXTURE, '--until-head'], env)
  expect(run.code).toBe(0)
  const api = await startTestApi(database.url)
  expect(await api.send(query!)).toEqual(JSON.parse(answer!))
  await api.close()
  await database.drop()
})
