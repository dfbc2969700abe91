import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { layout } from '../support/layout'
import { FIXTURE } from '../support/recordings'

const FILE = 'docs/cookbook.md'
/** Heading, query, answer and reading of a question. */
const QUESTION =
  /^### (\d+)\. (.+)\n\n```graphql\n([\s\S]+?)```\n\n```json\n([\s\S]*?)```\n\n([\s\S]+?)\n(?=\n#|$(?![\s\S]))/gm

const book = readFileSync(FILE, 'utf8')
const questions = [...book.matchAll(QUESTION)].map(([text, number, title, query, , reading]) => ({
  text,
  number: Number(number),
  title: title!,
  query: query!,
  reading: reading!,
}))

describe('docs/cookbook.md', () => {
  const api = useRecordedApi('cookbook', FIXTURE)

  test('has 30 questions, each with a query, an answer and two sentences of reading', () => {
    expect(book.match(/^### /gm)).toHaveLength(30)
    expect(questions.map(({ number }) => number)).toEqual(
      Array.from({ length: 30 }, (_, i) => i + 1),
    )
    for (const { title, reading } of questions) {
      expect(title).toMatch(/\?$/)
      expect(reading.match(/[.?](?=\s|$)/g), title).toHaveLength(2)
    }
  })

  // `npx vitest run test/project/cookbook.test.ts -u` writes the answers.
  test('has the answers that a server of the recorded chain gives', async () => {
    let answered = book
    for (const { text, query } of questions) {
      const answer = layout(await api.ask(query))
      const withAnswer = text.replace(/```json\n[\s\S]*?```/, () => `\`\`\`json\n${answer}\n\`\`\``)
      answered = answered.replace(text, () => withAnswer)
    }
    await expect(answered).toMatchFileSnapshot(`../../${FILE}`)
  })
})
