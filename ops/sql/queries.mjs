import { readFileSync } from 'node:fs'

/** A parameter as psql writes it: `:"schema"` is the name of something, `:'pool'` a value. */
const PARAMETER = /:"(\w+)"|:'(\w+)'/g

/**
 * A query of this folder. Its first comment line is the title, the other ones are the description.
 *
 * @param {string} name file without `.sql`
 */
export function readQuery(name) {
  const lines = readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const comments = lines.filter((line) => line.startsWith('-- ')).map((line) => line.slice(3))
  const [title, ...description] = comments
  const sql = lines.slice(comments.length).join('\n')
  return { title, description: description.join(' '), sql }
}

/**
 * SQL with its parameters replaced.
 *
 * @param {string} sql
 * @param {(name: string, isName: boolean) => string} write SQL of a parameter
 */
export function fillParameters(sql, write) {
  return sql.replace(PARAMETER, (_, ofName, ofValue) => write(ofName ?? ofValue, Boolean(ofName)))
}
