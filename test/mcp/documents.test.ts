import { isEnumType, isInputObjectType, parse, validate } from 'graphql'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../src/api/jobs/failures'
import { Jobs } from '../../src/api/jobs/jobs'
import { DEFAULT_LIMITS } from '../../src/api/limits'
import { RareLog } from '../../src/api/rare-log'
import { buildSchema, schemaParts } from '../../src/api/schema/schema'
import { TOOLS } from '../../src/mcp/tools'
import { FIGURES } from '../../src/mcp/tools/series'
import { ORDERS } from '../../src/mcp/tools/services'
import { SHOCK } from '../../src/mcp/tools/simulate'
import { EXAMPLES } from '../support/mcp-examples'

const schema = buildSchema(
  schemaParts(
    DEFAULT_LIMITS,
    {},
    new Jobs(DEFAULT_LIMITS.jobs, failureOf(new RareLog(pino({ level: 'silent' })))),
  ),
)

function enumOf(name: string): string[] {
  const type = schema.getType(name)
  return isEnumType(type) ? type.getValues().map((value) => value.name) : []
}

describe('tools for agents beside the schema of the API', () => {
  test.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s asks a valid query',
    (name, tool) => {
      const { query } = tool.operation(tool.args.parse(EXAMPLES[name]) as Record<string, unknown>)
      expect(validate(schema, parse(query))).toEqual([])
    },
  )

  test('there are 6 to 8 tools, each with an example', () => {
    expect(TOOLS.length).toBeLessThanOrEqual(8)
    expect(TOOLS.map(({ name }) => name).sort()).toEqual(Object.keys(EXAMPLES).sort())
  })

  test('services can be ordered by all that the API orders them by', () => {
    expect([...ORDERS].sort()).toEqual(enumOf('ServiceOrder').sort())
  })

  test('every kind of shock of the API can be simulated', () => {
    const type = schema.getType('ShockInput')
    const fields = isInputObjectType(type) ? Object.keys(type.getFields()) : []
    expect(Object.keys(SHOCK.shape).sort()).toEqual(fields.sort())
  })

  test('figures of series are those of the API that need no further argument', () => {
    // These need `other`, `k`, `measure`, or an AVS as scope.
    const others = ['COST_OF_CORRUPTION', 'DIRECTED_EXPOSURE', 'ENTROPY', 'EXCLUSIVE_SHARE']
    const more = ['HHI_NORMALIZED', 'OVERLAP', 'THEIL']
    expect([...FIGURES, ...others, ...more].sort()).toEqual(enumOf('SeriesFigure').sort())
  })
})
