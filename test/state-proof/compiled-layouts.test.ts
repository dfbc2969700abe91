import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'
import { expect, test } from 'vitest'
import { V1_0_3 } from '../../src/protocols/symbiotic/storage/v1-0-3'
import { bytesOf, itemTypeOf, type Layout, valueTypeOf } from '../../src/state-proof/layout'

const FOLDER = '@symbioticfi/core/src/contracts'
const FILES: Record<string, string> = {
  Vault: 'vault/Vault',
  VaultTokenized: 'vault/VaultTokenized',
  NetworkRestakeDelegator: 'delegator/NetworkRestakeDelegator',
  FullRestakeDelegator: 'delegator/FullRestakeDelegator',
  OperatorSpecificDelegator: 'delegator/OperatorSpecificDelegator',
  OperatorNetworkSpecificDelegator: 'delegator/OperatorNetworkSpecificDelegator',
  OptInService: 'service/OptInService',
}

interface Variable {
  label: string
  slot: string
  offset: number
  type: string
}

interface Printed {
  storage: Variable[]
  types: Record<
    string,
    { label: string; key?: string; value?: string; base?: string; members?: Variable[] }
  >
}

const read = (path: string) => readFileSync(join('node_modules', path), 'utf8')

/** What the compiler prints, by contract. */
function compiled(): Record<string, Printed> {
  const paths = Object.entries(FILES).map(
    ([name, file]) => [name, `${FOLDER}/${file}.sol`] as const,
  )
  const sources = Object.fromEntries(paths.map(([, path]) => [path, { content: read(path) }]))
  const names = Object.keys(FILES).map((name) => [name, ['storageLayout']])
  const outputSelection = { '*': Object.fromEntries(names) }
  const settings = { evmVersion: 'cancun', outputSelection }
  const input = JSON.stringify({ language: 'Solidity', sources, settings })
  const { contracts } = JSON.parse(
    solc.compile(input, { import: (path: string) => ({ contents: read(path) }) }),
  )
  return Object.fromEntries(
    paths.map(([name, path]) => [name, contracts[path][name].storageLayout]),
  )
}

/** A type as the layouts name it: OpenZeppelin's structs, which have the names of those that use them, under another one. */
function nameOf(types: Printed['types'], id: string): string {
  const { label, key, value, base, members } = types[id]!
  if (key !== undefined && value !== undefined)
    return `mapping(${nameOf(types, key)} => ${nameOf(types, value)})`
  if (base !== undefined) return label.replace(types[base]!.label, nameOf(types, base))
  const isOpenZeppelin = members?.some((one) => ['_checkpoints', '_key'].includes(one.label))
  return isOpenZeppelin ? label.replace('Checkpoints.', 'OZCheckpoints.') : label
}

function membersOf(types: Printed['types'], variables: readonly Variable[]) {
  return Object.fromEntries(
    variables
      .filter(({ label }) => label !== '__gap')
      .map(({ label, slot, offset, type }) => [
        label,
        { slot: Number(slot), offset, type: nameOf(types, type) },
      ]),
  )
}

/** Structs that a type leads to. */
function reached(layout: Layout, type: string, found = new Set<string>()): Set<string> {
  const inner = valueTypeOf(type) ?? itemTypeOf(type)
  if (inner !== null) return reached(layout, inner, found)
  if (!type.startsWith('struct ') || found.has(type)) return found
  found.add(type)
  for (const field of Object.values(layout.structs[type] ?? {})) reached(layout, field.type, found)
  return found
}

test('layouts of Symbiotic are those that the compiler prints for its sources', () => {
  const printed = compiled()
  const layouts = Object.fromEntries(
    V1_0_3.flatMap((layout) => Object.keys(layout.contracts).map((name) => [name, layout])),
  )
  expect(Object.keys(layouts).sort()).toEqual(
    Object.keys(FILES)
      .filter((name) => name !== 'VaultTokenized')
      .sort(),
  )
  for (const [name, { storage, types }] of Object.entries(printed)) {
    const contract = name === 'VaultTokenized' ? 'Vault' : name
    const layout = layouts[contract]!
    const variables = layout.contracts[contract]!
    expect([name, membersOf(types, storage)]).toEqual([name, variables])
    const structs = new Set<string>()
    for (const { type } of Object.values(variables)) reached(layout, type, structs)
    for (const struct of structs) {
      const id = Object.keys(types).find((one) => nameOf(types, one) === struct)!
      expect([struct, layout.structs[struct]]).toEqual([
        struct,
        membersOf(types, types[id]!.members!),
      ])
    }
  }
  expect(bytesOf('uint208')).toBe(26)
})
