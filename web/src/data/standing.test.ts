import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kind, parse, visit } from 'graphql'
import { expect, test } from 'vitest'

const QUERIES = join(__dirname, '../queries')
/** Fields of `_meta` that change with the clock: the API keeps no answer with one of them. */
const OF_THE_CLOCK = ['age', 'source', 'headSeenAt', 'replicaLag']

test('what changes with the clock is asked apart, so that what a page computes is kept for the next one who opens it', () => {
  const asked = readdirSync(QUERIES).filter((name) => {
    const text = readFileSync(join(QUERIES, name), 'utf8')
    let found = text.includes('...Standing')
    visit(parse(text), {
      Field({ name: field, selectionSet }) {
        if (field.value !== '_meta') return
        for (const one of selectionSet?.selections ?? []) {
          if (one.kind === Kind.FIELD && OF_THE_CLOCK.includes(one.name.value)) found = true
        }
      },
    })
    return found
  })
  expect(asked).toEqual(['position.graphql', 'quality.graphql', 'standing.graphql'])
})
