import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { SCALARS } from '../../src/api/schema/scalars'

const ROOT = join(__dirname, '../..')

/**
 * Changes that break queries of the last release, by what graphql-js says of them, and why they are made. A release empties the
 * list and writes schema.released.graphql anew: `npm run schema:release`.
 */
const ACCEPTED: Record<string, string> = {
  ...nullable(
    'A vault is slashed by an amount: it has no magnitudes.',
    [
      'SlashedPool.maxMagnitudeAfter',
      'SlashedPool.maxMagnitudeBefore',
      'SlashedPool.queuedSharesSlashed',
      'SlashedPool.sharesAfter',
      'SlashedPool.sharesBefore',
      'SlashedPool.wadSlashed',
    ],
    'BigInt',
  ),
  'OperatorSet.redistributionRecipient changed type from Bytes! to Bytes.':
    'Subnetworks of Symbiotic have no recipient: what they slash goes to the burner of the vault.',
  ...nullable('A reward of Symbiotic has none.', ['RewardSubmission.submissionNonce'], 'BigInt'),
  ...nullable('A reward of Symbiotic has none.', ['RewardSubmission.submissionHash'], 'Bytes'),
  ...nullable('Stake of which nothing has a price is null, not 0.', [
    'AssetClass.atLeast',
    'AssetClass.atMost',
    'AssetClass.stake',
    'AssetSplit.stake',
    'AssetSplit.unclassified',
    'AvsDistress.weight',
    'AvsImpact.part',
    'Community.stake',
    'CommunityMember.stake',
    'Controller.stake',
    'CorrelationItem.expectedLoss',
    'CorrelationItem.standardDeviation',
    'CorruptionCost.upper',
    'CriticalAvs.remaining',
    'DirectedExposure.share',
    'ExposureColumn.total',
    'ExposureShare.amount',
    'FlowItem.net',
    'FlowItem.stake',
    'LeverageAvs.departed',
    'LeverageAvs.registered',
    'LeverageAvs.slashable',
    'LeverageCoverage.covered',
    'LeverageCoverage.promised',
    'LookThroughOperatorLoss.loss',
    'LookThroughPart.amount',
    'LookThroughSlashing.loss',
    'LorenzPoint.share',
    'OperatorCriticality.affected',
    'OperatorCriticality.lost',
    'OverlapNeighbour.value',
    'RobustnessAvs.stake',
    'SimulatedAvs.after',
    'SimulatedAvs.before',
    'WorstLoss.atMost',
    'WorstLoss.value',
    'YieldPayer.share',
    'YieldPayer.value',
    'YieldSourcePart.value',
  ]),
  'CorruptionCost.isExact changed type from Boolean! to Boolean.':
    'Where stake has no price, it is not known.',
  'FlowCorrelation.compared changed type from Int! to Int.':
    'Where stake has no price, it is not known for how many pairs there would be a value.',
  'Query.robustness arg basis defaultValue was removed.':
    'Over several pools REGISTERED answered NOT_DEFINED; in one pool it still is the default.',
}

/** Decimals that may be null now, and why. */
function nullable(
  why: string,
  fields: readonly string[],
  type = 'BigDecimal',
): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => [`${field} changed type from ${type}! to ${type}.`, why]),
  )
}

/** What breaks queries: what graphql-js calls breaking, and another default, which changes answers without a word. */
function breaking(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const defaults = findDangerousChanges(before, after).filter(
    ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
  )
  return [...findBreakingChanges(before, after), ...defaults].map(({ description }) => description)
}

const released = readFileSync(join(ROOT, 'schema.released.graphql'), 'utf8')
const current = execFileSync('node', ['scripts/released-schema.mjs'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 2 ** 24,
})

test('the schema breaks no query of the last release, but as accepted here', () => {
  const changes = breaking(buildSchema(released), buildSchema(current))
  expect(changes.sort()).toEqual(Object.keys(ACCEPTED).sort())
})

test.each([
  ['a field that is gone', /^ {2}burnableNativeShares: .*\n/m, '', 'Protocol.burnableNativeShares'],
  ['a type that is null now', /^( {2}operatorStakes\([^)]*\): .*)!$/m, '$1', 'operatorStakes'],
  ['an argument that must be given', 'offset: Int', 'offset: Int!', 'offset'],
  ['an enum value that is gone', /^ {2}EIGENLAYER\n/m, '  OTHER\n', 'EIGENLAYER'],
  ['another default', 'basis: StakeBasis! = DELEGATED', 'basis: StakeBasis! = SLASHABLE', 'basis'],
])('%s is found', (_, part, other, named) => {
  const changed = current.replace(part, other)
  expect(changed).not.toBe(current)
  const before = buildSchema(current)
  expect(breaking(before, before)).toEqual([])
  expect(breaking(before, buildSchema(changed)).join()).toContain(named)
})

test('every scalar that is not of GraphQL itself is documented, with its description', () => {
  const page = readFileSync(join(ROOT, 'docs/dialect.md'), 'utf8')
  const scalars = Object.values(SCALARS).map(({ name, description }) => [name, description?.length])
  for (const [name, length] of scalars) {
    expect(page).toContain(`| \`${name}\` |`)
    expect(length).toBeGreaterThan(10)
  }
  const declared = [...current.matchAll(/^scalar (\w+)/gm)].map(([, name]) => name)
  expect(declared.sort()).toEqual(scalars.map(([name]) => name).sort())
})
