import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PoolOpenreaderContext } from '@subsquid/openreader/lib/db'
import { Dialect, getSchemaBuilder } from '@subsquid/openreader/lib/dialect'
import { buildModel, buildSchema } from '@subsquid/openreader/lib/model.schema'
import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
  visit,
} from 'graphql'
import { Pool } from 'pg'

const MODEL_FILE = join(__dirname, '../../schema.graphql')
/** Schema of Postgres with the tables that OpenReader reads. */
const VIEWS = 'openreader'

/**
 * The data model as a squid without history declares it: the key of a state is its id, and the columns of versions and of
 * computed fields are not in it.
 */
function currentModel(): DocumentNode {
  return visit(parse(readFileSync(MODEL_FILE, 'utf8')), {
    ObjectTypeDefinition(node) {
      const fields = node.fields ?? []
      const isState = fields.some((field) => field.name.value === 'key')
      const hidden = isState ? ['key', 'toBlock'] : []
      const kept = fields.filter(
        ({ name: { value } }) => !hidden.includes(value) && !value.startsWith('stored'),
      )
      return { ...node, kind: Kind.OBJECT_TYPE_DEFINITION, fields: kept }
    },
  })
}

const model = buildModel(buildSchema(currentModel()))

/** The schema of the API that OpenReader makes of the data model. */
export async function openreaderSchema(): Promise<GraphQLSchema> {
  return (await getSchemaBuilder({ model, dialect: Dialect.OpenCrud })).build()
}

const COLUMNS_SQL = `SELECT table_name AS "table", bool_or(column_name = 'key') AS state,
    string_agg(format('%I', column_name), ', ') FILTER (WHERE column_name NOT IN ('id', 'key', 'to_block')) AS columns
  FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name
  HAVING bool_or(column_name = 'id')`

/** Views of the rows that are valid at the head, with the names that OpenReader expects. */
async function createViews(pool: Pool): Promise<void> {
  await pool.query(`CREATE SCHEMA ${VIEWS}`)
  const { rows } = await pool.query(COLUMNS_SQL)
  for (const { table, state, columns } of rows) {
    const id = state ? 'key AS id' : 'id'
    const current = state ? ' WHERE to_block IS NULL' : ''
    await pool.query(
      `CREATE VIEW ${VIEWS}.${table} AS SELECT ${id}, ${columns} FROM public.${table}${current}`,
    )
  }
}

/** What a server answers. */
export type Answer = {
  data?: { rows: unknown } | null
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[]
}

/** OpenReader on a database. */
export interface Openreader {
  ask(query: string, variables: Record<string, unknown>): Promise<Answer>
  close(): Promise<void>
}

/**
 * OpenReader on an indexed database, for the rows that are valid at the head. Its own server is left out: it needs graphql 15,
 * and adds nothing to answers.
 */
export async function openOpenreader(databaseUrl: string): Promise<Openreader> {
  const options = `-c search_path=${VIEWS}`
  const pool = new Pool({ connectionString: databaseUrl, options })
  await createViews(pool)
  const schema = await openreaderSchema()
  return {
    async ask(query, variables) {
      const document = parse(query)
      const errors = validate(schema, document)
      if (errors.length > 0) return { errors }
      const openreader = new PoolOpenreaderContext('postgres', pool)
      try {
        const contextValue = { openreader }
        const result = await execute({ schema, document, contextValue, variableValues: variables })
        // As it is sent.
        return JSON.parse(JSON.stringify(result)) as Answer
      } finally {
        await openreader.close()
      }
    },
    close: () => pool.end(),
  }
}
