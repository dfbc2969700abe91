import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { FIXTURE } from '../support/recordings'

const FILE = 'docs/cookbook.md'
/** Characters of a line of an answer, where an object or a list fits in one. */
const WIDTH = 130
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

/** JSON with objects and lists in one line where they fit. */
function layout(value: unknown, indent = '', before = 0): string {
  const line = inLine(value)
  if (line.length + before + indent.length <= WIDTH || typeof value !== 'object' || !value) {
    return line
  }
  const inner = `${indent}  `
  const items = Array.isArray(value)
    ? value.map((item) => `${inner}${layout(item, inner)}`)
    : Object.entries(value).map(([key, item]) => {
        const head = `${JSON.stringify(key)}: `
        return `${inner}${head}${layout(item, inner, head.length)}`
      })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${items.join(',\n')}\n${indent}${close}`
}

/** JSON in one line, with spaces. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || !value) return JSON.stringify(value)
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${inLine(item)}`,
  )
  return `{ ${fields.join(', ')} }`
}
