import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { FIXTURE, groundTruth } from '../../support/recordings'

const truth = groundTruth(FIXTURE).at(-1)!
const at = `block: {number: ${truth.block}}`
const known = new Set(Object.keys(truth.operatorSets).map((id) => id.toLowerCase()))

interface Member {
  id: string
}

describe('operator sets', () => {
  const api = useRecordedApi('opsets', FIXTURE)

  async function listed(basis: string): Promise<Record<string, string[]>> {
    const { pools, stakers } = await api.ask(
      `{ pools(${at}, limit: 1) { address } stakers(${at}, limit: 5) { address } }`,
    )
    const given = `basis: ${basis}, ${at}`
    const addresses = stakers.map(({ address }: { address: string }) => `"${address}"`)
    const { exposure, overlap, correlation, lookThrough, concentration, seriesOf, diff } =
      await api.ask(`{
      exposure(of: OPERATOR_SETS, ${given}) { columns { member { id } } directed(limit: 1000) { from { id } to { id } } }
      overlap(among: OPERATOR_SETS, measure: JACCARD, ${given}) { items { id } }
      correlation(among: OPERATOR_SETS, faults: {probability: "0.1"}, ${given}) { items(limit: 1000) { member { id } } }
      lookThrough(stakers: [${addresses}], ${given}) { operatorSets(limit: 1000) { member { id } } }
      concentration(of: OPERATOR_SETS, scope: {pool: "${pools[0].address}"}, ${given}) { universe { n } shares(limit: 1000) { member { id } } }
      seriesOf(figures: [{figure: MEMBERS, of: OPERATOR_SETS, basis: ${basis}, scope: {pool: "${pools[0].address}"}}], from: ${truth.block}, to: ${truth.block}, every: 1) { points { values { value } } }
      diff(from: 1, to: ${truth.block}) { moved(of: OPERATOR_SETS, basis: ${basis}, limit: 1000) { items { member { id } } } }
    }`)
    const ids = (rows: readonly { member: Member }[]) => rows.map(({ member }) => member.id)
    expect(seriesOf.points[0].values[0].value).toBe(`${concentration.universe.n}`)
    return {
      columns: ids(exposure.columns),
      directed: exposure.directed.flatMap((pair: { from: Member; to: Member }) => [
        pair.from.id,
        pair.to.id,
      ]),
      overlap: overlap.items.map(({ id }: Member) => id),
      correlation: ids(correlation.items),
      lookThrough: ids(lookThrough.operatorSets),
      concentration: ids(concentration.shares ?? []),
      moved: ids(diff.moved.items),
    }
  }

  test.each(['REGISTERED', 'DELEGATED', 'SLASHABLE'])(
    'are what contracts call so, and no AVS of the old directory, %s',
    async (basis) => {
      expect(Object.values(truth.avsDirectory)).toContain(1)
      const lists = await listed(basis)
      for (const [list, ids] of Object.entries(lists)) {
        expect(
          ids.filter((id) => !known.has(id)),
          list,
        ).toEqual([])
      }
      expect(new Set(lists.columns)).toEqual(known)
      expect(new Set(lists.overlap)).toEqual(known)
      expect(new Set(lists.correlation)).toEqual(known)
      expect(lists.concentration!.length).toBeGreaterThan(0)
    },
  )
})
