import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { METRICS } from '../../src/metrics/index'
import { part } from '../support/risk/toy-network'

test('every type, field, argument and value of the risk schema is documented', () => {
  const undocumented: string[] = []
  const check = (name: string, node: object) => {
    if (!('description' in node && node.description)) undocumented.push(name)
    for (const [key, value] of Object.entries(node)) {
      if (!['fields', 'values', 'arguments'].includes(key)) continue
      for (const part of value) check(`${name}.${part.name.value}`, part)
    }
  }
  for (const definition of parse(part.typeDefs).definitions) {
    if (definition.kind !== 'ObjectTypeExtension')
      check('name' in definition ? `${definition.name?.value}` : '?', definition)
    else for (const field of definition.fields ?? []) check(field.name.value, field)
  }
  expect(undocumented).toEqual([])
})

test('docs/metrics.md has the default basis of every field that takes one', () => {
  const told = new Map<string, string>()
  for (const line of readFileSync('docs/metrics.md', 'utf8').split('\n')) {
    const row = /^\| `([A-Z_]+)` \| (.*?) \|/.exec(line)
    if (!row) continue
    const [, basis, fields] = row
    for (const [, field] of fields!.matchAll(/`([a-zA-Z.]+)`/g)) told.set(field!, basis!)
  }
  const defaults: [string, string][] = []
  for (const definition of parse(part.typeDefs).definitions) {
    const isType = definition.kind === 'ObjectTypeDefinition'
    if (!isType && definition.kind !== 'ObjectTypeExtension') continue
    for (const { name, arguments: given } of definition.fields ?? []) {
      const basis = given?.find((one) => one.name.value === 'basis')?.defaultValue
      if (basis?.kind !== 'EnumValue') continue
      const { value: type } = definition.name
      const answer = type.replace(/OfPool$/, '')
      const owner = isType ? `${answer[0]!.toLowerCase()}${answer.slice(1)}.` : ''
      defaults.push([`${owner}${name.value}`, basis.value])
    }
  }
  expect(defaults.length).toBeGreaterThan(15)
  for (const [field, basis] of defaults) expect([field, told.get(field)]).toEqual([field, basis])
})

test('docs/metrics.md says of every metric what data it needs', () => {
  const [, section] = /## What data a metric needs\n([\s\S]+?)\n## /.exec(
    readFileSync('docs/metrics.md', 'utf8'),
  )!
  const cells = [...section!.matchAll(/^\| (`.+?) \|/gm)].map(([, cell]) => cell!)
  const listed = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(listed.sort()).toEqual(METRICS.map(({ name }) => name).sort())
})
